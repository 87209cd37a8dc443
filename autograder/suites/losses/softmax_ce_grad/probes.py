"""Inputs for `softmax_ce_grad`: labels other than 0 and 1, more classes than rows and fewer,
and large logits."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape, classes=3):
    rows = shape[0]
    return {
        "Z": rng.normal(scale=2.0, size=(rows, classes)),
        "y": rng.integers(classes, size=rows),
    }


def visible():
    return [
        Probe(
            {"Z": np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 3.0]]), "y": np.array([2, 0])},
            label="two rows, three classes",
        ),
        Probe(
            {"Z": np.array([[1000.0, 0.0, 1.0], [2.0, 2.0, -900.0]]), "y": np.array([1, 0])},
            label="large logits",
            edge=True,
        ),
    ]


def hidden(rng):
    return [Probe(draw(rng, (6,), 4)), Probe(draw(rng, (3,), 7))]
