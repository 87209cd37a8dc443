"""Makes golden.json: PyTorch's gradients of a network of three layers, in float64."""

import json
from itertools import pairwise
from pathlib import Path

import torch

X, Y = [[0.5, -1.0], [1.5, 2.0], [-0.7, 0.3], [2.0, -0.1]], [2, 0, 1, 2]
WIDTHS = (2, 4, 3, 3)

generator = torch.Generator().manual_seed(7)
made = {"generator": generator, "dtype": torch.float64, "requires_grad": True}
Ws = [torch.randn(shape, **made) for shape in pairwise(WIDTHS)]
bs = [torch.randn(width, **made) for width in WIDTHS[1:]]
A = torch.tensor(X, dtype=torch.float64)
for W, b in zip(Ws[:-1], bs[:-1], strict=True):
    A = torch.relu(A @ W + b)
torch.nn.functional.cross_entropy(A @ Ws[-1] + bs[-1], torch.tensor(Y)).backward()
values = {"X": X, "y": Y, "Ws": [W.tolist() for W in Ws], "bs": [b.tolist() for b in bs]}
values |= {"dWs": [W.grad.tolist() for W in Ws], "dbs": [b.grad.tolist() for b in bs]}
text = json.dumps(values, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
