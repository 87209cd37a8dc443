"""Inputs for `adadelta_step`. A large eps tells its places apart; averages of different sizes tell
apart which of them a root is taken of."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    w, g = rng.normal(size=(2, *shape))
    history = {"Eg": rng.uniform(0.5, 2.0, size=shape), "Ed": rng.uniform(0.1, 0.4, size=shape)}
    return {"w": w, "g": g} | history | {"rho": rng.uniform(0.6, 0.9), "eps": 0.05}


def visible():
    three = {
        "w": np.array([1.0, -2.0, 0.5]),
        "g": np.array([0.5, -3.0, 0.0]),
        "Eg": np.array([0.3, 2.0, 0.0]),
        "Ed": np.array([0.2, 0.1, 0.0]),
    }
    return [
        Probe(
            {"w": 1.0, "g": 2.0, "Eg": 0.0, "Ed": 0.0, "rho": 0.4, "eps": 0.05},
            label="the first step of one weight",
        ),
        Probe(
            three | {"rho": 0.9, "eps": 0.05},
            label="a later step of three weights, one that never had a gradient",
        ),
    ]


def hidden(rng):
    short = {"rho": rng.uniform(0.2, 0.4)}  # a short memory
    return [Probe(draw(rng, (4,))), Probe(draw(rng, (5,)) | short)]
