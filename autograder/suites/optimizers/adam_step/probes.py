"""Inputs for `adam_step`: those of one step of Adam."""

from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)
draw, visible, hidden = inputs.adam_state, inputs.visible_adam_steps, inputs.hidden_adam_steps
