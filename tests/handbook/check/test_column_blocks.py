"""Gradients with a block of columns for each gate: which block is wrong, and how it is related."""

import json
from pathlib import Path

import numpy as np
import pytest

from handbook.check.diagnosis import diagnose, probe_function
from handbook.check.exercise_data import Exercise, Probe, exercise_from_json
from handbook.check.observe import observe

RNG = np.random.default_rng(0)
PROBES = tuple(
    Probe({"x": RNG.normal(size=(rows, 2)), "dz": RNG.normal(size=(rows, 3 * units))})
    for rows, units in ((4, 2), (3, 3))
)


def layer(x, dz):
    return x @ np.ones((2, 2)), x.T @ dz, dz.sum(axis=0)


def judge(change):
    """The message for gradients made from an error signal whose blocks r, z, n `change` gets."""

    def version(x, dz):
        return layer(x, np.hstack(change(*np.split(dz, 3, axis=1))))

    names = {"blocks": ("r", "z", "n"), "block_values": ("dW", "db")}
    bare = Exercise("f", "", ("x", "dz"), ("dx", "dW", "db"), 1e-6, 1e-9, PROBES, (), **names)
    expected = tuple(probe_function(bare, lambda a, r: observe(layer, a, r)))
    made = Exercise(**{**vars(bare), "expected": expected})
    return diagnose(made, probe_function(made, lambda a, r: observe(version, a, r))).message


def test_the_gate_that_is_wrong_is_named_beside_those_that_are_right():
    message = judge(lambda r, z, n: (r, z + 1, n))
    assert message.endswith("In dW and db the blocks of r and n are right; the block of z is not.")


def test_the_wrong_gates_are_listed():
    message = judge(lambda r, z, n: (r + 1, z, n * n))
    assert message.endswith("the block of z is right; the blocks of r and n are not.")


@pytest.mark.parametrize(
    ("change", "relation"),
    [
        (lambda r, z, n: (r, -z, n), "The block of z has the opposite sign."),
        (lambda r, z, n: (2 * r, z, n), "The block of r is twice the expected value."),
        (lambda r, z, n: (r, z, n / len(n)), "The block of n is len(x) times too small"),
        (lambda r, z, n: (r, n, n), "The block of z is what that of n is to be."),
    ],
)
def test_it_is_told_how_the_wrong_block_is_related_to_the_right_one(change, relation):
    assert relation in judge(change)


def test_gates_in_another_order_are_told_though_no_block_is_right():
    message = judge(lambda r, z, n: (z, n, r))
    assert "The block of r is what that of z is to be." in message
    assert "The block of n is what that of r is to be." in message
    assert "are right" not in message.replace("dx is right", "")


def test_where_all_gates_are_wrong_in_one_way_the_whole_is_told_once():
    message = judge(lambda r, z, n: (-r, -z, -n))
    assert "dW has the opposite sign." in message
    assert "block" not in message


def test_where_all_gates_are_right_none_is_spoken_of():
    assert "block" not in judge(lambda r, z, n: (r, z, n))


def test_the_gate_of_an_lstm_step_is_told_with_a_mistake_that_has_no_name():
    released = Path(__file__).parents[3] / "exercises" / "sequences" / "checks.json"
    entries = json.loads(released.read_text(encoding="utf-8"))["exercises"]
    made = exercise_from_json("lstm_step_backward", entries["lstm_step_backward"])

    def halved(dh, dc, cache):
        x, h, c, Wx, Wh, b = cache
        i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
        i, f, g, o = (1 / (1 + np.exp(-i)), 1 / (1 + np.exp(-f)), np.tanh(g), 1 / (1 + np.exp(-o)))
        t = np.tanh(f * c + i * g)
        d = dc + dh * o * (1 - t**2)
        df = d * c * f * (1 - f) / 2
        dz = np.hstack([d * g * i * (1 - i), df, d * i * (1 - g**2), dh * t * o * (1 - o)])
        return dz @ Wx.T, dz @ Wh.T, d * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)

    message = diagnose(made, probe_function(made, lambda a, r: observe(halved, a, r))).message
    assert (
        "In dWx, dWh and db the blocks of i, g and o are right; the block of f is not." in message
    )
    assert "The block of f is half the expected value." in message
