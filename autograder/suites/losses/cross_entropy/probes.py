"""Inputs for `cross_entropy`: more rows than one, no two dimensions alike but for one square, soft
labels, and a true class whose probability is below the smallest float."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape, classes=3):
    rows = shape[0]
    return {
        "Z": rng.normal(scale=2.0, size=(rows, classes)),
        "Y1h": np.eye(classes)[rng.integers(classes, size=rows)],
    }


def visible():
    return [
        Probe(
            {
                "Z": np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 3.0]]),
                "Y1h": np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]),
            },
            label="two rows, three classes",
        ),
        Probe(
            {
                "Z": np.array([[1.0, -2.0], [0.5, 1.5]]),
                "Y1h": np.array([[0.9, 0.1], [0.25, 0.75]]),
            },
            label="soft labels",
        ),
        Probe(
            {"Z": np.array([[0.0, -800.0], [2.0, 2.0]]), "Y1h": np.array([[0.0, 1.0], [1.0, 0.0]])},
            label="a true class of probability exp(-800)",
            edge=True,
        ),
        Probe(
            {
                "Z": np.array([[1000.0, 999.0], [-1000.0, -998.0]]),
                "Y1h": np.array([[0.0, 1.0], [1.0, 0.0]]),
            },
            label="a row of large logits, one of small ones",
            edge=True,
        ),
    ]


def hidden(rng):
    soft = rng.dirichlet(np.ones(4), size=5)
    return [
        Probe(draw(rng, (6,), 4)),
        Probe({"Z": rng.normal(size=(5, 4)), "Y1h": soft}),
    ]
