"""Makes golden.json: the slope of PyTorch's softplus, in float64."""

from functools import partial

import torch

from autograder.bank.loading import shared_inputs

# PyTorch goes over to z itself above a threshold of 20.
function = partial(torch.nn.functional.softplus, threshold=40)
shared_inputs(__file__).write_golden(__file__, function)
