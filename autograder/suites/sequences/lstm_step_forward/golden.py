"""Makes the states in golden.json from the inputs there: three steps of PyTorch's LSTMCell, in
float64. PyTorch has two biases, which are added; here the second is 0."""

import json
from pathlib import Path

import torch

path = Path(__file__).with_name("golden.json")
values = json.loads(path.read_text(encoding="utf-8"))
X, h, c, Wx, Wh, b = (
    torch.tensor(values[name], dtype=torch.float64) for name in ("X", "h0", "c0", "Wx", "Wh", "b")
)
cell = torch.nn.LSTMCell(X.shape[2], h.shape[1], dtype=torch.float64)
Hs, Cs = [], []
with torch.no_grad():
    parts = (cell.weight_ih, Wx.T), (cell.weight_hh, Wh.T), (cell.bias_ih, b), (cell.bias_hh, 0 * b)
    for parameter, value in parts:
        parameter.copy_(value)
    for t in range(X.shape[1]):
        h, c = cell(X[:, t], (h, c))
        Hs.append(h)
        Cs.append(c)
values |= {"Hs": torch.stack(Hs, 1).tolist(), "Cs": torch.stack(Cs, 1).tolist()}
path.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
