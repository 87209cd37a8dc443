"""Inputs for `predict_class`. More columns than rows and more rows than columns; one tie."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    # No ties and a clear order, in whole numbers as well.
    rows = 1.0 * np.argsort(rng.normal(size=(3, *shape)), axis=1)
    return {"Z": rows - 1.0}


def visible():
    return [
        Probe({"Z": np.array([[0.5, -1.0, 2.0], [1.0, 0.0, -0.5]])}, label="two rows of three"),
        Probe({"Z": np.array([[-2.0, -1.0], [-3.0, -5.0], [0.1, 0.2]])}, label="three rows of two"),
        Probe({"Z": np.array([[1.0, 3.0, 3.0, 2.0]])}, label="two equal logits", edge=True),
    ]


def hidden(rng):
    return [Probe({"Z": rng.normal(size=size)}) for size in ((7, 4), (3, 6), (5, 5))]
