"""Inputs for `rmsprop_step(w, g, v, lr, rho, eps)`.

A large eps (0.05) tells its places apart; rho is not 0.5, and the average is not zero, so that
old and new squares cannot be exchanged unseen.
"""

import numpy as np

from handbook.check.diagnosis import Probe


def visible():
    return [
        Probe(
            {"w": 1.0, "g": 2.0, "v": 0.0, "lr": 0.1, "rho": 0.8, "eps": 0.05},
            label="the first step of one weight",
        ),
        Probe(
            {
                "w": np.array([1.0, -2.0, 0.5]),
                "g": np.array([0.5, -3.0, 0.0]),
                "v": np.array([0.3, 2.0, 0.1]),
                "lr": 0.2,
                "rho": 0.9,
                "eps": 0.05,
            },
            label="a later step of three weights, one without gradient",
        ),
        Probe(
            {
                "w": np.array([[1, 2], [-3, 0], [4, -1]]),
                "g": np.array([[1, -1], [2, 0], [0, 3]]),
                "v": np.array([[0.5, 0.1], [0.2, 0.4], [1.5, 0.9]]),
                "lr": 0.1,
                "rho": 0.7,
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
                "v": rng.uniform(0.1, 2.0, size=shape),
                "lr": rng.uniform(0.05, 0.3),
                "rho": rng.uniform(0.6, 0.95),
                "eps": 0.05,
            }
        )

    return [probe((4,)), probe((2, 3)), probe((3, 1, 2))]
