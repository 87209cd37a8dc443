"""Inputs for `broken_perceptron`. Halves, so that no sum is rounded; points that a line splits, and
several that differ by less than 1."""

import numpy as np

from handbook.check.exercise_data import Probe


def drawn(rng, N, D, epochs):
    X = rng.integers(-6, 7, size=(N, D)) / 2
    y = (X @ rng.normal(size=D) + 0.3 >= 0).astype(int)
    orders = np.array([rng.permutation(N) for _ in range(epochs)])
    return {"X": X, "y": y, "lr": float(rng.choice([0.5, 2.0])), "orders": orders}


def draw(rng, shape):
    return drawn(rng, *shape, 3, 8)


def visible():
    small = {
        "X": np.array(
            [[2.0, -1.5], [-2.0, -1.0], [-0.5, 1.5], [-0.5, -2.0], [-1.0, 0.5], [1.5, 1.5]]
        ),
        "y": np.array([0, 1, 1, 0, 1, 1]),
        "lr": 0.5,
        "orders": np.array(
            [
                [0, 1, 4, 3, 2, 5],
                [0, 3, 4, 5, 2, 1],
                [2, 3, 5, 1, 0, 4],
                [1, 3, 4, 2, 5, 0],
                [1, 5, 0, 3, 4, 2],
            ]
        ),
    }
    wide = {
        "X": np.array(
            [
                [1.5, -2.5],
                [-2.0, -1.5],
                [-2.0, 1.5],
                [2.0, 0.5],
                [-2.5, -2.0],
                [-1.0, -0.5],
                [0.5, 0.0],
                [-1.5, -2.0],
            ]
        ),
        "y": np.array([0, 0, 1, 1, 0, 0, 0, 0]),
        "lr": 0.5,
        "orders": np.array(
            [
                [2, 1, 6, 4, 0, 7, 3, 5],
                [5, 6, 4, 3, 0, 7, 2, 1],
                [2, 6, 4, 1, 3, 7, 0, 5],
                [0, 4, 1, 3, 6, 2, 7, 5],
                [4, 7, 2, 0, 5, 3, 6, 1],
                [2, 3, 7, 0, 4, 6, 1, 5],
                [0, 4, 7, 6, 3, 1, 5, 2],
                [5, 6, 7, 0, 4, 3, 2, 1],
            ]
        ),
    }
    return [Probe(small, label="six points"), Probe(wide, label="eight points, eight orders")]


def hidden(rng):
    return [Probe(drawn(rng, N, D, 30)) for N, D in ((12, 2), (9, 4))] + [
        Probe(drawn(rng, 25, 2, 3))
    ]
