"""The softmax family and distributions."""

import torch
import torch.nn.functional as F

from .core import Case, log_softmax


def softmax(draw):
    name = draw.pick("softmax", "log-softmax", "softmin")
    x = draw.argument(draw.shape(), draw.type())
    axis, beta = draw.axis(x.final.dim()), draw.pick(1, 1, 1, 0.5, 2, -1, 0, 3.5)
    sign = -1 if name == "softmin" else 1
    function = log_softmax if name == "log-softmax" else F.softmax
    return Case(name, [x], lambda x: function(sign * beta * x, axis), {"axis": axis, "beta": beta})


def masked_softmax(draw):
    name = draw.pick("masked-softmax", "masked-log-softmax")
    shape = draw.shape(1, 4)
    x = draw.argument(shape, draw.type())
    mask = draw.argument(draw.broadcast(shape), "bool", make=lambda s: draw.numpy.random(s) < 0.6)
    axis, beta = draw.axis(len(shape)), draw.pick(1, 1, 0.5, 2, -1)

    def function(x, mask):
        mask = mask.expand(x.shape)
        inside = torch.where(mask, beta * x, torch.zeros_like(x))
        top = torch.where(mask, inside, torch.full_like(x, -1e300)).amax(axis, keepdim=True).detach() if x.shape[axis] else 0
        e = torch.where(mask, torch.exp(torch.where(mask, inside - top, torch.zeros_like(x))), torch.zeros_like(x))
        total = e.sum(axis, keepdim=True)
        safe = torch.where(total == 0, torch.ones_like(total), total)
        if name == "masked-softmax":
            return e / safe
        return torch.where(mask, torch.where(mask, inside - top, torch.zeros_like(x)) - torch.log(safe), torch.full_like(x, -float("inf")))
    return Case(name, [x, mask], function, {"axis": axis, "beta": beta})


def sparsemax(draw):
    x = draw.argument(draw.shape(1, 4, empty=0), draw.type(), "normal")
    axis, beta = draw.axis(x.final.dim()), draw.pick(1, 1, 0.5, 2)

    def function(x):
        z = (beta * x).sort(axis, descending=True)[0].transpose(axis, -1)
        k = torch.arange(1, z.shape[-1] + 1, dtype=z.dtype)
        size = (1 + k * z > z.cumsum(-1)).sum(-1, keepdim=True)
        threshold = (z.cumsum(-1).gather(-1, size - 1) - 1) / size
        return F.relu(beta * x - threshold.transpose(axis, -1))
    return Case("sparsemax", [x], function, {"axis": axis, "beta": beta})


def distributions(draw):
    name = draw.pick("entropy", "cross-entropy-of-distributions", "kl-divergence-of-distributions")
    shape, type = draw.shape(), draw.type()
    axis = draw.axis(len(shape))
    p = draw.argument(shape, type, "distribution")
    total = (lambda x: x.sum(axis)) if shape else (lambda x: x)
    if name == "entropy":
        return Case(name, [p], lambda p: total(-(p * torch.log(p))), {"axis": axis})
    q = draw.argument(shape, type, "distribution")
    function = (lambda p, q: total(-(p * torch.log(q)))) if name.startswith("cross") else (lambda p, q: total(p * torch.log(p / q)))
    return Case(name, [p, q], function, {"axis": axis})


KINDS = {"softmax": (4, softmax), "masked softmax": (2, masked_softmax), "sparsemax": (1, sparsemax), "distributions": (1.5, distributions)}
