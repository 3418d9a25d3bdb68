#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/adaptive.json: PyTorch's adaptive log-softmax in float64.

    /usr/bin/python3 tools/oracle/torch_adaptive.py

The features are input 0, the parameters in the order of the state are a quarter of inputs 1, 2 and so on, all of the kind "normal" of torch_all_losses.py,
whose way of storing numbers this shares. The targets are stored. "gradients" are those of the loss, "both" those of 0.7 * loss + sum(output * v(40)), and "second" those of
the sum over the inputs j of sum(both[j] * v(41 + j)); of a parameter that PyTorch gives no gradient they are null.
"""

import json

import torch
from torch import nn

from torch_all_losses import DATA, exact, fraction, numbers, weights

CASES = []


def case(name, features, classes, cutoffs, div, bias, targets):
    layer = nn.AdaptiveLogSoftmaxWithLoss(features, classes, cutoffs, div_value=div, head_bias=bias).double()
    shape = (features,) if isinstance(targets, int) else (len(targets), features)
    x = exact("normal", shape, fraction(shape, 0)).requires_grad_()
    state = {}
    with torch.no_grad():
        for k, (key, value) in enumerate(layer.state_dict().items()):
            value.copy_(exact("normal", tuple(value.shape), fraction(tuple(value.shape), k + 1)) / 4)
            state[key] = list(value.shape)
    t = torch.tensor(targets)
    inputs = [x] + list(layer.parameters())
    result = layer(x, t)
    gradients = torch.autograd.grad(result.loss, inputs, retain_graph=True, allow_unused=True)
    both = torch.autograd.grad(0.7 * result.loss + (result.output * weights(tuple(result.output.shape), 40)).sum(), inputs, create_graph=True, allow_unused=True)
    total = sum((g * weights(tuple(g.shape), 41 + j)).sum() for j, g in enumerate(both) if g is not None)
    second = torch.autograd.grad(total, inputs, allow_unused=True)
    rows = x if x.dim() == 2 else x.unsqueeze(0)
    packed = lambda list_: [None if g is None else numbers(g) for g in list_]
    CASES.append({
        "name": name, "features": features, "classes": classes, "cutoffs": cutoffs, "div": div, "bias": bias, "targets": targets, "state": state,
        "output": numbers(result.output), "loss": float(result.loss), "gradients": packed(gradients), "both": packed(both), "second": packed(second),
        "logProbabilities": numbers(layer.log_prob(rows)), "predicted": layer.predict(rows).tolist(),
    })


def drawn(rows, classes, k, power=1):
    return [int(v) for v in torch.floor(fraction((rows,), k) ** power * classes)]


def main():
    case("T249 clusters of 8, 4 and 2 features", 16, 20, [5, 10, 15], 2.0, False, drawn(128, 20, 60))
    case("T246 the last cluster has one class", 16, 20, [5, 10, 19], 2.0, False, drawn(30, 20, 61) + [19])
    case("T251 two classes and two", 8, 4, [2], 2.0, False, [0, 1, 2, 3])
    case("T256 a cluster without targets", 16, 20, [4, 10], 4.0, True, [3, 12, 0, 19, 1, 11])
    case("all in the short list", 8, 10, [4, 8], 2.0, True, drawn(9, 4, 62))
    case("all in one cluster", 8, 10, [4, 8], 2.0, True, [8, 9, 9])
    case("T255 no batch axis", 16, 20, [5, 10, 15], 2.0, True, 12)
    case("thousands of classes", 32, 3000, [100, 1000], 4.0, True, drawn(40, 3000, 63, 4))
    case("blocks of classes", 16, 9500, [50], 2.0, False, drawn(12, 9500, 64))
    (DATA / "adaptive.json").write_text(json.dumps({"torch": torch.__version__, "printed": str(nn.AdaptiveLogSoftmaxWithLoss(16, 20, [4], head_bias=True)), "cases": CASES}, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")


if __name__ == "__main__":
    main()
