#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/convolution.json: what PyTorch computes of convolutions, with gradients of first and second order.

A case names the function, its options and its tensors. The scalar is sum(y·v) for a fixed v; its gradients g by x, w and b are listed, and those of
sum(g_x·u_x) + sum(g_w·u_w) by x, w and v. All numbers are small multiples of 1/64, so that they are short in the file.
"""
import json
import pathlib

import torch
import torch.nn.functional as F

DATA = pathlib.Path(__file__).resolve().parents[2] / "tests/Hillock.Tests/Data/torch"
generator = torch.Generator().manual_seed(7)


def numbers(*shape):
    return torch.randint(-96, 97, shape, generator=generator).double() / 64


def listed(tensor):
    return {"shape": list(tensor.shape), "values": [float(v) for v in tensor.detach().reshape(-1)]}


def case(function, x, w, bias, options):
    x, w = numbers(*x).requires_grad_(), numbers(*w).requires_grad_()
    transposed = "transpose" in function
    channels = w.shape[1] * options.get("groups", 1) if transposed else w.shape[0]
    b = numbers(channels).requires_grad_() if bias else None
    y = getattr(F, function)(x, w, b, **options)
    v = numbers(*y.shape).requires_grad_()
    inputs = [x, w] + ([b] if bias else [])
    first = torch.autograd.grad((y * v).sum(), inputs, create_graph=True)
    ux, uw = numbers(*x.shape), numbers(*w.shape)
    # Of an empty batch PyTorch loses the graph: all is 0.
    directed = (first[0] * ux).sum() + (first[1] * uw).sum()
    second = torch.autograd.grad(directed, [x, w, v], allow_unused=True) if x.shape[0] else [torch.zeros_like(t) for t in (x, w, v)]
    second = [torch.zeros_like(t) if g is None else g for g, t in zip(second, (x, w, v))]
    name = f"{function} {list(x.shape)} {list(w.shape)} {options}{' bias' if bias else ''}"
    return {
        "name": name, "function": function, "options": {k: o if k == "groups" else [o] if isinstance(o, int) else list(o) for k, o in options.items()},
        "x": listed(x), "w": listed(w), "bias": listed(b) if bias else None, "v": listed(v), "ux": listed(ux), "uw": listed(uw),
        "y": listed(y), "gradients": [listed(g) for g in first], "second": [listed(g) for g in second],
    }


CONV = [
    ("conv1d", (2, 3, 11), (4, 3, 3), True, {}),
    ("conv1d", (3, 9), (2, 3, 4), True, {"stride": 2, "padding": 1}),
    ("conv1d", (1, 4, 7), (6, 2, 9), False, {"padding": 4, "groups": 2}),
    ("conv1d", (2, 2, 13), (2, 1, 2), True, {"stride": 5, "dilation": 3, "groups": 2}),
    ("conv2d", (2, 3, 7, 5), (4, 3, 3, 3), True, {"padding": 1}),
    ("conv2d", (1, 1, 6, 6), (5, 1, 1, 1), True, {}),
    ("conv2d", (2, 4, 5, 6), (4, 1, 3, 3), True, {"groups": 4, "padding": 1}),
    ("conv2d", (2, 4, 9, 8), (6, 2, 2, 3), True, {"groups": 2, "stride": (2, 1), "padding": (1, 2), "dilation": (2, 1)}),
    ("conv2d", (3, 5, 5), (2, 3, 5, 5), False, {}),
    ("conv2d", (1, 2, 3, 4), (3, 2, 7, 6), True, {"padding": 3}),
    ("conv2d", (2, 2, 11, 10), (2, 2, 2, 2), True, {"stride": 4}),
    ("conv2d", (2, 17, 5, 5), (19, 17, 1, 1), True, {"stride": 2}),
    ("conv2d", (1, 3, 4, 60), (10, 3, 3, 3), True, {"padding": 1}),
    ("conv3d", (1, 2, 4, 5, 6), (3, 2, 2, 3, 3), True, {"padding": 1}),
    ("conv3d", (2, 4, 5, 5, 5), (4, 2, 3, 2, 1), False, {"groups": 2, "stride": (2, 1, 3), "padding": (1, 0, 0), "dilation": (1, 2, 1)}),
    ("conv3d", (2, 3, 3, 3), (2, 2, 3, 3, 3), True, {"padding": 1}),
    ("conv1d", (0, 2, 5), (3, 2, 3), True, {}),
    ("conv1d", (1, 1, 1), (1, 1, 1), True, {}),
    ("conv1d", (2, 6, 8), (6, 1, 3), True, {"groups": 6, "padding": 1}),
    ("conv1d", (3, 2, 17), (5, 2, 3), False, {"stride": 3}),
    ("conv1d", (1, 3, 6), (2, 3, 3), True, {"padding": 2, "dilation": 2}),
    ("conv1d", (2, 5), (3, 2, 5), False, {}),
    ("conv1d", (2, 1, 19), (17, 1, 2), True, {"stride": 2, "padding": 1}),
    ("conv1d", (1, 2, 3), (2, 2, 7), True, {"padding": 3, "stride": 2}),
    ("conv2d", (0, 2, 4, 5), (3, 2, 3, 2), True, {"padding": 1}),
    ("conv2d", (1, 1, 1, 1), (2, 1, 1, 1), True, {}),
    ("conv2d", (2, 3, 6, 1), (2, 3, 3, 1), True, {"padding": (1, 0), "dilation": (2, 1)}),
    ("conv3d", (0, 1, 2, 2, 2), (1, 1, 2, 1, 2), True, {}),
    ("conv3d", (1, 1, 1, 1, 1), (2, 1, 1, 1, 1), True, {}),
    ("conv3d", (1, 3, 2, 3, 2), (3, 1, 2, 2, 2), True, {"groups": 3}),
    ("conv3d", (2, 1, 3, 3, 3), (2, 1, 1, 1, 1), True, {"stride": 2}),
    ("conv3d", (1, 1, 2, 2, 3), (2, 1, 3, 4, 3), True, {"padding": (1, 2, 1)}),
    ("conv3d", (1, 2, 5, 2, 3), (1, 2, 2, 1, 2), False, {"dilation": (3, 1, 2)}),
    ("conv3d", (2, 1, 4, 3, 5), (1, 1, 1, 2, 1), True, {"stride": (3, 2, 4)}),
    ("conv3d", (3, 2, 2, 2, 2), (4, 1, 2, 2, 1), False, {"groups": 2}),
    ("conv3d", (1, 2, 2, 9), (2, 1, 1, 2, 3), True, {"padding": (0, 1, 0)}),
]
TRANSPOSED = [
    ("conv_transpose1d", (2, 3, 7), (3, 4, 3), True, {}),
    ("conv_transpose1d", (3, 6), (3, 2, 4), True, {"stride": 2, "padding": 1}),
    ("conv_transpose1d", (1, 4, 5), (4, 3, 5), False, {"stride": 3, "output_padding": 2, "groups": 2}),
    ("conv_transpose1d", (2, 2, 6), (2, 1, 2), True, {"stride": 5, "groups": 2}),
    ("conv_transpose2d", (2, 3, 5, 4), (3, 4, 3, 3), True, {"padding": 1}),
    ("conv_transpose2d", (1, 4, 4, 5), (4, 3, 4, 4), True, {"stride": 2, "padding": 1}),
    ("conv_transpose2d", (2, 4, 5, 3), (4, 1, 3, 3), True, {"groups": 4, "stride": 2, "padding": 1, "output_padding": 1}),
    ("conv_transpose2d", (2, 4, 4, 4), (4, 3, 2, 3), False, {"groups": 2, "stride": (3, 1), "padding": (1, 2), "output_padding": (2, 1), "dilation": (2, 3)}),
    ("conv_transpose2d", (3, 4, 4), (3, 2, 1, 1), True, {"stride": 2}),
    ("conv_transpose2d", (1, 2, 5, 5), (2, 2, 3, 3), True, {"stride": 4, "dilation": 2}),
    ("conv_transpose3d", (1, 2, 3, 4, 3), (2, 3, 2, 3, 3), True, {"padding": 1, "stride": 2}),
    ("conv_transpose3d", (2, 4, 2, 3, 3), (4, 2, 3, 2, 1), False, {"groups": 2, "stride": (2, 1, 3), "padding": (1, 0, 0), "dilation": (1, 2, 1)}),
    ("conv_transpose3d", (2, 3, 3, 3), (2, 2, 3, 3, 3), True, {"padding": 1, "output_padding": (1, 0, 1), "stride": 2}),
    ("conv_transpose1d", (0, 2, 5), (2, 3, 3), True, {}),
    ("conv_transpose1d", (1, 1, 1), (1, 1, 1), True, {}),
    ("conv_transpose1d", (2, 6, 5), (6, 1, 3), True, {"groups": 6, "padding": 1}),
    ("conv_transpose1d", (3, 2, 4), (2, 5, 3), False, {"stride": 3}),
    ("conv_transpose1d", (1, 3, 6), (3, 2, 3), True, {"padding": 2, "dilation": 2}),
    ("conv_transpose1d", (2, 3), (2, 3, 5), False, {"padding": 3}),
    ("conv_transpose1d", (2, 1, 9), (1, 17, 2), True, {"stride": 2, "padding": 1, "output_padding": 1}),
    ("conv_transpose1d", (1, 2, 3), (2, 2, 7), True, {"padding": 3, "stride": 2}),
    ("conv_transpose2d", (0, 2, 3, 3), (2, 3, 3, 2), True, {"padding": 1}),
    ("conv_transpose2d", (1, 1, 1, 1), (1, 2, 1, 1), True, {}),
    ("conv_transpose2d", (2, 3, 4, 1), (3, 2, 3, 1), True, {"padding": (1, 0), "dilation": (2, 1)}),
    ("conv_transpose2d", (1, 2, 2, 3), (2, 2, 5, 4), True, {"padding": (2, 1), "stride": 3}),
    ("conv_transpose2d", (2, 17, 3, 3), (17, 5, 1, 1), True, {}),
    ("conv_transpose2d", (1, 2, 2, 30), (2, 3, 3, 3), True, {"padding": 1}),
    ("conv_transpose3d", (0, 1, 2, 2, 2), (1, 1, 2, 1, 2), True, {}),
    ("conv_transpose3d", (1, 1, 1, 1, 1), (1, 2, 1, 1, 1), True, {}),
    ("conv_transpose3d", (1, 3, 2, 2, 2), (3, 1, 2, 2, 2), True, {"groups": 3}),
    ("conv_transpose3d", (2, 1, 2, 2, 2), (1, 2, 1, 1, 1), True, {"stride": 2}),
    ("conv_transpose3d", (1, 1, 2, 2, 3), (1, 2, 3, 4, 3), True, {"padding": (1, 2, 1)}),
    ("conv_transpose3d", (1, 2, 3, 2, 3), (2, 1, 2, 1, 2), False, {"dilation": (3, 1, 2)}),
    ("conv_transpose3d", (2, 1, 2, 2, 2), (1, 1, 1, 2, 1), True, {"stride": (3, 2, 4), "output_padding": (2, 0, 3)}),
    ("conv_transpose3d", (2, 2, 2, 2, 2), (2, 1, 2, 2, 1), False, {"groups": 2}),
    ("conv_transpose3d", (2, 2, 2, 5), (2, 1, 1, 2, 3), True, {"padding": (0, 1, 0)}),
]

if __name__ == "__main__":
    cases = [case(*one) for one in CONV + TRANSPOSED]
    assert len({item["name"] for item in cases}) == len(cases)
    DATA.mkdir(parents=True, exist_ok=True)
    (DATA / "convolution.json").write_text(json.dumps({"torch": torch.__version__, "cases": cases}, separators=(",", ":")) + "\n")
    print(len(cases), "cases")
