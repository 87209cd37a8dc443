"""The numbers of the 2-2-1 figure, run under node and held against the book's reference step."""

import functools

import numpy as np
import pytest

from .under_node import evaluate

javascript = functools.partial(evaluate, "by-hand-221")


@pytest.mark.parametrize("name", ["ours", "lecture"])
def test_the_gradients_of_the_figure_are_the_slopes_of_its_loss(name):
    """Each parameter is moved by 1e-5 to both sides."""
    claimed, measured = javascript(
        f"""(() => {{
            const net = o.EXAMPLES.{name}, g = o.backward(net, o.forward(net)), h = 1e-5;
            const loss = (net) => o.forward(net).loss;
            const slope = (moved) => (loss(moved(h)) - loss(moved(-h))) / (2 * h);
            const at = (list, i, h) => list.map((v, k) => (k === i ? v + h : v));
            return [
                [...g.dW1.flat(), ...g.d1, ...g.dW2, g.d2],
                [
                    ...[0, 1].flatMap((i) => [0, 1].map((j) => slope((h) => ({{
                        ...net, W1: net.W1.map((row, k) => (k === i ? at(row, j, h) : row)),
                    }})))),
                    ...[0, 1].map((j) => slope((h) => ({{...net, b1: at(net.b1, j, h)}}))),
                    ...[0, 1].map((j) => slope((h) => ({{...net, W2: at(net.W2, j, h)}}))),
                    slope((h) => ({{...net, b2: net.b2 + h}})),
                ],
            ];
        }})()"""
    )
    np.testing.assert_allclose(claimed, measured, rtol=1e-7)


def test_a_step_of_one_half_leads_to_the_numbers_of_the_page():
    after = javascript("o.run(o.EXAMPLES.ours, 0.5, 1)[1]")
    np.testing.assert_allclose(
        after["W1"], [[0.508596, -0.303125], [0.182808, 0.806251]], atol=5e-7
    )
    np.testing.assert_allclose(after["b1"], [0.108596, -0.103125], atol=5e-7)
    np.testing.assert_allclose(after["W2"], [0.727279, -0.594086], atol=5e-7)
    np.testing.assert_allclose(after["b2"], 0.099613, atol=5e-7)


def test_the_example_of_the_lecture_notes_falls_to_its_loss():
    loss = javascript("o.run(o.EXAMPLES.lecture, 0.1, 1).map((net) => o.forward(net).loss)")
    np.testing.assert_allclose(loss, [0.034030, 0.033538], atol=5e-7)


def test_every_step_of_the_player_says_another_thing():
    said = javascript("o.steps(o.EXAMPLES.ours, 0.5)")
    assert len(said) == len(set(said)) == 13
    assert "−0.099225" in said[5]
    assert said[12].startswith("Forward again: ŷ rises to 0.608044. L falls by 0.007295")
