"""Inputs for `relative_error`: tiny entries beside large ones, signs that differ, zeros in one and
in both."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    # Far enough from 0 and from each other to differ when they are rounded.
    a = rng.choice([-1, 1], size=shape) * rng.uniform(2.0, 4.0, size=shape)
    return {"a": a, "n": a * rng.choice([0.7, 1.4], size=shape)}


def visible():
    return [
        Probe(
            {"a": np.array([1.0, 2e-6, -3.0]), "n": np.array([1.1, 1e-6, -3.0])},
            label="a tiny entry that is off by a factor of 2",
        ),
        Probe(
            {"a": np.array([[2.0, -1.0], [0.5, 4.0]]), "n": np.array([[2.5, -1.5], [0.5, 3.0]])},
            label="a matrix",
        ),
        Probe(
            {"a": np.array([1.0, 2.0]), "n": np.array([1.0, -1.5])},
            label="a sign that is wrong",
        ),
        Probe(
            {"a": np.array([0.0, 1.0]), "n": np.array([0.0, 1.5])},
            label="an entry that is 0 in both",
            edge=True,
        ),
        Probe(
            {"a": np.array([1e-13, 1.0]), "n": np.array([-1e-13, 1.0])},
            label="nothing but rounding",
            edge=True,
        ),
    ]


def hidden(rng):
    return [Probe(draw(rng, (6,))), Probe(draw(rng, (3, 4)))]
