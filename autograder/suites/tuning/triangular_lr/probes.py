"""Inputs for `triangular_lr`: both slopes, a later cycle, the corners."""

from handbook.check.exercise_data import Probe


def at(it, lo=0.1, hi=0.9, S=4):
    return {"it": it, "lo": lo, "hi": hi, "S": S}


def visible():
    return [
        Probe(at(1), label="on the way up"),
        Probe(at(5), label="on the way down"),
        Probe(at(19), label="the third cycle"),
        Probe(at(0), label="the first step", edge=True),
        Probe(at(4), label="the top", edge=True),
        Probe(at(16), label="the end of a cycle", edge=True),
        Probe(at(3, S=1), label="S is 1", edge=True),
    ]


def hidden(rng):
    S = int(rng.integers(3, 9))
    lo, span = rng.uniform(0.01, 0.2), rng.uniform(0.5, 2.0)
    return [Probe(at(it, lo, lo + span, S)) for it in range(4 * S + 2)]
