"""Inputs for `grid_search`: lists of different lengths, keys that are not in alphabetical order.

The order of the trials is left open, so answers are compared by `summary`."""

from handbook.check.exercise_data import Probe

BOTH = {"lr": [0.1, 0.01, 0.001], "batch": [32, 64]}


def visible():
    return [
        Probe({"space": BOTH}, label="three rates, two batch sizes"),
        Probe(
            {"space": {"width": [8, 16], "depth": [1, 2, 3], "act": ["relu", "tanh"]}},
            label="three lists",
        ),
        Probe({"space": {"lr": [0.1, 0.3]}}, label="one list", edge=True),
        Probe({"space": {"lr": [0.1], "wd": [0.0]}}, label="lists of one value", edge=True),
        Probe({"space": {"lr": [0.1, 0.2], "wd": []}}, label="an empty list", edge=True),
        Probe({"space": {}}, label="an empty space", edge=True),
        Probe({"space": {"lr": [0.5, 0.5]}}, label="a value that is listed twice", edge=True),
    ]


def hidden(rng):
    def space(*lengths):
        keys = [str(key) for key in rng.permutation(list("qwertz"))[: len(lengths)]]
        values = [[float(v) for v in rng.normal(size=length)] for length in lengths]
        return Probe({"space": dict(zip(keys, values, strict=True))})

    return [space(4, 3), space(2, 5), space(2, 3, 1, 4)]


def summary(value, space):
    """The trials in an order of their own; what is no list of tuples stays as it is."""
    if not isinstance(value, list) or not all(isinstance(trial, tuple) for trial in value):
        return value
    return {"number of trials": len(value), "trials, sorted": sorted(value, key=repr)}
