"""Inputs for `focal_loss`: positives and negatives, gamma 0 as well, alpha never 0.5 but once."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    return {
        "p": rng.uniform(0.1, 0.9, size=shape),
        "y": rng.integers(2, size=shape),
        "gamma": rng.uniform(1.5, 3.0),
        "alpha": rng.uniform(0.2, 0.4),
    }


def visible():
    p, y = np.array([0.8, 0.3, 0.6]), np.array([1, 0, 0])
    return [
        Probe(
            {"p": p, "y": y, "gamma": 2.0, "alpha": 0.25},
            label="one positive, two negatives",
        ),
        Probe(
            {"p": np.array([0.9, 0.2]), "y": np.array([0, 1]), "gamma": 1.0, "alpha": 0.6},
            label="two that are wrong",
        ),
        Probe({"p": p, "y": y, "gamma": 0.0, "alpha": 0.5}, label="gamma of 0", edge=True),
    ]


def hidden(rng):
    return [Probe(draw(rng, (6,))), Probe(draw(rng, (9,)))]
