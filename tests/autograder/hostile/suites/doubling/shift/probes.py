"""Inputs for `shift(x, by)`. The hidden ones hold the number that no student may learn."""

import numpy as np

from handbook.check.exercise_data import Probe

SECRET = 987654321.125


def visible():
    return [Probe({"x": np.array([1.0, 2.0, 4.0]), "by": 0.5}, label="three numbers")]


def hidden(rng):
    return [Probe({"x": rng.normal(size=4), "by": SECRET})]
