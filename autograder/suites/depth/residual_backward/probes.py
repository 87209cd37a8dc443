"""Inputs for `residual_backward`: units that are on, units that are off, and one at exactly 0."""

import numpy as np

from handbook.check.exercise_data import Probe


def arguments(X, W, b, dout):
    return {"dout": dout, "cache": (X, W, b)}


def draw(rng, shape, width=3):
    rows = shape[0]
    width = 1 if rows == 1 else width
    X, dout = rng.normal(size=(2, rows, width))
    W, b = rng.normal(size=(width, width)), rng.normal(size=width)
    if rows == 1:
        X, W, b = np.abs(X) + 0.5, np.abs(W) + 0.5, np.abs(b)  # the one unit is on
    return arguments(X, W, b, dout)


def visible():
    X = np.array([[1.0, -2.0], [0.5, 3.0], [-2.0, 1.0]])
    W, b = np.array([[2.0, -1.0], [1.0, 0.5]]), np.array([0.5, -1.5])
    dout = np.array([[1.0, -2.0], [0.5, 3.0], [-1.0, 4.0]])
    off = np.array([-9.0, 0.0])
    return [
        Probe(arguments(X, W, b, dout), label="some units are on"),
        Probe(arguments(X, 0 * W, off, dout), label="no unit is on, one is at 0", edge=True),
    ]


def hidden(rng):
    return [Probe(draw(rng, (6,), 4)), Probe(draw(rng, (5,), 2))]
