#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/{padding,rearranging,tables,parametrizations,resampling}.json: what PyTorch computes of small layers, with gradients of both orders.

    /usr/bin/python3 tools/oracle/torch_layers.py

A case names the function, its options and its inputs; "integer" ones have no gradients. The scalar is sum(y*y*v) for a fixed v, so that gradients of linear
functions depend on their inputs; its gradients by the inputs are listed, and those of sum_i(g_i*u_i) by the inputs. Numbers are small multiples of 1/64.
"""
import json
import pathlib
import sys
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
    first = torch.autograd.grad((y * y * v).sum(), leaves, create_graph=True, allow_unused=True)
    first = [torch.zeros_like(x) if g is None else g for g, x in zip(first, leaves)]
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


def whole(*values, shape=None):
    t = torch.tensor(values, dtype=torch.int64)
    return t if shape is None else t.reshape(shape)


def tables():
    cases = []
    bags = [
        ((6, 3), whole(0, 5, 2, 2, 1, 4, shape=(2, 3)), None), ((4, 1), whole(3, 3, 3, 0, shape=(4, 1)), None), ((3, 2), whole(2, 1, 0, 0, 1, 2, shape=(1, 6)), None),
        ((5, 4), whole(0, 1, 4, 4, 2), whole(0, 2)), ((5, 2), whole(0, 1, 4, 4, 2), whole(0, 0, 3, 5)), ((2, 3), whole(1, 1, 1), whole(0)),
        ((7, 5), whole(6, 5, 4, 3, 2, 1, 0), whole(0, 1, 2, 3, 4, 5, 6)),
    ]
    for shape, index, offsets in bags:
        for mode in ("sum", "mean", "max"):
            for padding_index in (None, 2 if shape[0] > 2 else None):
                if padding_index is None or mode == "sum" or shape[0] in (5, 6):
                    options = {} if padding_index is None else {"padding": padding_index}
                    cases.append(bag(shape, index, offsets, mode, False, padding_index, options))
        cases.append(bag(shape, index, offsets, "sum", True, None, {"weighted": True}))
        cases.append(bag(shape, index, offsets, "sum", True, 1, {"weighted": True, "padding": 1}))
    cases.append(bag((5, 2), whole(0, 1, 4, 4, 2), whole(0, 2, 5), "mean", False, None, {"last": True}, last=True))
    unique = {}
    for one in cases:
        unique.setdefault(one["name"], one)
    cases = list(unique.values())

    for front, one, two, out, bias in [((3,), 2, 4, 5, True), ((), 3, 2, 1, True), ((2, 3), 2, 2, 2, False), ((1,), 1, 1, 1, True), ((4,), 5, 3, 2, True),
                                       ((2, 1, 2), 3, 4, 3, True), ((3,), 4, 6, 2, False), ((5,), 1, 7, 3, True), ((2,), 6, 1, 4, True), ((3,), 3, 3, 3, True),
                                       ((2, 2), 2, 5, 4, True), ((7,), 2, 2, 6, False)]:
        inputs = [(*front, one), (*front, two), (out, one, two)] + ([(out,)] if bias else [])
        cases.append(case("bilinear", lambda x, z, w, *b: F.bilinear(x, z, w, b[0] if b else None), inputs))
    write("tables", cases)


def bag(shape, index, offsets, mode, weighted, padding_index, options, last=False):
    def call(w, *s):
        return F.embedding_bag(index, w, offsets, mode=mode, per_sample_weights=s[0] if s else None, padding_idx=padding_index, include_last_offset=last)
    def differentiable(w, *s):
        # PyTorch has no second derivatives of embedding_bag: the same in single operations, compared below.
        flat, starts = (index.reshape(-1), torch.arange(0, index.numel(), index.shape[1])) if offsets is None else (index, offsets)
        ends = starts[1:] if last else torch.cat([starts[1:], whole(flat.numel())])
        rows = []
        for start, end in zip(starts.tolist(), ends.tolist()):
            places = [i for i in range(start, end) if flat[i] != (-1 if padding_index is None else padding_index)]
            if not places:
                rows.append(w[0] * 0)
                continue
            own = w[flat[places]]
            if s:
                own = own * s[0].reshape(-1)[places][:, None]
            rows.append(own.sum(0) if mode == "sum" else own.mean(0) if mode == "mean" else own.max(0).values)
        y = torch.stack(rows)
        assert torch.allclose(y, call(w, *s), rtol=1e-14, atol=1e-14), (mode, y, call(w, *s))
        return y
    one = case("embedding_bag", differentiable, [shape] + ([tuple(index.shape)] if weighted else []), index=listed(index),
               offsets=None if offsets is None else listed(offsets), mode=mode, **options)
    one["name"] += f" {index.tolist()} {None if offsets is None else offsets.tolist()}"
    return one


def parametrizations():
    from torch import nn
    from torch.nn.utils import spectral_norm, weight_norm
    # PyTorch's second derivative by v takes the norms for constants where the axis is the first or the last one: the formula in single operations here.
    module = sys.modules["torch.nn.utils.weight_norm"]
    fused = module._weight_norm

    def composed(v, g, dim):
        norms = v.square().sum([a for a in range(v.dim()) if a != dim], keepdim=dim != -1).sqrt()
        w = v * (g / norms)
        assert torch.allclose(w, fused(v, g, dim), rtol=1e-13 if v.dtype == torch.float64 else 1e-5, atol=0)
        return w

    module._weight_norm = composed
    cases = []
    makers = [
        ("Linear", (4, 3), lambda: nn.Linear(3, 5)), ("Linear", (2, 2, 6), lambda: nn.Linear(6, 2, bias=False)), ("Linear", (2,), lambda: nn.Linear(2, 3)),
        ("Conv1d", (2, 3, 6), lambda: nn.Conv1d(3, 2, 3, padding=1)), ("Conv1d", (2, 5), lambda: nn.Conv1d(2, 4, 2, bias=False)),
        ("Conv2d", (1, 2, 4, 4), lambda: nn.Conv2d(2, 3, 2)), ("Conv2d", (2, 2, 3, 5), lambda: nn.Conv2d(2, 4, (1, 2), groups=2)),
        ("ConvTranspose1d", (1, 2, 4), lambda: nn.ConvTranspose1d(2, 3, 2)), ("ConvTranspose2d", (1, 3, 2, 2), lambda: nn.ConvTranspose2d(3, 2, 2, stride=2)),
        ("Conv3d", (1, 2, 2, 2, 3), lambda: nn.Conv3d(2, 2, (1, 2, 2))),
    ]

    def values(layer):
        for parameter in layer.parameters():
            parameter.data = numbers(*parameter.shape)
        return layer.double()

    def weighted(kind, x, layer, name, **options):
        names = [n for n, _ in layer.named_parameters()]
        printed = layer.weight.shape
        made = {"kind": kind, "weight": list(printed), "keys": list(layer.state_dict()), "bias": layer.bias is not None,
                "stride": list(layer.stride) if hasattr(layer, "stride") else [], "padding": list(layer.padding) if hasattr(layer, "padding") else [],
                "groups": getattr(layer, "groups", 1), "names": names}
        cases.append(case(name, lambda x, *_: layer(x), [x] + list(layer.parameters()), **made, **options))
        cases[-1]["name"] = f"{name} {kind} {list(x)} {list(printed)} {({k: v for k, v in options.items() if k in ('axis', 'training', 'steps')})}"

    for i, (kind, x, make) in enumerate(makers):
        axes = [0, None] if i in (0, 3) else [1] if i == 5 else [-1] if i == 1 else [0]
        for axis in axes:
            layer = weight_norm(make(), dim=-1 + make().weight.dim() if axis == -1 else axis)
            weighted(kind, x, values(layer), "weight_norm", axis="none" if axis is None else axis)
    for i, (kind, x, make) in enumerate(makers):
        for training, steps in [(False, 1)] if i % 2 else [(True, 1)] if i else [(False, 1), (True, 1), (True, 3)]:
            layer = values(spectral_norm(make(), n_power_iterations=steps))
            before = {"u": listed(layer.weight_u), "v": listed(layer.weight_v)}
            layer.train(training)
            after = {}
            layer.register_forward_hook(lambda m, *_: after.update(u=listed(m.weight_u), v=listed(m.weight_v)))
            weighted(kind, x, layer, "spectral_norm", training=training, steps=steps, before=before, after=after)
    write("parametrizations", cases)


def resampling():
    cases = []
    several = [((2, 2, 5), {"size": 8}), ((1, 3, 4), {"size": 4}), ((1, 1, 7), {"size": 3}), ((2, 2, 3), {"scale": 2.5}), ((1, 2, 3, 4), {"size": (5, 3)}),
               ((2, 1, 2, 3), {"scale": (2, 1.5)}), ((1, 2, 5, 5), {"scale": 0.6}), ((1, 1, 2, 2, 3), {"size": (3, 4, 2)}), ((1, 2, 2, 1, 2), {"scale": 2}),
               ((1, 1, 1), {"size": 6}), ((3, 1, 6, 2), {"size": (4, 7)}), ((1, 2, 5, 3), {"scale": 1.7, "recompute": True})]
    planes = [((1, 2, 3, 4), {"size": (5, 3)}), ((2, 1, 2, 3), {"scale": (2, 1.5)}), ((1, 2, 5, 5), {"scale": 0.6}), ((1, 1, 1, 3), {"size": (3, 1)}),
              ((2, 3, 2, 2), {"scale": 2}), ((1, 1, 6, 5), {"size": (2, 9)}), ((1, 1, 4, 3), {"scale": 1.4, "recompute": True})]
    grids = [
        ("nearest", several), ("nearest-exact", several), ("bilinear", planes), ("bicubic", planes),
        ("linear", [((2, 2, 5), {"size": 8}), ((1, 1, 7), {"size": 3}), ((2, 2, 3), {"scale": 2.5}), ((1, 1, 1), {"size": 4}), ((1, 3, 4), {"size": 1}),
                    ((1, 1, 2), {"size": 9}), ((1, 1, 5), {"scale": 1.7, "recompute": True})]),
        ("trilinear", [((1, 1, 2, 3, 2), {"size": (3, 4, 5)}), ((1, 2, 2, 2, 3), {"scale": (1.5, 2, 1)}), ((1, 1, 4, 3, 3), {"size": (2, 2, 5)}),
                       ((1, 1, 1, 1, 2), {"size": (2, 3, 4)}), ((2, 1, 2, 2, 2), {"scale": 2}), ((1, 1, 3, 2, 2), {"scale": 0.7})]),
    ]
    for mode, shapes in grids:
        for shape, options in shapes:
            for align in [False] if mode.startswith("nearest") else [False, True]:
                asked = {"mode": mode} | ({} if mode.startswith("nearest") else {"align_corners": align})
                size, scale, recompute = options.get("size"), options.get("scale"), options.get("recompute")
                cases.append(case("interpolate", lambda x: F.interpolate(x, size, scale, recompute_scale_factor=recompute, **asked), [shape], **asked, **options))
    windows = [
        ((1, 2, 4, 5), (2, 3), {}), ((2, 1, 5, 4), (3, 3), {"padding": 1}), ((3, 4, 4), (2, 2), {"stride": 2}), ((1, 2, 3, 3), (1, 1), {}),
        ((1, 1, 6, 7), (2, 3), {"dilation": (2, 1), "stride": (1, 2)}), ((2, 2, 3, 2), (3, 2), {}), ((1, 1, 5, 5), (2, 2), {"stride": 3}),
        ((1, 1, 2, 3), (4, 5), {"padding": (2, 1)}), ((2, 3, 1, 4), (1, 2), {}), ((2, 6, 5), (3, 2), {"padding": (1, 0), "stride": (2, 1), "dilation": (1, 3)}),
        ((1, 1, 7, 3), (2, 2), {"padding": (0, 2), "dilation": 2}), ((4, 1, 3, 3), (2, 2), {}),
    ]
    for shape, kernel, options in windows:
        columns = tuple(F.unfold(torch.zeros(shape), kernel, **options).shape)
        cases.append(case("unfold", lambda x: F.unfold(x, kernel, **options), [shape], kernel=kernel, **options))
        cases.append(case("fold", lambda x: F.fold(x, shape[-2:], kernel, **options), [columns], size=shape[-2:], kernel=kernel, **options))
    write("resampling", cases)


if __name__ == "__main__":
    DATA.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(5)
    padding()
    rearranging()
    tables()
    parametrizations()
    resampling()
