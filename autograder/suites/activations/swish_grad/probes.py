"""Inputs for `swish_grad`. beta is not 1, where it cannot be seen missing."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    return {"z": rng.normal(size=shape), "beta": rng.uniform(1.5, 2.5)}


def visible():
    return [
        Probe({"z": np.array([-1.5, 0.0, 0.5, 3.0]), "beta": 2.0}, label="both signs and 0"),
        Probe(
            {"z": np.array([-800.0, 1.0, 800.0]), "beta": 1.5},
            label="numbers far from 0",
            edge=True,
        ),
    ]


def hidden(rng):
    return [Probe(draw(rng, (5,))), Probe(draw(rng, (6,)) | {"beta": rng.uniform(0.2, 0.8)})]
