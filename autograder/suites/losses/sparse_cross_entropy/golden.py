"""Makes golden.json: PyTorch's cross-entropy for class labels, in float64."""

import json
from pathlib import Path

import torch

Z = [[1.5, -2.0, 0.5, 3.0], [300.0, 0.0, -50.0, 299.0], [0.1, 0.2, 0.3, 0.4]]
Y = [3, 1, 0]

loss = torch.nn.functional.cross_entropy(torch.tensor(Z, dtype=torch.float64), torch.tensor(Y))
text = json.dumps({"Z": Z, "y": Y, "loss": loss.item()}, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
