#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/functions.json: functions that order, pick, count, rearrange and contract, from PyTorch and NumPy.

Needs a Python with torch and numpy (made with PyTorch 1.13 and NumPy 1.24, in float64). Run from anywhere:

    /usr/bin/python3 tools/oracle/torch_functions.py

Each case has a name that tests/Hillock.Tests/Functional/TorchFunctions.cs gives a meaning in Hillock. "differentiable" has values, gradients and
gradients of gradients, as torch_operations.py describes them; "plain" has inputs and outputs alone, of numbers that may be "NaN" or "Infinity".
"""
import json
import math
import os
import numpy as np
import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(31)
CASES = []
PLAIN = []


def weights(shape, shift):
    n = math.prod(shape)
    x = (torch.arange(n, dtype=torch.float64) + 1) * 0.6180339887498949 + shift * 0.31
    return (0.5 + (x - torch.floor(x))).reshape(shape)


def number(x):
    return "NaN" if math.isnan(x) else ("Infinity" if x > 0 else "-Infinity") if math.isinf(x) else x


def pack(tensor):
    tensor = torch.as_tensor(tensor).detach().double()
    if tensor._is_zerotensor():
        tensor = torch.zeros(tensor.shape)
    return {"shape": list(tensor.shape), "values": [number(float(x)) for x in tensor.reshape(-1)]}


def case(name, function, *inputs, second=None):
    """second: another form of the function, where PyTorch cannot differentiate its own twice."""
    own = [x.clone().requires_grad_() for x in inputs]
    y = function(*own)
    z = y if second is None else second(*own)
    assert torch.allclose(y, z, rtol=1e-14, atol=1e-15)
    gradients = torch.autograd.grad((z * weights(z.shape, 0)).sum(), own, create_graph=True, allow_unused=True)
    if second is not None:
        plain = torch.autograd.grad((y * weights(y.shape, 0)).sum(), own)
        assert all(torch.allclose(a, b, rtol=1e-12, atol=1e-14) for a, b in zip(plain, gradients)), name
    total = sum((g * weights(g.shape, j + 1)).sum() for j, g in enumerate(gradients))
    twice = torch.autograd.grad(total, own, allow_unused=True) if total.requires_grad else [None] * len(own)
    zeros = lambda gs: [pack(torch.zeros_like(x) if g is None else g) for g, x in zip(gs, own)]
    CASES.append({"name": name, "inputs": [pack(x) for x in own], "output": pack(y), "gradients": zeros(gradients), "second": zeros(twice)})


def plain(name, inputs, outputs):
    PLAIN.append({"name": name, "inputs": [pack(x) for x in inputs], "outputs": [pack(torch.as_tensor(np.asarray(y))) for y in outputs]})


def normal(*shape):
    return (torch.randn(shape) * 100).round() / 100


def distinct(*shape):
    n = math.prod(shape)
    return (torch.randperm(n).double() * 0.37 - n * 0.17).reshape(shape)


# Ordering.
a = distinct(3, 5)
case("sort", lambda x: torch.sort(x * x)[0], a)
case("sort descending first axis", lambda x: torch.sort(x * x, 0, descending=True)[0], a)
case("sort middle axis", lambda x: torch.sort(x * x, 1)[0], distinct(2, 4, 3))
case("top-k", lambda x: torch.topk(x * x, 2)[0], a)
case("top-k smallest first axis", lambda x: torch.topk(x * x, 2, 0, largest=False)[0], a)
case("median", lambda x: torch.median(x * x), distinct(3, 4))
case("median tied", lambda x: torch.median(x) ** 2, torch.tensor([3.0, 1.0, 2.0, 2.0, 5.0]))
case("median axis", lambda x: torch.median(x * x, 0)[0], distinct(4, 3))
for kind in ["linear", "lower", "higher", "nearest", "midpoint"]:
    case(f"quantile {kind}", lambda x: torch.quantile(x * x, torch.tensor([0.0, 0.3, 0.5, 0.71, 1.0]), 1, interpolation=kind), distinct(3, 6))
case("quantile all", lambda x: torch.quantile(x * x, 0.35), distinct(3, 4))
case("quantile kept", lambda x: torch.quantile(x * x, torch.tensor([0.2, 0.9]), 0, keepdim=True), distinct(4, 3))

# Rearranging.
a = normal(2, 3, 4)
case("flip", lambda x: torch.flip(x * x, [0, 2]), a)
case("flip middle", lambda x: torch.flip(x * x, [1]), a)
case("roll", lambda x: torch.roll(x * x, 5), a)
case("roll axes", lambda x: torch.roll(x * x, (-1, 6), (0, 2)), a)
case("repeat", lambda x: (x * x).repeat(2, 1, 3), normal(2, 3))
case("repeat-interleave", lambda x: (x * x).repeat_interleave(3), normal(2, 3))
case("repeat-interleave axis", lambda x: (x * x).repeat_interleave(2, 0), normal(2, 3))
case("repeat-interleave counts", lambda x: (x * x).repeat_interleave(torch.tensor([2, 0, 3]), 1), normal(2, 3))
case("lower triangle", lambda x: torch.tril(x * x, 1), normal(2, 4, 3))
case("upper triangle", lambda x: torch.triu(x * x, -1), normal(4, 5))
case("bin count of weights", lambda w: torch.zeros(6).index_add(0, torch.tensor([3, 1, 3, 0, 5]), w * w), normal(5))

# Contractions.
EQUATIONS = [
    ("ij,jk->ik", (3, 4), (4, 2)), ("bij,bjk->bik", (2, 3, 4), (2, 4, 2)), ("ij->ji", (3, 4)), ("ij->", (3, 4)), ("ij->j", (3, 4)), ("ii->i", (3, 3)),
    ("ii", (3, 3)), ("ii->", (4, 4)), ("iji->j", (3, 2, 3)), ("iii->i", (3, 3, 3)), ("aabb->ab", (2, 2, 3, 3)), ("i,j->ij", (3,), (4,)), ("i,i->", (4,), (4,)),
    ("ij,ij->ij", (3, 4), (3, 4)), ("ij,kj->ik", (3, 4), (2, 4)), ("bi,bi->b", (3, 4), (3, 4)), ("...ij,...jk->...ik", (2, 3, 4), (2, 4, 2)),
    ("...ij,jk", (2, 5, 3, 4), (4, 2)), ("i...,i...->...", (3, 2, 2), (3, 2, 2)), ("...i->...", (2, 3)), ("ij...->...", (2, 3, 2)), ("ba", (2, 3)), ("aB,Bc", (2, 3), (3, 2)),
    ("bhid,bhjd->bhij", (2, 2, 3, 4), (2, 2, 5, 4)), ("ij,jk,kl->il", (2, 3), (3, 4), (4, 2)), ("i,j,k->kij", (2,), (3,), (2,)), ("abc,cd,ae->bde", (2, 3, 4), (4, 2), (2, 3)),
    ("ij,ik,il->jkl", (4, 2), (4, 3), (4, 2)), ("bij,jk->bik", (3, 2, 4), (4, 2)), ("ijk,jil->kl", (2, 3, 4), (3, 2, 5)), ("ij,ij->i", (3, 1), (3, 4)), ("...i,...i->...", (2, 1, 3), (4, 3)),
    (",ij->ij", (), (2, 3)), ("ij,j,i->", (3, 4), (4,), (3,)), ("abcd,cb->ad", (2, 3, 4, 2), (4, 3)), ("iij,jk->ik", (3, 3, 2), (2, 4)), ("pqrs,tuqvr->pstuv", (2, 2, 3, 2), (2, 2, 2, 3, 3)),
    ("ab,bc,cd,de->ae", (2, 3), (3, 2), (2, 4), (4, 2)), (" i j , j k -> k i ", (2, 3), (3, 4)), ("...ii->...i", (2, 3, 3)), ("...ij->j...i", (2, 3, 4)), ("ij,kl->", (2, 3), (3, 2)),
]
for equation, *shapes in EQUATIONS:
    case(f"einsum {equation}", lambda *xs: torch.einsum(equation, *[x * x for x in xs]), *[normal(*shape) for shape in shapes])

# Distances: PyTorch's own has no second gradient.
def norms(p):
    def function(x, y):
        d = x.unsqueeze(-2) - y.unsqueeze(-3)
        if p == 2:
            return d.square().sum(-1).sqrt()
        return d.abs().max(-1)[0] if p == math.inf else d.abs().pow(p).sum(-1).pow(1 / p)
    return function


for p in [1.0, 1.5, 2.0, 3.0, 4.5, math.inf]:
    case(f"distances {p:g}", lambda x, y: torch.cdist(x, y, p, compute_mode="donot_use_mm_for_euclid_dist"), normal(3, 4), normal(5, 4), second=norms(p))
case("distances of batches", lambda x, y: torch.cdist(x, y, 2.0, compute_mode="donot_use_mm_for_euclid_dist"), normal(2, 1, 3, 9), normal(2, 4, 9), second=norms(2))

# Values alone: ties, NaN, infinities.
x = torch.tensor([[2.0, math.nan, -1, 2, math.inf, -math.inf, 0], [0.0, -0.0, 1, 1, -1, 1, 0]])
for descending in [False, True]:
    plain(f"stable sort {'descending' if descending else 'ascending'}", [x], list(torch.sort(x, dim=1, descending=descending, stable=True)))
t = torch.randint(-3, 4, (4, 30)).double()
plain("stable sort of ties", [t], list(torch.sort(t, dim=1, stable=True, descending=False)))
plain("stable sort of ties descending", [t], list(torch.sort(t, dim=0, descending=True, stable=True)))
n = t.numpy()
values, inverse, counts = np.unique(n, return_inverse=True, return_counts=True)
plain("unique", [n], [values, inverse.reshape(n.shape), counts])
m = torch.randint(0, 2, (12, 3)).double().numpy()
for axis, data in [(0, m), (1, m.T.copy())]:
    values, inverse, counts = np.unique(data, axis=axis, return_inverse=True, return_counts=True)
    plain(f"unique axis {axis}", [data], [values, inverse, counts])
cube = torch.randint(0, 2, (2, 9, 2)).double().numpy()
values, inverse, counts = np.unique(cube, axis=1, return_inverse=True, return_counts=True)
plain("unique axis of a cube", [cube], [values, inverse, counts])
missing = np.array([3.0, np.nan, 1, np.nan, 3, -0.0, 0.0])
values, inverse, counts = np.unique(missing, return_inverse=True, return_counts=True)
plain("unique with NaN", [missing], [values, inverse, counts])
plain("median of NaN", [x], [torch.median(x, 1)[0]])
plain("quantile of NaN", [x], [torch.quantile(x, torch.tensor([0.25, 0.5]), 1)])

h = (torch.randn(200) * 100).round().numpy() / 50
h[:6] = [-2, -1, 0, 1, 2, 2]
w = torch.rand(200).numpy()
for name, options in {
    "bins": {"bins": 10}, "range": {"bins": 8, "range": (-2, 2)}, "density": {"bins": 7, "density": True}, "weights": {"bins": 9, "weights": w},
    "weights density": {"bins": 6, "range": (-1, 1.5), "weights": w, "density": True}, "edges": {"bins": np.array([-2.0, -1, -0.25, 0, 0, 1.5, 2])},
    "edges density": {"bins": np.array([-2.0, -1, -0.25, 0.3, 1.5, 2]), "density": True},
}.items():
    plain(f"histogram {name}", [h, w], list(np.histogram(h, **options)))
plain("histogram of one value", [np.full(5, 3.0)], list(np.histogram(np.full(5, 3.0), bins=4)))
plain("histogram of nothing", [np.zeros(0)], list(np.histogram(np.zeros(0), bins=3)))
for method in ["linear", "lower", "higher", "midpoint", "nearest"]:
    plain(f"quantile of numpy {method}", [h], [np.quantile(h, [0, 0.1, 0.25, 0.333, 0.5, 0.9, 1], method=method)])
b = torch.randint(0, 9, (40,))
plain("bin count", [b], [np.bincount(b.numpy(), minlength=12)])
plain("bin count of weights", [b, w[:40]], [np.bincount(b.numpy(), weights=w[:40])])

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests", "Hillock.Tests", "Data", "torch", "functions.json")
with open(path, "w") as file:
    file.write('{"differentiable": [\n' + ",\n".join(json.dumps(c) for c in CASES) + '\n],\n"plain": [\n' + ",\n".join(json.dumps(c) for c in PLAIN) + "\n]}\n")
print(len(CASES), len(PLAIN), os.path.getsize(path))
