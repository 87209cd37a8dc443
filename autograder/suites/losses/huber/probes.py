"""Inputs for `huber`: residuals of both signs on both sides of delta, one on the seam and one of 0;
delta is never 1."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    delta = rng.uniform(1.5, 2.5)
    residuals = rng.uniform(0.1, 2.0, size=shape) * delta
    y = rng.normal(size=shape)
    return {"p": y + rng.choice([-1, 1], size=shape) * residuals, "y": y, "delta": delta}


def visible():
    return [
        Probe(
            {"p": np.array([2.0, 0.5]), "y": np.array([1.5, 4.5]), "delta": 2.0},
            label="one residual inside of delta, one outside",
        ),
        Probe(
            {
                "p": np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 0.0]]),
                "y": np.array([[0.8, 1.0], [0.5, 2.5], [-1.0, 0.1]]),
                "delta": 0.5,
            },
            label="three rows, two columns, one residual on the seam",
        ),
    ]


def hidden(rng):
    return [Probe(draw(rng, (7,))), Probe(draw(rng, (5, 3)))]
