"""Makes golden.json: the rates of PyTorch's CyclicLR over ten steps, in float64."""

import json
from pathlib import Path

import torch

RATES = {"lo": 0.01, "hi": 0.1, "S": 3}

optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATES["hi"])
schedule = torch.optim.lr_scheduler.CyclicLR(
    optimizer, RATES["lo"], RATES["hi"], step_size_up=RATES["S"], cycle_momentum=False
)
rates = []
for _ in range(10):
    rates.append(optimizer.param_groups[0]["lr"])
    optimizer.step()
    schedule.step()
text = json.dumps(RATES | {"rates": rates}, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
