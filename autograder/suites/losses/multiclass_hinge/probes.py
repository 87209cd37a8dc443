"""Inputs for `multiclass_hinge`: rows with no, one and two violated margins, and a margin of
exactly 0."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape, classes=3):
    rows = shape[0]
    return {"S": rng.normal(size=(rows, classes)), "y": rng.integers(classes, size=rows)}


def visible():
    return [
        Probe(
            {
                "S": np.array([[0.5, 2.0, 1.5], [3.0, 0.0, 1.0], [0.2, 0.5, 0.0]]),
                "y": np.array([1, 0, 2]),
            },
            label="rows with one, no and two violated margins",
        ),
        Probe(
            {"S": np.array([[1.0, 2.0, 0.5, 1.5], [0.0, -1.0, 0.5, 0.0]]), "y": np.array([3, 2])},
            label="two rows, four classes",
        ),
        Probe(
            {"S": np.array([[2.0, 1.0, -0.5], [0.0, 4.0, 3.0]]), "y": np.array([0, 1])},
            label="margins of exactly 0",
            edge=True,
        ),
    ]


def hidden(rng):
    return [Probe(draw(rng, (6,), 4)), Probe(draw(rng, (4,), 5))]
