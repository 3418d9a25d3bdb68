#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/half_optimizers.json: parameters of 16-bit types learned through float32 copies by PyTorch's optimizers.

The copy is PyTorch's float32 parameter; its gradients are of the 16-bit type, given. The steps are so small that they vanish when they are added to the 16-bit
parameter itself. "linear" is a linear model trained in float32 throughout. Usage: /usr/bin/python3 tools/oracle/torch_half_optimizers.py
"""

import json
from pathlib import Path

import torch

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch"
LENGTH, GRADIENTS, SHOWN = 19, 7, [1, 10, 300]
CASES = [
    ("sgd", torch.optim.SGD, {"lr": 1e-5}),
    ("sgd momentum", torch.optim.SGD, {"lr": 1e-5, "momentum": 0.9, "weight_decay": 0.01}),
    ("adam", torch.optim.Adam, {"lr": 2e-6}),
    ("rmsprop", torch.optim.RMSprop, {"lr": 2e-6}),
    ("adamw", torch.optim.AdamW, {"lr": 2e-6, "weight_decay": 0.1}),
]


def run(optimizer, options, start, gradients):
    master = torch.nn.Parameter(start.float())
    stepper = optimizer([master], **options)
    after = []
    for step in range(1, SHOWN[-1] + 1):
        master.grad = gradients[step % GRADIENTS].float()
        stepper.step()
        if step in SHOWN:
            after.append({"step": step, "master": master.detach().tolist(), "rounded": master.detach().to(start.dtype).tolist()})
    return after


def linear():
    x, t, w = torch.randn(16, 4).half().float(), torch.randn(16, 1).half().float(), torch.randn(1, 4).half().float()
    parameter = torch.nn.Parameter(w.clone())
    stepper = torch.optim.SGD([parameter], lr=5e-5)
    for _ in range(400):
        stepper.zero_grad()
        torch.nn.functional.mse_loss(x @ parameter.T, t).backward()
        stepper.step()
    shaped = {name: {"shape": list(value.shape), "values": value.detach().reshape(-1).tolist()} for name, value in [("x", x), ("t", t), ("start", w), ("after", parameter)]}
    return {"steps": 400, "lr": 5e-5, **shaped}


if __name__ == "__main__":
    torch.manual_seed(3)
    cases = []
    for name, dtype in [("float16", torch.float16), ("bfloat16", torch.bfloat16)]:
        start, gradients = (1 + torch.rand(LENGTH)).to(dtype), (0.5 + torch.rand(GRADIENTS, LENGTH)).to(dtype)
        for case, optimizer, options in CASES:
            cases.append({"name": f"{case} {name}", "type": name, "options": options, "start": start.tolist(), "gradients": gradients.tolist(),
                          "after": run(optimizer, options, start, gradients)})
    content = {"torch": torch.__version__, "cases": cases, "linear": linear()}
    (DATA / "half_optimizers.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
