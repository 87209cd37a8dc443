"""Inputs for `gru_step_forward`: no block of the weights like another, both biases not 0."""

import numpy as np

from autograder.bank.loading import shared_inputs
from handbook.check.exercise_data import Probe

inputs = shared_inputs(__file__)
NAMES = ("Wx", "Wh", "bx", "bh")


def draw(rng, shape, features=3, units=2):
    rows, parameters = shape[0], inputs.layer(rng, features, units, gates=3, biases=2)
    given = {"x": rng.normal(size=(rows, features)), "h": rng.normal(size=(rows, units))}
    return given | dict(zip(NAMES, parameters, strict=True))


def visible():
    one = {
        "x": np.array([[1.0], [-0.5]]),
        "h": np.array([[0.3], [-0.6]]),
        "Wx": np.array([[0.5, -1.0, 0.8]]),
        "Wh": np.array([[-0.4, 0.6, 1.2]]),
        "bx": np.array([0.1, 0.4, -0.3]),
        "bh": np.array([-0.2, 0.3, 0.7]),
    }
    rng = np.random.default_rng(8)
    drawn = {name: np.round(value, 1) for name, value in draw(rng, (3,), 2, 2).items()}
    return [
        Probe(one, label="one unit, two rows"),
        Probe(drawn, label="two units, three rows"),
        Probe(one | {"bx": np.array([-800.0, 800.0, 0.3])}, label="gates shut or open", edge=True),
    ]


def hidden(rng):
    return [
        Probe(draw(rng, (5,), 3, 4)),
        Probe(draw(rng, (2,), 4, 3)),
        Probe(draw(rng, (1,), 2, 3)),
    ]
