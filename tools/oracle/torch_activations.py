#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/activations.json: modules with parameters, axes or slopes, their values and gradients in float64.

    /usr/bin/python3 tools/oracle/torch_activations.py

Each case has the argument x, the gradient g of the result, the result y, the gradient dx and, where the module learns, its weight and dw.
"""

import json
from pathlib import Path

import torch
from torch import nn

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch"


def tensor(value):
    return {"shape": list(value.shape), "values": value.detach().reshape(-1).tolist()}


def case(name, module, *shape):
    # Six digits, so that the file stays small; no value is at a kink.
    x = (torch.randn(*shape) * 2).mul(1e5).round().div(1e5).requires_grad_()
    y = module(x)
    g = torch.rand(*y.shape).mul(1e5).round().div(1e5)
    y.backward(g)
    result = {"name": name, "x": tensor(x), "g": tensor(g), "y": tensor(y), "dx": tensor(x.grad)}
    for parameter in module.parameters():
        result |= {"weight": tensor(parameter), "dw": tensor(parameter.grad)}
    return result


def prelu(*slopes):
    module = nn.PReLU(len(slopes))
    with torch.no_grad():
        module.weight.copy_(torch.tensor(slopes))
    return module


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(20240229)
    cases = [
        case("glu axis 0", nn.GLU(0), 4, 3, 2),
        case("glu axis 1", nn.GLU(1), 2, 6, 3),
        case("glu axis 2", nn.GLU(2), 2, 3, 4),
        case("glu axis -1", nn.GLU(), 3, 8),
        case("glu of one axis", nn.GLU(), 6),
        case("prelu", prelu(0.25), 3, 4),
        case("prelu by channel", prelu(0.25, -0.5, 1.5), 2, 3, 4),
        case("prelu by channel of pictures", prelu(0.1, 0.0, 2.0), 2, 3, 2, 2),
        case("prelu by unit", prelu(0.25, 0.3, -0.1, 0.05), 5, 4),
        case("rrelu in evaluation", nn.RReLU(0.1, 0.4).eval(), 3, 4),
        case("softmax2d", nn.Softmax2d(), 2, 3, 2, 2),
        case("softmax2d of one picture", nn.Softmax2d(), 3, 2, 2),
        case("softmin", nn.Softmin(1), 2, 3, 4),
        case("threshold", nn.Threshold(0.1, 20), 3, 5),
        case("hard-tanh", nn.Hardtanh(-2, 0.5), 3, 5),
        case("hardshrink", nn.Hardshrink(1.25), 3, 5),
        case("softshrink", nn.Softshrink(0.8), 3, 5),
        case("softplus", nn.Softplus(2, 1e9), 3, 5),
        case("elu", nn.ELU(2), 3, 5),
        case("celu", nn.CELU(0.5), 3, 5),
        case("leaky-relu", nn.LeakyReLU(0.3), 3, 5),
    ]
    DATA.mkdir(parents=True, exist_ok=True)
    (DATA / "activations.json").write_text(json.dumps({"torch": torch.__version__, "cases": cases}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
