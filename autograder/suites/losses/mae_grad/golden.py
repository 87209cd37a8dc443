"""Makes golden.json: PyTorch's gradient of the mean absolute error, in float64."""

import json
from pathlib import Path

import torch

P, Y = [[0.5, -3.0, 2.0], [1.0, 0.25, -1.5]], [[0.0, 1.0, 2.5], [1.0, 3.0, -1.0]]

p = torch.tensor(P, dtype=torch.float64, requires_grad=True)
torch.nn.functional.l1_loss(p, torch.tensor(Y, dtype=torch.float64)).backward()
text = json.dumps({"p": P, "y": Y, "dp": p.grad.tolist()}, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
