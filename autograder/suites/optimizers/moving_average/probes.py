"""Inputs for `moving_average`. An odd and an even window part the ways of centring."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    return {"x": rng.normal(scale=3.0, size=shape), "k": min(2, *shape)}


def visible():
    return [
        Probe(
            {"x": np.array([2.0, -1.0, 4.0, 7.5, 3.0, -6.0, 1.0]), "k": 3},
            label="seven values, windows of three",
        ),
        Probe(
            {"x": np.array([3.0, 1.0, 4.0, 1.5, 5.0, 9.0]), "k": 4},
            label="six values, windows of four",
        ),
        Probe(
            {"x": np.array([2.5, -1.0, 4.0, 0.5]), "k": 1},
            label="windows of a single value",
            edge=True,
        ),
        Probe(
            {"x": np.array([1.0, 2.0, 6.0, -4.0, 3.0]), "k": 5},
            label="one window over everything",
            edge=True,
        ),
    ]


def hidden(rng):
    return [Probe({"x": rng.normal(scale=3.0, size=n), "k": k}) for n, k in ((8, 2), (11, 5))]
