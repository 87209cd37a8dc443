"""Inputs for `leaky_relu`. Above an alpha of 1 the larger of z and alpha z is on the wrong side."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    sizes = rng.uniform(0.5, 3.0, size=shape)
    return {"z": sizes * rng.choice([-1.0, 1.0], size=shape), "alpha": rng.uniform(0.1, 0.4)}


def visible():
    z = np.array([-1.5, 0.0, 0.5, 3.0])
    return [
        Probe({"z": z, "alpha": 0.2}, label="both signs and 0"),
        Probe({"z": z, "alpha": 1.5}, label="an alpha above 1", edge=True),
    ]


def hidden(rng):
    return [Probe({"z": rng.normal(size=7), "alpha": rng.uniform(0.1, 0.4)}) for _ in range(2)]
