"""Inputs for `dense_backward(x, W, dy)`: all sizes different, then a square W.

With a square W a forgotten transpose does not raise, and can be told from the others.
"""

import numpy as np

from handbook.check.exercise_data import Probe


def visible():
    return [
        Probe(
            {
                "x": np.array(
                    [[1.0, -2.0, 0.5], [0.0, 3.0, -1.0], [2.0, 1.0, 1.5], [-1.0, 0.5, 2.5]]
                ),
                "W": np.array([[0.5, -1.0], [2.0, 0.25], [-0.75, 1.0]]),
                "dy": np.array([[1.0, -0.5], [0.25, 2.0], [-1.5, 0.75], [3.0, 1.25]]),
            },
            label="four examples, three inputs, two outputs",
        ),
        Probe(
            {
                "x": np.array([[1.0, 2.0], [-1.0, 0.5], [3.0, -2.0]]),
                "W": np.array([[1.0, -2.0], [0.5, 3.0]]),
                "dy": np.array([[0.5, 1.0], [-1.0, 2.0], [1.5, -0.5]]),
            },
            label="as many inputs as outputs",
        ),
    ]


def hidden(rng):
    def probe(n, d, m):
        sizes = {"x": (n, d), "W": (d, m), "dy": (n, m)}
        return Probe({name: rng.normal(size=size) for name, size in sizes.items()})

    return [probe(5, 2, 4), probe(4, 3, 3), probe(1, 2, 3)]
