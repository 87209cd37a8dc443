"""Makes the gradients in golden.json from the inputs there: PyTorch's autograd through three steps
of an LSTM, in float64. Hs and Cs are the states after each step."""

import json
from pathlib import Path

import torch

path = Path(__file__).with_name("golden.json")
values = json.loads(path.read_text(encoding="utf-8"))
NAMES = ("X", "h0", "c0", "Wx", "Wh", "b")

leaves = [torch.tensor(values[n], dtype=torch.float64, requires_grad=True) for n in NAMES]
X, h, c, Wx, Wh, b = leaves
dHs, loss = torch.tensor(values["dHs"], dtype=torch.float64), torch.zeros((), dtype=torch.float64)
Hs, Cs = [], []
for t in range(X.shape[1]):
    i, f, g, o = (X[:, t] @ Wx + h @ Wh + b).chunk(4, 1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    h = torch.sigmoid(o) * torch.tanh(c)
    loss = loss + (dHs[:, t] * h).sum()
    Hs.append(h.detach())
    Cs.append(c.detach())
loss.backward()
values |= {"Hs": torch.stack(Hs, 1).tolist(), "Cs": torch.stack(Cs, 1).tolist()}
values |= {f"d{name}": leaf.grad.tolist() for name, leaf in zip(NAMES, leaves, strict=True)}
path.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
