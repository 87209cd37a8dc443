"""Inputs for `clip_by_global_norm`. One array is small beside the others, so that a norm for each
array shows; one list stays under the limit, so that scaling up shows."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    # A norm above the limit whatever is drawn: one entry alone is longer.
    large = 3.0 + rng.uniform(0.0, 3.0, size=shape)
    return {"grads": [large, rng.normal(size=2)], "max_norm": rng.uniform(1.0, 2.5)}


def visible():
    under = [np.array([[0.3, -0.4]]), np.array([1.2, 0.0, 0.5])]
    return [
        Probe(
            {"grads": [np.array([3.0, -4.0]), np.array([12.0])], "max_norm": 6.5},
            label="two vectors, together twice as long as allowed",
        ),
        Probe(
            {"grads": under, "max_norm": 1.5},
            label="under the limit, though the norms of the arrays add up to more",
        ),
        Probe(
            {"grads": [np.zeros((2, 3)), np.zeros(3)], "max_norm": 2.0},
            label="all zeros",
            edge=True,
        ),
    ]


def hidden(rng):
    def probe(shapes, scale, max_norm):
        grads = [rng.normal(scale=scale, size=shape) for shape in shapes]
        return Probe({"grads": grads, "max_norm": max_norm})

    return [
        probe([(4, 3), (3,), (3, 2)], 3.0, rng.uniform(1.0, 4.0)),
        probe([(3, 4), (4,)], 0.1, rng.uniform(4.0, 6.0)),
    ]
