"""Inputs for `adagrad_step`. A large eps tells its places apart; a history that is not zero tells
apart what looks alike on the first step."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    w, g = rng.normal(size=(2, *shape))
    history = {"G": rng.uniform(0.1, 2.0, size=shape)}
    return {"w": w, "g": g} | history | {"lr": rng.uniform(0.1, 0.5), "eps": 0.05}


def visible():
    three = {
        "w": np.array([1.0, -2.0, 0.5]),
        "g": np.array([0.5, -3.0, 0.0]),
        "G": np.array([0.3, 2.0, 0.0]),
    }
    return [
        Probe(
            {"w": 1.0, "g": 2.0, "G": 0.0, "lr": 0.1, "eps": 0.05},
            label="the first step of one weight",
        ),
        Probe(
            three | {"lr": 0.2, "eps": 0.05},
            label="a later step of three weights, one without gradient",
        ),
    ]


def hidden(rng):
    return [Probe(draw(rng, (4,))), Probe(draw(rng, (5,)))]
