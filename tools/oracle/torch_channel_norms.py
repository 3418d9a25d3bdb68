#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/channel_norms.json: batch, group, instance and local response normalisation, their gradients, gradients of those,
and what batches do to running statistics.

    /usr/bin/python3 tools/oracle/torch_channel_norms.py

`second` are the gradients of the sum of the gradients' elements times v(1), v(2) ..., as the tests' Weights.
"""

import json

import torch
import torch.nn.functional as F

from torch_normalization import DATA, differentiate, short, tensor


def apply(kind, x, w, b, options, mean, variance):
    if kind == "batch":
        return F.batch_norm(x, mean, variance, w, b, True, 0.1, options["epsilon"])
    if kind == "evaluation":
        return F.batch_norm(x, mean, variance, w, b, False, 0.1, options["epsilon"])
    if kind == "group":
        return F.group_norm(x, options["groups"], w, b, options["epsilon"])
    if kind == "instance":
        return F.instance_norm(x, None, None, w, b, True, 0.1, options["epsilon"])
    return F.local_response_norm(x, options["size"], options["alpha"], options["beta"], options["k"])


def case(kind, shape, affine=True, scale=1.0, shift=0.0, **options):
    options.setdefault("epsilon", 1e-3)
    channels = shape[1]
    x = short(*shape, scale=scale, shift=shift).requires_grad_()
    affine = affine and kind != "response"
    w = (short(channels) + 1).requires_grad_() if affine else None
    b = short(channels).requires_grad_() if affine else None
    mean, variance = short(channels), short(channels).abs() + 0.5
    name = f"{kind} {'x'.join(map(str, shape))} {' '.join(f'{k}={v:g}' for k, v in options.items())}{'' if affine else ' plain'}{' far' if shift else ''}"
    result = {"name": name, "kind": kind, **options, "x": tensor(x)}
    if affine:
        result |= {"weight": tensor(w), "bias": tensor(b)}
    if kind in ("batch", "evaluation"):
        result |= {"mean": tensor(mean), "variance": tensor(variance)}
    y = apply(kind, x, w, b, options, mean, variance)
    result["y"] = tensor(y)
    if kind == "batch":
        result |= {"meanAfter": tensor(mean), "varianceAfter": tensor(variance)}
    return differentiate(result, y, [t for t in (x, w, b) if t is not None], 300)


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(20240302)
    cases = []
    for kind in ("batch", "evaluation"):
        shapes = [(2, 3), (7, 5), (33, 1), (4, 3, 5), (2, 4, 17), (1, 3, 6), (5, 2, 1), (3, 2, 4, 5), (2, 3, 16, 3), (1, 2, 3, 2, 4), (2, 2, 2, 3, 3), (9, 17, 4)]
        cases += [case(kind, shape, affine=i % 4 != 3) for i, shape in enumerate(shapes)]
        cases += [case(kind, (6, 3, 4), shift=1000.0), case(kind, (8, 3, 31), epsilon=1e-5, scale=3.0)]
    shapes = [((2, 6), 2), ((3, 4), 1), ((1, 6, 5), 3), ((2, 4, 7), 4), ((4, 6, 1), 2), ((2, 9, 3, 2), 3), ((2, 8, 4, 4), 4), ((1, 4, 17, 2), 2), ((2, 2, 2, 3, 2), 1),
              ((3, 10, 2), 5), ((2, 6, 40), 2), ((1, 12, 3), 4)]
    cases += [case("group", shape, groups=groups, affine=i % 4 != 2) for i, (shape, groups) in enumerate(shapes)]
    cases.append(case("group", (2, 4, 5), groups=2, shift=1000.0))
    shapes = [(2, 3, 4), (1, 3, 2), (3, 1, 5), (2, 2, 17), (2, 5, 33), (4, 2, 3), (1, 2, 3, 3), (2, 3, 2, 4), (3, 2, 16, 1), (1, 1, 2, 2, 2), (2, 2, 2, 3, 2), (2, 6, 5)]
    cases += [case("instance", shape, affine=i % 3 != 1) for i, shape in enumerate(shapes)]
    shapes = [((2, 5, 3), 3), ((1, 4, 2), 2), ((2, 3, 4), 5), ((3, 1, 4), 1), ((1, 7, 2, 2), 4), ((2, 2, 3), 9), ((2, 6, 2), 1), ((1, 8, 3), 5), ((2, 4, 2, 3), 3), ((1, 3, 2, 2, 2), 2),
              ((4, 5, 1), 4), ((1, 9, 2), 7)]
    cases += [case("response", shape, size=size, alpha=(0.3, 2.0)[i % 2], beta=(0.75, 1.0, 0.5)[i % 3], k=(1.0, 2.0)[i % 2]) for i, (shape, size) in enumerate(shapes)]
    text = json.dumps({"torch": torch.__version__, "cases": cases}, separators=(",", ":")).replace('},{"name"', '},\n{"name"')
    (DATA / "channel_norms.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
