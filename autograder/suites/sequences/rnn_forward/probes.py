"""Inputs for `rnn_forward`: all lengths differ, the first state is not 0, Wh is not symmetric."""

import numpy as np

from autograder.bank.loading import shared_inputs
from handbook.check.exercise_data import Probe

inputs = shared_inputs(__file__)
NAMES = ("Wx", "Wh", "b")


def draw(rng, shape, steps=4, features=3, units=2):
    rows = shape[0]
    sequence = {"X": rng.normal(size=(rows, steps, features)), "h0": rng.normal(size=(rows, units))}
    return sequence | dict(zip(NAMES, inputs.layer(rng, features, units), strict=True))


def visible():
    first = {
        "X": np.array(
            [
                [[1.0, -0.5], [0.3, 2.0], [-1.0, 0.4], [0.6, 0.1]],
                [[0.2, 0.8], [-0.7, 0.5], [1.5, -1.0], [0.0, 0.9]],
            ]
        ),
        "h0": np.array([[0.5, -0.2, 0.3], [-0.4, 0.1, 0.6]]),
        "Wx": np.array([[0.4, -0.3, 0.2], [0.1, 0.5, -0.6]]),
        "Wh": np.array([[0.3, -0.5, 0.1], [0.7, 0.2, -0.4], [-0.2, 0.6, 0.5]]),
        "b": np.array([0.1, -0.2, 0.3]),
    }
    short = {"X": first["X"][:, :1], "h0": np.array([[0.9, -0.8, 0.7], [0.2, 0.4, -0.6]])}
    one = {"X": first["X"][:1], "h0": first["h0"][:1]}
    return [
        Probe(first, label="two sequences of four steps"),
        Probe(first | short, label="a single step", edge=True),
        Probe(first | one, label="one sequence", edge=True),
        Probe(first | {"X": 800.0 * first["X"]}, label="large inputs", edge=True),
    ]


def hidden(rng):
    return [
        Probe(draw(rng, (5,))),
        Probe(draw(rng, (3,), 6, 2, 4)),
        Probe(draw(rng, (2,), 2, 5, 3)),
    ]
