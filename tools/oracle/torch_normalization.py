#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/normalization.json: layer and root-mean-square normalisation, their gradients, and gradients of those.

    /usr/bin/python3 tools/oracle/torch_normalization.py

Layer normalisation is PyTorch's; PyTorch 1.13 has no other, so that is written out in float64. Each case names the lines of the checklist it stands for.
`second` are the gradients of the sum of the gradients' elements times v(1), v(2) ..., as the tests' Weights.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch"


def tensor(value):
    # Fewer digits where there are many numbers: the file stays small.
    digits = 13 if value.numel() <= 2000 else 9
    return {"shape": list(value.shape), "values": [float(f"{v:.{digits}g}") for v in value.detach().reshape(-1).tolist()]}


def short(*shape, scale=1.0, shift=0.0):
    return (torch.randn(*shape) * scale * 256).round() / 256 + shift


def weights(shape, shift):
    n = 1
    for length in shape:
        n *= length
    x = (torch.arange(n) + 1) * 0.6180339887498949 + shift * 0.31
    return (0.5 + (x - x.floor())).reshape(shape)


def rms_norm(x, shape, weight, epsilon):
    axes = tuple(range(x.dim() - len(shape), x.dim()))
    y = x * torch.rsqrt((x * x).mean(axes, keepdim=True) + epsilon)
    return y if weight is None else y * weight


def differentiate(result, y, inputs, most):
    """Adds the gradients of y's sum times v(0), and where there are at most so many elements the gradients of those."""
    x = inputs[0]
    g = weights(y.shape, 0).requires_grad_()
    first = torch.autograd.grad(y, inputs, g, create_graph=True) if x.numel() else [torch.zeros_like(t) for t in inputs]
    result["gradients"] = [tensor(t) for t in first]
    if 0 < x.numel() <= most:
        total = sum((t * weights(t.shape, i + 1)).sum() for i, t in enumerate(first))
        second = torch.autograd.grad(total, inputs + [g], allow_unused=True)
        result["second"] = [tensor(torch.zeros_like(t) if s is None else s) for s, t in zip(second, inputs + [g])]
    return result


def case(name, kind, shape, normalized, epsilon, weight, bias, scale=1.0, shift=0.0):
    x = short(*shape, scale=scale, shift=shift).requires_grad_()
    w = (short(*normalized) + 1).requires_grad_() if weight else None
    b = short(*normalized).requires_grad_() if bias else None
    y = F.layer_norm(x, normalized, w, b, epsilon) if kind == "layer" else rms_norm(x, normalized, w, epsilon)
    inputs = [t for t in (x, w, b) if t is not None]
    result = {"name": name, "kind": kind, "normalized": normalized, "epsilon": epsilon, "x": tensor(x), "y": tensor(y)}
    names = ["x"] + (["weight"] if weight else []) + (["bias"] if bias else [])
    for key, value in zip(names[1:], inputs[1:]):
        result[key] = tensor(value)
    return differentiate(result, y, inputs, 200)


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(20240301)
    cases = []
    for kind, number_ in (("layer", "T257"), ("rms", "T259")):
        both = kind == "layer"
        cases += [
            case(f"{number_} {kind} 4x5x5", kind, (4, 5, 5), [5], 1e-3, True, both),
            case(f"{number_} {kind} 128x5x5", kind, (128, 5, 5), [5], 1e-3, True, both),
            case(f"{number_} {kind} 0x5", kind, (0, 5), [5], 1e-3, True, both),
            case(f"{number_} {kind} 4x5x5 plain", kind, (4, 5, 5), [5], 1e-3, False, False),
            case(f"{number_} {kind} 4x2x2x5", kind, (4, 2, 2, 5), [2, 2, 5], 1e-3, True, both),
            case(f"{number_} {kind} 4x2x2x5 plain", kind, (4, 2, 2, 5), [2, 2, 5], 1e-3, False, False),
            case(f"{kind} one row", kind, (7,), [7], 1e-5, True, both),
            case(f"{kind} far from zero", kind, (3, 37), [37], 1e-5, True, both, scale=1.0, shift=1000.0),
            case(f"{kind} long rows", kind, (2, 530), [530], 1e-5, True, both, scale=3.0),
        ]
    cases += [
        case("T257 layer 4x5x5 no bias", "layer", (4, 5, 5), [5], 1e-3, True, False),
        case("T257 layer 4x2x2x5 no bias", "layer", (4, 2, 2, 5), [2, 2, 5], 1e-3, True, False),
    ]
    DATA.mkdir(parents=True, exist_ok=True)
    (DATA / "normalization.json").write_text(json.dumps({"torch": torch.__version__, "cases": cases}, separators=(",", ":")).replace('},{"name"', '},\n{"name"') + "\n")


if __name__ == "__main__":
    main()
