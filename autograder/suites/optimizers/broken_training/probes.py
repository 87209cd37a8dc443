"""Inputs for `broken_training`: one batch, several of unequal size, several epochs, so that what is
handed from batch to batch and from epoch to epoch shows where it begins."""

import numpy as np

from handbook.check.exercise_data import Probe
from handbook.check.plain_data import Rng


def arguments(rows, epochs, batch_size, lr, seed):
    X, y = rows
    values = {"X": X, "y": y, "epochs": epochs, "batch_size": batch_size}
    return {**values, "lr": lr, "rng": Rng(seed)}


def draw(rng, shape, epochs=2, batch_size=3, lr=0.05):
    rows = rng.normal(size=(shape[0], 3)), rng.normal(size=shape[0])
    return arguments(rows, epochs, batch_size, lr, int(rng.integers(2**31)))


def visible():
    X = np.array([[1.0, -0.5], [0.5, 2.0], [-1.0, 0.5], [1.5, 1.0], [-0.5, -1.5]])
    rows = X, np.array([2.0, -1.0, 0.5, 3.0, -2.5])
    few = X[:3], rows[1][:3]
    return [
        Probe(arguments(few, 1, 3, 0.1, 1), label="one epoch, all rows in one batch"),
        Probe(arguments(rows, 1, 2, 0.1, 2), label="one epoch, three batches, the last of one row"),
        Probe(arguments(rows, 3, 2, 0.1, 3), label="three epochs of three batches"),
        Probe(arguments(few, 3, 8, 0.2, 4), label="a batch larger than the data", edge=True),
    ]


def hidden(rng):
    return [
        Probe(draw(rng, (11,), 4, 4)),
        Probe(draw(rng, (6,), 5, 1, 0.02)),
        Probe(draw(rng, (1,), 3, 1, 0.1), label="one row", edge=True),
    ]
