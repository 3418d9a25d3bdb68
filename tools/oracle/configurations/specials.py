"""Zeros of both signs, infinities, NaN, the largest and smallest numbers: values alone, with the limits where PyTorch computes ∞ - ∞ or 0·∞."""

import math

import numpy
import torch
import torch.nn.functional as F

from .core import Case, log_sum_exp
from .elementwise import ACTIVATIONS, ELEMENTARY
from .reductions import first_of, over

INF = math.inf
# The limits at -∞ and ∞ of functions whose formulas are ∞ - ∞ or 0·∞ there.
LIMITS = {
    "gelu": (-0.0, INF), "gelu-tanh": (-0.0, INF), "gelu-sigmoid": (-0.0, INF), "silu": (-0.0, INF), "mish": (-0.0, INF), "softsign": (-1.0, 1.0), "hard-swish": (-0.0, INF),
    "tanhshrink": (-INF, INF), "squareplus": (0.0, INF), "softplus": None, "log-sigmoid": (-INF, -0.0), "selu": None, "elu": None, "celu": None, "hard-sigmoid": (0.0, 1.0),
    "relu": (0.0, INF), "relu6": (0.0, 6.0), "hard-tanh": None, "hardshrink": (-INF, INF), "softshrink": (-INF, INF), "identity": (-INF, INF), "sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0),
}


def special(draw, type):
    tiny = {"float64": 5e-324, "float32": 1e-45, "float16": 6e-8, "bfloat16": 9.2e-41}[type]
    values = numpy.array([0.0, -0.0, INF, -INF, math.nan, 1.0, -1.0, 2.5, -0.75, 30.0, -30.0, tiny, -tiny])
    chosen = values if draw.chance(0.5) else numpy.array([v for v in values if not math.isnan(v)])
    return lambda s: draw.numpy.choice(chosen, s)


def functions(draw):
    type = draw.type()
    name = draw.pick(*([n for n in LIMITS if LIMITS[n]] + list(ELEMENTARY)))
    x = draw.argument(draw.shape(0, 3), type, make=special(draw, type), gradient=False)
    if name in ELEMENTARY:
        function = ELEMENTARY[name][0]
        if name == "sign":
            function = lambda x: torch.where(torch.isnan(x), x, torch.sign(x))
        return Case(name, [x], function, each=True, gradient=False)
    formula, parameters = ACTIVATIONS[name]
    values = parameters(draw)
    low, high = LIMITS[name]

    def function(x):
        finite = torch.isfinite(x)
        y = formula(torch.where(finite, x, torch.zeros_like(x)), *values)
        y = torch.where(x == INF, torch.full_like(x, high), torch.where(x == -INF, torch.full_like(x, low), y))
        return torch.where(torch.isnan(x), x, y)
    return Case("activation", [x], function, {"name": name, "values": values}, each=True, gradient=False)


def reductions(draw):
    type = draw.type()
    name = draw.pick("max", "min", "sum", "mean", "log-sum-exp", "cumulative-sum", "argmax", "argmin", "softmax", "log-softmax", "maximum", "minimum")
    x = draw.argument(draw.shape(1, 3, empty=0), type, make=special(draw, type), gradient=False)
    rank = x.final.dim()
    axes, axis, keep = draw.axes(rank), draw.axis(rank), draw.chance(0.4)
    if name in ("max", "min", "sum", "mean", "log-sum-exp"):
        function = {"max": torch.amax, "min": torch.amin, "sum": torch.sum, "mean": torch.mean, "log-sum-exp": None}[name]
        if name == "log-sum-exp":
            return Case(name, [x], lambda x: log_sum_exp(x, axes, keep), {"axes": axes, "keep": keep}, gradient=False)
        return Case(name, [x], lambda x: function(x, over(axes, x), keepdim=keep), {"axes": axes, "keep": keep}, gradient=False)
    if name == "cumulative-sum":
        return Case(name, [x], lambda x: torch.cumsum(x, axis), {"axis": axis}, gradient=False)
    if name in ("argmax", "argmin"):
        def first(x):
            # A NaN counts as larger and as smaller than any number.
            sign = 1 if name == "argmax" else -1
            return first_of(torch.where(torch.isnan(x), torch.full_like(x, 1e300), (sign * x).clamp(-1e299, 1e299)), axis, True, keep)
        return Case(name, [x], first, {"axis": axis, "keep": keep}, result="int64", gradient=False)
    if name in ("maximum", "minimum"):
        y = draw.argument(list(x.final.shape), type, make=special(draw, type), gradient=False)
        return Case(name, [x, y], torch.maximum if name == "maximum" else torch.minimum, each=True, gradient=False)
    function = F.softmax if name == "softmax" else F.log_softmax
    return Case(name, [x], lambda x: function(x, axis), {"axis": axis, "beta": 1}, gradient=False)


def hidden(draw):
    """-∞ among logits hides a class: values and gradients of the others are those without it."""
    name = draw.pick("softmax", "log-softmax", "log-sum-exp")
    shape, type = draw.shape(1, 3, empty=0), draw.type()

    def make(s):
        values = draw.numpy.standard_normal(s) * 2
        return numpy.where(draw.numpy.random(s) < 0.3, -INF, values)
    x = draw.argument(shape, type, make=make, views=False)
    axis = draw.axis(len(shape))
    some = torch.isfinite(x.leaf).any(axis)
    if not bool(some.all()):
        x.leaf = torch.where(torch.isfinite(x.leaf), x.leaf, torch.zeros_like(x.leaf))
    visible = torch.isfinite(x.leaf)

    def function(x):
        safe = torch.where(visible, x, torch.full_like(x, -1e30))
        if name == "log-sum-exp":
            return log_sum_exp(safe, [axis])
        if name == "softmax":
            return F.softmax(safe, axis)
        return torch.where(visible, F.log_softmax(safe, axis), torch.full_like(x, -INF))
    # The gradient at -∞ of a log-softmax is that of a class of probability 0; what PyTorch has there is left out.
    options = {"axes": [axis], "keep": False} if name == "log-sum-exp" else {"axis": axis, "beta": 1}
    return Case(name, [x], function, options, gradient=name != "log-softmax")


KINDS = {"special functions": (1.5, functions), "special reductions": (1.5, reductions), "hidden classes": (1, hidden)}
