"""Makes the states in golden.json from the inputs there: PyTorch's GRU, in float64."""

import json
from pathlib import Path

import torch

path = Path(__file__).with_name("golden.json")
values = json.loads(path.read_text(encoding="utf-8"))
X, h0, Wx, Wh, bx, bh = (
    torch.tensor(values[name], dtype=torch.float64) for name in ("X", "h0", "Wx", "Wh", "bx", "bh")
)
gru = torch.nn.GRU(X.shape[2], h0.shape[1], batch_first=True, dtype=torch.float64)
with torch.no_grad():
    weights = (gru.weight_ih_l0, Wx.T), (gru.weight_hh_l0, Wh.T)
    for parameter, value in (*weights, (gru.bias_ih_l0, bx), (gru.bias_hh_l0, bh)):
        parameter.copy_(value)
    values["Hs"] = gru(X, h0[None])[0].tolist()
path.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
