"""Inputs for `mlp_backward`: three layers of different widths, inputs of both signs, units that are
off for some rows and on for others; a single layer, whose input no ReLU touches."""

from itertools import pairwise

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape, widths=(3, 5, 4, 2)):
    rows = shape[0]
    layers = list(pairwise(widths))
    return {
        "X": rng.normal(size=(rows, widths[0])),
        "y": rng.integers(widths[-1], size=rows),
        "Ws": [rng.normal(size=layer) for layer in layers],
        "bs": [0.5 * rng.normal(size=width) for _, width in layers],
    }


def visible():
    X = np.array([[1.0, -2.0], [0.5, 1.5], [-1.0, -0.5]])
    top = {
        "Ws": [np.array([[1.0, -0.5, 0.3], [0.4, -1.0, -2.0]])],
        "bs": [np.array([0.1, -0.2, 0.3])],
    }
    deep = {
        "Ws": [
            np.array([[1.0, -0.5, 0.3], [0.4, 1.0, -2.0]]),
            np.array([[0.8, -1.0], [-0.6, 0.5], [1.2, 0.7]]),
            np.array([[1.0, 0.2, -0.4, 0.5], [-0.3, 0.9, 0.6, -1.1]]),
        ],
        "bs": [np.array([0.1, -0.2, 0.3]), np.array([0.2, 0.4]), np.array([0.0, 0.1, -0.1, 0.2])],
    }
    return [
        Probe({"X": X, "y": np.array([0, 2, 1]), **deep}, label="three layers, three rows"),
        Probe({"X": X, "y": np.array([0, 2, 1]), **top}, label="a single layer", edge=True),
        Probe({"X": 400.0 * X, "y": np.array([0, 2, 1]), **top}, label="large logits", edge=True),
    ]


def hidden(rng):
    return [Probe(draw(rng, (6,))), Probe(draw(rng, (5,), (2, 4, 3)))]
