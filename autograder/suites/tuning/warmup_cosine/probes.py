"""Inputs for `warmup_cosine`: each stretch of the schedule, and the places where they meet."""

from handbook.check.exercise_data import Probe

RATES = {"lr_max": 0.8, "lr_min": 0.1, "warmup": 4, "total": 12}


def at(it, **rates):
    return {"it": it} | RATES | rates


def visible():
    return [
        Probe(at(1), label="in the warm-up"),
        Probe(at(6), label="a quarter of the cosine"),
        Probe(at(4), label="where the cosine begins"),
        Probe(at(17), label="long after the end"),
        Probe(at(0), label="the first step", edge=True),
        Probe(at(12), label="the step at the end", edge=True),
        Probe(at(0, warmup=0), label="no warm-up", edge=True),
        Probe(at(5, warmup=5, total=5), label="no cosine", edge=True),
    ]


def hidden(rng):
    warmup, length = (int(n) for n in rng.integers(3, 20, size=2))
    rates = {"lr_max": rng.uniform(0.5, 2.0), "lr_min": rng.uniform(0.05, 0.3)}
    rates |= {"warmup": warmup, "total": warmup + length}
    return [Probe({"it": it} | rates) for it in range(warmup + length + 4)]
