#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/attention.json: scaled dot-product attention, its weights, gradients and second derivatives, by PyTorch in float64.

    /usr/bin/python3 tools/oracle/torch_attention.py

The formula is written out below, and compared with PyTorch's own function where that has the option. Queries, keys, values and bias are values("normal", shape, k)
for k = 0, 1, 2, 3 of torch_all_losses.py; a key is visible where weights(shape, 7) > 0.8. "gradients" are those of sum(output * v(40)) + sum(weights * v(43)), "second" those
of the sum over the inputs j of sum(gradient[j] * v(60 + j)).
"""

import json
import math

import torch
import torch.nn.functional as F

from torch_all_losses import DATA, numbers, values, weights

CASES = []


def attention(q, k, v, visible, bias, options):
    if options.get("grouped"):
        k = k.repeat_interleave(q.shape[-3] // k.shape[-3], -3)
        v = v.repeat_interleave(q.shape[-3] // v.shape[-3], -3)
    scores = q @ k.transpose(-2, -1) * options.get("scale", 1 / math.sqrt(q.shape[-1]))
    if "cap" in options:
        scores = options["cap"] * torch.tanh(scores / options["cap"])
    if bias is not None:
        scores = scores + bias
    scores = scores * options.get("beta", 1)
    see = torch.ones(scores.shape, dtype=torch.bool)
    if visible is not None:
        see = see & visible
    if "causal" in options:
        see = see & torch.ones(see.shape[-2:], dtype=torch.bool).tril(see.shape[-1] - see.shape[-2] if options["causal"] == "LowerRight" else 0)
    blind = ~see.any(-1, keepdim=True)
    p = torch.softmax(torch.where(see | blind, scores, torch.tensor(-math.inf)), -1) * see
    return p @ v, p


def case(name, q, k, v, visible=None, bias=None, **options):
    inputs = [values("normal", shape, i).requires_grad_() for i, shape in enumerate([q, k, v] + ([bias] if bias else []))]
    mask = weights(visible, 7) > 0.8 if visible else None
    output, p = attention(*inputs[:3], mask, inputs[3] if bias else None, options)
    if not {"grouped", "scale", "cap", "beta"} & set(options) and not (mask is not None and bias):
        given = mask if mask is not None else inputs[3] if bias else None
        if options.get("causal") == "LowerRight":
            given = torch.ones(p.shape[-2:], dtype=torch.bool).tril(p.shape[-1] - p.shape[-2])
        lines = p.shape[:-2]
        own, own_p = F._scaled_dot_product_attention(
            *(x.detach().expand(*lines, *x.shape[-2:]) for x in inputs[:3]), None if given is None else given.detach().expand(p.shape), 0.0, True,
            options.get("causal") == "UpperLeft")
        clear = p.sum(-1, keepdim=True) > 0
        assert torch.allclose(torch.where(clear, own, 0.0), output, rtol=1e-12, atol=1e-14) and torch.allclose(torch.where(clear, own_p, 0.0), p, rtol=1e-12), name
    total = (output * weights(output.shape, 40)).sum() + (p * weights(p.shape, 43)).sum()
    gradients = torch.autograd.grad(total, inputs, create_graph=True)
    second = torch.autograd.grad(sum((g * weights(g.shape, 60 + i)).sum() for i, g in enumerate(gradients)), inputs)
    CASES.append({"name": name, "q": q, "k": k, "v": v, "visible": visible or [], "bias": bias or [], "options": options, "output": numbers(output), "weights": numbers(p),
                  "gradients": [numbers(g) for g in gradients], "second": [numbers(s) for s in second]})


torch.set_default_dtype(torch.float64)
case("matrices", [3, 4], [5, 4], [5, 2])
case("T220 batch", [4, 3, 8], [4, 6, 8], [4, 6, 8])
case("T220 causal", [4, 3, 8], [4, 6, 8], [4, 6, 8], causal="UpperLeft")
case("T221 heads", [4, 4, 3, 8], [4, 4, 6, 8], [4, 4, 6, 8])
case("T221 causal", [4, 4, 3, 8], [4, 4, 6, 8], [4, 4, 6, 8], causal="UpperLeft")
case("T222 broadcast", [4, 3, 8], [4, 4, 6, 8], [4, 4, 6, 8])
case("T223 bias", [4, 4, 3, 8], [4, 4, 6, 8], [4, 4, 6, 8], bias=[3, 6])
case("T224 wide values", [4, 4, 3, 8], [4, 4, 6, 8], [4, 4, 6, 16])
case("T230 lower right", [2, 3, 5, 4], [2, 3, 9, 4], [2, 3, 9, 4], causal="LowerRight")
case("T230 lower right, blind rows", [2, 3, 9, 4], [2, 3, 5, 4], [2, 3, 5, 4], causal="LowerRight")
case("T234 mask with blind rows", [2, 2, 20, 3], [2, 2, 2, 3], [2, 2, 2, 4], visible=[20, 2])
case("padding", [3, 2, 4, 3], [3, 2, 7, 3], [3, 2, 7, 3], visible=[3, 1, 1, 7])
case("mask of heads", [2, 3, 4, 3], [2, 3, 7, 3], [2, 3, 7, 3], visible=[3, 4, 7])
case("bias of heads", [2, 3, 4, 3], [2, 3, 7, 3], [2, 3, 7, 3], bias=[3, 4, 7])
case("bias of keys", [2, 3, 4, 3], [2, 3, 7, 3], [2, 3, 7, 3], bias=[1, 7])
case("everything", [2, 4, 6, 3], [2, 2, 6, 3], [2, 2, 6, 5], visible=[2, 1, 1, 6], bias=[4, 6, 6], causal="UpperLeft", scale=0.9, beta=1.3, cap=2.5, grouped=True)
case("grouped", [2, 6, 4, 3], [2, 2, 5, 3], [2, 2, 5, 3], grouped=True)
case("one head of keys, three of values", [2, 6, 4, 3], [2, 1, 5, 3], [2, 3, 5, 3], grouped=True)
case("cap", [2, 4, 3], [2, 5, 3], [2, 5, 3], cap=1.5)
case("temperature", [2, 4, 3], [2, 5, 3], [2, 5, 3], beta=0.25)
case("negative temperature", [2, 4, 3], [2, 5, 3], [2, 5, 3], bias=[4, 5], beta=-2)
case("negative scale", [2, 4, 3], [2, 5, 3], [2, 5, 3], scale=-1.7)
case("tiles", [2, 150, 8], [2, 300, 8], [2, 300, 8], causal="LowerRight", visible=[150, 300], bias=[2, 1, 300])

(DATA / "attention.json").write_text(json.dumps({"cases": CASES}, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
