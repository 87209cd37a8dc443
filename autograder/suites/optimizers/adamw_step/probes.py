"""Inputs for `adamw_step(w, g, m, v, t, lr, b1, b2, eps, wd)`.

The weights differ in size and the gradients as well, so that a decay scaled like the gradient
shows; eps is large (0.05), state is not zero and t > 1, as for `adam_step`.
"""

import numpy as np

from handbook.check.diagnosis import Probe

SETTINGS = {"lr": 0.1, "b1": 0.8, "b2": 0.95, "eps": 0.05, "wd": 0.3}


def visible():
    return [
        Probe(
            {"w": 2.0, "g": 0.5, "m": 0.0, "v": 0.0, "t": 1, **SETTINGS},
            label="the first step of one weight",
        ),
        Probe(
            {
                "w": np.array([1.0, -20.0, 0.5]),
                "g": np.array([0.5, -3.0, 0.0]),
                "m": np.array([0.2, -1.0, 0.4]),
                "v": np.array([0.3, 2.0, 0.1]),
                "t": 3,
                **SETTINGS,
            },
            label="the third step of three weights, one large, one without gradient",
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
                "w": rng.normal(scale=3.0, size=shape),
                "g": rng.normal(size=shape),
                "m": rng.normal(size=shape),
                "v": rng.uniform(0.1, 2.0, size=shape),
                "t": t,
                "lr": rng.uniform(0.01, 0.3),
                "b1": rng.uniform(0.6, 0.9),
                "b2": rng.uniform(0.91, 0.98),
                "eps": 0.05,
                "wd": rng.uniform(0.1, 0.5),
            }
        )

    return [probe((4,), 1), probe((2, 3), 4), probe((3, 1, 2), 7)]
