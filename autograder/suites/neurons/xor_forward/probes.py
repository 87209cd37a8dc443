"""Inputs for `xor_forward`: corners, since right nets differ anywhere else."""

import numpy as np

from handbook.check.exercise_data import Probe

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def visible():
    return [
        Probe({"X": 1.0 * CORNERS}, label="the four corners"),
        Probe({"X": np.array([[1.0, 0.0]])}, label="a single row", edge=True),
        Probe({"X": CORNERS[::-1]}, label="whole numbers", edge=True),
    ]


def hidden(rng):
    rows = np.append(rng.permutation(4), rng.integers(4, size=5))
    return [Probe({"X": 1.0 * CORNERS[rows]})]
