"""Makes golden.json: gradients clipped by PyTorch's clip_grad_norm_, in float64."""

import json
from pathlib import Path

import torch

GRADIENTS = [[[1.5, -2.0], [0.5, 3.0]], [-1.0, 2.5, 0.25]]


def clipped(max_norm):
    parameters = [torch.zeros_like(torch.tensor(g, dtype=torch.float64)) for g in GRADIENTS]
    for parameter, gradient in zip(parameters, GRADIENTS, strict=True):
        parameter.grad = torch.tensor(gradient, dtype=torch.float64)
    torch.nn.utils.clip_grad_norm_(parameters, max_norm)
    return [parameter.grad.tolist() for parameter in parameters]


cases = [{"max_norm": limit, "clipped": clipped(limit)} for limit in (1.0, 3.0, 50.0)]
text = json.dumps({"gradients": GRADIENTS, "cases": cases}, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
