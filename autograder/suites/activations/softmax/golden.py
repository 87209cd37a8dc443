"""Makes golden.json: PyTorch's softmax of each row, in float64."""

import json
from pathlib import Path

import torch

Z = [[0.5, -1.0, 2.0, 0.0], [-3.0, 4.5, 4.0, -0.25], [700.0, 1000.0, 999.0, 998.5]]

P = torch.softmax(torch.tensor(Z, dtype=torch.float64), dim=1)
text = json.dumps({"Z": Z, "P": P.tolist()}, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
