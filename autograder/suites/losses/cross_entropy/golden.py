"""Makes golden.json: PyTorch's cross-entropy for class labels and for soft ones, in float64."""

import json
from pathlib import Path

import torch

Z = [[1.5, -2.0, 0.5, 3.0], [300.0, 0.0, -50.0, 299.0], [0.1, 0.2, 0.3, 0.4]]
LABELS = {
    "hard": [[0, 0, 0, 1], [0, 1, 0, 0], [1, 0, 0, 0]],
    "soft": [[0.1, 0.2, 0.3, 0.4], [0.7, 0.0, 0.0, 0.3], [0.25, 0.25, 0.25, 0.25]],
}

cases = []
for rows in LABELS.values():
    labels = torch.tensor(rows, dtype=torch.float64)
    loss = torch.nn.functional.cross_entropy(torch.tensor(Z, dtype=torch.float64), labels)
    cases.append({"Y1h": rows, "loss": loss.item()})
text = json.dumps({"Z": Z, "cases": cases}, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
