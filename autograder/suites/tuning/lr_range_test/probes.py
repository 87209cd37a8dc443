"""Inputs for `lr_range_test`: curves that fall, then diverge. The rates are not evenly spaced, so
that a slope along the list is another one."""

import numpy as np

from handbook.check.exercise_data import Probe


def visible():
    return [
        Probe(
            {
                "lrs": np.array([0.001, 0.004, 0.01, 0.03, 0.1, 0.3, 1.0]),
                "losses": np.array([4.0, 3.9, 3.6, 2.4, 1.9, 1.8, 40.0]),
            },
            label="a curve that diverges in the end",
        ),
        Probe(
            {
                "lrs": np.array([0.001, 0.1, 0.15, 0.2, 0.3, 1.0]),
                "losses": np.array([9.0, 6.0, 5.0, 4.2, 2.2, 6.0]),
            },
            label="rates of uneven spacing",
        ),
        Probe(
            {
                "lrs": np.array([0.001, 0.01, 0.1, 1.0, 10.0]),
                "losses": np.array([9.0, 7.0, 4.0, 1.5, 0.5]),
            },
            label="a curve that falls to the end",
        ),
        Probe(
            {
                "lrs": np.array([0.01, 0.1, 1.0, 10.0]),
                "losses": np.array([9, 5, 4, 8]),
            },
            label="steepest at the first rate, whole numbers",
            edge=True,
        ),
        Probe(
            {"lrs": np.array([0.1, 0.4]), "losses": np.array([3.0, 2.5])},
            label="two rates",
            edge=True,
        ),
    ]


def curve(rng, points):
    lrs = 10.0 ** np.sort(rng.uniform(-5, 1, size=points))
    falls = 3 / (1 + (lrs / 0.01) ** rng.uniform(0.6, 1.2)) + (lrs / rng.uniform(0.5, 2)) ** 2
    return {"lrs": lrs, "losses": falls + rng.normal(scale=0.02, size=points)}


def hidden(rng):
    return [Probe(curve(rng, points)) for points in (9, 14, 25, 40)]
