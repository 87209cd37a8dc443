"""Inputs for `elastic_net`: a weight that is 0, a bias that is not, two prices that differ."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    prices = {"l1": rng.uniform(0.1, 0.5), "l2": rng.uniform(1.0, 3.0)}
    return {"w": rng.normal(size=shape), "b": rng.normal(size=shape[-1]) + 2} | prices


def visible():
    three = {"w": np.array([2.0, 0.0, -3.0]), "b": np.array([4.0, -1.0])}
    return [Probe(three | {"l1": 0.5, "l2": 0.2}, label="three weights, one of them 0")]


def hidden(rng):
    sparse = draw(rng, (6,))
    sparse["w"][rng.permutation(6)[:3]] = 0.0
    return [
        Probe(draw(rng, (5,))),
        Probe(sparse, label="weights of which half are 0", edge=True),
    ]
