#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/hooks.json: in which order PyTorch calls hooks of modules, and which gradients they see.

    /usr/bin/python3 tools/oracle/torch_hooks.py
"""

import json
from pathlib import Path

import torch
from torch import nn

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch"
X = [[1.0, -2.0], [0.5, 3.0]]
FIRST = [[1.0, 2.0], [-3.0, 0.5], [0.25, -1.0]]
SECOND = [[2.0, -1.0, 0.5]]


def run(tracked):
    events = []
    network = nn.Sequential(nn.Linear(2, 3, bias=False), nn.Tanh(), nn.Linear(3, 1, bias=False)).double()
    with torch.no_grad():
        network[0].weight.copy_(torch.tensor(FIRST))
        network[2].weight.copy_(torch.tensor(SECOND))
    names = {module: name for name, module in network.named_modules()}

    def listed(t):
        return None if t is None else t.detach().reshape(-1).tolist()

    for module in network.modules():
        module.register_forward_pre_hook(lambda m, x: events.append(["before", names[m], listed(x[0])]))
        module.register_forward_hook(lambda m, x, y: events.append(["after", names[m], listed(x[0]), listed(y)]))
        module.register_full_backward_hook(lambda m, gx, gy: events.append(["backward", names[m], listed(gx[0]), listed(gy[0])]))

    # A hook of the second layer that halves the gradient of its input.
    network[2].register_full_backward_hook(lambda m, gx, gy: (gx[0] / 2,))
    x = torch.tensor(X, dtype=torch.float64, requires_grad=tracked)
    network(x).square().sum().backward()
    return {"events": events, "gradients": [listed(network[0].weight.grad), listed(network[2].weight.grad)], "x": listed(x.grad) if tracked else None}


if __name__ == "__main__":
    DATA.mkdir(parents=True, exist_ok=True)
    (DATA / "hooks.json").write_text(json.dumps({"torch": torch.__version__, "tracked": run(True), "untracked": run(False)}, indent=1) + "\n")
