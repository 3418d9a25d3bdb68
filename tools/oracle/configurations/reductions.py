"""Reductions over axes."""

import math

import torch

from .core import Case


def reduction(draw):
    name = draw.pick("sum", "mean")
    x = draw.argument(draw.shape(), draw.type())
    rank = x.final.dim()
    axes, keep = draw.axes(rank), draw.chance(0.4)
    function = {"sum": torch.sum, "mean": torch.mean}[name]
    return Case(name, [x], lambda x: function(x, axes or list(range(x.dim())), keepdim=keep), {"axes": axes, "keep": keep})


KINDS = {"reduction": (4, reduction)}
