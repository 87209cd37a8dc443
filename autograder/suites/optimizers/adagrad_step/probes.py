"""Inputs for `adagrad_step(w, g, G, lr, eps)`.

A large eps (0.05) tells its places apart; a sum that is not zero tells apart what looks alike
on the first step.
"""

import numpy as np

from handbook.check.diagnosis import Probe


def visible():
    return [
        Probe(
            {"w": 1.0, "g": 2.0, "G": 0.0, "lr": 0.1, "eps": 0.05},
            label="the first step of one weight",
        ),
        Probe(
            {
                "w": np.array([1.0, -2.0, 0.5]),
                "g": np.array([0.5, -3.0, 0.0]),
                "G": np.array([0.3, 2.0, 0.1]),
                "lr": 0.2,
                "eps": 0.05,
            },
            label="a later step of three weights, one without gradient",
        ),
        Probe(
            {
                "w": np.array([[1, 2], [-3, 0], [4, -1]]),
                "g": np.array([[1, -1], [2, 0], [0, 3]]),
                "G": np.array([[0.5, 0.1], [0.2, 0.4], [1.5, 0.9]]),
                "lr": 0.1,
                "eps": 0.05,
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
                "G": rng.uniform(0.1, 2.0, size=shape),
                "lr": rng.uniform(0.05, 0.5),
                "eps": 0.05,
            }
        )

    return [probe((4,)), probe((2, 3)), probe((3, 1, 2))]
