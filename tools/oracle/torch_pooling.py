#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/pooling.json: what PyTorch computes of poolings, with gradients of first and second order.

    /usr/bin/python3 tools/oracle/torch_pooling.py

A case names the function, its arguments and its input. The scalar is sum(y·v) for a fixed v; `gradient` is its gradient g by x, and `second` are those of
sum(g·u) by x and v. All inputs are small multiples of 1/64, among which many are equal. PyTorch 1.13 has no lp_pool3d: it is written as lp_pool2d is there.
"""
import itertools
import json
import pathlib

import torch
import torch.nn.functional as F

DATA = pathlib.Path(__file__).resolve().parents[2] / "tests/Hillock.Tests/Data/torch"
generator = torch.Generator().manual_seed(12)


def numbers(*shape):
    return torch.randint(-32, 33, shape, generator=generator).double() / 64


def listed(tensor):
    return {"shape": list(tensor.shape), "values": [short(float(v)) for v in tensor.detach().reshape(-1)]}


def short(value):
    """Thirteen digits, of which 1e-11 needs no more."""
    return int(value) if value.is_integer() else float(f"{value:.13g}")


def lp_pool3d(x, norm_type, kernel_size, stride=None, ceil_mode=False):
    size = kernel_size ** 3 if isinstance(kernel_size, int) else torch.tensor(kernel_size).prod().item()
    out = F.avg_pool3d(x.pow(norm_type), kernel_size, stride, 0, ceil_mode)
    return (torch.sign(out) * F.relu(torch.abs(out))).mul(size).pow(1.0 / norm_type)


def case(function, shape, options):
    x = numbers(*shape)
    if function.startswith("lp") and options["norm_type"] % 2:
        x = x.abs()
    indices, given = None, dict(options)
    if function.startswith("max_unpool"):
        # The places of a pooling of something of that size: see `pooled`.
        like = numbers(*given.pop("pooled"))
        pool = getattr(F, function.replace("un", "_").replace("__", "_"))
        _, indices = pool(like, given["kernel_size"], given.get("stride"), given.get("padding", 0), return_indices=True)
        x = numbers(*indices.shape)
        x.requires_grad_()
        y = getattr(F, function)(x, indices, **given)
    else:
        x.requires_grad_()
        if "max" in function:
            y, indices = getattr(F, function)(x, **given, return_indices=True)
        elif function == "lp_pool3d":
            y = lp_pool3d(x, **given)
        else:
            y = getattr(F, function)(x, **given)
    v = numbers(*y.shape).requires_grad_()
    (g,) = torch.autograd.grad((y * v).sum(), x, create_graph=True)
    u = numbers(*x.shape)
    second = torch.autograd.grad((g * u).sum(), [x, v], allow_unused=True)
    second = [torch.zeros_like(t) if s is None else s for s, t in zip(second, [x, v])]
    options = {k: o for k, o in options.items() if k != "pooled"}
    name = f"{function} {list(x.shape)} " + " ".join(f"{k}={o}" for k, o in options.items()).replace("None", "-")
    numeric = ("norm_type", "ceil_mode", "count_include_pad", "divisor_override")
    return {
        "name": name, "function": function,
        "options": {k: o if k in numeric else [o] if isinstance(o, int) else [-1 if n is None else n for n in o] for k, o in options.items()},
        "x": listed(x), "v": listed(v), "u": listed(u), "y": listed(y), "indices": listed(indices) if indices is not None else None,
        "gradient": listed(g), "second": [listed(s) for s in second],
    }


# Sizes of a batch and channels; none in front means unbatched.
MAX = [
    ((2, 3), 7, {"kernel_size": 2}), ((1, 2), 6, {"kernel_size": 2, "ceil_mode": True}), ((2, 1), 7, {"kernel_size": 3, "stride": 2, "padding": 1}),
    ((3,), 8, {"kernel_size": 2}), ((1, 1), 9, {"kernel_size": 2, "stride": 4}), ((2, 2), 5, {"kernel_size": 3, "stride": 1, "padding": 1}),
    ((1, 2), 3, {"kernel_size": 5, "padding": 2}), ((0, 2), 6, {"kernel_size": 2}), ((2, 1), 8, {"kernel_size": 3, "dilation": 2, "padding": 1}),
    ((1, 1), 10, {"kernel_size": 3, "stride": 3, "dilation": 2, "ceil_mode": True}), ((2,), 6, {"kernel_size": 4, "stride": 3, "padding": 2, "ceil_mode": True}),
    ((1, 1), 5, {"kernel_size": 1, "stride": 2}), ((1, 2), 4, {"kernel_size": 4}), ((1, 1), 37, {"kernel_size": 3, "stride": 2}),
]
AVERAGE = [
    ((2, 3), 7, {"kernel_size": 2}), ((1, 2), 6, {"kernel_size": 3, "ceil_mode": True}), ((2, 1), 7, {"kernel_size": 3, "stride": 2, "padding": 1}),
    ((3,), 8, {"kernel_size": 2}), ((1, 1), 9, {"kernel_size": 2, "stride": 4}), ((2, 2), 5, {"kernel_size": 3, "stride": 1, "padding": 1, "count_include_pad": False}),
    ((1, 2), 3, {"kernel_size": 5, "padding": 2}), ((0, 2), 6, {"kernel_size": 2}), ((2, 1), 8, {"kernel_size": 3, "padding": 1, "ceil_mode": True}),
    ((1, 1), 10, {"kernel_size": 4, "stride": 3, "padding": 2, "ceil_mode": True, "count_include_pad": False}), ((2,), 6, {"kernel_size": 4, "stride": 3, "padding": 1}),
    ((1, 1), 5, {"kernel_size": 1, "stride": 2}), ((1, 2), 4, {"kernel_size": 4}), ((1, 1), 37, {"kernel_size": 3, "stride": 2}),
]
POWER = [
    ((2, 3), 7, {"norm_type": 2, "kernel_size": 2}), ((1, 2), 6, {"norm_type": 2, "kernel_size": 4, "ceil_mode": True}), ((2, 1), 7, {"norm_type": 3, "kernel_size": 3, "stride": 2}),
    ((3,), 8, {"norm_type": 1, "kernel_size": 2}), ((1, 1), 9, {"norm_type": 2, "kernel_size": 2, "stride": 4}), ((2, 2), 5, {"norm_type": 4, "kernel_size": 3, "stride": 1}),
    ((1, 2), 5, {"norm_type": 2, "kernel_size": 5}), ((0, 2), 6, {"norm_type": 2, "kernel_size": 2}), ((2, 1), 8, {"norm_type": 2.0, "kernel_size": 3, "ceil_mode": True}),
    ((1, 1), 10, {"norm_type": 1, "kernel_size": 4, "stride": 3, "ceil_mode": True}), ((2,), 6, {"norm_type": 2, "kernel_size": 4, "stride": 3}),
    ((1, 1), 5, {"norm_type": 2, "kernel_size": 1, "stride": 2}), ((1, 1), 21, {"norm_type": 2, "kernel_size": 3, "stride": 2}),
]
ADAPTIVE = [((2, 3), 7, 2), ((1, 2), 6, 3), ((2, 1), 7, 1), ((3,), 8, 5), ((1, 1), 3, 5), ((2, 2), 5, 5), ((1, 2), 4, 1), ((0, 2), 6, 2), ((2, 1), 8, 4), ((1, 1), 10, 7),
            ((2,), 6, 4), ((1, 1), 1, 3), ((1, 1), 13, 4)]
UNPOOL = [
    ((2, 3), 7, {"kernel_size": 2, "output_size": 7}), ((1, 2), 6, {"kernel_size": 2, "output_size": 6}), ((2, 1), 7, {"kernel_size": 3, "stride": 3, "output_size": 7}), ((3,), 8, {"kernel_size": 2}),
    ((1, 1), 9, {"kernel_size": 2, "stride": 4, "output_size": 9}), ((2, 2), 6, {"kernel_size": 3}), ((1, 2), 5, {"kernel_size": 5}), ((2, 2), 8, {"kernel_size": 4}),
    ((2, 1), 5, {"kernel_size": 2, "stride": 2, "output_size": 5}), ((1, 1), 10, {"kernel_size": 3, "stride": 3, "padding": 1}), ((2,), 6, {"kernel_size": 3}),
    ((1, 1), 5, {"kernel_size": 1, "stride": 2, "output_size": 5}), ((1, 1), 12, {"kernel_size": 2, "stride": 3, "output_size": 12}),
]
# Numbers that differ from axis to axis.
UNEVEN = [
    ("max_pool2d", (2, 2, 7, 9), {"kernel_size": (2, 3), "stride": (1, 2), "padding": (1, 0), "dilation": (2, 1)}),
    ("max_pool2d", (1, 2, 6, 34), {"kernel_size": 2}), ("max_pool2d", (1, 1, 5, 71), {"kernel_size": 3, "stride": 2, "padding": 1}),
    ("max_pool3d", (1, 2, 4, 6, 5), {"kernel_size": (1, 2, 2), "stride": (1, 2, 2)}), ("max_pool3d", (2, 1, 5, 4, 6), {"kernel_size": (3, 2, 1), "stride": (2, 1, 3), "padding": (1, 1, 0)}),
    ("avg_pool2d", (2, 2, 7, 8), {"kernel_size": (2, 3), "stride": (1, 2), "padding": (1, 0)}), ("avg_pool2d", (1, 2, 6, 38), {"kernel_size": 2}),
    ("avg_pool2d", (1, 2, 6, 6), {"kernel_size": 2, "divisor_override": 3}), ("avg_pool2d", (1, 1, 7, 5), {"kernel_size": 3, "stride": 2, "padding": 1, "divisor_override": 2}),
    ("avg_pool2d", (1, 1, 3, 70), {"kernel_size": 3, "stride": 2, "padding": 1, "count_include_pad": False}),
    ("avg_pool3d", (1, 2, 4, 6, 5), {"kernel_size": (1, 2, 2), "stride": (1, 2, 2)}), ("avg_pool3d", (2, 1, 5, 4, 6), {"kernel_size": (3, 2, 1), "stride": (2, 1, 3), "padding": (1, 1, 0)}),
    ("avg_pool3d", (1, 1, 4, 4, 4), {"kernel_size": 2, "divisor_override": 5}), ("lp_pool2d", (1, 2, 6, 7), {"norm_type": 2, "kernel_size": (2, 3), "stride": (1, 2)}),
    ("adaptive_avg_pool2d", (2, 2, 7, 8), {"output_size": (3, None)}), ("adaptive_avg_pool3d", (1, 2, 4, 5, 6), {"output_size": (2, None, 4)}),
    ("adaptive_max_pool2d", (2, 2, 7, 8), {"output_size": (None, 3)}), ("adaptive_max_pool3d", (1, 2, 4, 5, 6), {"output_size": (2, 5, 4)}),
    ("max_unpool2d", None, {"pooled": (1, 2, 6, 8), "kernel_size": (2, 4)}), ("max_unpool3d", None, {"pooled": (1, 2, 4, 6, 2), "kernel_size": (2, 3, 1)}),
]


def main():
    all_cases = []
    for axes in (1, 2, 3):
        # Along further axes a little longer or shorter, so that they are not mixed up; the last one is long.
        def spatial(length, axes=axes):
            others = min(length, 5 if axes == 3 else 8)
            return [others + 1 if 3 < others < 8 and i == 1 else others for i in range(axes - 1)] + [min(length, 11) if axes == 3 else length]

        def front(lead, i):
            return lead if axes < 3 else (*(min(n, 1 + i % 2) for n in lead[:-1]), 1)

        for i, (lead, length, options) in enumerate(MAX):
            all_cases.append((f"max_pool{axes}d", (*front(lead, i), *spatial(length)), options))
        for i, (lead, length, options) in enumerate(AVERAGE):
            # PyTorch's avg_pool3d takes no kernel larger than the input without its padding.
            length = max(length, options["kernel_size"]) if axes == 3 else length
            all_cases.append((f"avg_pool{axes}d", (*front(lead, i), *spatial(length)), options))
        for i, (lead, length, options) in enumerate(POWER):
            all_cases.append((f"lp_pool{axes}d", (*front(lead, i), *spatial(length)), options))
        for (i, (lead, length, size)), kind in itertools.product(enumerate(ADAPTIVE), ("avg", "max")):
            all_cases.append((f"adaptive_{kind}_pool{axes}d", (*front(lead, i), *spatial(length)), {"output_size": size}))
        for i, (lead, length, options) in enumerate(UNPOOL):
            given = dict(options)
            sizes = [length] * axes
            if "output_size" in given:
                given["output_size"] = tuple(sizes)
            all_cases.append((f"max_unpool{axes}d", None, {"pooled": (*front(lead, i), *sizes), **given}))
    cases = []
    for function, shape, options in all_cases + UNEVEN:
        cases.append(case(function, shape or (), options))
    assert len({item["name"] for item in cases}) == len(cases), [n for n in (c["name"] for c in cases) if sum(n == c["name"] for c in cases) > 1]
    text = json.dumps({"torch": torch.__version__, "cases": cases}, separators=(",", ":")).replace('},{"name"', '},\n{"name"')
    (DATA / "pooling.json").write_text(text + "\n")
    print(len(cases), "cases,", len(text), "bytes")


if __name__ == "__main__":
    main()
