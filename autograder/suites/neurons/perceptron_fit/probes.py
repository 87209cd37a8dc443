"""Inputs for `perceptron_fit`. Halves, so that no sum is rounded; one set that is learned, one that
no line splits, and one that is stopped before it is learned."""

import numpy as np

from handbook.check.exercise_data import Probe

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def drawn(rng, N, D, max_epochs):
    X = rng.integers(-6, 7, size=(N, D)) / 2
    direction = rng.normal(size=D)
    y = (X @ direction + 0.3 >= 0).astype(int)
    return {"X": X, "y": y, "lr": float(rng.choice([0.5, 2.0])), "max_epochs": max_epochs}


def draw(rng, shape):
    return drawn(rng, *shape, 3, 8)


def visible():
    def probe(y, max_epochs, label, **more):
        args = {"X": CORNERS, "y": np.array(y), "lr": 0.5, "max_epochs": max_epochs}
        return Probe(args, label=label, **more)

    return [
        probe([0, 0, 0, 1], 20, "AND"),
        probe([0, 1, 1, 0], 7, "XOR"),
        probe([0, 0, 0, 1], 2, "stopped before it is learned", edge=True),
        probe([1, 1, 1, 1], 5, "right from the start", edge=True),
    ]


def hidden(rng):
    return [Probe(drawn(rng, N, D, 40)) for N, D in ((12, 2), (9, 4))] + [
        Probe(drawn(rng, 30, 2, 3))
    ]
