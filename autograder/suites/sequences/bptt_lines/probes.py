"""Inputs for `bptt_lines`: Wh is square and not symmetric, no two entries agree, and h is far from
0, so that the slope of tanh is far from 1."""

import numpy as np

from handbook.check.exercise_data import Probe


def visible():
    return [
        Probe(
            {
                "g": np.array([1.0, -0.5]),
                "later": np.array([2.0, 0.3]),
                "Wh": np.array([[0.5, -1.0], [2.0, 0.4]]),
                "h": np.array([0.5, -0.8]),
                "j": 1,
            },
            label="two units",
        ),
        Probe(
            {
                "g": np.array([0.4, 1.5, -2.0]),
                "later": np.array([-1.0, 0.6, 3.0]),
                "Wh": np.array([[0.3, -1.5, 2.5], [0.7, 1.0, 0.2], [-0.4, 0.9, 0.6]]),
                "h": np.array([0.2, -0.6, 0.9]),
                "j": 0,
            },
            label="three units",
        ),
    ]


def hidden(rng):
    def draw(units):
        g, later = rng.normal(size=(2, units))
        h = np.tanh(rng.normal(size=units))
        Wh, j = rng.normal(size=(units, units)), int(rng.integers(units))
        return Probe({"g": g, "later": later, "Wh": Wh, "h": h, "j": j})

    return [draw(3), draw(5), draw(1)]
