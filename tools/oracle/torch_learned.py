#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/learned.json: gated units, maxout, and learned polynomial and rational activations in float64.

    /usr/bin/python3 tools/oracle/torch_learned.py

Each case has its inputs, the gradient g of the result, the result y, and the gradients of the inputs. Written as textbooks do: Chebyshev
polynomials as cos(k arccos x), rational functions as sums of powers, maxout by torch.max, whose gradient goes to the first of equal pieces.
"""

import json
from pathlib import Path

import torch
from torch.nn import functional as F

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch"


def tensor(value):
    return {"shape": list(value.shape), "values": value.detach().reshape(-1).tolist()}


def rounded(value):
    # Six digits, so that the file stays small.
    return value.mul(1e5).round().div(1e5)


def case(name, function, *inputs):
    inputs = [rounded(value).requires_grad_() for value in inputs]
    y = function(*inputs)
    g = rounded(torch.rand(*y.shape))
    y.backward(g)
    return {"name": name, "inputs": [tensor(value) for value in inputs], "g": tensor(g), "y": tensor(y),
            "gradients": [tensor(value.grad) for value in inputs]}


def gated(gate, axis):
    def function(x):
        a, b = x.chunk(2, axis)
        return a * gate(b)
    return function


def maxout(pieces, axis):
    return lambda x: x.unflatten(axis, (-1, pieces)).max(axis + 1 if axis >= 0 else axis).values


def chebyshev(x, c):
    bounded = x.clamp(-1, 1)
    # arccos has no slope at the ends; the case has none there.
    inside = torch.where(bounded.abs() < 1, bounded, torch.zeros_like(bounded))
    terms = [torch.where(bounded.abs() < 1, torch.cos(k * torch.arccos(inside)), torch.sign(bounded) ** k) for k in range(len(c))]
    return sum(c[k] * terms[k] for k in range(len(c)))


def rational(x, a, b):
    p = sum(a[k] * x ** k for k in range(len(a)))
    q = sum(b[k] * x ** (k + 1) for k in range(len(b)))
    return p / (1 + q.abs())


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(20200212)
    normal = torch.randn
    tied = torch.tensor([[1.0, 1, 0.5, 2, 2, 2], [-1, 3, 3, 0, 0, -1]])
    cases = [
        case("swiglu axis -1", gated(F.silu, -1), normal(3, 8) * 2),
        case("swiglu axis 0", gated(F.silu, 0), normal(4, 3, 2) * 2),
        case("geglu axis 1", gated(F.gelu, 1), normal(2, 6, 3) * 2),
        case("reglu axis -1", gated(F.relu, -1), normal(2, 3, 4) * 2),
        case("maxout 3 axis -1", maxout(3, -1), normal(4, 6)),
        case("maxout 2 axis 1", maxout(2, 1), normal(2, 6, 3)),
        case("maxout 4 axis 0", maxout(4, 0), normal(8, 2)),
        case("maxout 3 axis -1, tied", maxout(3, -1), tied),
        case("chebyshev 1", chebyshev, torch.rand(20) * 1.9 - 0.95, normal(2)),
        case("chebyshev 5", chebyshev, torch.rand(4, 5) * 1.9 - 0.95, normal(6)),
        case("chebyshev 12, some outside", chebyshev, torch.rand(30) * 3 - 1.5, normal(13)),
        case("rational 5 4", rational, normal(5, 6), normal(6), normal(4)),
        case("rational 1 3", rational, normal(20) * 3, normal(2), normal(3)),
    ]
    text = "{\n  \"cases\": [\n" + ",\n".join("    " + json.dumps(item) for item in cases) + "\n  ]\n}\n"
    (DATA / "learned.json").write_text(text)


if __name__ == "__main__":
    main()
