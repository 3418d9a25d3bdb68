#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/losses.json: losses, gradients and products with second derivatives by PyTorch in float64.

    /usr/bin/python3 tools/oracle/torch_losses.py
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch"


def numbers(tensor):
    return {"shape": list(tensor.shape), "values": [float(v) for v in tensor.detach().reshape(-1)]}


def case(name, function, x, others):
    """The loss, its gradient for a random upstream one, and the gradient of that gradient along a random direction."""
    x = x.clone().requires_grad_()
    loss = function(x)
    upstream = torch.randn_like(loss)
    gradient, = torch.autograd.grad(loss, x, upstream, create_graph=True)
    direction = torch.randn_like(x)
    second, = torch.autograd.grad((gradient * direction).sum(), x) if gradient.requires_grad else (torch.zeros_like(x),)
    return {"name": name, "x": numbers(x), **others, "loss": numbers(loss), "upstream": numbers(upstream),
            "gradient": numbers(gradient), "direction": numbers(direction), "second": numbers(second)}


def cross_entropy():
    for shape in ((5, 3), (3, 20), (2, 3, 4), (2, 3, 2, 2), (4,)):
        classes = shape[0] if len(shape) == 1 else shape[1]
        x = 3 * torch.randn(shape)
        targets = torch.randint(0, classes, shape[:1] + shape[2:] if len(shape) > 1 else ())
        if targets.dim() > 0:
            targets.view(-1)[0] = 2
        weight = torch.rand(classes) + 0.1
        for reduction in ("mean", "sum", "none"):
            for label, options in (("plain", {}), ("weight", {"weight": weight}), ("ignore", {"ignore_index": 2}),
                                   ("smooth", {"label_smoothing": 0.15}),
                                   ("all", {"weight": weight, "ignore_index": 2, "label_smoothing": 0.15})):
                if len(shape) == 1 and "ignore_index" in options:
                    continue
                yield case(f"{'x'.join(map(str, shape))} {reduction} {label}",
                           lambda logits: F.cross_entropy(logits, targets, reduction=reduction, **options), x,
                           {"targets": {"shape": list(targets.shape), "values": targets.reshape(-1).tolist()},
                            "reduction": reduction, "ignoreIndex": options.get("ignore_index", -100),
                            "weight": numbers(weight) if "weight" in options else None,
                            "labelSmoothing": options.get("label_smoothing", 0)})


def mean_squared_error():
    for shape in ((2, 3, 4), (), (1,), (300,)):
        x, t = torch.randn(shape), torch.randn(shape)
        for reduction in ("mean", "sum", "none"):
            yield case(f"{'x'.join(map(str, shape))} {reduction}", lambda p: F.mse_loss(p, t, reduction=reduction), x,
                       {"targets": numbers(t), "reduction": reduction})


if __name__ == "__main__":
    torch.manual_seed(1)
    torch.set_default_dtype(torch.float64)
    DATA.mkdir(parents=True, exist_ok=True)
    content = {"torch": torch.__version__, "crossEntropy": list(cross_entropy()), "meanSquaredError": list(mean_squared_error())}
    (DATA / "losses.json").write_text(json.dumps(content, indent=None, separators=(",", ":")) + "\n")
