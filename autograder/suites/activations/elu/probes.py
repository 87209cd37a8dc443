"""Inputs for `elu`. alpha is not 1; at 800 an exponential overflows whose branch is not used."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    sizes = rng.uniform(0.5, 3.0, size=shape)
    return {"z": sizes * rng.choice([-1.0, 1.0], size=shape), "alpha": rng.uniform(0.3, 0.8)}


def visible():
    return [
        Probe({"z": np.array([-1.5, 0.0, 0.5, 3.0]), "alpha": 0.5}, label="both signs and 0"),
        Probe(
            {"z": np.array([-800.0, 800.0]), "alpha": 2.0}, label="numbers far from 0", edge=True
        ),
    ]


def hidden(rng):
    return [Probe({"z": rng.normal(size=7), "alpha": rng.uniform(1.2, 2.0)}) for _ in range(2)]
