"""Inputs for `moving_average(x, k)`.

An odd and an even window (they part the ways of centring), the two extremes k = 1 and k = T.
"""

import numpy as np

from handbook.check.diagnosis import Probe


def visible():
    return [
        Probe(
            {"x": np.array([2.0, -1.0, 4.0, 7.5, 3.0, -6.0, 1.0]), "k": 3},
            label="seven values, windows of three",
        ),
        Probe(
            {"x": np.array([3, 1, 4, 1, 5, 9]), "k": 4},
            label="whole numbers, windows of four",
        ),
        Probe({"x": np.array([2.5, -1.0, 4.0, 0.5]), "k": 1}, label="windows of a single value"),
        Probe({"x": np.array([1.0, 2.0, 6.0, -4.0, 3.0]), "k": 5}, label="one window: all values"),
    ]


def hidden(rng):
    def probe(length, k):
        return Probe({"x": rng.normal(scale=3.0, size=length), "k": k})

    return [probe(8, 2), probe(11, 5), probe(6, 6), probe(5, 1)]
