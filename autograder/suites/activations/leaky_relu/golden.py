"""Makes golden.json: PyTorch's leaky ReLU with the slope 0.3, in float64."""

from functools import partial

import torch

from autograder.bank.loading import shared_inputs

function = partial(torch.nn.functional.leaky_relu, negative_slope=0.3)
shared_inputs(__file__).write_golden(__file__, function)
