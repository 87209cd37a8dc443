"""Inputs for `adamw_step`. The weights differ in size and the gradients as well, so that a decay
that is scaled like the gradient shows; eps is large, state is not zero, and t > 1."""

import numpy as np

from handbook.check.exercise_data import Probe

SETTINGS = {"lr": 0.1, "b1": 0.8, "b2": 0.95, "eps": 0.05, "wd": 0.3}


def draw(rng, shape):
    w, g, m = rng.normal(size=(3, *shape))
    state = {"w": 3.0 * w, "g": g, "m": m, "v": rng.uniform(0.1, 2.0, size=shape), "t": 2}
    rates = {"lr": rng.uniform(0.1, 0.2), "b1": 0.7, "b2": rng.uniform(0.9, 0.98)}
    return state | rates | {"eps": 0.05, "wd": rng.uniform(0.3, 0.5)}


def visible():
    first = {"w": 2.0, "g": 0.5, "m": 0.0, "v": 0.0, "t": 1}
    third = {
        "w": np.array([1.0, -20.0, 0.5]),
        "g": np.array([0.5, -3.0, 0.0]),
        "m": np.array([0.2, -1.0, 0.4]),
        "v": np.array([0.3, 2.0, 0.0]),
        "t": 3,
    }
    return [
        Probe(
            first | SETTINGS | {"b1": 0.4, "b2": 0.3},  # a short memory
            label="the first step of one weight",
        ),
        Probe(
            third | SETTINGS,
            label="the third step: one weight is large, one has no gradient",
        ),
    ]


def hidden(rng):
    first, later = draw(rng, (4,)), draw(rng, (4,))
    short = {"b1": rng.uniform(0.2, 0.4), "b2": rng.uniform(0.2, 0.4)}  # a short memory
    return [Probe(first | {"t": 1} | short), Probe(later | {"t": 7})]
