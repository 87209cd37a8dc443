"""Inputs for `nadam_step`. A large eps tells its places apart; state that is not zero and t > 1
tell apart what looks alike on the first step."""

import numpy as np

from handbook.check.exercise_data import Probe

SETTINGS = {"lr": 0.1, "b1": 0.8, "b2": 0.95, "eps": 0.05}


def draw(rng, shape):
    w, g, m = rng.normal(size=(3, *shape))
    state = {"w": w, "g": g, "m": m, "v": rng.uniform(0.1, 2.0, size=shape), "t": 2}
    return state | {
        "lr": rng.uniform(0.1, 0.3),
        "b1": 0.7,
        "b2": rng.uniform(0.9, 0.98),
        "eps": 0.05,
    }


def visible():
    first = {"w": 1.0, "g": 2.0, "m": 0.0, "v": 0.0, "t": 1}
    third = {
        "w": np.array([1.0, -2.0, 0.5]),
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
        Probe(third | SETTINGS, label="the third step of three weights, one without gradient"),
    ]


def hidden(rng):
    first, later = draw(rng, (4,)), draw(rng, (4,))
    return [Probe(first | {"t": 1}), Probe(later | {"t": 7, "b1": rng.uniform(0.2, 0.4)})]
