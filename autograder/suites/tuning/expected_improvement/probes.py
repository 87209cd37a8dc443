"""Inputs for `expected_improvement`: predictions on both sides of the best, a margin that is not 0,
and predictions without uncertainty: with a gain, with a loss, and with neither."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    return {
        "mu": rng.normal(size=shape),
        "sigma": rng.uniform(0.3, 2.0, size=shape),
        "best": rng.uniform(-0.5, 0.5),
        "xi": rng.uniform(0.1, 0.5),
    }


def visible():
    return [
        Probe(
            {
                "mu": np.array([0.3, 0.9, 1.6]),
                "sigma": np.array([0.4, 0.7, 2.0]),
                "best": 0.8,
                "xi": 0.1,
            },
            label="three predictions",
        ),
        Probe(
            {
                "mu": np.array([0.25, 1.5, 1.0]),
                "sigma": np.array([0.0, 0.0, 0.0]),
                "best": 1.0,
                "xi": 0.0,
            },
            label="certain predictions",
            edge=True,
        ),
        Probe(
            {
                "mu": np.array([1.0, 1.0, 0.5]),
                "sigma": np.array([0.0, 0.5, 0.0]),
                "best": 1.0,
                "xi": 0.25,
            },
            label="some predictions certain",
            edge=True,
        ),
    ]


def hidden(rng):
    return [Probe(draw(rng, (5,))), Probe(draw(rng, (8,)) | {"xi": 0.0})]
