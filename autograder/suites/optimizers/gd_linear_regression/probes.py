"""Inputs for `gd_linear_regression`. The square one tells X from its transpose; more than one step
and a start away from 0 tell apart what looks alike on the first step."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape, features=2, steps=3):
    examples = shape[0]
    data = {"X": rng.normal(size=(examples, features)), "y": rng.normal(size=examples)}
    start = {"w": rng.normal(size=features), "b": rng.normal()}
    return data | start | {"lr": rng.uniform(0.05, 0.1), "steps": steps}


def visible():
    square = {"X": np.array([[1.0, 2.0], [3.0, -1.0]]), "y": np.array([1.0, -2.0])}
    long = {"X": np.array([[0.2], [-0.1]]), "y": np.array([1.0, -0.5])}
    rows = [[0.5, -1.0, 2.0], [1.5, 0.0, -0.5], [-1.0, 2.0, 1.0], [2.0, 1.0, 0.3]]
    return [
        Probe(
            square | {"w": np.array([0.5, -1.0]), "b": 0.25, "lr": 0.1, "steps": 1},
            label="one step with as many examples as features",
        ),
        Probe(
            {
                "X": np.array(rows),
                "y": np.array([1.0, -0.5, 2.0, 3.0]),
                "w": np.array([0.2, -0.4, 1.0]),
                "b": -0.5,
                "lr": 0.05,
                "steps": 3,
            },
            label="three steps with four examples and three features",
        ),
        Probe(
            square | {"w": np.array([0.5, -1.0]), "b": 0.25, "lr": 0.5, "steps": 6},
            label="a rate at which the steps grow",
            edge=True,
        ),
        Probe(
            long | {"w": np.array([2.0]), "b": 0.5, "lr": 0.1, "steps": 400},
            label="400 small steps",
            edge=True,
        ),
    ]


def hidden(rng):
    return [
        Probe(draw(rng, (5,), 1, 4)),
        Probe(draw(rng, (7,), 3, 2)),
        Probe(draw(rng, (2,), 4, 5)),
    ]
