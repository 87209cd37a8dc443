"""Inputs for `relu_grad`. An exact 0, and a number just below it."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    # Large enough that no drawn entry becomes 0 when it is rounded.
    sizes = rng.uniform(0.5, 3.0, size=shape)
    return {"z": sizes * rng.choice([-1.0, 1.0], size=shape)}


def visible():
    return [
        Probe({"z": np.array([-1.5, 0.5, 3.0])}, label="both signs"),
        Probe({"z": np.array([0.0, -1e-12, 2.0])}, label="an exact 0", edge=True),
    ]


def hidden(rng):
    return [Probe({"z": rng.normal(size=size)}) for size in (7, 8)]
