"""Functions of single elements: arithmetic, elementary functions, activations, comparisons and choices."""

import math
from fractions import Fraction

import numpy
import torch
import torch.nn.functional as F

from .core import FLOATS, Case, promoted

# Formulas without cancellation where PyTorch's own lose digits in float64: ELU by expm1, GELU by erfc, tanhshrink by its series, softplus without a threshold.


def tanh_series(count):
    """The coefficients of x - tanh x in x³, x⁵, … by tanh' = 1 - tanh²."""
    c = [Fraction(0), Fraction(1)]
    for k in range(2, 2 * count + 2):
        c.append(-sum(c[i] * c[k - 1 - i] for i in range(k)) / k)
    return [-float(c[k]) for k in range(3, 2 * count + 2, 2)]


TANH_SERIES = tanh_series(20)


def elu(x, alpha=1.0, inner=1.0, outer=1.0):
    low = torch.where(x > 0, torch.zeros_like(x), x)
    return torch.where(x > 0, outer * x, outer * alpha * torch.expm1(low / inner))


def gelu(x):
    u = -x / math.sqrt(2)
    with torch.no_grad():
        # The rounding of u moves the tail by 2u² times it.
        exact = -x.detach().numpy().astype(numpy.longdouble) / numpy.sqrt(numpy.longdouble(2))
        error = torch.as_tensor((exact - u.detach().numpy()).astype(numpy.float64))
        tail = torch.special.erfc(u)
        slope = torch.where(tail > 0, torch.exp(-u * u) * (2 / math.sqrt(math.pi)) / tail, torch.zeros_like(u))
    return x * 0.5 * torch.special.erfc(u) * (1 - slope * error)


def sigmoid(x):
    """Without the overflow of exp(-x), which makes PyTorch's 0 where it is still a number."""
    e = torch.exp(torch.where(x < 0, x, -x))
    return torch.where(x < 0, e, torch.ones_like(e)) / (1 + e)


def gelu_tanh(x):
    # x·(1 + tanh u)/2 = x·σ(2u)
    return x * sigmoid(2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))


def softplus(x, beta=1.0):
    u = beta * x
    low, high = torch.where(u > 0, torch.zeros_like(u), u), torch.where(u > 0, u, torch.zeros_like(u))
    return torch.where(u > 0, high + torch.log1p(torch.exp(-high)), torch.log1p(torch.exp(low))) / beta


def tanhshrink(x):
    near = x.abs() < 0.5
    small = torch.where(near, x, torch.zeros_like(x))
    series = torch.zeros_like(x)
    for c in reversed(TANH_SERIES):
        series = (series + c) * small * small
    return torch.where(near, small * series, x - torch.tanh(x))


def squareplus(x, b):
    root = torch.sqrt(x * x + b)
    return torch.where(x < 0, b / 2 / (root - x), (x + root) / 2)


def hard_sigmoid(x):
    return torch.where((x > -3) & (x < 3), (x + 3) / 6, torch.clamp((x.detach() + 3) / 6, 0, 1))


def hard_swish(x):
    # Slopes 0 at -3 and 1 at 3. PyTorch 1.13 has -1/2 and, by the length of the tensor, 1 or 3/2 there.
    return torch.where(x <= -3, torch.zeros_like(x), torch.where(x < 3, x * (x + 3) / 6, x))


def binary_step(x):
    return (x > 0).to(x.dtype) + 0 * x.detach()


# Name, function of x and the parameters, parameters, what to draw.
ELEMENTARY = {
    "exp": (torch.exp, "any"), "expm1": (torch.expm1, "any"), "log": (torch.log, "positive"), "log1p": (torch.log1p, "positive"), "sqrt": (torch.sqrt, "positive"),
    "rsqrt": (torch.rsqrt, "positive"), "reciprocal": (torch.reciprocal, "apart"), "abs": (torch.abs, "any"), "sign": (torch.sign, "any"),
    "square": (torch.square, "any"), "erf": (torch.erf, "any"), "negate": (torch.neg, "any"),
}
ACTIVATIONS = {
    "relu": (F.relu, lambda d: []), "relu6": (F.relu6, lambda d: []), "leaky-relu": (lambda x, a: F.leaky_relu(x, a), lambda d: [d.eighth(-1, 2)]),
    "elu": (elu, lambda d: [d.eighth(-2, 3)]), "celu": (lambda x, a: elu(x, a, a), lambda d: [d.eighth(0.125, 3)]),
    "selu": (lambda x: elu(x, 1.6732632423543772848170429916717, 1, 1.0507009873554804934193349852946), lambda d: []),
    "gelu": (gelu, lambda d: []), "gelu-tanh": (gelu_tanh, lambda d: []), "gelu-sigmoid": (lambda x: x * torch.sigmoid(1.702 * x), lambda d: []),
    "silu": (F.silu, lambda d: []), "mish": (lambda x: x * torch.tanh(softplus(x)), lambda d: []), "softplus": (softplus, lambda d: [d.pick(-1, 1, 1) * d.eighth(0.25, 4)]),
    "softsign": (F.softsign, lambda d: []), "tanh": (torch.tanh, lambda d: []), "sigmoid": (torch.sigmoid, lambda d: []), "tanhshrink": (tanhshrink, lambda d: []),
    "log-sigmoid": (lambda x: -softplus(-x), lambda d: []), "hard-tanh": (lambda x, a, b: F.hardtanh(x, a, b), lambda d: [d.eighth(-2, -0.5), d.eighth(0, 2)]),
    "hard-sigmoid": (hard_sigmoid, lambda d: []), "hard-swish": (hard_swish, lambda d: []), "hardshrink": (lambda x, a: F.hardshrink(x, a), lambda d: [d.eighth(0, 2)]),
    "softshrink": (lambda x, a: F.softshrink(x, a), lambda d: [d.eighth(0, 2)]), "threshold": (lambda x, a, b: F.threshold(x, a, b), lambda d: [d.eighth(-1, 1), d.eighth(-2, 2)]),
    "squareplus": (squareplus, lambda d: [d.eighth(0.125, 5)]), "identity": (lambda x: x * 1, lambda d: []), "binary-step": (binary_step, lambda d: []),
    "rrelu": (lambda x, a, b: torch.where(x > 0, x, (a + b) / 2 * x), lambda d: [d.eighth(0, 0.25), d.eighth(0.25, 1)]),
}


def wide_enough(draw, type):
    """In float16 exponentials leave the range soon."""
    return "normal" if type == "float16" and draw.chance(0.8) else "any"


def elementary(draw):
    name = draw.pick(*ELEMENTARY)
    function, kind = ELEMENTARY[name]
    type = draw.type()
    if name in ("exp", "expm1"):
        kind = "normal" if type == "float16" else "any"
    return Case(name, [draw.argument(draw.shape(), type, kind)], function, each=True)


def activation(draw):
    name = draw.pick(*ACTIVATIONS)
    function, parameters = ACTIVATIONS[name]
    values = parameters(draw)
    # The second slope of softsign jumps at 0: what it is there, is a matter of its documentation.
    kind = "apart" if name == "softsign" else "any"
    return Case("activation", [draw.argument(draw.shape(), draw.type(), kind)], lambda x: function(x, *values), {"name": name, "values": values}, each=True)


def clamp(draw):
    low, high = sorted([draw.eighth(-2, 2), draw.eighth(-2, 2)])
    options = draw.pick({"low": low, "high": high}, {"low": low}, {"high": high})
    x = draw.argument(draw.shape(), draw.type())
    return Case("clamp", [x], lambda x: torch.clamp(x, options.get("low"), options.get("high")), options, each=True)


def arithmetic(draw):
    name = draw.pick("add", "subtract", "multiply", "divide", "maximum", "minimum")
    shape, type = draw.shape(), draw.type()
    other = draw.type() if draw.chance(0.15) else type
    kind = draw.pick("any", "grid")
    x = draw.argument(draw.broadcast(shape), type, kind)
    y = draw.argument(draw.broadcast(shape), other, "apart" if name == "divide" else kind)
    function = {"add": torch.add, "subtract": torch.sub, "multiply": torch.mul, "divide": torch.div, "maximum": torch.maximum, "minimum": torch.minimum}[name]
    return Case(name, [x, y], function, result=promoted(type, other), each=True)


def with_number(draw):
    name = draw.pick("add", "subtract", "multiply", "divide", "number-less", "number-over")
    number = draw.pick(-1, 1) * draw.eighth(0.125, 5)
    x = draw.argument(draw.shape(), draw.type(), "apart" if name == "number-over" else "any")
    function = {"add": lambda x: x + number, "subtract": lambda x: x - number, "multiply": lambda x: x * number, "divide": lambda x: x / number,
                "number-less": lambda x: number - x, "number-over": lambda x: number / x}[name]
    return Case("number", [x], function, {"name": name, "number": number}, each=True)


def whole_numbers(draw):
    """Arithmetic of whole numbers and of mixed types; results stay in range, since what happens beyond is Hillock's own rule."""
    name = draw.pick("add", "subtract", "multiply", "maximum", "minimum", "divide")
    shape = draw.shape()
    types = [draw.pick("int64", "int32", "uint8", "bool"), draw.pick("int64", "int32", "uint8", "bool", "float32", "float64", "float16")]
    if name in ("subtract", "add", "multiply") and types == ["bool", "bool"]:
        types[1] = "int32"
    draw.random.shuffle(types)
    low, high = (1, 5) if name == "divide" else (0, 5) if "uint8" in types else (-5, 5)
    pair = [draw.argument(draw.broadcast(shape), t, make=lambda s: draw.numpy.integers(low, high + 1, s)) for t in types]
    if name == "subtract" and "bool" in types:
        name = "add"
    if name == "subtract":
        # Differences of bytes stay above zero.
        pair = [draw.argument(draw.broadcast(shape), types[0], make=lambda s: draw.numpy.integers(5, 10, s)), draw.argument(draw.broadcast(shape), types[1], make=lambda s: draw.numpy.integers(0, 5, s))]
    type = promoted(*types)
    if name == "divide" and type not in FLOATS:
        type = "float32"
    function = {"add": lambda x, y: x + y, "subtract": lambda x, y: x - y, "multiply": lambda x, y: x * y, "divide": torch.div, "maximum": torch.maximum, "minimum": torch.minimum}[name]
    return Case(name, pair, lambda x, y: function(x.to(torch.float64), y.to(torch.float64)) if type in FLOATS else function(x.long(), y.long()), result=type, each=True)


def comparison(draw):
    name = draw.pick("greater", "greater-or-equal", "less", "less-or-equal", "equal", "not-equal")
    shape, type = draw.shape(), draw.type()
    function = {"greater": torch.gt, "greater-or-equal": torch.ge, "less": torch.lt, "less-or-equal": torch.le, "equal": torch.eq, "not-equal": torch.ne}[name]
    x = draw.argument(draw.broadcast(shape), type, "grid")
    if draw.chance(0.4):
        number = draw.eighth(-2, 2)
        return Case("compare", [x], lambda x: function(x, number), {"name": name, "number": number}, result="bool")
    return Case("compare", [x, draw.argument(draw.broadcast(shape), type, "grid")], function, {"name": name}, result="bool")


def choice(draw):
    shape, type = draw.shape(), draw.type()
    condition = draw.argument(draw.broadcast(shape), "bool", make=lambda s: draw.numpy.random(s) < 0.5)
    x = draw.argument(draw.broadcast(shape), type)
    number = draw.eighth(-3, 3)
    name = draw.pick("where", "where-number", "number-where", "masked-fill")
    if name == "where":
        return Case(name, [condition, x, draw.argument(draw.broadcast(shape), type)], torch.where, result=type, each=True)
    if name == "where-number":
        return Case(name, [condition, x], lambda c, x: torch.where(c, x, torch.full_like(x, number)), {"number": number}, result=type, each=True)
    function = {"number-where": lambda c, x: torch.where(c, torch.full_like(x, number), x), "masked-fill": lambda c, x: torch.where(c, torch.full_like(x, number), x)}[name]
    return Case(name, [condition, x], function, {"number": number}, result=type, each=True)


def power(draw):
    shape, type = draw.shape(), draw.type()
    if draw.chance(0.6):
        exponent = draw.pick(0, 1, 2, 3, 4, 5, 7, 0.5, -0.5, -1, -2, -3, 1.5, 2.5, -1.25, 0.25)
        whole = exponent == int(exponent)
        kind = ("any" if exponent >= 0 else "apart") if whole else "positive"
        return Case("power", [draw.argument(shape, type, kind)], lambda x: torch.pow(x, exponent), {"exponent": exponent}, each=True)
    x, y = draw.argument(draw.broadcast(shape), type, "positive"), draw.argument(draw.broadcast(shape), type, draw.pick("normal", "grid"))
    return Case("power-tensors", [x, y], torch.pow, each=True)


def learned(draw):
    name = draw.pick("prelu", "learnable-swish", "learnable-celu")
    shape, type = draw.shape(1, 4), draw.type()
    x = draw.argument(shape, type)
    channels = shape[1] if len(shape) > 1 else shape[0]
    form = draw.pick([], [1], [channels], list(shape))
    p = draw.argument(form, type, "positive" if name == "learnable-celu" else "normal", views=False)

    def function(x, p):
        if p.dim() == 1 and p.numel() != 1 and x.dim() > 2 and x.shape[1] == p.numel():
            p = p.reshape([-1] + [1] * (x.dim() - 2))
        if name == "prelu":
            return torch.where(x > 0, x, p * x)
        return x * torch.sigmoid(p * x) if name == "learnable-swish" else elu(x, p, p)
    return Case(name, [x, p], function)


def gated(draw):
    name = draw.pick("glu", "swiglu", "geglu", "reglu")
    shape = draw.shape(1, 4)
    axis = draw.axis(len(shape))
    shape[axis] = 2 * draw.whole(0, 4)
    gate = {"glu": torch.sigmoid, "swiglu": F.silu, "geglu": gelu, "reglu": F.relu}[name]
    x = draw.argument(shape, draw.type())

    def function(x):
        half = x.shape[axis] // 2
        return x.narrow(axis, 0, half) * gate(x.narrow(axis, half, half))
    return Case(name, [x], function, {"axis": axis})


def maxout(draw):
    shape = draw.shape(1, 4)
    axis, pieces = draw.axis(len(shape)), draw.whole(1, 4)
    shape[axis] = pieces * draw.whole(0, 3)
    at = axis % len(shape)
    return Case("maxout", [draw.argument(shape, draw.type())], lambda x: x.reshape(list(x.shape[:at]) + [x.shape[at] // pieces, pieces] + list(x.shape[at + 1:])).max(at + 1).values,
                {"axis": axis, "pieces": pieces}, each=True)


def series(draw):
    type = draw.type()
    coefficients = "float64" if type == "float64" else "float32"
    x = draw.argument(draw.shape(0, 3), type, "normal")
    if draw.chance(0.5):
        c = draw.argument([draw.whole(2, 9)], coefficients, "normal")

        def chebyshev(x, c):
            # The recurrence T(k + 1) = 2x·T(k) - T(k - 1) at the argument, clamped to [-1, 1].
            bounded = torch.clamp(x, -1, 1)
            terms = [torch.ones_like(bounded), bounded]
            while len(terms) < len(c):
                terms.append(2 * bounded * terms[-1] - terms[-2])
            return sum(c[k] * terms[k] for k in range(len(c)))
        return Case("chebyshev", [x, c], chebyshev, result=type)
    a, b = draw.argument([draw.whole(2, 6)], coefficients, "normal"), draw.argument([draw.whole(1, 4)], coefficients, "normal")
    return Case("rational", [x, a, b], lambda x, a, b: sum(a[k] * x ** k for k in range(len(a))) / (1 + sum(b[k] * x ** (k + 1) for k in range(len(b))).abs()), result=type)


def mismatched(draw):
    """Shapes that do not broadcast."""
    name = draw.pick("add", "subtract", "multiply", "divide", "maximum", "minimum")
    shape = draw.shape(1, 4, empty=0)
    other = list(shape)
    axis = draw.whole(0, len(shape) - 1)
    shape[axis] = draw.whole(2, 4)
    other[axis] = shape[axis] + draw.whole(1, 3)
    type = draw.type()
    return Case(name, [draw.argument(shape, type), draw.argument(other, type, "apart")], torch.add, refuse="PyTorch refuses: the shapes do not broadcast")


KINDS = {
    "elementary": (5, elementary), "activation": (10, activation), "clamp": (1, clamp), "arithmetic": (6, arithmetic), "number": (3, with_number), "whole numbers": (2, whole_numbers),
    "comparison": (1.5, comparison), "choice": (2, choice), "power": (2, power), "learned": (2, learned), "gated": (1.5, gated), "maxout": (1, maxout), "series": (1, series),
    "mismatched": (0.5, mismatched),
}
