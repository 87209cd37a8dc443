"""Inputs for `batchnorm_lines`: values far from their mean and uneven error signals, so that no
path is near 0, and an eps that can be seen."""

import numpy as np

from handbook.check.exercise_data import Probe


def visible():
    return [
        Probe(
            {
                "g": np.array([1.0, -2.0, 0.8]),
                "x": np.array([1.0, 2.0, 6.0]),
                "eps": 0.25,
                "i": 0,
            },
            label="three rows",
        ),
        Probe(
            {
                "g": np.array([0.5, 3.0, -1.0, 1.5]),
                "x": np.array([4.0, -2.0, 1.0, 2.5]),
                "eps": 0.1,
                "i": 1,
            },
            label="four rows",
        ),
    ]


def hidden(rng):
    def draw(rows):
        return Probe(
            {
                "g": rng.normal(0.5, 1.0, size=rows),
                "x": rng.normal(1.0, 2.0, size=rows),
                "eps": 0.05,
                "i": int(rng.integers(rows)),
            }
        )

    return [draw(3), draw(5), draw(8)]
