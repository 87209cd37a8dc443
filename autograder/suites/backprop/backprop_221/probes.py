"""Inputs for `backprop_221`. The rate is large, so that a difference of the gradients shows in the
weights; no two numbers are alike, so that a transposition shows."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    x, b1 = rng.normal(size=(2, 2))
    W1, W2 = rng.normal(size=(2, 2)), rng.normal(size=(2, 1))
    y, b2 = rng.uniform(0.0, 1.0, size=(2, 1))
    return {"x": x, "y": y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "lr": rng.uniform(2.0, 5.0)}


def visible():
    network = {
        "W1": np.array([[0.5, -0.3], [0.2, 0.8]]),
        "b1": np.array([0.1, -0.1]),
        "W2": np.array([[0.7], [-0.6]]),
        "b2": np.array([0.05]),
    }
    return [
        Probe(
            {"x": np.array([1.0, -2.0]), "y": np.array([1.0]), **network, "lr": 0.5},
            label="the example worked by hand",
        ),
        Probe(
            {"x": np.array([2.0, 0.5]), "y": np.array([0.0]), **network, "lr": 10.0},
            label="another example and a large rate",
        ),
    ]


def hidden(rng):
    return [Probe(draw(rng, ())), Probe(draw(rng, ())), Probe(draw(rng, ()))]
