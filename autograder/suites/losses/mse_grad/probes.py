"""Inputs for `mse_grad`: rows of several entries, and shapes that NumPy would quietly broadcast."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    return {"p": rng.normal(size=shape), "y": rng.normal(loc=0.5, size=shape)}


def visible():
    three = np.array([1.0, 2.0, 4.0])
    return [
        Probe(
            {"p": np.array([[1.0, 4.0], [0.5, 2.0]]), "y": np.array([[0.0, 2.0], [0.5, 5.0]])},
            label="two rows of two entries",
        ),
        Probe(
            {"p": three, "y": np.array([[1.0], [2.0], [3.0]])},
            label="three predictions, labels in a column",
            edge=True,
        ),
        Probe(
            {"p": np.array([[1.0, 2.0], [3.0, 5.0]]), "y": np.array([1.0, 2.0])},
            label="two rows of predictions, one row of labels",
            edge=True,
        ),
    ]


def hidden(rng):
    return [Probe(draw(rng, (6,))), Probe(draw(rng, (4, 3)))]
