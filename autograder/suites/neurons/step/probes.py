"""Inputs for `step`. An exact 0, a tiny negative number, and negative ones that round up to 0."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    sizes = rng.uniform(0.5, 3.0, size=shape)  # no drawn entry is rounded to 0
    return {"z": sizes * rng.choice([-1.0, 1.0], size=shape)}


def visible():
    return [
        Probe({"z": np.array([-1.5, -0.7, -0.3, 0.4, 2.0])}, label="both signs"),
        Probe({"z": np.array([0.0, -1e-9, 1e-9])}, label="an exact 0", edge=True),
    ]


def hidden(rng):
    return [Probe({"z": rng.normal(size=size)}) for size in (7, 8)]
