"""Inputs for `affine_backward`: three lengths that all differ, and a square case in which a missing
transposition raises no error."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape, inputs=3, outputs=2):
    rows = shape[0]
    if rows == 1:
        inputs = outputs = 1
    return {
        "dout": rng.normal(size=(rows, outputs)),
        "X": rng.normal(size=(rows, inputs)),
        "W": rng.normal(size=(inputs, outputs)),
    }


def visible():
    square = {"dout": np.array([[1.0, -2.0], [0.5, 3.0]]), "X": np.array([[2.0, 1.0], [-1.0, 4.0]])}
    return [
        Probe(
            {
                "dout": np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 0.0], [-1.0, 1.0]]),
                "X": np.array(
                    [[1.0, 0.5, 2.0], [-1.0, 3.0, 0.0], [2.0, 1.0, 1.0], [0.0, 2.0, 5.0]]
                ),
                "W": np.array([[1.0, 2.0], [-0.5, 1.5], [3.0, 0.2]]),
            },
            label="four rows, three inputs, two outputs",
        ),
        Probe(square | {"W": np.array([[1.0, 3.0], [-2.0, 0.5]])}, label="all lengths 2"),
    ]


def hidden(rng):
    return [
        Probe(draw(rng, (5,), 4, 3)),
        Probe(draw(rng, (2,), 3, 6)),
        Probe(draw(rng, (3,), 3, 3)),
    ]
