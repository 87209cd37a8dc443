"""Inputs for `softmax_backward`. The gradient from above is not constant: on a constant one the
right answer is 0, and so is that of some mistakes. On the square a lost axis does not raise."""

import numpy as np

from handbook.check.exercise_data import Probe


def shares(rng, shape):
    weights = rng.uniform(0.2, 1.0, size=shape)
    return weights / weights.sum(axis=1, keepdims=True)


def draw(rng, shape):
    size = (3, *shape)
    return {"dP": rng.normal(size=size), "P": shares(rng, size)}


def visible():
    return [
        Probe(
            {
                "dP": np.array([[1.0, -2.0, 0.5], [3.0, 0.0, -1.0]]),
                "P": np.array([[0.2, 0.5, 0.3], [0.6, 0.3, 0.1]]),
            },
            label="two rows of three",
        ),
        Probe(
            {"dP": np.array([[2.0, -1.0], [0.5, 4.0]]), "P": np.array([[0.25, 0.75], [0.9, 0.1]])},
            label="as many rows as columns",
        ),
        Probe(
            {"dP": np.array([[2.0, -3.0, 1.0]]), "P": np.array([[0.5, 0.4, 0.1]])},
            label="a single row",
            edge=True,
        ),
    ]


def hidden(rng):
    sizes = ((4, 3), (3, 3), (2, 5))
    return [Probe({"dP": rng.normal(size=s), "P": shares(rng, s)}) for s in sizes]
