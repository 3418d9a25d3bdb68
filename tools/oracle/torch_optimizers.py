#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/optimizers.json: parameters after each of ten steps of PyTorch's optimizers, in float64.

The gradients are given, so that nothing but the optimizer is tested. Usage: /usr/bin/python3 tools/oracle/torch_optimizers.py
"""

import json
from pathlib import Path

import torch

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch"
STEPS = 10
LENGTH = 37  # neither a multiple of a vector nor a single one

CASES = [
    ("sgd", torch.optim.SGD, {"lr": 0.1}),
    ("sgd weight decay", torch.optim.SGD, {"lr": 0.1, "weight_decay": 0.05}),
    ("sgd momentum", torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}),
    ("sgd dampening", torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "dampening": 0.3, "weight_decay": 0.05}),
    ("sgd nesterov", torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01}),
    ("adam", torch.optim.Adam, {}),
    ("adam options", torch.optim.Adam, {"lr": 0.01, "betas": [0.8, 0.95], "eps": 1e-6, "weight_decay": 0.1}),
    ("adamw", torch.optim.AdamW, {}),
    ("rmsprop", torch.optim.RMSprop, {}),
    ("rmsprop options", torch.optim.RMSprop, {"lr": 0.02, "alpha": 0.9, "eps": 1e-6, "weight_decay": 0.1, "momentum": 0.5}),
    ("adamw options", torch.optim.AdamW, {"lr": 0.01, "betas": [0.8, 0.95], "eps": 1e-6, "weight_decay": 0.1}),
]


def run(optimizer, options, start, gradients):
    parameter = torch.nn.Parameter(start.clone())
    stepper = optimizer([parameter], **options)
    after = []
    for gradient in gradients:
        parameter.grad = gradient.clone()
        stepper.step()
        after.append(parameter.detach().tolist())
    return after


if __name__ == "__main__":
    torch.manual_seed(2)
    torch.set_default_dtype(torch.float64)
    start, gradients = torch.randn(LENGTH), torch.randn(STEPS, LENGTH)
    DATA.mkdir(parents=True, exist_ok=True)
    content = {"torch": torch.__version__, "start": start.tolist(), "gradients": gradients.tolist(),
               "cases": [{"name": name, "options": options, "after": run(optimizer, options, start, gradients)}
                         for name, optimizer, options in CASES]}
    (DATA / "optimizers.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
