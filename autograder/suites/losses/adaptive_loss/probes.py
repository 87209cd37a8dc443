"""Inputs for `adaptive_loss`: the special values of alpha, and others between them; c is never
1."""

import numpy as np

from handbook.check.exercise_data import Probe

RESIDUALS = [0.0, 0.5, -2.0, 6.0]


def draw(rng, shape, alpha=-1.5):
    return {"r": rng.normal(scale=2.0, size=shape), "alpha": alpha, "c": rng.uniform(1.5, 2.5)}


def visible():
    def probe(alpha, label):
        args = {"r": np.array(RESIDUALS), "alpha": alpha, "c": 2.0}
        return Probe(args, label=label, edge=alpha in (2.0, 0.0, -np.inf))

    return [
        probe(1.0, "alpha of 1, close to the Huber loss"),
        probe(-2.0, "alpha of -2"),
        probe(2.0, "alpha of 2, the square"),
        probe(0.0, "alpha of 0, a logarithm"),
        probe(-np.inf, "alpha of minus infinity, an exponential"),
    ]


def hidden(rng):
    return [
        Probe(draw(rng, (5,), rng.uniform(0.2, 1.8))),
        Probe(draw(rng, (6,), rng.uniform(-4.0, -0.5))),
        Probe(draw(rng, (4,), rng.uniform(2.5, 4.0))),
    ]
