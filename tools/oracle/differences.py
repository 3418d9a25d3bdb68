#!/usr/bin/env python3
"""Prints what PyTorch computes in the cases of docs/differences-from-pytorch.md (made with PyTorch 1.13).

    /usr/bin/python3 tools/oracle/differences.py
"""

import math
import warnings

import torch
import torch.nn as nn
import torch.nn.functional as F

warnings.simplefilter("ignore")
torch.set_default_dtype(torch.float64)
INF = math.inf


def show(name, function):
    try:
        value = function()
        text = value.flatten().tolist() if torch.is_tensor(value) else value
    except (RuntimeError, IndexError, ValueError) as error:
        text = str(error).splitlines()[0][:100]
    print(f"{name}: {text}")


def slopes(function, *x, order=1):
    x = torch.tensor(x).requires_grad_()
    y = function(x)
    for _ in range(order):
        y = torch.autograd.grad(y.sum(), x, create_graph=True)[0]
    return y


def single(*x):
    return torch.tensor(x, dtype=torch.float32)


show("gelu, silu, mish, hardswish of -inf", lambda: torch.cat([f(torch.tensor([-INF])) for f in (F.gelu, F.silu, F.mish, F.hardswish)]))
show("softsign of -inf, inf", lambda: F.softsign(torch.tensor([-INF, INF])))
show("sign of nan", lambda: torch.sign(torch.tensor([math.nan])))
show("gelu of -8, -10", lambda: F.gelu(torch.tensor([-8.0, -10.0])))
show("tanhshrink of 1e-5", lambda: F.tanhshrink(torch.tensor([1e-5])))
show("elu of -1e-9 in float32", lambda: F.elu(single(-1e-9)))
show("softplus of 20.5", lambda: F.softplus(torch.tensor([20.5])))
show("hardswish, slopes at -3, 3, of two elements", lambda: slopes(F.hardswish, -3.0, 3.0))
show("hardswish, slopes at 3, of eight elements", lambda: slopes(F.hardswish, *[3.0] * 8))
show("hardsigmoid, second derivative", lambda: slopes(F.hardsigmoid, 0.3, order=2))
show("pow, mixed second derivative at exponent 0 of base 2", lambda: torch.autograd.grad(torch.autograd.grad(
    torch.pow(x := torch.tensor(2.0, requires_grad=True), y := torch.tensor(0.0, requires_grad=True)), x, create_graph=True)[0], y, allow_unused=True)[0])
show("log_softmax of 0, -40", lambda: F.log_softmax(torch.tensor([0.0, -40.0]), 0))
show("logsumexp of 0, -30", lambda: torch.logsumexp(torch.tensor([0.0, -30.0]), 0))
show("softmax of -inf, -inf, slope of the logsumexp", lambda: slopes(lambda x: torch.logsumexp(x, 0), -INF, -INF))
show("cross_entropy of 0, -40 and class 0", lambda: F.cross_entropy(torch.tensor([[0.0, -40.0]]), torch.tensor([0])))
show("binary_cross_entropy_with_logits of -40 and 0", lambda: F.binary_cross_entropy_with_logits(torch.tensor([-40.0]), torch.tensor([0.0])))
show("soft_margin_loss of -1000 and 1", lambda: F.soft_margin_loss(torch.tensor([-1000.0]), torch.tensor([1.0])))
show("binary_cross_entropy of 0 and 1", lambda: F.binary_cross_entropy(torch.tensor([0.0]), torch.tensor([1.0])))
show("kl_div, slope in a target of 0", lambda: slopes(lambda t: F.kl_div(torch.tensor([-1.0]), t), 0.0))
show("kl_div, mixed derivative at a target of 0", lambda: slopes(lambda t: torch.autograd.grad(
    F.kl_div(x := torch.tensor([-1.0], requires_grad=True), t), x, create_graph=True)[0], 0.0))
show("cross_entropy, slope in an ignored row with nan", lambda: slopes(lambda x: F.cross_entropy(x.reshape(2, 2), torch.tensor([-100, 0])), math.nan, 1.0, 0.0, 0.0))
show("cdist, slope where the distance overflows", lambda: slopes(lambda x: torch.cdist(x.reshape(1, 2), torch.zeros(1, 2)), 1.5e308, 1.5e308))
show("binary_cross_entropy, slopes at 0 and target 0", lambda: torch.cat([slopes(lambda x: F.binary_cross_entropy(x, torch.zeros(1)), 0.0, order=n) for n in (1, 2)]))
show("linspace from -1e308 to 1e308", lambda: torch.linspace(-1e308, 1e308, 3))
show("cosine_embedding_loss of nearly parallel vectors in float32", lambda: F.cosine_embedding_loss(single(1.0, 2.0, 3.0), single(1.0, 2.0, 3.0001), single(1.0).squeeze()))
show("variance of seven times 0.1 in float32", lambda: single(*[0.1] * 7).var())
show("ctc_loss, slope in the log-probabilities", lambda: torch.autograd.grad(F.ctc_loss(
    x := torch.log(torch.tensor([[[0.5, 0.3, 0.2]], [[0.4, 0.4, 0.2]]])).requires_grad_(), torch.tensor([[1]]), torch.tensor([2]), torch.tensor([1]), reduction="sum"), x)[0])
show("ctc_loss, second derivative", lambda: slopes(lambda x: F.ctc_loss(torch.log_softmax(x.reshape(2, 1, 3), 2), torch.tensor([[1]]), torch.tensor([2]), torch.tensor([1])), *[0.1] * 6, order=2))
show("multilabel_margin_loss, second derivative", lambda: slopes(lambda x: F.multilabel_margin_loss(x.reshape(1, 2), torch.tensor([[0, -1]])), 0.3, 0.4, order=2))
show("multi_margin_loss, second derivative", lambda: slopes(lambda x: F.multi_margin_loss(x.reshape(1, 2), torch.tensor([0])), 0.3, 0.4, order=2))
weight = torch.arange(1.0, 7.0)[::2]
show("multi_margin_loss with a strided weight, and with its copy", lambda: torch.stack(
    [F.multi_margin_loss(torch.tensor([[0.0, 1, 2]]), torch.tensor([1]), weight=w) for w in (weight, weight.contiguous())]))
torch.manual_seed(0)
attention, q = nn.MultiheadAttention(2, 1, batch_first=True), torch.randn(1, 1, 2)
show("attention of a query that sees no key", lambda: attention(q, q, q, key_padding_mask=torch.tensor([[True]]))[0].detach())
show("mse_loss of [3, 1] and [3]", lambda: F.mse_loss(torch.zeros(3, 1), torch.ones(3)))
show("float32 vector times float64 number", lambda: str((single(1.0) * torch.tensor(2.0)).dtype))
p = torch.tensor([0.0, 0.0], requires_grad=True)
p.grad = torch.tensor([3.0, 4.0])
show("clip_grad_norm_ to 1", lambda: nn.utils.clip_grad_norm_([p], 1.0) * 0 + p.grad)
