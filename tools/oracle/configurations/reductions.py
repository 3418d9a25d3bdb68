"""Reductions over axes."""

import math

import torch

from .core import Case, log_sum_exp


def over(axes, x):
    return list(axes) if axes else list(range(x.dim()))


def reduction(draw):
    name = draw.pick("sum", "mean", "max", "min")
    x = draw.argument(draw.shape(empty=0 if name in ("max", "min") else 0.05), draw.type())
    axes, keep = draw.axes(x.final.dim()), draw.chance(0.4)
    function = {"sum": torch.sum, "mean": torch.mean, "max": torch.amax, "min": torch.amin}[name]
    return Case(name, [x], lambda x: function(x, over(axes, x), keepdim=keep), {"axes": axes, "keep": keep})


def whole_sums(draw):
    type = draw.pick("int64", "int32", "uint8", "bool")
    low, high = (0, 9) if type == "uint8" else (-9, 9)
    name = draw.pick("sum", "cumulative-sum", "max", "min", "argmax", "argmin")
    x = draw.argument(draw.shape(1, 4, empty=0), type, make=lambda s: draw.numpy.integers(low, high + 1, s) % (2 if type == "bool" else 100) if type == "bool" else draw.numpy.integers(low, high + 1, s))
    rank = x.final.dim()
    if name in ("sum", "max", "min"):
        axes, keep = draw.axes(rank), draw.chance(0.4)
        function = {"sum": torch.sum, "max": torch.amax, "min": torch.amin}[name]
        return Case(name, [x], lambda x: function(x.long(), over(axes, x), keepdim=keep), {"axes": axes, "keep": keep}, result="int64" if name == "sum" else type)
    axis = draw.axis(rank)
    if name == "cumulative-sum":
        return Case(name, [x], lambda x: torch.cumsum(x.long(), axis), {"axis": axis}, result="int64")
    return Case(name, [x], lambda x: first_of(x.long(), axis, name == "argmax", False), {"axis": axis}, result="int64")


def first_of(x, axis, largest, keep):
    """The first of equal ones; PyTorch leaves open which."""
    x = x.unsqueeze(0) if x.dim() == 0 else x
    best = x.amax(axis, keepdim=True) if largest else x.amin(axis, keepdim=True)
    index = torch.arange(x.shape[axis]).reshape([-1 if i == axis % x.dim() else 1 for i in range(x.dim())])
    return torch.where(x == best, index, torch.full_like(index, x.shape[axis])).amin(axis, keepdim=keep)


def arg_extreme(draw):
    name = draw.pick("argmax", "argmin")
    x = draw.argument(draw.shape(empty=0), draw.type(), draw.pick("any", "grid"), gradient=False)
    if draw.chance(0.2):
        return Case(name, [x], lambda x: first_of(x.reshape(-1), 0, name == "argmax", False), result="int64")
    axis, keep = draw.axis(x.final.dim()), draw.chance(0.3) and x.final.dim() > 0
    return Case(name, [x], lambda x: first_of(x, axis, name == "argmax", keep).reshape([] if x.dim() == 0 else first_of(x, axis, True, keep).shape), {"axis": axis, "keep": keep}, result="int64")


def spread(draw):
    name = draw.pick("variance", "deviation")
    x = draw.argument(draw.shape(empty=0), draw.type(), draw.pick("normal", "any"))
    axes, keep, correction = draw.axes(x.final.dim()), draw.chance(0.4), draw.pick(0, 1, 1, 2)
    n = math.prod(x.final.shape[a] for a in over(axes, x.final))

    def function(x):
        """From the first element, so that equal ones have a variance of 0: PyTorch's mean of them is rounded. The root's slope at 0 is 0, as PyTorch's."""
        own = over(axes, x)
        first = x
        for a in own:
            first = first.narrow(a, 0, 1)
        d = x - first.detach()
        variance = (d - d.mean(own, keepdim=True)).square().sum(own, keepdim=keep) / max(0, n - correction)
        if name == "variance":
            return variance
        zero = variance == 0
        return torch.where(zero, variance.detach(), torch.sqrt(torch.where(zero, torch.ones_like(variance), variance)))
    # Without degrees of freedom the value is 0/0 or infinite, and a gradient has no meaning.
    return Case(name, [x], function, {"axes": axes, "keep": keep, "correction": correction}, gradient=n > correction)


def norm(draw):
    p = draw.pick(1, 2, 2, 3, 4, 1.5, 2.5, 0.5, math.inf)
    x = draw.argument(draw.shape(empty=0), draw.type(), draw.pick("normal", "apart") if p in (1, 2) else "distinct" if p == math.inf else "apart")
    axes, keep = draw.axes(x.final.dim()), draw.chance(0.4)
    return Case("norm", [x], lambda x: torch.linalg.vector_norm(x, p, over(axes, x) or None, keepdim=keep) if x.dim() else x.abs(),
                {"axes": axes, "keep": keep, "p": "inf" if p == math.inf else p})


def sums_of_exponentials(draw):
    x = draw.argument(draw.shape(empty=0), draw.type())
    axes, keep = draw.axes(x.final.dim()), draw.chance(0.4)
    return Case("log-sum-exp", [x], lambda x: log_sum_exp(x, axes, keep), {"axes": axes, "keep": keep})


def cumulative_sum(draw):
    x = draw.argument(draw.shape(1, 5), draw.type())
    axis = draw.axis(x.final.dim())
    return Case("cumulative-sum", [x], lambda x: torch.cumsum(x, axis), {"axis": axis})


def mistaken_axis(draw):
    name = draw.pick("sum", "mean", "max", "variance", "norm", "log-sum-exp")
    shape = draw.shape(1, 4, empty=0)
    axis = draw.pick(len(shape), -len(shape) - 1, len(shape) + 3)
    axes = [axis] if draw.chance(0.6) or len(shape) < 2 else [0, draw.pick(0, -len(shape))]
    return Case(name, [draw.argument(shape, draw.type())], lambda x: torch.sum(x, axes), {"axes": axes, "keep": False, "p": 2, "correction": 1}, refuse="PyTorch refuses: there is no such axis, or it is named twice")


KINDS = {
    "reduction": (5, reduction), "whole sums": (1, whole_sums), "arg-extreme": (1, arg_extreme), "spread": (2, spread), "norm": (2, norm), "log-sum-exp": (1.5, sums_of_exponentials),
    "cumulative sum": (1, cumulative_sum), "mistaken axis": (0.4, mistaken_axis),
}
