"""Inputs for `early_stopping`: curves with a second dip, a slow slope, ties, and no stop at all."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    return {"losses": rng.normal(size=shape), "patience": 2, "min_delta": 0.1}


def probe(losses, patience, min_delta, label="", *, edge=False):
    args = {"losses": np.array(losses), "patience": patience, "min_delta": min_delta}
    return Probe(args, label=label, edge=edge)


def visible():
    return [
        probe([5.0, 3.0, 4.0, 2.5, 2.75, 3.0, 2.75, 1.0], 3, 0.0, "a second dip and a third"),
        probe([4.0, 2.0, 8.0, 7.0, 6.0, 5.0, 1.0], 3, 0.0, "a spike, then a slow slope"),
        probe([4.0, 3.75, 3.5, 3.25, 3.0, 2.75, 2.5], 2, 0.375, "every second step counts"),
        probe([4.0, 2.0, 1.75, 1.75, 1.5], 2, 0.5, "improvements too small to count"),
        probe([4.0, 3.0, 3.25, 3.25, 3.25], 3, 0.5, "a loss that is a little higher"),
        probe([3.0, 2.0, 2.5, 1.0, 1.5], 4, 0.0, "the end comes first", edge=True),
        probe([3.0, 2.0, 2.0, 2.0, 1.0], 2, 0.0, "ties", edge=True),
    ]


def hidden(rng):
    def wave(epochs):
        return 3.0 * 0.93 ** np.arange(epochs) + 0.3 * rng.normal(size=epochs)

    late = [5.0, 4.0, *(4.5 + rng.random(3)), 3.0, *(3.5 + rng.random(4)), 2.0]
    return [
        Probe({"losses": wave(40), "patience": 3, "min_delta": 0.05}),
        probe(late, 4, 0.25),
        probe(np.cumsum(-rng.random(7)), 2, 0.0, "the end comes first", edge=True),
    ]
