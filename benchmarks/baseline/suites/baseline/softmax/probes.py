"""Inputs for `softmax(z)`: one row, rows of another number than columns, a square of large ones.

On the square a forgotten axis does not raise; at 1000 an exponential without a shift overflows.
"""

import numpy as np

from handbook.check.exercise_data import Probe


def visible():
    return [
        Probe({"z": np.array([0.0, 1.0, -0.5])}, label="one row"),
        Probe({"z": np.array([[0.5, -1.0, 2.0], [1.0, 0.0, -0.5]])}, label="two rows of three"),
        Probe(
            {"z": np.array([[1000.0, 1001.0], [-1000.0, 3.0]])},
            label="numbers whose exponential overflows",
        ),
    ]


def hidden(rng):
    return [
        Probe({"z": rng.normal(size=(4, 3))}),
        Probe({"z": rng.normal(size=(2, 3, 5))}),
        Probe({"z": rng.normal(size=(3, 3))}),
    ]
