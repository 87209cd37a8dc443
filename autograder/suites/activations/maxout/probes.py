"""Inputs for `maxout`. Units and pieces differ in number, biases are not 0 and decide some maxima,
and some maxima are negative."""

import numpy as np

from handbook.check.exercise_data import Probe


def drawn(rng, N, D, M, K):
    X, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, M, K)), rng.normal(size=(M, K))
    return {"X": X, "W": W, "b": b}


def draw(rng, shape):
    return drawn(rng, 5, 3, *shape, 2)


def visible():
    return [
        Probe(
            {
                "X": np.array([[1.0, -2.0]]),
                "W": np.array([[[1.0, -1.0, 0.5], [2.0, 0.0, 1.0]], [[0.5, 1.0, -1.0], [1, 3, 2]]]),
                "b": np.array([[0.5, -1.0, 0.2], [-2.0, 1.0, 0.3]]),
            },
            label="one example, two units of three pieces",
        ),
        Probe(drawn(np.random.default_rng(5), 3, 2, 4, 2), label="three examples, four units"),
        Probe(
            {
                "X": np.array([[2.0], [-3.0]]),
                "W": np.array([[[1.0], [-2.0], [0.5]]]),
                "b": np.array([[-0.5], [1.0], [4.0]]),
            },
            label="a single piece",
            edge=True,
        ),
    ]


def hidden(rng):
    return [Probe(drawn(rng, *sizes)) for sizes in ((5, 3, 2, 4), (4, 2, 3, 5))]
