#!/usr/bin/env python3
"""Writes tests/Hillock.Outside.Tests/Data/extending.json: what PyTorch computes for the parts of samples/Extending, in float64.

Each function's value, its gradients for given upstream ones, and the gradients of the sum of these times given directions; the parameters after each step of
optimizers; the factors of a schedule; a batch normalisation in training and evaluation. Usage: /usr/bin/python3 tools/oracle/torch_extending.py
"""

import json
from pathlib import Path

import torch

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Outside.Tests" / "Data"


class Lion(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            (b1, b2), lr = group["betas"], group["lr"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                m = self.state[p].setdefault("exp_avg", torch.zeros_like(p))
                p.sub_(lr * (torch.sign(b1 * m + (1 - b1) * p.grad) + group["weight_decay"] * p))
                m.mul_(b2).add_(p.grad, alpha=1 - b2)


def dice(x, t, smoothing=1):
    p = torch.sigmoid(x)
    return 1 - (2 * (p * t).sum(-1) + smoothing) / (p.sum(-1) + t.sum(-1) + smoothing)


FUNCTIONS = {
    "lisht": (lambda x: (x * torch.tanh(x),), 1),
    "log-cosh": (lambda x, t: (torch.log(torch.cosh(2 * (x - t))) / 2,), 2),
    "dice": (lambda x, t: (dice(x, t),), 2),
    "unit-rows": (lambda x: (torch.nn.functional.normalize(x, dim=-1, eps=0),), 1),
    "unit-columns": (lambda x: (torch.nn.functional.normalize(x, dim=0, eps=0),), 1),
    "log-sum-exp": (lambda x: (torch.logsumexp(x, -1, keepdim=True),), 1),
    "polar": (lambda r, a: (r * torch.cos(a), r * torch.sin(a)), 2),
}


def function(name):
    f, count = FUNCTIONS[name]
    inputs = [torch.randn(5, 7, requires_grad=True) for _ in range(count)]
    results = f(*inputs)
    upstream = [torch.randn_like(y).requires_grad_() for y in results]
    gradients = torch.autograd.grad(results, inputs, upstream, create_graph=True)
    directions = [torch.randn_like(x) for x in inputs]
    sum(torch.sum(g * d) for g, d in zip(gradients, directions)).backward()
    tensors = {"inputs": inputs, "results": results, "upstream": upstream, "gradients": gradients, "directions": directions,
               "second": [x.grad for x in inputs], "second_upstream": [u.grad for u in upstream]}
    return {"name": name, **{key: [store(x) for x in value] for key, value in tensors.items()}}


def store(x):
    return {"shape": list(x.shape), "values": x.detach().reshape(-1).tolist()}


def optimizer(make):
    p = torch.nn.Parameter(torch.tensor(START))
    step, after = make([p]), []
    for g in GRADIENTS:
        p.grad = torch.tensor(g)
        step.step()
        after.append(p.detach().tolist())
    return after


def batch_norm():
    norm = torch.nn.BatchNorm1d(4)
    with torch.no_grad():
        norm.weight.copy_(torch.randn(4))
        norm.bias.copy_(torch.randn(4))
    start = {name: store(value) for name, value in norm.state_dict().items()}
    batches = [torch.randn(6, 4) * 2 + 1 for _ in range(3)]
    trained = [store(norm(x)) for x in batches]
    norm.eval()
    return {"start": start, "batches": [store(x) for x in batches], "trained": trained, "evaluated": store(norm(batches[0])),
            "after": {name: store(value) for name, value in norm.state_dict().items()}}


if __name__ == "__main__":
    torch.manual_seed(7)
    torch.set_default_dtype(torch.float64)
    START, GRADIENTS = torch.randn(37).tolist(), torch.randn(10, 37).tolist()
    schedule = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    steps = torch.optim.lr_scheduler.PolynomialLR(schedule, total_iters=10, power=2)
    factors = []
    for _ in range(13):
        factors.append(schedule.param_groups[0]["lr"])
        schedule.step()
        steps.step()
    DATA.mkdir(parents=True, exist_ok=True)
    content = {"torch": torch.__version__, "functions": [function(name) for name in FUNCTIONS], "start": START, "steps": GRADIENTS,
               "lion": optimizer(lambda p: Lion(p, lr=0.01, weight_decay=0.1)),
               "rmsprop": optimizer(lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-8)), "polynomial": factors, "batch_norm": batch_norm()}
    (DATA / "extending.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
