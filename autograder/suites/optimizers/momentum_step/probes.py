"""Inputs for `momentum_step`. The velocity is never 0: from rest all forms of momentum are plain
gradient descent, up to a factor."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    w, g, v = rng.normal(size=(3, *shape))
    return {"w": w, "g": g, "v": v, "lr": rng.uniform(0.1, 0.3), "mu": rng.uniform(0.6, 0.95)}


def visible():
    three = {
        "w": np.array([1.0, -2.0, 0.5]),
        "g": np.array([0.5, -3.0, 0.0]),
        "v": np.array([0.2, -1.0, 0.4]),
    }
    return [
        Probe(
            {"w": 1.0, "g": 2.0, "v": -3.0, "lr": 0.1, "mu": 0.8},
            label="one weight that moves against its gradient",
        ),
        Probe(three | {"lr": 0.05, "mu": 0.7}, label="three weights, one without gradient"),
    ]


def hidden(rng):
    return [Probe(draw(rng, (4,))), Probe(draw(rng, (5,)))]
