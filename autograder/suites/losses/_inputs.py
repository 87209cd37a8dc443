"""Inputs that exercises of this assignment share."""

import numpy as np

from handbook.check.exercise_data import Probe


def predictions(rng, shape):
    return {"p": rng.normal(size=shape), "y": rng.normal(loc=0.5, size=shape)}


def visible_predictions():
    """Rows of several entries, one error of exactly 0, and shapes that NumPy would broadcast."""
    return [
        Probe(
            {"p": np.array([[1.0, 4.0], [0.5, 2.0]]), "y": np.array([[0.0, 2.0], [0.5, 5.0]])},
            label="two rows of two entries",
        ),
        Probe(
            {"p": np.array([1.0, 2.0, 4.0]), "y": np.array([[1.0], [2.0], [3.0]])},
            label="three predictions, labels in a column",
            edge=True,
        ),
        Probe(
            {"p": np.array([[1.0, 2.0], [3.0, 5.0]]), "y": np.array([1.0, 2.0])},
            label="two rows of predictions, one row of labels",
            edge=True,
        ),
    ]


def hidden_predictions(rng):
    return [Probe(predictions(rng, (6,))), Probe(predictions(rng, (4, 3)))]


def logits(rng, shape, classes=3):
    rows = shape[0]
    return {"Z": rng.normal(scale=2.0, size=(rows, classes)), "y": rng.integers(classes, size=rows)}


def hidden_logits(rng):
    """More classes than rows, and fewer."""
    return [Probe(logits(rng, (6,), 4)), Probe(logits(rng, (3,), 7))]
