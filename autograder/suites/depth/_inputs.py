"""What exercises of this assignment share: the inputs of the two initializations, and a block."""

import numpy as np

from handbook.check.exercise_data import Probe
from handbook.check.plain_data import Rng


def probe(fan_in, fan_out, seed, label=""):
    args = {"fan_in": fan_in, "fan_out": fan_out, "rng": Rng(seed)}
    return Probe(args, repeat=2, label=label)


def visible():
    return [
        probe(200, 50, 1, "200 inputs, 50 outputs"),
        probe(60, 150, 2, "60 inputs, 150 outputs"),
    ]


def hidden(rng):
    seeds = rng.integers(2**31, size=2).tolist()
    return [probe(120, 80, seeds[0]), probe(90, 300, seeds[1])]


def block(rng, rows, width):
    """X, W, b of a residual block and the error signal above it; a single row turns its unit on."""
    X, dout = rng.normal(size=(2, rows, width))
    W, b = rng.normal(size=(width, width)), rng.normal(size=width)
    if rows == 1:
        X, W, b = np.abs(X) + 0.5, np.abs(W) + 0.5, np.abs(b)
    return X, W, b, dout


def visible_blocks(arguments):
    """A block with units on, off and at exactly 0; `arguments` makes a call's of its arrays."""
    X = np.array([[1.0, -2.0], [0.5, 3.0], [-2.0, 1.0]])
    W, b = np.array([[2.0, -1.0], [1.0, 0.5]]), np.array([0.5, -1.5])
    dout = np.array([[1.0, -2.0], [0.5, 3.0], [-1.0, 4.0]])
    off = np.array([-9.0, 0.0])
    return [
        Probe(arguments(X, W, b, dout), label="some units are on"),
        Probe(arguments(X, 0 * W, off, dout), label="no unit is on, one is at 0", edge=True),
    ]
