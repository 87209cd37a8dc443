"""Inputs for `ewma(x, beta, correct)`.

The correction on and off; beta is never 0.5, where beta and 1 - beta look alike; the first
value is never 0.
"""

import numpy as np

from handbook.check.diagnosis import Probe


def visible():
    return [
        Probe(
            {"x": np.array([2.0, 4.0, -1.0, 3.0]), "beta": 0.8, "correct": True},
            label="four values, corrected",
        ),
        Probe(
            {"x": np.array([5.0, -2.0, 0.0, 1.0, 6.0]), "beta": 0.6, "correct": False},
            label="five values, not corrected",
        ),
        Probe(
            {"x": np.array([3, 1, 4, 1, 5, 9]), "beta": 0.9, "correct": True},
            label="whole numbers, corrected",
        ),
        Probe({"x": np.array([1.5]), "beta": 0.7, "correct": True}, label="a single value"),
    ]


def hidden(rng):
    def probe(length, correct):
        return Probe(
            {
                "x": rng.normal(loc=1.0, size=length),
                "beta": rng.uniform(0.6, 0.95),
                "correct": correct,
            }
        )

    return [probe(7, True), probe(9, False), probe(2, True), probe(1, False)]
