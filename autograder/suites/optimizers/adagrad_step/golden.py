"""Makes golden.json: five steps of PyTorch's Adagrad on the shared quadratic, in float64."""

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


runs = [{"iterates": list(iterates(partial(torch.optim.Adagrad, lr=0.5, eps=1e-10)))}]
text = json.dumps({"runs": runs}, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
