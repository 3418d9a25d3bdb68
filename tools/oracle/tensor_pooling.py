"""The table of poolings; in the form of `tensor_functions.py`."""

import itertools
import math

from tape import node
from tensor_cases import Case
from tensor_functions import law, mean, norm, norm_special, cancelling, picked, reduction, row_points, sum_special, zero_when


def windows(lengths, kernel, stride=None, padding=0, dilation=1):
    """The places in a plane of the elements of each window, in row-major order."""
    stride = stride or kernel

    def along(length):
        count = (length + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
        return [[i for r in range(kernel) if 0 <= (i := o * stride - padding + r * dilation) < length] for o in range(count)]
    return joined(lengths, [along(length) for length in lengths])


def adaptive(lengths, size):
    return joined(lengths, [[list(range(o * length // size, -(-(o + 1) * length // size))) for o in range(size)] for length in lengths])


def joined(lengths, axes):
    strides = [math.prod(lengths[i + 1:]) for i in range(len(lengths))]
    return [[sum(i * s for i, s in zip(place, strides)) for place in itertools.product(*window)] for window in itertools.product(*axes)]


def pooled(t, call, shape, places, formula):
    """Planes of a shape [n, c, ...], the values all different or not."""
    volume = math.prod(shape[2:])
    planes = shape[0] * shape[1]
    return Case(call, "planes", t, [shape], [(t.uniforms(planes * volume),)],
                lambda x: [formula([x[p * volume + i] for i in window]) for p in range(planes) for window in places])


def first_largest(xs):
    """The largest of nodes, of equal ones the first."""
    return xs[max(range(len(xs)), key=lambda i: (xs[i].v, -i))]


def largest_rule(x, w, v):
    """The first NaN, or else the first of the largest; the gradient goes there."""
    nans = [i for i, a in enumerate(x) if math.isnan(a)]
    best = nans[0] if nans else x.index(max(x))
    return [x[best]], [[w(0) if i == best else 0.0 for i in range(len(x))]], [[0.0] * len(x)]


def positions(t, call, shape, places):
    """The places of the largest elements in their planes."""
    volume = math.prod(shape[2:])

    def rule(x, w, v):
        return [float(max(window, key=lambda i: (x[p * volume + i], -i))) for p in range(shape[0] * shape[1]) for window in places], [[]], [[]]
    return Case(call, "planes", t, [shape], [(t.uniforms(math.prod(shape)),)], None, special=rule, differentiable=False)


@law("max-pool")
def _(t):
    return (reduction(t, "MaxPool1d(x, n)", None, largest_rule, many=False)
            + [pooled(t, "MaxPool1d(x, 3, 2, 1)", [2, 3, 7], windows([7], 3, 2, 1), first_largest), pooled(t, "MaxPool2d(x, 2)", [1, 2, 5, 6], windows([5, 6], 2), first_largest),
               pooled(t, "MaxPool2d(x, 2, 1, 1, 2)", [1, 2, 4, 5], windows([4, 5], 2, 1, 1, 2), first_largest), pooled(t, "MaxPool3d(x, 2, 1)", [1, 1, 3, 3, 4], windows([3, 3, 4], 2, 1), first_largest),
               positions(t, "MaxPool1d(x, 3, 2, 1).Indices", [2, 3, 7], windows([7], 3, 2, 1)), positions(t, "MaxPool2d(x, 2).Indices", [1, 2, 5, 6], windows([5, 6], 2)),
               positions(t, "MaxPool3d(x, 2, 1).Indices", [1, 1, 3, 3, 4], windows([3, 3, 4], 2, 1))])


@law("avg-pool")
def _(t):
    return (reduction(t, "AvgPool1d(x, n)", mean, sum_special(lambda n: n), row_points(t) + cancelling(t))
            + [pooled(t, "AvgPool1d(x, 3, 2)", [2, 3, 7], windows([7], 3, 2), mean), pooled(t, "AvgPool2d(x, 2)", [1, 2, 5, 6], windows([5, 6], 2), mean),
               pooled(t, "AvgPool2d(x, 3, 2, 1, exclusive)", [1, 2, 5, 6], windows([5, 6], 3, 2, 1), mean), pooled(t, "AvgPool3d(x, 2, 1)", [1, 1, 3, 3, 4], windows([3, 3, 4], 2, 1), mean)])


@law("lp-pool")
def _(t):
    rows = [t.uniforms(5), t.uniforms(5, 0.5, 3), t.uniforms(5, -40, 40), [1.5] * 5, [0.0] * 5, [0.0, 0.0, 3.0, 0.0, -0.0], [2.0, -1.0, 2.0, 0.5, -1.0]]
    zero = zero_when(lambda x: not any(x))
    special = lambda x, w, v: zero(x, w, v) or norm_special(x, w, v)
    two = lambda xs: norm(xs, 2)
    return (reduction(t, "LpPool1d(x, 2, n)", two, special, rows)
            + [pooled(t, "LpPool2d(x, 2, 2)", [1, 2, 5, 6], windows([5, 6], 2), two), pooled(t, "LpPool3d(x, 2, 2)", [1, 1, 3, 4, 4], windows([3, 4, 4], 2), two)])


@law("adaptive-avg-pool")
def _(t):
    return [pooled(t, "AdaptiveAvgPool1d(x, 3)", [2, 2, 7], adaptive([7], 3), mean), pooled(t, "AdaptiveAvgPool2d(x, 1)", [1, 2, 3, 4], adaptive([3, 4], 1), mean),
            pooled(t, "AdaptiveAvgPool2d(x, 2)", [1, 2, 5, 4], adaptive([5, 4], 2), mean), pooled(t, "AdaptiveAvgPool3d(x, 2)", [1, 1, 3, 4, 5], adaptive([3, 4, 5], 2), mean)]


@law("adaptive-max-pool")
def _(t):
    return [pooled(t, "AdaptiveMaxPool1d(x, 3)", [2, 2, 7], adaptive([7], 3), first_largest), pooled(t, "AdaptiveMaxPool2d(x, 2)", [1, 2, 5, 4], adaptive([5, 4], 2), first_largest),
            pooled(t, "AdaptiveMaxPool3d(x, 2)", [1, 1, 3, 4, 5], adaptive([3, 4, 5], 2), first_largest),
            positions(t, "AdaptiveMaxPool1d(x, 3).Indices", [2, 2, 7], adaptive([7], 3)), positions(t, "AdaptiveMaxPool2d(x, 2).Indices", [1, 2, 5, 4], adaptive([5, 4], 2)),
            positions(t, "AdaptiveMaxPool3d(x, 2).Indices", [1, 1, 3, 4, 5], adaptive([3, 4, 5], 2))]


@law("max-unpool")
def _(t):
    index = [1, 2, 5, 0, 3, 4]

    def f(x, i):
        planes = [{int(at): a for a, at in zip(x[p * 3:p * 3 + 3], i[p * 3:p * 3 + 3])} for p in range(2)]
        return [plane.get(at, node(0)) for plane in planes for at in range(6)]
    return [picked(t, "MaxUnpool1d(x, index, 2)", "planes", None, f, [[1, 2, 3], [1, 2, 3]], [t.uniforms(6), index], "xi"),
            picked(t, "MaxUnpool2d(x, index, (1, 2))", "planes", None, f, [[1, 2, 1, 3], [1, 2, 1, 3]], [t.uniforms(6), index], "xi"),
            picked(t, "MaxUnpool3d(x, index, (1, 1, 2))", "planes", None, f, [[1, 2, 1, 1, 3], [1, 2, 1, 1, 3]], [t.uniforms(6), index], "xi")]
