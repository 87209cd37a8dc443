"""Inputs for `thirty_layers`: few blocks and few updates, so that a mistake shows in numbers and
not in an overflow. No update, one, and three; the widths differ from the numbers of blocks."""

import numpy as np

from handbook.check.exercise_data import Probe
from handbook.check.plain_data import Rng


def arguments(rows, layers, steps, lr, seed):
    X, y = rows
    return {"X": X, "y": y, "layers": layers, "steps": steps, "lr": lr, "rng": Rng(seed)}


def visible():
    X = np.array([[1.0, -0.5], [0.3, 2.0], [-1.0, 0.4], [0.5, 1.5], [-0.8, -1.2]])
    rows = X, np.array([1.0, 0.0, 1.0, 1.0, 0.0])
    wide = np.hstack([X, X[::-1, :1]]), rows[1]
    return [
        Probe(arguments(rows, 3, 1, 0.5, 1), label="three blocks, one update"),
        Probe(arguments(wide, 4, 3, 0.2, 2), label="four blocks, three updates"),
        Probe(arguments(wide, 1, 2, 0.5, 3), label="one block", edge=True),
        Probe(arguments(rows, 3, 0, 0.5, 4), label="no update", edge=True),
    ]


def hidden(rng):
    def drawn(count, width):
        return rng.normal(size=(count, width)), rng.integers(2, size=count).astype(float)

    seeds = iter(rng.integers(2**31, size=3).tolist())
    return [
        Probe(arguments(drawn(6, 4), 5, 2, 0.1, next(seeds))),
        Probe(arguments(drawn(9, 3), 6, 3, 0.05, next(seeds))),
        Probe(arguments(drawn(1, 3), 2, 1, 0.1, next(seeds)), label="one row", edge=True),
    ]
