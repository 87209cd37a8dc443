"""Inputs for `gradient_norm_profile`. The order of the draws is given, so norms are compared by
value. Weights that are not of variance 1/32 tell apart the places where the scale enters."""

from handbook.check.exercise_data import Probe
from handbook.check.plain_data import Rng


def arguments(depth, act, scale, seed):
    return {"depth": depth, "act": act, "scale": scale, "rng": Rng(seed)}


def visible():
    return [
        Probe(arguments(3, "tanh", 1.5, 1), label="three layers with tanh"),
        Probe(arguments(4, "relu", 1.4, 2), label="four layers with ReLU"),
        Probe(arguments(32, "sigmoid", 2.0, 3), label="32 layers with sigmoid"),
        Probe(arguments(1, "sigmoid", 0.5, 4), label="one layer", edge=True),
    ]


def hidden(rng):
    seeds = iter(rng.integers(2**31, size=5).tolist())
    return [
        Probe(arguments(2, "tanh", rng.uniform(0.5, 2), next(seeds))),
        Probe(arguments(8, "sigmoid", rng.uniform(2, 4), next(seeds))),
        Probe(arguments(32, "relu", rng.uniform(1.2, 1.6), next(seeds))),
        Probe(arguments(5, "sigmoid", 0.0, next(seeds)), label="all weights 0", edge=True),
    ]
