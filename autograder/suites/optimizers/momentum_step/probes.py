"""Inputs for `momentum_step(w, g, v, lr, mu)`.

The velocity is never 0: from rest all forms of momentum are plain gradient descent, up to a
factor.
"""

import numpy as np

from handbook.check.diagnosis import Probe


def visible():
    return [
        Probe(
            {"w": 1.0, "g": 2.0, "v": -3.0, "lr": 0.1, "mu": 0.8},
            label="one weight that moves against its gradient",
        ),
        Probe(
            {
                "w": np.array([1.0, -2.0, 0.5]),
                "g": np.array([0.5, -3.0, 0.0]),
                "v": np.array([0.2, -1.0, 0.4]),
                "lr": 0.05,
                "mu": 0.7,
            },
            label="three weights, one without gradient",
        ),
        Probe(
            {
                "w": np.array([[1, 2], [-3, 0], [4, -1]]),
                "g": np.array([[1, -1], [2, 0], [0, 3]]),
                "v": np.array([[2, 1], [-1, 0], [3, -4]]),
                "lr": 0.2,
                "mu": 0.9,
            },
            label="a matrix of whole numbers",
        ),
    ]


def hidden(rng):
    def probe(shape):
        return Probe(
            {
                "w": rng.normal(size=shape),
                "g": rng.normal(size=shape),
                "v": rng.normal(size=shape),
                "lr": rng.uniform(0.01, 0.3),
                "mu": rng.uniform(0.6, 0.95),
            }
        )

    return [probe((4,)), probe((2, 3)), probe((3, 1, 2))]
