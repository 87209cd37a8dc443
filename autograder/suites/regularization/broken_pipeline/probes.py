"""Inputs for `broken_pipeline`: several rows a person, persons unlike one another, and a person who
is drawn for the test and for the validation."""

import numpy as np

from autograder.bank.loading import shared_inputs
from handbook.check.exercise_data import Probe

inputs = shared_inputs(__file__)


def draw(rng, shape):
    return inputs.study(rng, 4 + shape[0])


def visible():
    small = {
        "X": np.array(
            [
                [-2.5, 0.5, 2.5],
                [-3.0, 0.5, 3.5],
                [-0.5, 1.0, 3.0],
                [0.5, 2.0, 2.0],
                [-0.5, 2.0, 1.0],
                [5.0, 2.5, 2.5],
                [4.0, 4.0, 1.0],
                [4.5, 4.0, 0.0],
                [5.0, 4.0, 0.5],
                [3.5, 3.5, 1.0],
                [2.5, 4.0, 0.0],
                [3.5, 2.0, 3.0],
                [5.0, 2.5, 4.5],
            ]
        ),
        "y": np.array([2.0, 5.0, 1.0, -1.5, -0.5, -3.0, -3.0, -4.5, -4.5, -3.5, -3.5, 0.0, 1.0]),
        "who": np.array([4, 4, 4, 3, 3, 2, 2, 2, 2, 0, 0, 1, 1]),
        "test_rows": np.array([0]),
        "validation_rows": np.array([2, 10]),
        "keep": 2,
        "strengths": np.array([0.01, 0.3, 3.0]),
    }
    wide = {
        "X": np.array(
            [
                [3.0, 2.0, 5.0, 1.5],
                [3.5, 1.5, 4.5, 2.0],
                [2.0, 0.5, 3.0, 2.5],
                [1.5, 1.5, 1.0, 2.5],
                [2.0, 2.5, 3.5, 1.5],
                [0.0, 1.5, 3.0, 1.0],
                [1.0, 1.5, 3.0, 1.0],
                [0.5, 1.0, 1.5, 2.0],
                [2.0, 3.0, 2.0, 2.0],
                [3.5, 3.5, 0.0, 1.5],
                [3.0, 3.5, 1.5, 2.0],
                [2.5, 1.0, 0.5, 1.5],
                [4.5, 1.5, -1.0, 1.5],
                [2.5, 0.5, 0.0, 2.0],
                [4.0, 0.5, 1.0, 1.5],
                [3.0, -1.0, 1.0, 1.5],
                [2.5, -0.5, 1.0, 1.0],
                [1.0, -0.5, 2.5, 1.5],
            ]
        ),
        "y": np.array(
            [
                -0.5,
                1.0,
                2.5,
                1.5,
                0.5,
                1.0,
                1.0,
                2.0,
                -1.5,
                -1.5,
                -1.5,
                0.5,
                1.0,
                1.5,
                1.0,
                1.0,
                1.0,
                1.0,
            ]
        ),
        "who": np.array([3, 3, 2, 2, 5, 5, 5, 5, 4, 4, 4, 0, 0, 0, 0, 1, 1, 1]),
        "test_rows": np.array([15, 4]),
        "validation_rows": np.array([7, 14, 10]),
        "keep": 2,
        "strengths": np.array([0.01, 0.3, 3.0]),
    }
    return [
        Probe(small, label="five persons, three columns"),
        Probe(wide, label="six persons, four columns"),
    ]


def hidden(rng):
    return [Probe(inputs.study(rng, persons)) for persons in (7, 9, 12)]
