"""Makes golden.json: the gradient of PyTorch's softmax, in float64."""

import json
from pathlib import Path

import torch

Z = [[0.5, -1.0, 2.0, 0.0], [-3.0, 1.5, 1.0, -0.25], [0.0, 0.1, 0.2, 0.4]]
DP = [[1.0, 2.0, -0.5, 0.0], [3.0, -1.0, 0.5, 2.0], [-1.0, 0.0, 4.0, 1.5]]

z = torch.tensor(Z, dtype=torch.float64, requires_grad=True)
p = torch.softmax(z, dim=1)
p.backward(torch.tensor(DP, dtype=torch.float64))
found = {"dP": DP, "P": p.tolist(), "dZ": z.grad.tolist()}
text = json.dumps(found, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
