"""Inputs for `rnn_backward`: all lengths differ, every step has a loss, h0 is not 0."""

import numpy as np

from autograder.bank.loading import shared_inputs
from handbook.check.exercise_data import Probe

inputs = shared_inputs(__file__)


def draw(rng, rows, steps, features, units):
    X, h0 = rng.normal(size=(rows, steps, features)), rng.normal(size=(rows, units))
    cache = (X, h0, *inputs.layer(rng, features, units))
    return {"dHs": rng.normal(size=(rows, steps, units)), "cache": cache}


def visible():
    X = np.array([[[1.0, -0.5], [0.3, 2.0], [-1.0, 0.4]], [[0.2, 0.8], [-0.7, 0.5], [1.5, -1.0]]])
    h0, Wx = np.array([[0.5], [-0.4]]), np.array([[0.4], [-0.3]])
    small = (X, h0, Wx, np.array([[0.7]]), np.array([0.1]))
    cache = (
        X,
        np.array([[0.5, -0.2, 0.3], [-0.4, 0.1, 0.6]]),
        np.array([[0.4, -0.3, 0.2], [0.1, 0.5, -0.6]]),
        np.array([[0.3, -0.5, 0.1], [0.7, 0.2, -0.4], [-0.2, 0.6, 0.5]]),
        np.array([0.1, -0.2, 0.3]),
    )
    dHs = np.array(
        [
            [[1.0, -0.5, 0.2], [0.3, 0.8, -1.0], [-0.6, 0.4, 0.9]],
            [[-0.7, 0.1, 0.5], [1.2, -0.3, 0.4], [0.6, -0.9, 0.3]],
        ]
    )
    return [
        Probe({"dHs": dHs[..., :1], "cache": small}, label="one unit, three steps"),
        Probe({"dHs": dHs, "cache": cache}, label="three units, three steps"),
        Probe(
            {"dHs": dHs[:, :1], "cache": (X[:, :1], *cache[1:])}, label="a single step", edge=True
        ),
        Probe(
            {"dHs": dHs[:1], "cache": (X[:1], cache[1][:1], *cache[2:])},
            label="one sequence",
            edge=True,
        ),
    ]


def hidden(rng):
    return [
        Probe(draw(rng, 5, 4, 3, 2)),
        Probe(draw(rng, 2, 6, 3, 4)),
        Probe(draw(rng, 3, 2, 5, 4)),
    ]
