"""Inputs for `dropout_forward(x, p, rng, train)`, each called twice with one generator.

The mask is random, so answers are compared by `summary`: facts that every right answer shares
whatever it draws. There are so many entries that a share far from 1 − p is no accident.
"""

import numpy as np

from handbook.check.exercise_data import Probe
from handbook.check.plain_data import Rng


def probe(x, p, seed, train, label="", *, edge=False):
    args = {"x": x, "p": p, "rng": Rng(seed), "train": train}
    return Probe(args, repeat=2, label=label, edge=edge)


def visible():
    x = np.arange(1.0, 201.0).reshape(20, 10) / 8
    return [
        probe(x, 0.2, 1, True, "200 entries, a fifth of them dropped"),
        probe(x[:, :8] - 12.6, 0.75, 2, True, "160 entries, three quarters of them dropped"),
        probe(x[:3, :4], 0.2, 3, False, "a test: train is False", edge=True),
        probe(x[:2, :3], 0.0, 4, True, "p is 0", edge=True),
        probe(np.arange(1, 121), 0.5, 5, True, "whole numbers", edge=True),
    ]


def hidden(rng):
    seed = int(rng.integers(2**31))
    shape, few = (30, 2, 5), (4, 3)
    return [
        probe(rng.uniform(0.5, 2.0, size=shape), rng.uniform(0.15, 0.3), seed, True),
        probe(rng.uniform(-2.0, -0.5, size=shape), rng.uniform(0.7, 0.8), seed, True),
        probe(rng.normal(size=few), 0.3, seed, False, "a test: train is False", edge=True),
    ]


def summary(value, x, p, rng, train):
    """Facts about two calls that do not depend on what was drawn."""
    if all(each is None for each in value):
        return None
    pairs = all(
        isinstance(each, list | tuple)
        and len(each) == 2
        and all(isinstance(part, np.ndarray) for part in each)
        for each in value
    )
    if not pairs:
        return {"what is returned": "not a pair of arrays (out, mask)"}
    if any(part.shape != x.shape for each in value for part in each):
        return {"what is returned": "arrays of another shape than that of x"}
    masks = np.array([mask for _, mask in value], dtype=float)
    outs = np.array([out for out, _ in value], dtype=float)
    on = masks != 0
    share = on.mean()
    # Nothing can be said of the size of what was kept where nothing was.
    values = sorted({round(float(kept), 9) for kept in masks[on]})
    rows = masks.reshape(2, len(x), -1)
    return {
        "entries of the mask that are not 0": values,
        "the share that is kept is near 1 - p": bool(abs(share - (1 - p)) < 0.17)
        if train
        else bool(share == 1),
        "out is x times the mask": bool(np.allclose(outs, x * masks, rtol=1e-9, atol=1e-12)),
        "out and mask are floats": all(
            part.dtype.kind == "f" and part.dtype.itemsize >= 8 for each in value for part in each
        ),
        "the second call has another mask": bool((masks[0] != masks[1]).any()),
        "every row keeps the same number": len({int((row != 0).sum()) for row in rows[0]}) == 1,
        "all rows have the same mask": bool((rows == rows[:, :1]).all()) and rows.shape[2] > 1,
        "all columns have the same mask": bool((rows == rows[:, :, :1]).all()) and len(x) > 1,
    }
