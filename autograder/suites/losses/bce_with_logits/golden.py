"""Makes golden.json: PyTorch's cross-entropy of two classes from logits, in float64."""

import json
from pathlib import Path

import torch

Z, Y = [0.5, -3.0, 40.0, -50.0, 0.0], [1.0, 1.0, 0.0, 0.0, 1.0]

z = torch.tensor(Z, dtype=torch.float64, requires_grad=True)
y = torch.tensor(Y, dtype=torch.float64)
loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
loss.backward()
values = {"z": Z, "y": Y, "loss": loss.item(), "dz": z.grad.tolist()}
text = json.dumps(values, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
