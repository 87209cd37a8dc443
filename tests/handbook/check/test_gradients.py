"""Of several gradients: which are right, and how a wrong one is related to the right one."""

import numpy as np
import pytest

from handbook.check.diagnosis import diagnose, probe_function
from handbook.check.exercise_data import Exercise, Probe
from handbook.check.observe import observe


def probe(rng, rows, inputs, outputs, rate):
    shapes = {"d": (rows, outputs), "X": (rows, inputs), "W": (inputs, outputs)}
    return Probe({name: rng.normal(size=shape) for name, shape in shapes.items()} | {"s": rate})


RNG = np.random.default_rng(0)
PROBES = (probe(RNG, 4, 3, 2, 0.5), probe(RNG, 2, 2, 2, 3.0), probe(RNG, 5, 2, 4, 1.5))


def layer(d, X, W, s):
    return d @ W.T, s * X.T @ d, d.sum(axis=0)


def judge(version, reference=layer, returns=("dX", "dW", "db"), probes=PROBES):
    parameters = tuple(probes[0].args)
    bare = Exercise("f", "", parameters, returns, 1e-6, 1e-9, probes, ())
    expected = tuple(probe_function(bare, lambda a, r: observe(reference, a, r)))
    made = Exercise(**{**vars(bare), "expected": expected})
    return diagnose(made, probe_function(made, lambda a, r: observe(version, a, r))).message


def test_the_gradients_that_are_right_are_told_beside_the_one_that_is_not():
    message = judge(lambda d, X, W, s: (d @ W.T, 3 * s * X.T @ d, d.sum(axis=0)))
    assert message.endswith("dX and db are right; dW is not.")


def test_each_wrong_gradient_is_told_how_it_is_related_to_the_right_one():
    message = judge(lambda d, X, W, s: (d @ W.T, -s * X.T @ d, d.mean(axis=0)))
    assert "dW has the opposite sign." in message
    assert "db is len(d) times too small: a mean where a sum is due." in message
    assert message.endswith("dX is right; dW and db are not.")


@pytest.mark.parametrize(
    ("version", "relation"),
    [
        (lambda d, X, W, s: (d @ W.T, X.T @ d, d.sum(axis=0)), "dW lacks the factor s."),
        (
            lambda d, X, W, s: (d @ W.T, s**2 * X.T @ d, d.sum(axis=0)),
            "dW holds the factor s once too often.",
        ),
        (
            lambda d, X, W, s: (d @ W.T, W * (s * X.T @ d), d.sum(axis=0)),
            "dW holds the factor W once too often.",
        ),
        (
            lambda d, X, W, s: (d @ W.T / W.size, s * X.T @ d, d.sum(axis=0)),
            "dX is W.size times too small: a mean where a sum is due.",
        ),
        (
            lambda d, X, W, s: (d @ W.T, s * X.T @ d, d),
            "db has shape (4, 2), expected (2,). Added up over axis 0 it is right.",
        ),
        (
            lambda d, X, W, s: (d @ W.T, s * X.T @ d, d.sum(axis=0, keepdims=True)),
            "db has shape (1, 2), expected (2,). The numbers are right.",
        ),
        (lambda d, X, W, s: (d @ W.T, s * d.T @ X, d.sum(axis=0)), "dW is transposed"),
    ],
)
def test_a_relation_is_measured(version, relation):
    assert relation in judge(version)


def masked(d, X, W, s):
    return (d @ W.T) * (X > 0)


def test_a_missing_mask_shows_in_the_entries_that_are_to_be_zero():
    message = judge(lambda d, X, W, s: d @ W.T, masked, ("dX",))
    assert "dX is right but for entries that are to be 0 and are not." in message


def test_a_mask_too_many_shows_in_the_entries_that_are_zero():
    message = judge(masked, lambda d, X, W, s: d @ W.T, ("dX",))
    assert "dX is right but for entries that are 0 and are not to be." in message


def both(d, X, W, s):
    return [X.T @ d, 2 * X.T @ d + 1], [d.sum(axis=0), d.mean(axis=0)]


def test_of_lists_of_gradients_each_entry_is_told():
    def second_wrong(d, X, W, s):
        (first, second), db = both(d, X, W, s)
        return [first, -second], db

    message = judge(second_wrong, both, ("dWs", "dbs"))
    assert "dWs[1] has the opposite sign." in message
    assert "On the input shown dWs[0], dbs[0] and dbs[1] are right; dWs[1] is not." in message


def test_the_gradient_of_another_layer_is_told_as_that():
    def turned_round(d, X, W, s):
        dW, db = both(d, X, W, s)
        return dW[::-1], db

    assert "dWs[0] is what dWs[1] is to be." in judge(turned_round, both, ("dWs", "dbs"))


def test_where_all_are_wrong_none_is_called_right():
    message = judge(lambda d, X, W, s: (d @ W.T + 1, X.T @ d + 1, d.sum(axis=0) + 1))
    assert "right" not in message
