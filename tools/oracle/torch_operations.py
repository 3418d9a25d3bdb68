#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch_operations.json: values, gradients and gradients of gradients from PyTorch.

Needs a Python with torch (made with PyTorch 1.13 in float64). Run from anywhere:

    /usr/bin/python3 tools/oracle/torch_operations.py

Each case has a name that tests/Hillock.Tests/Functional/Operations.cs gives a meaning in Hillock. With v(k)[i] the fraction of
(i + 1) * 0.6180339887498949 + 0.31 * k, plus 1/2: "gradients" are those of sum(y * v(0)), and "second" those of
sum over inputs j of sum(gradient[j] * v(j + 1)).
"""
import json
import math
import os
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(20)
CASES = []


def weights(shape, shift):
    n = math.prod(shape)
    x = (torch.arange(n, dtype=torch.float64) + 1) * 0.6180339887498949 + shift * 0.31
    return (0.5 + (x - torch.floor(x))).reshape(shape)


def pack(tensor):
    # The sum allocates what PyTorch keeps as an implied zero.
    return {"shape": list(tensor.shape), "data": (torch.zeros(tensor.shape) + tensor.detach()).reshape(-1).tolist()}


def case(name, function, *inputs):
    own = [x.clone().requires_grad_() for x in inputs]
    y = function(*own)
    gradients = torch.autograd.grad((y * weights(y.shape, 0)).sum(), own, create_graph=True, allow_unused=True)
    total = sum((g * weights(g.shape, j + 1)).sum() for j, g in enumerate(gradients))
    second = torch.autograd.grad(total, own, allow_unused=True) if total.requires_grad else [None] * len(own)
    zeros = lambda gs: [pack(torch.zeros_like(x) if g is None else g) for g, x in zip(gs, own)]
    CASES.append({"name": name, "inputs": [pack(x) for x in own], "output": pack(y),
                  "gradients": zeros(gradients), "second": zeros(second)})


def normal(*shape):
    # Two decimals keep the file small.
    return (torch.randn(*shape) * 100).round() / 100


def positive(*shape):
    return ((torch.rand(*shape) * 250).round() + 25) / 100


def distinct(*shape):
    n = math.prod(shape)
    return (torch.randperm(n).double() * 0.37 - n * 0.17).reshape(shape)


a, b = normal(3, 4), normal(3, 4)
case("add", lambda x, y: x + y, a, b)
case("add row", lambda x, y: x + y, a, normal(4))
case("add column", lambda x, y: x + y, a, normal(3, 1))
case("add outer", lambda x, y: x + y, normal(3, 1), normal(4))
case("add single", lambda x, y: x + y, a, normal(1).reshape(()))
case("subtract", lambda x, y: x - y, a, b)
case("subtract row", lambda x, y: x - y, normal(4), a)
case("multiply", lambda x, y: x * y, a, b)
case("multiply row", lambda x, y: x * y, a, normal(4))
case("multiply column", lambda x, y: x * y, normal(2, 3, 4), normal(3, 1))
case("multiply middle", lambda x, y: x * y, normal(2, 1, 4), normal(1, 3, 1))
case("multiply itself", lambda x: x * x * x, a)
case("divide", lambda x, y: x / y, a, positive(3, 4))
case("divide row", lambda x, y: x / y, a, positive(4))
case("add number", lambda x: x + 1.5, a)
case("subtract number", lambda x: x - 1.5, a)
case("number less", lambda x: 1.5 - x, a)
case("multiply number", lambda x: x * -2.5, a)
case("divide number", lambda x: x / 3, a)
case("number over", lambda x: 3 / x, positive(3, 4))
case("negate", lambda x: -x, a)
case("exp", torch.exp, a)
case("expm1", torch.expm1, a)
case("log", torch.log, positive(3, 4))
case("log1p", torch.log1p, positive(3, 4))
case("sqrt", torch.sqrt, positive(3, 4))
case("rsqrt", torch.rsqrt, positive(3, 4))
case("reciprocal", torch.reciprocal, positive(3, 4))
case("abs", torch.abs, a)
case("sign", torch.sign, a)
case("square", torch.square, a)
case("erf", torch.erf, a)
case("clamp", lambda x: torch.clamp(x, -0.5, 0.75), a)
case("pow 3", lambda x: x ** 3, a)
case("pow -2", lambda x: x ** -2, positive(3, 4))
case("pow 2.5", lambda x: x ** 2.5, positive(3, 4))
case("pow tensors", lambda x, y: x ** y, positive(3, 4), normal(4))
tied = torch.tensor([[1.0, 2.0, 3.0], [4.0, 0.5, -1.0]])
case("maximum", torch.maximum, tied, torch.tensor([[2.0, 2.0, 1.0], [0.0, 0.5, 7.0]]))
case("minimum", torch.minimum, tied, torch.tensor([[2.0, 2.0, 1.0], [0.0, 0.5, 7.0]]))
case("max all", lambda x: x.amax(), distinct(3, 4))
case("max tied", lambda x: x.amax(), torch.tensor([[1.0, 3.0], [3.0, -1.0]]))
case("max axis", lambda x: x.amax(1), distinct(3, 4))
case("max first axis", lambda x: x.amax(0, keepdim=True), distinct(3, 4))
case("max axes", lambda x: x.amax((0, 2)), distinct(2, 3, 4))
case("min axis", lambda x: x.amin(-1), distinct(3, 4))
mask = torch.tensor([[True, False, True, True], [False, False, True, False], [True, True, False, False]])
case("where", lambda x, y: torch.where(mask, x, y), a, b)
case("where row", lambda x, y: torch.where(mask, x, y), a, normal(4))
case("sum all", lambda x: x.sum(), a)
case("sum first axis", lambda x: x.sum(0), a)
case("sum last axis", lambda x: x.sum(1, keepdim=True), a)
case("sum middle axis", lambda x: x.sum(1), normal(2, 3, 4))
case("sum outer axes", lambda x: x.sum((0, 2)), normal(2, 3, 4))
case("mean all", lambda x: x.mean(), a)
case("mean axis", lambda x: x.mean(0), a)
case("mean axes", lambda x: x.mean((1, 2), keepdim=True), normal(2, 3, 4))
case("variance", lambda x: x.var(unbiased=True), a)
case("variance axis", lambda x: x.var(1, unbiased=False, keepdim=True), a)
case("deviation axis", lambda x: x.std(0, unbiased=True), a)
case("log-sum-exp", lambda x: torch.logsumexp(x, (0, 1)), a)
case("log-sum-exp axis", lambda x: torch.logsumexp(x, 1, keepdim=True), a)
case("norm", lambda x: torch.linalg.vector_norm(x), a)
case("norm axis", lambda x: torch.linalg.vector_norm(x, 2, 1), a)
case("norm 1", lambda x: torch.linalg.vector_norm(x, 1, 0), a)
case("norm 3", lambda x: torch.linalg.vector_norm(x, 3, 1), a)
case("norm infinite", lambda x: torch.linalg.vector_norm(x, math.inf, 1), distinct(3, 4))
case("cumulative sum", lambda x: torch.cumsum(x, 1), a)
case("cumulative sum of first axis", lambda x: torch.cumsum(x, 0), a)
case("concat", lambda x, y: torch.cat((x, y), 1), a, normal(3, 2))
case("concat squares", lambda x, y: torch.cat((x * x, y * x, y), 0), a, b)
case("stack", lambda x, y: torch.stack((x, y * y), -1), a, b)
case("pad", lambda x: F.pad(x * x, (1, 2), value=0.5), a)
index = torch.tensor([[0, 3], [2, 2], [1, 0]])
case("gather", lambda x: torch.gather(x * x, 1, index), a)
case("scatter-add", lambda x, y: torch.scatter_add(x * x, 1, index, y * y), a, normal(3, 2))
rows = torch.tensor([2, 0, 2, 1])
case("index select", lambda x: torch.index_select(x * x, 0, rows), a)
words = torch.tensor([[0, 1, 2], [1, 1, 0]])
case("embedding", lambda x: F.embedding(words, x * x), a)
case("index select columns", lambda x: torch.index_select(x * x, 1, rows), a)
case("index add", lambda x, y: torch.index_add(x * x, 1, rows, y * y), normal(2, 3), normal(2, 4))
case("reshape", lambda x: (x * x).reshape(2, 6), a)
case("reshape of transposed", lambda x: (x * x).t().reshape(2, 6), a)
case("transpose", lambda x: (x * x).t(), a)
case("permute", lambda x: (x * x).permute(2, 0, 1), normal(2, 3, 4))
case("slice", lambda x: (x * x)[1:, 1:3], a)
case("slice with step", lambda x: (x * x)[:, 0::2], normal(3, 5))
case("select", lambda x: (x * x)[:, -1], a)
case("expand", lambda x: (x * x).expand(2, 3, 4), normal(3, 1))
case("squeeze", lambda x: (x * x).squeeze(1).unsqueeze(0), normal(3, 1, 2))
case("flatten", lambda x: (x * x).flatten(1), normal(2, 3, 4))
case("split", lambda x: x.split(2, 1)[0] * x.split(2, 1)[1], a)
case("matmul", torch.matmul, normal(3, 4), normal(4, 5))
case("matmul vectors", torch.matmul, normal(4), normal(4))
case("matmul matrix with vector", torch.matmul, normal(3, 4), normal(4))
case("matmul vector with matrix", torch.matmul, normal(3), normal(3, 4))
case("matmul batch", torch.matmul, normal(2, 3, 4), normal(2, 4, 2))
case("matmul batch with matrix", torch.matmul, normal(2, 3, 4), normal(4, 2))
case("matmul matrix with batch", torch.matmul, normal(3, 4), normal(2, 4, 2))
case("matmul broadcast batches", torch.matmul, normal(2, 1, 2, 3), normal(3, 3, 2))
case("matmul batch with vector", torch.matmul, normal(2, 3, 4), normal(4))
case("linear", F.linear, normal(3, 4), normal(2, 4), normal(2))
case("linear without bias", lambda x, w: F.linear(x, w), normal(3, 4), normal(2, 4))
case("linear of three axes", F.linear, normal(2, 3, 4), normal(2, 4), normal(2))
case("softmax", lambda x: F.softmax(x, 1), a)
case("softmax of first axis", lambda x: F.softmax(x, 0), a)
case("softmax of middle axis", lambda x: F.softmax(x, 1), normal(2, 3, 4))
case("softmax of a number", lambda x: F.softmax(x, 0), normal(1).reshape(()))
case("softmax of long rows", lambda x: F.softmax(x, 1), normal(2, 21))
case("softmax with temperature", lambda x: F.softmax(x * 2.5, 1), a)
case("softmin", lambda x: F.softmin(x, 1), a)
case("log-softmax", lambda x: F.log_softmax(x, 1), a)
case("log-softmax of first axis", lambda x: F.log_softmax(x, 0), a)
case("log-softmax of long rows", lambda x: F.log_softmax(x, 1), normal(2, 21))
case("log-softmax with temperature", lambda x: F.log_softmax(x * 0.5, 1), a)
case("gelu", F.gelu, a)
case("silu", F.silu, a)
case("tanh", torch.tanh, a)
case("network", lambda x, w, v: F.log_softmax(torch.tanh(x @ w) @ v, 1).mean(), normal(3, 4), normal(4, 5), normal(5, 2))


def masked_softmax(x, axis, beta=1.0):
    e = torch.exp(beta * x) * mask
    total = e.sum(axis, keepdim=True)
    return e / torch.where(total == 0, torch.ones_like(total), total)


def sparsemax(x, axis):
    z = x.sort(axis, descending=True)[0].transpose(axis, -1)
    k = torch.arange(1, z.shape[-1] + 1, dtype=z.dtype)
    size = (1 + k * z > z.cumsum(-1)).sum(-1, keepdim=True)
    threshold = (z.cumsum(-1).gather(-1, size - 1) - 1) / size
    return torch.clamp(x - threshold.transpose(axis, -1), min=0)


def entropy(p):
    return -(p * torch.log(p)).sum(1)


case("masked softmax", lambda x: masked_softmax(x, 1), a)
case("masked softmax of first axis", lambda x: masked_softmax(x, 0, 2.0), a)
case("masked softmax of masked columns", lambda x: (lambda e: e / e.sum(0).clamp(min=1e-300))(torch.exp(x[:2]) * mask[:2]), a)
case("masked log-softmax", lambda x: torch.log(torch.where(mask, masked_softmax(x, 1), torch.ones_like(x))), a)
case("sparsemax", lambda x: sparsemax(x, 1), normal(3, 4))
case("sparsemax of first axis", lambda x: sparsemax(x, 0), normal(4, 3))
case("sparsemax of long rows", lambda x: sparsemax(0.1 * x, 1), normal(2, 21))
case("entropy", lambda x: entropy(F.softmax(x, 1)), a)
case("entropy of probabilities", entropy, positive(3, 4))
case("cross-entropy of distributions", lambda x, y: -(x * torch.log(y)).sum(1), positive(3, 4), positive(3, 4))
case("divergence of distributions", lambda x, y: (x * torch.log(x / y)).sum(1), positive(3, 4), positive(3, 4))
case("divergence of softmaxes", lambda x, y: (F.softmax(x, 1) * (F.log_softmax(x, 1) - F.log_softmax(y, 1))).sum(1), a, b)

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tests/Hillock.Tests/Data/torch_operations.json")
with open(path, "w", encoding="utf-8") as file:
    file.write('{\n  "source": "PyTorch ' + torch.__version__ + ', float64; tools/oracle/torch_operations.py",\n  "cases": [\n')
    file.write(",\n".join("    " + json.dumps(c) for c in CASES))
    file.write("\n  ]\n}\n")
