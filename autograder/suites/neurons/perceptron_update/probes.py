"""Inputs for `perceptron_update`: all four cases of label and answer, and a sum of exactly 0."""

import numpy as np

from handbook.check.exercise_data import Probe


def drawn(rng, size, label=None):
    w, x, b = rng.normal(size=size), rng.normal(size=size), rng.normal(scale=0.3)
    x[0] += 2.0 * np.sign(w[0])  # a sum that rounding cannot turn around
    fires = int(x @ w + b >= 0)
    return {"w": w, "b": b, "x": x, "y": 1 - fires if label is None else label} | {
        "lr": rng.uniform(0.2, 0.8)
    }


def draw(rng, shape):
    return drawn(rng, shape)


def visible():
    w, b = np.array([1.0, -2.0]), 0.5
    fires, silent = np.array([1.75, 1.0]), np.array([1.0, 2.0])  # the bias decides the first

    def probe(x, y, label):
        return Probe({"w": w, "b": b, "x": x, "y": y, "lr": 0.2}, label=label)

    return [
        probe(silent, 1, "label 1, answered 0"),
        probe(fires, 0, "label 0, answered 1"),
        probe(fires, 1, "label 1, answered 1"),
        probe(silent, 0, "label 0, answered 0"),
        Probe(
            {"w": np.array([1.0, -1.0]), "b": -1.0, "x": np.array([3.0, 2.0]), "y": 1, "lr": 0.5},
            label="a sum of exactly 0, label 1",
            edge=True,
        ),
    ]


def hidden(rng):
    wrong = [Probe(drawn(rng, 3)) for _ in range(4)]
    return [*wrong, *(Probe(drawn(rng, 3, label)) for label in (0, 1))]
