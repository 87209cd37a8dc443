"""Inputs for `clip_by_global_norm(grads, max_norm)`.

One array is small beside the others, so that a norm for each array shows; one list stays under
the limit, so that scaling up shows; one list is all zeros.
"""

import numpy as np

from handbook.check.diagnosis import Probe


def visible():
    return [
        Probe(
            {"grads": [np.array([3.0, -4.0]), np.array([12.0])], "max_norm": 6.5},
            label="two vectors, together twice as long as allowed",
        ),
        Probe(
            {
                "grads": [
                    np.array([[1, -2, 2], [0, 4, -10]]),
                    np.array([1, -1]),
                    np.array([[[3], [5]]]),
                ],
                "max_norm": 4.0,
            },
            label="whole numbers in three shapes, one array of them small",
        ),
        Probe(
            {"grads": [np.array([[0.3, -0.4]]), np.array([1.2, 0.0, 0.5])], "max_norm": 1.5},
            label="under the limit, though the norms of the arrays add up to more",
        ),
        Probe(
            {"grads": [np.zeros((2, 3)), np.zeros(3)], "max_norm": 2.0},
            label="all zeros",
        ),
    ]


def hidden(rng):
    def probe(shapes, scale, max_norm):
        grads = [rng.normal(scale=scale, size=shape) for shape in shapes]
        return Probe({"grads": grads, "max_norm": max_norm})

    return [
        probe([(4, 3), (3,), (3, 2)], 3.0, rng.uniform(1.0, 4.0)),
        probe([(2, 2, 3), (5,)], 5.0, rng.uniform(4.0, 8.0)),
        probe([(6,)], 4.0, rng.uniform(1.0, 3.0)),
        probe([(3, 4), (4,)], 0.1, rng.uniform(4.0, 6.0)),
    ]
