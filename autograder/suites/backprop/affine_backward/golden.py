"""Makes golden.json: PyTorch's gradients of an affine layer, in float64."""

import json
from pathlib import Path

import torch

X, W = [[0.5, -3.0, 2.0], [1.0, 0.25, -1.5]], [[1.0, -1.0], [0.5, 2.0], [-2.0, 0.3]]
B, DOUT = [0.7, -0.2], [[2.0, -1.0], [0.5, 3.0]]

x, w, b = (torch.tensor(part, dtype=torch.float64, requires_grad=True) for part in (X, W, B))
(x @ w + b).backward(torch.tensor(DOUT, dtype=torch.float64))
gradients = {"dX": x.grad.tolist(), "dW": w.grad.tolist(), "db": b.grad.tolist()}
text = json.dumps({"dout": DOUT, "X": X, "W": W} | gradients, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
