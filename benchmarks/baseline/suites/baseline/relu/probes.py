"""Inputs for `relu(x)`: an exact zero, both signs, one and several axes."""

import numpy as np

from handbook.check.exercise_data import Probe


def visible():
    return [
        Probe({"x": np.array([-2.0, 0.0, 3.0])}, label="a negative number, zero, a positive one"),
        Probe(
            {"x": np.array([[1.5, -0.5, 2.0], [-3.0, 0.25, 4.0]])},
            label="a matrix of both signs",
        ),
    ]


def hidden(rng):
    return [Probe({"x": rng.normal(size=(3, 4))}), Probe({"x": rng.normal(size=(2, 1, 5))})]
