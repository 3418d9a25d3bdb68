#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/{padding,resampling,tables}.json: what PyTorch computes of small layers, with gradients of both orders.

    /usr/bin/python3 tools/oracle/torch_layers.py

A case names the function, its options and its inputs; "integer" ones have no gradients. The scalar is sum(y*y*v) for a fixed v, so that gradients of linear
functions depend on their inputs; its gradients by the inputs are listed, and those of sum_i(g_i*u_i) by the inputs. Numbers are small multiples of 1/64.
"""
import json
import pathlib
import warnings

import torch
import torch.nn.functional as F

warnings.simplefilter("ignore")
DATA = pathlib.Path(__file__).resolve().parents[2] / "tests/Hillock.Tests/Data/torch"
generator = torch.Generator().manual_seed(11)


def numbers(*shape):
    return torch.randint(-96, 97, shape, generator=generator).double() / 64


def listed(tensor):
    integer = not tensor.dtype.is_floating_point
    return {"shape": list(tensor.shape), "integer": integer, "values": [int(v) if integer else float(v) for v in tensor.detach().reshape(-1)]}


def case(name, call, inputs, **options):
    """`call` takes the inputs: shapes become numbers, tensors of whole numbers stay."""
    xs = [x if isinstance(x, torch.Tensor) else numbers(*x).requires_grad_() for x in inputs]
    y = call(*xs)
    v = numbers(*y.shape)
    leaves = [x for x in xs if x.requires_grad]
    first = torch.autograd.grad((y * y * v).sum(), leaves, create_graph=True)
    us = [numbers(*x.shape) for x in leaves]
    second = torch.autograd.grad(sum((g * u).sum() for g, u in zip(first, us)), leaves, allow_unused=True)
    second = [torch.zeros_like(x) if g is None else g for g, x in zip(second, leaves)]
    shapes = " ".join(str(list(x.shape)) for x in xs)
    written = " ".join(f"{k}={v}" for k, v in options.items() if not isinstance(v, dict))
    return {"name": f"{name} {shapes} {written}".strip(), "function": name, "options": options, "inputs": [listed(x) for x in xs], "v": listed(v),
            "u": [listed(u) for u in us], "y": listed(y), "gradients": [listed(g) for g in first], "second": [listed(g) for g in second]}


def write(name, cases):
    assert len({one["name"] for one in cases}) == len(cases), [one["name"] for one in cases]
    (DATA / f"{name}.json").write_text(json.dumps({"torch": torch.__version__, "cases": cases}, separators=(",", ":")) + "\n")
    print(name, len(cases), "cases")


def padding():
    cases = []
    shapes = [
        ((2, 3, 5), [[1, 2], [0, 3], [4, 0], [-1, 2]]), ((3, 4), [[2, 1], [3, 3], [1, -2]]), ((1, 1, 2), [[1, 1], [0, 1]]),
        ((2, 2, 3, 4), [[1, 2, 0, 1], [3, 0, 2, 2], [-1, 1, 2, -1]]), ((2, 3, 3), [[1, 1, 2, 2], [0, 2, 1, 0]]), ((1, 2, 5, 2), [[1, 0, 3, 4]]),
        ((1, 2, 2, 3, 3), [[1, 1, 2, 0, 1, 1], [0, 2, 1, 1, 0, 1]]), ((2, 3, 2, 4), [[2, 3, 1, 1, 2, 0]]),
        ((2, 1, 6), [[5, 6], [2, 5]]), ((1, 1, 4, 4), [[3, 0, 1, 3]]),
    ]
    for shape, all_sides in shapes:
        for sides in all_sides:
            axes = len(sides) // 2
            for mode in ("constant", "reflect", "replicate", "circular"):
                batched = len(shape) == axes + 2
                # PyTorch's circular mode takes batches alone.
                if mode == "circular" and (not batched or min(sides) < 0):
                    continue
                if mode == "reflect" and any(s > shape[len(shape) - 1 - i // 2] - 1 for i, s in enumerate(sides)):
                    continue
                value = {"value": 0.75} if mode == "constant" else {}
                cases.append(case(f"pad{axes}d", lambda x: F.pad(x, sides, mode, **value), [shape], mode=mode, sides=sides, **value))
    write("padding", cases)


def rearranging():
    cases = []
    for front, h, w, r in [((1, 1), 2, 3, 2), ((2, 3), 1, 1, 2), ((2,), 3, 2, 1), ((), 2, 2, 3), ((1, 2), 2, 1, 3), ((2, 1, 2), 1, 2, 2), ((3, 2), 2, 2, 2),
                           ((1, 1), 1, 1, 4), ((1,), 4, 3, 2), ((2, 2), 3, 3, 1), ((5, 1), 1, 2, 2), ((1, 3), 2, 2, 2)]:
        front = front or (1,)
        lead, channels = front[:-1], front[-1]
        cases.append(case("pixel_shuffle", lambda x: F.pixel_shuffle(x, r), [(*lead, channels * r * r, h, w)], factor=r))
        cases.append(case("pixel_unshuffle", lambda x: F.pixel_unshuffle(x, r), [(*lead, channels, h * r, w * r)], factor=r))
    for shape, axis, lengths in [((2, 12), 1, (3, 4)), ((12,), 0, (2, 2, 3)), ((2, 3, 4), -1, (2, -1)), ((6, 5), 0, (-1, 3)), ((4,), -1, (4,)), ((2, 6), 1, (1, 6))]:
        cases.append(case("unflatten", lambda x: torch.nn.Unflatten(axis, lengths)(x), [shape], axis=axis, lengths=list(lengths)))
    for one, two, axis in [((3, 4), (3, 4), 1), ((5,), (5,), 0), ((2, 3, 4), (2, 3, 4), 1), ((2, 3, 4), (2, 3, 4), -1), ((4, 2), (4, 2), 1), ((2, 3, 2, 2), (2, 3, 2, 2), 0)]:
        cases.append(case("cosine", lambda x, y: torch.nn.CosineSimilarity(axis)(x, y), [one, two], axis=axis))
    write("rearranging", cases)


if __name__ == "__main__":
    DATA.mkdir(parents=True, exist_ok=True)
    padding()
    rearranging()
