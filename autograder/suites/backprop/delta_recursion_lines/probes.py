"""Inputs for `delta_recursion_lines`: all lengths the same, so that a transposed factor raises no
error, and three lengths that all differ. Slopes are neither 0 nor 1."""

import numpy as np

from handbook.check.exercise_data import Probe


def visible():
    return [
        Probe(
            {
                "delta": np.array([[1.0, -2.0, 0.5], [3.0, 0.7, -1.0], [0.3, 2.0, 1.5]]),
                "W": np.array([[2.0, 1.0, -0.5], [-1.0, 4.0, 0.6], [0.2, 3.0, 5.0]]),
                "slope": np.array([[0.5, 0.1, 0.8], [0.25, 0.9, 0.4], [0.7, 0.6, 0.3]]),
                "n": 1,
                "j": 2,
            },
            label="all lengths 3",
        ),
        Probe(
            {
                "delta": np.array([[1.0, -0.5], [0.4, 2.0]]),
                "W": np.array([[0.3, -1.5], [2.5, 0.7], [1.0, 0.2]]),
                "slope": np.array([[0.2, 0.6, 0.9], [0.8, 0.35, 0.5]]),
                "n": 0,
                "j": 1,
            },
            label="three hidden units feed two",
        ),
    ]


def hidden(rng):
    def draw(rows, hidden_units, outputs):
        return Probe(
            {
                "delta": rng.normal(size=(rows, outputs)),
                "W": rng.normal(size=(hidden_units, outputs)),
                "slope": rng.uniform(0.1, 0.9, size=(rows, hidden_units)),
                "n": int(rng.integers(rows)),
                "j": int(rng.integers(hidden_units)),
            }
        )

    return [draw(4, 3, 2), draw(2, 5, 3), draw(4, 4, 4)]
