"""Inputs for `broken_bptt`: one step, where only the mistakes inside a step show, and several; all
lengths differ, every step has an error, and h0 is not 0."""

import numpy as np

from autograder.bank.loading import shared_inputs
from handbook.check.exercise_data import Probe

inputs = shared_inputs(__file__)


def draw(rng, shape, sizes=(2, 3, 4)):
    steps, (features, units, outputs) = shape[0], sizes
    Wx, Wh, b = inputs.layer(rng, features, units)
    return {
        "xs": rng.normal(size=(steps, features)),
        "ys": rng.normal(size=(steps, outputs)),
        "h0": rng.normal(size=units),
        "Wx": Wx,
        "Wh": Wh,
        "b": b,
        "V": rng.normal(size=(units, outputs)),
    }


def visible():
    wide = {
        "xs": np.array([[1.0, -0.5], [0.3, 2.0], [-1.0, 0.4], [0.5, 1.0]]),
        "ys": np.array([[1.5], [-0.6], [0.2], [0.9]]),
        "h0": np.array([0.5, -0.2, 0.3]),
        "Wx": np.array([[0.4, -0.3, 0.2], [0.1, 0.5, -0.6]]),
        "Wh": np.array([[0.3, -0.5, 0.1], [0.7, 0.2, -0.4], [-0.2, 0.6, 0.5]]),
        "b": np.array([0.1, -0.2, 0.3]),
        "V": np.array([[0.8], [-0.5], [0.4]]),
    }
    small = {
        "xs": np.array([[1.0], [-0.5]]),
        "ys": np.array([[0.5], [-1.0]]),
        "h0": np.array([0.4]),
        "Wx": np.array([[0.6]]),
        "Wh": np.array([[0.7]]),
        "b": np.array([0.1]),
        "V": np.array([[1.5]]),
    }
    first = {"xs": wide["xs"][:1], "ys": wide["ys"][:1]}
    return [
        Probe(small, label="one unit, two steps"),
        Probe(wide, label="three units, four steps"),
        Probe({**wide, **first}, label="a single step", edge=True),
    ]


def hidden(rng):
    return [Probe(draw(rng, (5,), (3, 4, 2))), Probe(draw(rng, (6,)))]
