"""Makes golden.json: PyTorch's multi-margin loss and its gradient, in float64."""

import json
from pathlib import Path

import torch

S = [[0.5, -2.0, 0.25, 1.0], [3.0, 0.1, -0.5, 2.5], [0.1, 0.2, 0.3, 0.4]]
Y = [3, 1, 0]

scores = torch.tensor(S, dtype=torch.float64, requires_grad=True)
# PyTorch divides the margins of a row by the number of classes.
loss = len(S[0]) * torch.nn.functional.multi_margin_loss(scores, torch.tensor(Y))
loss.backward()
values = {"S": S, "y": Y, "loss": loss.item(), "dS": scores.grad.tolist()}
text = json.dumps(values, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
