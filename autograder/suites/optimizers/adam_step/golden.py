"""Makes golden.json: five steps of PyTorch's Adam on the quadratic of `_inputs.py`, in float64."""

import json
from functools import partial
from pathlib import Path

import torch

from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)
A, b, start = (torch.tensor(x, dtype=torch.float64) for x in (inputs.A, inputs.B, inputs.START))


def iterates(make_optimizer):
    w = start.clone().requires_grad_()
    optimizer = make_optimizer([w])
    for _ in range(5):
        optimizer.zero_grad()
        (w @ A @ w / 2 - b @ w).backward()
        optimizer.step()
        yield w.tolist()


runs = [
    {"betas": betas, "iterates": list(iterates(partial(torch.optim.Adam, lr=0.1, betas=betas)))}
    for betas in ((0.9, 0.999), (0.9, 0.5))
]
text = json.dumps({"runs": runs}, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
