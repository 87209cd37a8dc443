"""Inputs for `neuron_forward`. As many rows as columns never; the bias is not 0."""

import numpy as np

from handbook.check.exercise_data import Probe


def drawn(rng, N, D):
    return {"X": rng.normal(size=(N, D)), "w": rng.normal(size=D), "b": rng.uniform(0.2, 0.8)}


def draw(rng, shape):
    return drawn(rng, *shape, 1 if shape == (1,) else 3)


def visible():
    return [
        Probe(
            {"X": np.array([[1.0, 2.0, -1.0], [0.5, 0.0, 4.0]]), "w": np.array([2.0, -1.0, 0.5])}
            | {"b": 0.25},
            label="two rows of three",
        ),
        Probe(
            {"X": np.array([[3.0, -2.0]]), "w": np.array([0.5, 1.5]), "b": -1.0},
            label="a single row",
            edge=True,
        ),
    ]


def hidden(rng):
    return [Probe(drawn(rng, 5, 3)), Probe(drawn(rng, 2, 6))]
