"""Inputs for `batchnorm_backward`: an uneven dout, gammas that differ, an eps that can be seen."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape, features=3):
    rows = shape[0]
    features = 1 if rows == 1 else features
    X = rng.normal(1.0, 2.0, size=(rows, features))
    cache = (X, rng.uniform(0.5, 2.0, size=features), 0.05)
    return {"dout": rng.normal(0.5, 1.0, size=(rows, features)), "cache": cache}


def visible():
    X = np.array([[1.0, 4.0], [3.0, -2.0], [8.0, 1.0], [2.0, 2.0]])
    return [
        Probe(
            {
                "dout": np.array([[1.0, -2.0], [0.5, 3.0], [-1.0, 0.5], [2.0, 1.0]]),
                "cache": (X, np.array([2.0, 0.5]), 0.05),
            },
            label="four rows of two features",
        ),
    ]


def hidden(rng):
    return [Probe(draw(rng, (6,), 4)), Probe(draw(rng, (3,), 3))]
