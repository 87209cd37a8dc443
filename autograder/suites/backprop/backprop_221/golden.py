"""Makes golden.json: three steps of PyTorch's SGD on a 2-2-1 network, in float64."""

import json
from pathlib import Path

import torch

EXAMPLES = [([1.0, -2.0], [1.0]), ([0.5, 3.0], [0.0]), ([-1.0, 0.25], [0.7])]
START = [[[0.5, -0.3], [0.2, 0.8]], [0.1, -0.1], [[0.7], [-0.6]], [0.05]]
LR = 2.0

parameters = [torch.tensor(part, dtype=torch.float64, requires_grad=True) for part in START]
optimizer = torch.optim.SGD(parameters, lr=LR)
steps = []
for example in EXAMPLES:
    x, y = (torch.tensor(part, dtype=torch.float64) for part in example)
    W1, b1, W2, b2 = parameters
    yh = torch.sigmoid(torch.sigmoid(x @ W1 + b1) @ W2 + b2)
    optimizer.zero_grad()
    (torch.sum((yh - y) ** 2) / 2).backward()
    optimizer.step()
    steps.append([part.tolist() for part in parameters])
text = json.dumps({"examples": EXAMPLES, "start": START, "lr": LR, "steps": steps}, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
