"""Inputs for `double(x)`. The hidden ones hold the number that no student may learn."""

import numpy as np

from handbook.check.exercise_data import Probe

SECRET = 987654321.125


def visible():
    return [
        Probe({"x": np.array([1.0, -2.5, 4.0])}, label="three numbers"),
        Probe({"x": np.array([[3, 1], [0, -2]])}, label="whole numbers"),
    ]


def hidden(rng):
    return [Probe({"x": SECRET + rng.normal(size=3).round()}), Probe({"x": np.array([SECRET])})]
