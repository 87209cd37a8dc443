"""Inputs for `dropout_backward`: masks as dropout makes them, and one of ones."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    p = float(rng.choice([0.2, 0.6]))
    mask = (rng.random(shape) >= p) / (1 - p)
    mask.flat[0] = 1 / (1 - p)  # one entry at least is kept
    return {"dout": rng.normal(size=shape) + 0.1, "mask": mask}


def visible():
    dout = np.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]])
    return [
        Probe(
            {"dout": dout, "mask": np.array([[1.25, 0.0, 1.25], [0.0, 1.25, 1.25]])},
            label="two of six were dropped, p was 0.2",
        ),
        Probe(
            {"dout": dout, "mask": np.ones((2, 3))}, label="the mask of a test: all ones", edge=True
        ),
    ]


def hidden(rng):
    return [Probe(draw(rng, (4, 5))), Probe(draw(rng, (6, 2)))]
