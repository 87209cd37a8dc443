"""Inputs for `softmax`. On the square one a lost axis does not raise; at 1000 an exponential
without a shift overflows, at -1000 one with the shift of another row gives 0 / 0."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    return {"Z": rng.normal(size=(3, *shape))}


def visible():
    return [
        Probe({"Z": np.array([[0.5, -1.0, 2.0], [1.0, 0.0, -0.5]])}, label="two rows of three"),
        Probe({"Z": np.array([[0.0, 1.0], [2.0, -1.5]])}, label="as many rows as columns"),
        Probe({"Z": np.array([[1.0, -0.5, 0.2]])}, label="a single row", edge=True),
        Probe(
            {"Z": np.array([[1000.0, 1001.0], [-1000.0, -1002.0], [3.0, 1.0]])},
            label="numbers whose exponential overflows",
            edge=True,
        ),
    ]


def hidden(rng):
    return [Probe({"Z": rng.normal(size=shape)}) for shape in ((4, 3), (3, 3), (2, 5))]
