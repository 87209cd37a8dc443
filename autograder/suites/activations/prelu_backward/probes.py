"""Inputs for `prelu_backward`. The gradient from above is not constant; one z is exactly 0."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    # Negative entries, so that alpha has a gradient; positive ones where there is room.
    z = rng.uniform(0.5, 3.0, size=shape) * (1 - 2 * (np.arange(np.prod(shape)).reshape(shape) % 2))
    return {"dout": rng.normal(loc=1.0, size=shape), "z": -z, "alpha": rng.uniform(0.1, 0.4)}


def visible():
    return [
        Probe(
            {
                "dout": np.array([0.5, 3.0, -1.0, 4.0]),
                "z": np.array([-2.0, 1.5, -0.5, 2.5]),
                "alpha": 0.25,
            },
            label="four entries of both signs",
        ),
        Probe(
            {"dout": np.array([2.0, -3.0]), "z": np.array([0.0, 1.0]), "alpha": 1.5},
            label="an exact 0, and an alpha above 1",
            edge=True,
        ),
    ]


def hidden(rng):
    def probe(size):
        return Probe(
            {"dout": rng.normal(size=size), "z": rng.normal(size=size), "alpha": rng.uniform(0, 1)}
        )

    return [probe(7), probe(8)]
