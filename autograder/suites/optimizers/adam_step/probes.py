"""Inputs for `adam_step(w, g, m, v, t, lr, b1, b2, eps)`.

A large eps (0.05) tells its places apart; state that is not zero and t > 1 tell apart what
looks alike on the first step.
"""

import numpy as np

from handbook.check.diagnosis import Probe

SETTINGS = {"lr": 0.1, "b1": 0.8, "b2": 0.95, "eps": 0.05}


def visible():
    return [
        Probe(
            {"w": 1.0, "g": 2.0, "m": 0.0, "v": 0.0, "t": 1, **SETTINGS},
            label="the first step of one weight",
        ),
        Probe(
            {
                "w": np.array([1.0, -2.0, 0.5]),
                "g": np.array([0.5, -3.0, 0.0]),
                "m": np.array([0.2, -1.0, 0.4]),
                "v": np.array([0.3, 2.0, 0.1]),
                "t": 3,
                **SETTINGS,
            },
            label="the third step of three weights, one without gradient",
        ),
        Probe(
            {
                "w": np.array([[1, 2], [-3, 0], [4, -1]]),
                "g": np.array([[1, -1], [2, 0], [0, 3]]),
                "m": np.array([[0.1, 0.2], [0.0, -0.5], [1.0, 0.3]]),
                "v": np.array([[0.5, 0.1], [0.2, 0.4], [1.5, 0.9]]),
                "t": 2,
                **SETTINGS,
            },
            label="the second step of a matrix of whole numbers",
        ),
    ]


def hidden(rng):
    def probe(shape, t):
        return Probe(
            {
                "w": rng.normal(size=shape),
                "g": rng.normal(size=shape),
                "m": rng.normal(size=shape),
                "v": rng.uniform(0.1, 2.0, size=shape),
                "t": t,
                "lr": rng.uniform(0.01, 0.3),
                "b1": rng.uniform(0.6, 0.9),
                "b2": rng.uniform(0.91, 0.98),
                "eps": 0.05,
            }
        )

    return [probe((4,), 1), probe((2, 3), 4), probe((3, 1, 2), 7)]
