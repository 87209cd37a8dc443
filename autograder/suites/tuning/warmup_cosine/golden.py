"""Makes golden.json: the rates of PyTorch's CosineAnnealingLR over ten epochs, in float64."""

import json
from pathlib import Path

import torch

RATES = {"lr_max": 0.1, "lr_min": 0.001, "total": 9}

optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATES["lr_max"])
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, RATES["total"], RATES["lr_min"])
rates = []
for _ in range(RATES["total"] + 1):
    rates.append(optimizer.param_groups[0]["lr"])
    optimizer.step()
    schedule.step()
text = json.dumps(RATES | {"rates": rates}, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
