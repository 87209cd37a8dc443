"""Makes golden.json: five steps of PyTorch's SGD on a mean squared error, in float64."""

import json
from pathlib import Path

import torch

X = [[1.0, -0.5], [2.0, 0.25], [-1.5, 3.0]]
Y, W, B, LR = [0.5, -1.0, 2.0], [0.3, -0.2], 0.75, 0.05

w = torch.tensor(W, dtype=torch.float64, requires_grad=True)
b = torch.tensor(B, dtype=torch.float64, requires_grad=True)
inputs, targets = (torch.tensor(part, dtype=torch.float64) for part in (X, Y))
optimizer = torch.optim.SGD([w, b], lr=LR)
iterates = []
for _ in range(5):
    optimizer.zero_grad()
    torch.nn.functional.mse_loss(inputs @ w + b, targets).backward()
    optimizer.step()
    iterates.append({"w": w.tolist(), "b": b.item()})
values = {"X": X, "y": Y, "w": W, "b": B, "lr": LR, "iterates": iterates}
text = json.dumps(values, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
