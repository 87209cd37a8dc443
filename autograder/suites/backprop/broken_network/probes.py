"""Inputs for `broken_network`: all widths the same, as in the text, and widths that all differ;
units that are off for some rows and on for others."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape, widths=(3, 3, 3)):
    features, units, classes = widths
    return {
        "X": rng.normal(size=(shape[0], features)),
        "y": rng.integers(classes, size=shape[0]),
        "W1": rng.normal(size=(features, units)),
        "b1": rng.normal(size=units),
        "W2": rng.normal(size=(units, classes)),
        "b2": rng.normal(size=classes),
    }


def visible():
    square = {
        "X": np.array([[1.0, -2.0], [0.5, 1.5], [-1.0, -0.5]]),
        "y": np.array([0, 1, 1]),
        "W1": np.array([[1.0, -0.5], [0.4, 1.0]]),
        "b1": np.array([0.3, -0.2]),
        "W2": np.array([[0.8, -1.0], [-0.6, 0.5]]),
        "b2": np.array([0.2, 0.4]),
    }
    wide = {
        **square,
        "y": np.array([2, 0, 3]),
        "W1": np.array([[1.0, -0.5, 0.3], [0.4, 1.0, -2.0]]),
        "b1": np.array([0.1, -0.2, 0.3]),
        "W2": np.array([[1.0, 0.2, -0.4, 0.5], [-0.3, 0.9, 0.6, -1.1], [0.7, -0.8, 0.1, 0.4]]),
        "b2": np.array([0.0, 0.1, -0.1, 0.2]),
    }
    one = {**square, "X": np.array([[1.0, 0.5]]), "y": np.array([1])}
    return [
        Probe(square, label="all widths 2"),
        Probe(wide, label="widths 2, 3, 4"),
        Probe(one, label="a single row", edge=True),
        Probe({**one, "b1": np.array([-1.2, -0.2])}, label="a unit exactly at 0", edge=True),
    ]


def hidden(rng):
    return [Probe(draw(rng, (5,))), Probe(draw(rng, (6,), (2, 5, 4)))]
