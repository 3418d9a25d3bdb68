"""The table of poolings along one to three axes; in the form of `tensor_functions.py`."""

import math

from mpmath import mpf

from tape import power, scale, sqrt, square, total
from tensor_cases import Case
from tensor_functions import flat, law, places

SIZES = {1: [7], 2: [4, 5], 3: [3, 2, 4]}


def highest(xs):
    """The first of the largest ones, which gets the gradient."""
    return max(xs, key=lambda x: x.v)


def windows(shape, kernel, stride, padding, dilation):
    """For each place of the result the places of its window, padding left out, and how many there are with padding."""
    batch, channels, *inputs = shape
    sizes = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in zip(inputs, kernel, stride, padding, dilation)]
    for n, c, *at in places([batch, channels, *sizes]):
        found = []
        for r in places(kernel):
            source = [i * s - p + k * d for i, s, p, k, d in zip(at, stride, padding, r, dilation)]
            if all(0 <= i < size for i, size in zip(source, inputs)):
                found.append(flat([n, c, *source], shape))
        yield found


def pooled(shape, kernel, stride, padding, dilation, f):
    return lambda x: [f([x[i] for i in window]) for window in windows(shape, kernel, stride, padding, dilation)]


def adaptive(shape, outputs, f):
    batch, channels, *inputs = shape

    def apply(x):
        found = []
        for n, c, *at in places([batch, channels, *outputs]):
            ranges = [range(i * size // count, -(-(i + 1) * size // count)) for i, size, count in zip(at, inputs, outputs)]
            own = [[]]
            for one in ranges:
                own = [[*first, i] for first in own for i in one]
            found.append(f([x[flat([n, c, *place], shape)] for place in own]))
        return found
    return apply


def average(xs, count=None):
    return scale(total(xs), mpf(1) / (count or len(xs)))


def root_of_squares(xs):
    return sqrt(total([square(x) for x in xs]))


def root_of_cubes(xs):
    return power(total([power(x, 3) for x in xs]), mpf(1) / 3)


def table(axes):
    size = SIZES[axes]
    shape, one, two, three, zero = [2, 2, *size], [1] * axes, [2] * axes, [3] * axes, [0] * axes
    line = [1, 1, *[1] * (axes - 1), 8]
    across = [1] * (axes - 1) + [2]

    def both(t): return t.uniforms(math.prod(shape))

    def extremes(t): return [1.0, 1.0, t.largest, -t.largest, t.smallest, 0.0, t.normal, -t.normal]

    @law(f"max-pool{axes}d")
    def _(t):
        found = [
            Case(f"MaxPool{axes}d(x, 2)", "plain", t, [shape], [(both(t),)], pooled(shape, two, two, zero, one, highest)),
            Case(f"MaxPool{axes}d(x, 3, 2, 1)", "padded", t, [shape], [(both(t),)], pooled(shape, three, two, one, one, highest)),
            Case(f"MaxPool{axes}d(x, (.., 2))", "extremes and equal ones", t, [line], [(extremes(t),)], pooled(line, across, across, zero, one, highest)),
        ]
        if min(size) > 2:
            found.append(Case(f"MaxPool{axes}d(x, 2, 1, 0, 2)", "dilated", t, [shape], [(both(t),)], pooled(shape, two, one, zero, two, highest)))
        return found

    @law(f"avg-pool{axes}d")
    def _(t):
        def padded(x):
            return [average([x[i] for i in window], 3 ** axes) for window in windows(shape, three, two, one, one)]

        return [
            Case(f"AvgPool{axes}d(x, 2)", "plain", t, [shape], [(both(t),)], pooled(shape, two, two, zero, one, average)),
            Case(f"AvgPool{axes}d(x, 3, 2, 1)", "padded", t, [shape], [(both(t),)], padded),
            Case(f"AvgPool{axes}d(x, 3, 2, 1, not the padding)", "padded", t, [shape], [(both(t),)], pooled(shape, three, two, one, one, average)),
            Case(f"AvgPool{axes}d(x, (.., 2))", "extremes", t, [line], [(extremes(t),)], pooled(line, across, across, zero, one, average)),
        ]

    @law(f"lp-pool{axes}d")
    def _(t):
        positive = [abs(x) + 0.25 for x in both(t)]
        return [
            Case(f"LpPool{axes}d(x, 2, 2)", "plain", t, [shape], [(both(t),)], pooled(shape, two, two, zero, one, root_of_squares)),
            Case(f"LpPool{axes}d(x, 3, 2)", "cubes", t, [shape], [([t.near(x) for x in positive],)], pooled(shape, two, two, zero, one, root_of_cubes)),
        ]

    smaller = [max(1, n - 1) for n in size]

    @law(f"adaptive-avg-pool{axes}d")
    def _(t):
        return [
            Case(f"AdaptiveAvgPool{axes}d(x, 1)", "all", t, [shape], [(both(t),)], adaptive(shape, one, average)),
            Case(f"AdaptiveAvgPool{axes}d(x, smaller)", "windows that overlap", t, [shape], [(both(t),)], adaptive(shape, smaller, average)),
        ]

    @law(f"adaptive-max-pool{axes}d")
    def _(t):
        return [
            Case(f"AdaptiveMaxPool{axes}d(x, 1)", "all", t, [shape], [(both(t),)], adaptive(shape, one, highest)),
            Case(f"AdaptiveMaxPool{axes}d(x, smaller)", "windows that overlap", t, [shape], [(both(t),)], adaptive(shape, smaller, highest)),
        ]

    @law(f"max-unpool{axes}d")
    def _(t):
        # Two channels of two elements along the last axis, put into four.
        own, indices = [1, 2, *[1] * (axes - 1), 2], [1, 3, 0, 2]

        def f(x, i):
            found = [mpf(0)] * 8
            for k, place in enumerate(i):
                found[4 * (k // 2) + int(place.v if hasattr(place, "v") else place)] = x[k]
            return found
        return [Case(f"MaxUnpool{axes}d(x, i, (.., 2))", "places", t, [own, own], [(t.uniforms(4), indices)], f, kinds="xi")]


for axes_ in (1, 2, 3):
    table(axes_)
