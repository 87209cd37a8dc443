"""Inputs for `relu`. Numbers above 1 tell it from curves that are cut off; z is read afterwards."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    sizes = rng.uniform(0.5, 3.0, size=shape)
    return {"z": sizes * rng.choice([-1.0, 1.0], size=shape)}


def visible():
    return [Probe({"z": np.array([-1.5, 0.0, 0.5, 3.0])}, label="both signs and 0")]


def hidden(rng):
    return [Probe({"z": rng.normal(size=size)}) for size in (7, 8)]
