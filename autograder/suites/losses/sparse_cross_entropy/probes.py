"""Inputs for `sparse_cross_entropy`: labels other than 0 and 1, more classes than rows and fewer,
and a true class whose probability is below the smallest float."""

import numpy as np

from autograder.bank.loading import shared_inputs
from handbook.check.exercise_data import Probe

inputs = shared_inputs(__file__)
draw, hidden = inputs.logits, inputs.hidden_logits


def visible():
    return [
        Probe(
            {"Z": np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 3.0]]), "y": np.array([2, 0])},
            label="two rows, three classes",
        ),
        Probe(
            {"Z": np.array([[0.0, -800.0], [2.0, 2.0]]), "y": np.array([1, 0])},
            label="a true class of probability exp(-800)",
            edge=True,
        ),
        Probe(
            {"Z": np.array([[1000.0, 999.0], [-1000.0, -998.0]]), "y": np.array([1, 0])},
            label="a row of large logits, one of small ones",
            edge=True,
        ),
    ]
