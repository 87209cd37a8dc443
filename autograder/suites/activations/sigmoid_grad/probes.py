"""Inputs for `sigmoid_grad`. Far from 0 the textbook form overflows."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    return {"z": rng.normal(scale=2.0, size=shape)}


def visible():
    return [
        Probe({"z": np.array([-1.5, 0.0, 0.5, 3.0])}, label="both signs and 0"),
        Probe({"z": np.array([-800.0, 2.0, 800.0])}, label="numbers far from 0", edge=True),
    ]


def hidden(rng):
    return [Probe(draw(rng, (5,)))]
