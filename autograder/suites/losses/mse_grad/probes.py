"""Inputs for `mse_grad`: rows of several entries, and shapes that NumPy would quietly broadcast."""

from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)
draw, visible, hidden = inputs.predictions, inputs.visible_predictions, inputs.hidden_predictions
