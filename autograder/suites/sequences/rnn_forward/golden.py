"""Makes the states in golden.json from the inputs there: PyTorch's RNN, in float64. PyTorch has two
biases, which are added; here the second is 0."""

import json
from pathlib import Path

import torch

path = Path(__file__).with_name("golden.json")
values = json.loads(path.read_text(encoding="utf-8"))
X, h0, Wx, Wh, b = (
    torch.tensor(values[name], dtype=torch.float64) for name in ("X", "h0", "Wx", "Wh", "b")
)
rnn = torch.nn.RNN(*Wx.shape, batch_first=True, dtype=torch.float64)
with torch.no_grad():
    parts = (rnn.weight_ih_l0, Wx.T), (rnn.weight_hh_l0, Wh.T), (rnn.bias_ih_l0, b)
    for parameter, value in (*parts, (rnn.bias_hh_l0, 0 * b)):
        parameter.copy_(value)
    values["Hs"] = rnn(X, h0[None])[0].tolist()
path.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
