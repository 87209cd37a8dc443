"""Inputs for `random_search`, each called twice. The draws are random, so answers are compared by
`summary`: facts that every right answer shares whatever it draws. With 2000 draws a quarter of the
range, by logarithm, holds a quarter of them to within six standard deviations."""

import numpy as np

from handbook.check.exercise_data import Probe
from handbook.check.plain_data import Rng


def call(lo, hi, n, seed):
    return {"lo": lo, "hi": hi, "n": n, "rng": Rng(seed)}


def visible():
    return [
        Probe(call(1e-4, 0.1, 2000, 1), repeat=2, label="rates over three powers of ten"),
        Probe(call(2.0, 300.0, 2000, 2), repeat=2, label="both ends above 1"),
        Probe(call(0.01, 0.1, 1, 3), repeat=2, label="one draw", edge=True),
        Probe(call(0.3, 0.3, 4, 4), repeat=2, label="both ends alike", edge=True),
    ]


def hidden(rng):
    def probe(lo, factor):
        return Probe(call(lo, lo * factor, 2000, int(rng.integers(2**31))), repeat=2)

    return [probe(10 ** rng.uniform(-8, -4), 1e5), probe(rng.uniform(1, 3), 50.0)]


def summary(value, lo, hi, n, rng):
    """Facts about two calls that do not depend on what was drawn."""
    first, second = value
    if not isinstance(first, np.ndarray) or first.dtype.kind != "f" or first.shape != (n,):
        return {"what is returned": first}
    facts = {
        "shape": first.shape,
        "all from lo to hi": bool(np.all((first >= lo * (1 - 1e-9)) & (first <= hi * (1 + 1e-9)))),
    }
    if lo == hi:
        return facts
    facts["a value comes twice"] = len(np.unique(first)) < n
    facts["the second call gives the same"] = bool(np.any(first == second))
    if n < 2:
        return facts
    facts["in increasing order"] = bool(np.all(np.diff(first) > 0))
    inside = np.clip(first, lo, hi)
    quarters = np.minimum(4 * np.log(inside / lo) / np.log(hi / lo), 3.999).astype(int)
    shares = np.bincount(quarters, minlength=4) / n
    even = bool(np.all(np.abs(shares - 0.25) < 0.06))
    facts["shares of the quarters of the range, by logarithm"] = (
        "a quarter in each" if even else [round(float(share), 1) for share in shares]
    )
    return facts
