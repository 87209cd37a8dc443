"""Inputs for `batchnorm_forward`: a large eps tells its places apart, and a momentum below a half
tells its two readings apart; running numbers are unlike those of the batch."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape, features=3, *, train=True):
    rows = shape[0]
    features = 1 if rows == 1 else features
    return {
        "X": rng.normal(1.0, 2.0, size=(rows, features)),
        "gamma": rng.uniform(0.5, 2.0, size=features),
        "beta": rng.normal(size=features),
        "running": (rng.normal(size=features), rng.uniform(0.5, 3.0, size=features)),
        "momentum": rng.uniform(0.1, 0.3),
        "eps": 0.05,
        "train": train,
    }


def visible():
    three = {
        "X": np.array([[1.0, 4.0], [3.0, -2.0], [8.0, 1.0]]),
        "gamma": np.array([2.0, 0.5]),
        "beta": np.array([1.0, -1.0]),
        "running": (np.array([0.5, 2.0]), np.array([1.5, 4.0])),
        "momentum": 0.1,
        "eps": 0.05,
    }
    return [
        Probe(three | {"train": True}, label="three rows of two features, in training"),
        Probe(three | {"train": False}, label="the same rows in a test"),
    ]


def hidden(rng):
    return [
        Probe(draw(rng, (6,), 4)),
        Probe(draw(rng, (5,), 2, train=False)),
        Probe(draw(rng, (3,), 3)),
    ]
