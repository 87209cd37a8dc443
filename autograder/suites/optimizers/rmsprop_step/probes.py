"""Inputs for `rmsprop_step`. A large eps tells its places apart; a history that is not zero tells
apart what looks alike on the first step, and a root of 0 tells apart an eps that is left out."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    w, g = rng.normal(size=(2, *shape))
    history = {"v": rng.uniform(0.1, 2.0, size=shape)}
    rates = {"lr": rng.uniform(0.1, 0.3), "rho": rng.uniform(0.6, 0.95), "eps": 0.05}
    return {"w": w, "g": g} | history | rates


def visible():
    three = {
        "w": np.array([1.0, -2.0, 0.5]),
        "g": np.array([0.5, -3.0, 0.0]),
        "v": np.array([0.3, 2.0, 0.0]),
    }
    return [
        Probe(
            {"w": 1.0, "g": 2.0, "v": 0.0, "lr": 0.1, "rho": 0.4, "eps": 0.05},
            label="the first step of one weight",
        ),
        Probe(
            three | {"lr": 0.2, "rho": 0.9, "eps": 0.05},
            label="a later step of three weights, one that never had a gradient",
        ),
    ]


def hidden(rng):
    short = {"rho": rng.uniform(0.2, 0.4)}  # a short memory
    return [Probe(draw(rng, (4,))), Probe(draw(rng, (5,)) | short)]
