"""Makes the gradients in golden.json from the inputs there: PyTorch's autograd, in float64."""

import json
from pathlib import Path

import torch

path = Path(__file__).with_name("golden.json")
values = json.loads(path.read_text(encoding="utf-8"))
NAMES = ("X", "h0", "Wx", "Wh", "b")

leaves = [torch.tensor(values[n], dtype=torch.float64, requires_grad=True) for n in NAMES]
X, h, Wx, Wh, b = leaves
loss = torch.zeros((), dtype=torch.float64)
for t in range(X.shape[1]):
    h = torch.tanh(X[:, t] @ Wx + h @ Wh + b)
    loss = loss + (torch.tensor(values["dHs"], dtype=torch.float64)[:, t] * h).sum()
loss.backward()
values |= {f"d{name}": leaf.grad.tolist() for name, leaf in zip(NAMES, leaves, strict=True)}
path.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
