"""Inputs for `numerical_gradient`: cubics, whose central differences are off by h², and a step that
is large enough to show it; arrays of one to three axes."""

import numpy as np

from handbook.check.exercise_data import Probe
from handbook.check.plain_data import Formula

CUBIC, MIXED = Formula("np.sum(x**3)"), Formula("np.sum(np.cumsum(x) * x.ravel() ** 2)")


def visible():
    return [
        Probe(
            {"f": CUBIC, "x": np.array([1.0, -2.0, 0.5]), "h": 0.1},
            label="a cubic of three numbers",
        ),
        Probe(
            {"f": MIXED, "x": np.array([[1.0, -0.5, 2.0], [0.0, 3.0, 1.5]]), "h": 0.25},
            label="a matrix whose entries are coupled",
        ),
        Probe(
            {"f": Formula("np.exp(np.sum(x))"), "x": np.array(0.5), "h": 0.5},
            label="an array without axes",
            edge=True,
        ),
    ]


def hidden(rng):
    return [
        Probe({"f": MIXED, "x": rng.normal(size=shape), "h": rng.uniform(0.1, 0.3)})
        for shape in ((4,), (3, 2), (2, 1, 3))
    ]
