"""Inputs for `minmax`: those of both scalings."""

from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)
draw, visible, hidden = inputs.draw, inputs.visible, inputs.hidden
