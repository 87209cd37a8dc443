"""Inputs for `lstm_step_backward`: a cell gradient from later steps, no state that is 0."""

import numpy as np

from autograder.bank.loading import shared_inputs
from handbook.check.exercise_data import Probe

inputs = shared_inputs(__file__)


def draw(rng, rows, features, units):
    dh, dc, h, c = rng.normal(size=(4, rows, units))
    x, parameters = rng.normal(size=(rows, features)), inputs.layer(rng, features, units, gates=4)
    return {"dh": dh, "dc": dc, "cache": (x, h, c, *parameters)}


def visible():
    one = (
        *(np.array(a) for a in ([[1.0], [-0.5]], [[0.3], [-0.6]], [[0.8], [-1.5]])),
        *(np.array(a) for a in ([[0.5, -1.0, 0.8, 1.5]], [[-0.4, 0.6, 1.2, 0.2]])),
        np.array([0.1, 0.4, -0.3, -0.7]),
    )
    drawn = draw(np.random.default_rng(8), 3, 3, 2)
    rounded = {"cache": tuple(np.round(part, 1) for part in drawn["cache"])}
    rounded |= {name: np.round(drawn[name], 1) for name in ("dh", "dc")}
    dh, dc = np.array([[1.0], [0.4]]), np.array([[0.5], [-0.8]])
    return [
        Probe({"dh": dh, "dc": dc, "cache": one}, label="one unit, two rows"),
        Probe(
            {"dh": rounded["dh"], "dc": rounded["dc"], "cache": rounded["cache"]},
            label="two units, three rows",
        ),
        Probe({"dh": dh, "dc": 0.0 * dc, "cache": one}, label="the last step", edge=True),
        Probe({"dh": 0.0 * dh, "dc": dc, "cache": one}, label="no loss at this step", edge=True),
    ]


def hidden(rng):
    return [Probe(draw(rng, 5, 3, 4)), Probe(draw(rng, 2, 4, 3)), Probe(draw(rng, 1, 2, 3))]
