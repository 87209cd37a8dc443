"""Makes golden.json: the gradients of PyTorch's PReLU with one slope, in float64."""

import json
from pathlib import Path

import torch

Z = [[-1.5, 0.5, 2.0], [-0.2, -3.0, 1.0]]
DOUT = [[2.0, -1.0, 0.5], [-4.0, 1.5, 3.0]]
ALPHA = 0.4

z = torch.tensor(Z, dtype=torch.float64, requires_grad=True)
alpha = torch.tensor([ALPHA], dtype=torch.float64, requires_grad=True)
torch.nn.functional.prelu(z, alpha).backward(torch.tensor(DOUT, dtype=torch.float64))
found = {"z": Z, "dout": DOUT, "alpha": ALPHA, "dz": z.grad.tolist(), "dalpha": alpha.grad.item()}
text = json.dumps(found, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
