"""Inputs for `tanh_grad`. Far from 0 a form with cosh overflows; 0 alone tells little apart."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    return {"z": rng.normal(size=shape)}


def visible():
    return [
        Probe({"z": np.array([-1.5, 0.0, 0.5, 2.0])}, label="both signs and 0"),
        Probe({"z": np.array([-800.0, 0.3, 800.0])}, label="numbers far from 0", edge=True),
    ]


def hidden(rng):
    return [Probe(draw(rng, (5,)))]
