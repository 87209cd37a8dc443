"""Inputs for `bce_with_logits`: both labels; logits at which the sigmoid is 0 or 1 to the last
bit, where it is right and where it is wrong."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    return {"z": rng.normal(scale=2.0, size=shape), "y": rng.integers(2, size=shape)}


def visible():
    return [
        Probe(
            {"z": np.array([0.0, 2.0, -1.0]), "y": np.array([1.0, 0.0, 0.0])},
            label="three logits, both labels",
        ),
        Probe(
            {"z": np.array([800.0, -800.0]), "y": np.array([1.0, 0.0])},
            label="two sure and right",
            edge=True,
        ),
        Probe(
            {"z": np.array([800.0, -800.0]), "y": np.array([0.0, 1.0])},
            label="two sure and wrong",
            edge=True,
        ),
    ]


def hidden(rng):
    return [Probe(draw(rng, (6,))), Probe(draw(rng, (9,)))]
