"""Inputs for `lstm_step_forward`: no block of the weights like another, no state that is 0."""

import numpy as np

from autograder.bank.loading import shared_inputs
from handbook.check.exercise_data import Probe

inputs = shared_inputs(__file__)


def draw(rng, shape, features=3, units=2):
    rows = shape[0]
    states = {name: rng.normal(size=(rows, units)) for name in ("h", "c")}
    parameters = zip(("Wx", "Wh", "b"), inputs.layer(rng, features, units, gates=4), strict=True)
    return {"x": rng.normal(size=(rows, features))} | states | dict(parameters)


def visible():
    one = {
        "x": np.array([[1.0], [-0.5]]),
        "h": np.array([[0.3], [-0.6]]),
        "c": np.array([[0.8], [-1.5]]),
        "Wx": np.array([[0.5, -1.0, 0.8, 1.5]]),
        "Wh": np.array([[-0.4, 0.6, 1.2, 0.2]]),
        "b": np.array([0.1, 0.4, -0.3, -0.7]),
    }
    rng = np.random.default_rng(8)
    drawn = {name: np.round(value, 1) for name, value in draw(rng, (3,), 2, 2).items()}
    open_gates = {"b": np.array([-800.0, 800.0, 0.3, 800.0])}
    return [
        Probe(one, label="one unit, two rows"),
        Probe(drawn, label="two units, three rows"),
        Probe(one | open_gates, label="gates all open or all shut", edge=True),
    ]


def hidden(rng):
    return [
        Probe(draw(rng, (5,), 3, 4)),
        Probe(draw(rng, (2,), 4, 3)),
        Probe(draw(rng, (1,), 2, 3)),
    ]
