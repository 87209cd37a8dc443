"""Inputs for `ewma`. The correction is on and off; beta is never 0.5, where beta and 1 - beta look
alike; the first value is never 0."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape, correct=True):
    x = rng.normal(loc=2.0, size=shape)
    return {"x": x, "beta": rng.uniform(0.6, 0.95), "correct": correct}


def visible():
    return [
        Probe(
            {"x": np.array([2.0, 4.0, -1.0, 3.0]), "beta": 0.8, "correct": True},
            label="four values, corrected",
        ),
        Probe(
            {"x": np.array([5.0, -2.0, 0.0, 1.0, 6.0]), "beta": 0.6, "correct": False},
            label="five values, not corrected",
        ),
    ]


def hidden(rng):
    return [Probe(draw(rng, (7,))), Probe(draw(rng, (9,), correct=False))]
