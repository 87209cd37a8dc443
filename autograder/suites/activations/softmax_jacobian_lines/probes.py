"""Inputs for `softmax_jacobian_lines`: an entry beside the diagonal, and one on it. On either alone
half of the mistakes do not show."""

import numpy as np

from handbook.check.exercise_data import Probe


def visible():
    return [
        Probe({"e": np.array([1.0, 2.0, 5.0]), "i": 0, "j": 2}, label="two different classes"),
        Probe({"e": np.array([0.5, 3.0, 1.0, 2.0]), "i": 1, "j": 1}, label="the same class"),
    ]


def hidden(rng):
    def draw(classes, i, j):
        return Probe({"e": np.exp(rng.normal(size=classes)), "i": i, "j": j})

    i, j = (int(place) for place in rng.choice(5, size=2, replace=False))
    return [draw(5, i, j), draw(4, 2, 2), draw(2, 1, 0)]
