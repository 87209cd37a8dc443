"""Makes golden.json: PyTorch's Huber loss and its gradient, in float64."""

import json
from pathlib import Path

import torch

P, Y = [[0.5, -3.0, 2.0], [1.0, 0.25, -1.5]], [[0.0, 1.0, 2.5], [1.0, 3.0, -1.0]]

cases = []
for delta in (0.5, 2.0, 10.0):
    p = torch.tensor(P, dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.huber_loss(p, torch.tensor(Y, dtype=torch.float64), delta=delta)
    loss.backward()
    cases.append({"delta": delta, "loss": loss.item(), "grad": p.grad.tolist()})
text = json.dumps({"p": P, "y": Y, "cases": cases}, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
