"""Inputs for `adam_step(w, g, m, v, t, lr, b1, b2, eps)`.

A large eps tells its places apart; state that is not zero and t > 1 tell apart what looks alike
on the first step.
"""

import numpy as np

from handbook.check.exercise_data import Probe

SETTINGS = {"lr": 0.1, "b1": 0.8, "b2": 0.95, "eps": 0.05}


def visible():
    return [
        Probe(
            {
                "w": np.array([1.0, 2.0]),
                "g": np.array([2.0, -0.5]),
                "m": np.zeros(2),
                "v": np.zeros(2),
                "t": 1,
                **SETTINGS,
            },
            label="the first step of two weights",
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
    ]


def hidden(rng):
    def probe(shape, t, **rates):
        return Probe(
            {
                "w": rng.normal(size=shape),
                "g": rng.normal(size=shape),
                "m": rng.normal(size=shape),
                "v": rng.uniform(0.1, 2.0, size=shape),
                "t": t,
                **(SETTINGS | rates),
            }
        )

    return [probe((4,), 1, b1=0.4, b2=0.3), probe((2, 3), 4)]  # the first with a short memory
