"""Inputs for `zscore`: those of both scalings, and a constant column whose mean is rounded."""

import numpy as np

from autograder.bank.loading import shared_inputs
from handbook.check.exercise_data import Probe

inputs = shared_inputs(__file__)
draw, hidden = inputs.draw, inputs.hidden


def visible():
    tenths = {
        "X_train": np.array([[0.1, 4.0], [0.1, 2.0], [0.1, 3.0]]),
        "X_test": np.array([[0.5, 1.0]]),
    }
    return [
        *inputs.visible(),
        Probe(tenths, label="a constant column whose mean is not exact", edge=True),
    ]
