"""Inputs for `gd_linear_regression(X, y, w, b, lr, steps)`.

The square probe tells X from its transpose; the others have N and D different. More than one
step and a start away from 0 tell apart what looks alike on the first step.
"""

import numpy as np

from handbook.check.diagnosis import Probe


def visible():
    return [
        Probe(
            {
                "X": np.array([[1.0, 2.0], [3.0, -1.0]]),
                "y": np.array([1.0, -2.0]),
                "w": np.array([0.5, -1.0]),
                "b": 0.25,
                "lr": 0.1,
                "steps": 1,
            },
            label="one step with as many examples as features",
        ),
        Probe(
            {
                "X": np.array(
                    [[0.5, -1.0, 2.0], [1.5, 0.0, -0.5], [-1.0, 2.0, 1.0], [2.0, 1.0, 0.3]]
                ),
                "y": np.array([1.0, -0.5, 2.0, 3.0]),
                "w": np.array([0.2, -0.4, 1.0]),
                "b": -0.5,
                "lr": 0.05,
                "steps": 3,
            },
            label="three steps with four examples and three features",
        ),
        Probe(
            {
                "X": np.array([[1, 2], [0, -1], [3, 1]]),
                "y": np.array([4, -1, 5]),
                "w": np.array([1, -1]),
                "b": 1,
                "lr": 0.05,
                "steps": 2,
            },
            label="two steps on whole numbers",
        ),
        Probe(
            {
                "X": np.array([[2.0, -1.0, 0.5]]),
                "y": np.array([3.0]),
                "w": np.array([0.1, 0.2, -0.3]),
                "b": 0.4,
                "lr": 0.1,
                "steps": 2,
            },
            label="two steps with a single example",
        ),
    ]


def hidden(rng):
    def probe(examples, features, steps):
        return Probe(
            {
                "X": rng.normal(size=(examples, features)),
                "y": rng.normal(size=examples),
                "w": rng.normal(size=features),
                "b": rng.normal(),
                "lr": rng.uniform(0.01, 0.1),
                "steps": steps,
            }
        )

    return [probe(5, 1, 4), probe(7, 2, 3), probe(2, 4, 5), probe(1, 3, 2)]
