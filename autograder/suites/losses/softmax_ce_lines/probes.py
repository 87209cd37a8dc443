"""Inputs for `softmax_ce_lines`: the slope in the logit of another class, and of the true one."""

import numpy as np

from handbook.check.exercise_data import Probe


def visible():
    return [
        Probe({"p": np.array([0.2, 0.5, 0.3]), "c": 1, "j": 2}, label="another class"),
        Probe({"p": np.array([0.1, 0.6, 0.05, 0.25]), "c": 3, "j": 3}, label="the true class"),
    ]


def hidden(rng):
    def draw(classes, c, j):
        weights = rng.uniform(0.2, 1.0, size=classes)
        return Probe({"p": weights / weights.sum(), "c": c, "j": j})

    c, j = (int(place) for place in rng.choice(5, size=2, replace=False))
    return [draw(5, c, j), draw(4, 1, 1), draw(2, 1, 0)]
