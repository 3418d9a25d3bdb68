"""The table of functions that order, count, place and contract, and of angles; in the form of `tensor_functions.py`."""

import bisect
import math

from mpmath import mp, mpf

from tape import Node, largest, log, magnitude, node, power, product, reciprocal, sqrt, square, total, unary
from tensor_cases import OPEN, Case
from tensor_functions import LAWS, elementwise, law, line, magnitude_power, matrix_product, mean, norm, picked, row_points, sigmoid, two_rows, within

INF, NAN = math.inf, math.nan


# ------------------------------------------------------------------------------------------------------------------ angles

def angles(t):
    """Numbers of every magnitude: of large ones all bits of pi count."""
    near_multiples = [t.near(float(k * mp.pi / 2)) for k in (1, 2, 3, 7, 22, 355 * 2, 10 ** 4, 10 ** 7)]
    return line(t) + [x for x in near_multiples + [-near_multiples[0], t.near(1e5), t.near(1e10), t.near(2.0 ** 15)] if math.isfinite(x)]


def circular(name, function, slope):
    def f(x):
        def derivatives(v):
            with mp.workprec(mp.prec + 1100):
                s, c = mp.sin(v), mp.cos(v)
            return (s, c, -s, -c) if name == "sin" else (c, -s, -c, s)
        return unary(name, x, derivatives)
    return f


@law("sin")
def _(t):
    return elementwise(t, "Sin(x)", circular("sin", mp.sin, mp.cos), lambda x: ("nan",) * 3 if math.isinf(x) else ("-0", 1, 0) if x == 0 and math.copysign(1, x) < 0 else None, angles(t))


@law("cos")
def _(t): return elementwise(t, "Cos(x)", circular("cos", mp.cos, mp.sin), lambda x: ("nan",) * 3 if math.isinf(x) else None, angles(t))


@law("atan")
def _(t):
    def f(x): return unary("atan", x, lambda v: (mp.atan(v), 1 / (1 + v * v), -2 * v / (1 + v * v) ** 2, (6 * v * v - 2) / (1 + v * v) ** 3))

    def special(x):
        with mp.workprec(400):
            half = mp.pi / 2 if x > 0 else -mp.pi / 2
            return (mp.nstr(half, 50), 0, 0) if math.isinf(x) else ("-0", 1, 0) if x == 0 and math.copysign(1, x) < 0 else None
    return elementwise(t, "Atan(x)", f, special)


@law("asinh")
def _(t):
    def f(x):
        def derivatives(v):
            q = 1 + v * v
            return mp.asinh(v), 1 / mp.sqrt(q), -v / mp.sqrt(q) ** 3, (2 * v * v - 1) / mp.sqrt(q) ** 5
        return unary("asinh", x, derivatives)
    return elementwise(t, "Asinh(x)", f, lambda x: (x, 0, 0) if math.isinf(x) else ("-0", 1, 0) if x == 0 and math.copysign(1, x) < 0 else None)


# ------------------------------------------------------------------------------------------------------------------- order

def key(x):
    """NaN counts as larger than infinity; -0 and 0 are equal."""
    return (1, 0.0) if math.isnan(x) else (0, x + 0.0)


def order(x, descending=False):
    """The positions that sort, equal ones in their order."""
    return sorted(range(len(x)), key=lambda i: key(x[i]), reverse=False) if not descending else sorted(range(len(x)), key=lambda i: tuple(-a for a in key(x[i])))


def ordered_rows(t):
    return row_points(t) + [[1.0, INF, -INF, -1.0, 0.5], [1.0, NAN, 2.0, 0.0, NAN], [0.0, -0.0, 0.0, -0.0, 1.0], [INF, INF, 1.0, -INF, -INF]]


def picking(t, call, positions, count):
    """A function that picks elements of rows, through which gradients flow."""
    rows = ordered_rows(t)

    def rule(x, w, v):
        at = positions(x)
        g = [0.0] * len(x)
        for k, i in enumerate(at):
            g[i] += w(k)
        return [x[i] if math.copysign(1, x[i]) > 0 or x[i] or math.isnan(x[i]) else 0.0 for i in at], [g], [[0.0] * len(x)]

    def rule_of_positions(x, w, v): return [float(i) for i in positions(x)], [[None]], [[None]]
    return [Case(f"{call}.Values", "rows", t, [[len(rows), 5]], [(r,) for r in rows], None, special=rule),
            Case(f"{call}.Indices", "rows", t, [[len(rows), 5]], [(r,) for r in rows], None, special=rule_of_positions, differentiable=False)]


@law("sort")
def _(t): return picking(t, "Sort(x)", order, 5) + picking(t, "Sort(x, descending)", lambda x: order(x, True), 5)


@law("arg-sort")
def _(t):
    rows = ordered_rows(t)
    return [Case("ArgSort(x)", "rows", t, [[len(rows), 5]], [(r,) for r in rows], None, special=lambda x, w, v: ([float(i) for i in order(x)], [[None]], [[None]]), differentiable=False)]


@law("top-k")
def _(t): return picking(t, "TopK(x, 3)", lambda x: order(x, True)[:3], 3) + picking(t, "TopK(x, 2, smallest)", lambda x: order(x)[:2], 2)


def middle(x):
    nans = [i for i, a in enumerate(x) if math.isnan(a)]
    return [nans[0] if nans else order(x)[(len(x) - 1) // 2]]


@law("median")
def _(t):
    def of_all(x):
        s = sorted(a.v for a in x)
        m = s[(len(s) - 1) // 2]
        equal = [a for a in x if a.v == m]
        return [total(equal) / len(equal)]  # equal ones share the gradient
    return picking(t, "Median(x, 1)", middle, 1) + [Case("Median(x)", "all", t, [[2, 3]], [([2.0, 1.0, 2.0, 3.0, 0.5, 2.0],)], of_all), Case("Median(x)", "even", t, [[2, 3]], [(t.uniforms(6),)], of_all)]


def quantile(x, q, way="linear"):
    s = sorted(x, key=lambda a: a.v)
    rank = mpf(q) * (len(s) - 1)
    low = int(mp.floor(rank))
    high, share = min(low + 1, len(s) - 1), rank - low
    if way == "lower":
        share = 0
    elif way == "midpoint":
        share = mpf(0.5) if share else 0
    return s[low] if share == 0 else s[low] * (1 - share) + s[high] * share


@law("quantile")
def _(t):
    rows = [r for r in within(t, row_points(t)) if max(map(abs, r)) < 1e30]

    def row(call, f): return Case(call, "rows", t, [[len(rows), 5]], [(r,) for r in rows], lambda x: [f(x)])
    xs = t.uniforms(6)
    return [row("Quantile(x, 0.3125, 1)", lambda x: quantile(x, 0.3125)), row("Quantile(x, 0.3125, 1, lower)", lambda x: quantile(x, 0.3125, "lower")), row("Quantile(x, 0.3125, 1, midpoint)", lambda x: quantile(x, 0.3125, "midpoint")),
            Case("Quantile(x, 0.75)", "all", t, [[2, 3]], [(xs,)], lambda x: [quantile(x, 0.75)]), Case("Quantile(x, [0, 0.25, 1])", "all", t, [[2, 3]], [(xs,)], lambda x: [quantile(x, q) for q in (0, 0.25, 1)]),
            Case("Quantile(x, [0, 0.25, 1], 1)", "rows", t, [[2, 3]], [(xs,)], lambda x: [quantile(x[i * 3:i * 3 + 3], q) for q in (0, 0.25, 1) for i in range(2)])]


@law("unique")
def _(t):
    xs = [2.0, 1.0, 2.0, -0.0, 0.0, NAN, INF, -INF, NAN, 1.0, t.largest, t.smallest]
    order_of = sorted({0.0 if x == 0 else x for x in xs if not math.isnan(x)}) + [NAN]

    def at(x): return len(order_of) - 1 if math.isnan(x) else order_of.index(x)

    def case(call, y): return Case(call, "all", t, [[3, 4]], [(xs,)], None, special=lambda x, w, v: (y, [[None]], [[None]]), differentiable=False)
    rows = [1.0, 2.0, 0.5, 3.0, 1.0, 2.0, 1.0, 1.5]
    slices = Case("Unique(x, 0).Values", "slices", t, [[4, 2]], [(rows,)], None, special=lambda x, w, v: ([0.5, 3.0, 1.0, 1.5, 1.0, 2.0], [[None]], [[None]]), differentiable=False)
    return [case("Unique(x).Values", order_of), case("Unique(x).Inverse", [float(at(x)) for x in xs]), case("Unique(x).Counts", [float(sum(at(x) == i for x in xs)) for i in range(len(order_of))]), slices]


# ----------------------------------------------------------------------------------------------------------------- counting

@law("histogram")
def _(t):
    xs = [0.0, 0.25, 0.5, 0.5, 0.75, 1.0, 1.0, 2.0, -1.0, 0.125]
    edges = [0.0, 0.25, 0.5, 0.75, 1.0]

    def count(values, weights=None):
        n = [0.0] * 4
        for i, x in enumerate(values):
            if 0 <= x <= 1:
                n[min(bisect.bisect_right(edges, x) - 1, 3)] += 1 if weights is None else weights[i]
        return n

    ws = [0.5, 1.0, 2.0, 0.25, 1.0, 1.5, 1.0, 7.0, 7.0, 0.75]
    fixed = lambda y: (lambda *a, w, v: (y, [[None]] * len(a), [[None]] * len(a)))
    return [Case("Histogram(x, 4, (0, 1)).Counts", "vector", t, [[10]], [(xs,)], None, special=fixed(count(xs)), differentiable=False),
            Case("Histogram(x, 4, (0, 1)).Edges", "vector", t, [[10]], [(xs,)], None, special=fixed(edges), differentiable=False),
            Case("Histogram(x, edges, weights).Counts", "vector", t, [[10], [5], [10]], [(xs, edges, ws)], None, "ccc", fixed(count(xs, ws)), differentiable=False)]


@law("bin-count")
def _(t):
    ns, ws = [0, 2, 1, 2, 5, 2], t.uniforms(6)
    return [Case("BinCount(index, x)", "weights", t, [[6], [6]], [(ns, ws)], lambda n, w: [total([a for k, a in zip(n, w) if k == i]) if i in n else node(0) for i in range(6)], "ix"),
            Case("BinCount(index)", "vector", t, [[6]], [(ns,)], lambda n: [float(n.count(i)) for i in range(6)], "i", differentiable=False)]


# --------------------------------------------------------------------------------------------------- places and contractions

@law("flip")
def _(t): return [picked(t, "Flip(x, 0, 2)", "axes", [2, 3, 2], lambda x: [x[(1 - i) * 6 + j * 2 + 1 - k] for i in range(2) for j in range(3) for k in range(2)])]


@law("roll")
def _(t):
    return [picked(t, "Roll(x, 2)", "flat", [2, 3], lambda x: x[-2:] + x[:-2]), picked(t, "Roll(x, -1, 1)", "axis", [2, 3], lambda x: [x[i * 3 + (j + 1) % 3] for i in range(2) for j in range(3)]),
            picked(t, "Roll(x, [1, 2], [0, 1])", "axes", [2, 3], lambda x: [x[(i - 1) % 2 * 3 + (j - 2) % 3] for i in range(2) for j in range(3)])]


@law("repeat")
def _(t):
    return [picked(t, "Repeat(x, 2, 1, 2)", "axes", [2, 3], lambda x: [x[i * 3 + j % 3] for _ in range(2) for i in range(2) for j in range(6)]),
            picked(t, "RepeatInterleave(x, 2)", "flat", [2, 3], lambda x: [a for a in x for _ in range(2)]), picked(t, "RepeatInterleave(x, 2, 1)", "axis", [2, 3], lambda x: [a for a in x for _ in range(2)]),
            picked(t, "RepeatInterleave(x, index, 1)", "said", None, lambda x, n: [x[i * 3 + j] for i in range(2) for j in range(3) for _ in range(int(n[j]))], [[2, 3], [3]], [t.uniforms(6), [2, 0, 3]], "xi"),
            picked(t, "RepeatInterleave(x, index)", "said of all", None, lambda x, n: [a for a, k in zip(x, n) for _ in range(int(k))], [[3], [3]], [t.uniforms(3), [2, 0, 3]], "xi")]


@law("triangle")
def _(t):
    def kept(call, keeps): return picked(t, call, "matrices", [2, 3, 4], lambda x: [x[b * 12 + i * 4 + j] if keeps(i, j) else node(0) for b in range(2) for i in range(3) for j in range(4)])
    return [kept("Tril(x)", lambda i, j: j <= i), kept("Tril(x, 1)", lambda i, j: j <= i + 1), kept("Triu(x)", lambda i, j: j >= i), kept("Triu(x, -1)", lambda i, j: j >= i - 1)]


@law("einsum")
def _(t):
    u = t.uniforms
    return [Case("Einsum(ij,jk->ik)", "product", t, [[2, 3], [3, 4]], [(u(6), u(12))], lambda x, y: matrix_product(x, y, 2, 3, 4)),
            Case("Einsum(ii->)", "trace", t, [[3, 3]], [(u(9),)], lambda x: [total([x[0], x[4], x[8]])]),
            Case("Einsum(bi,bj,bk->bij)", "three", t, [[2, 2], [2, 3], [2, 2]], [(u(4), u(6), u(4))], lambda x, y, z: [x[b * 2 + i] * y[b * 3 + j] * total(z[b * 2:b * 2 + 2]) for b in range(2) for i in range(2) for j in range(3)])]


@law("c-dist")
def _(t):
    rows = [r for pair in two_rows(t)[::5] for r in pair if max(map(abs, r)) <= t.largest / 4]
    xs, ys = rows[:3] + [list(rows[3])], [list(rows[0])] + rows[3:6]
    found = []
    for p in (2, 1, 3, INF):
        if p == INF:  # differences that are exact, so that it is plain which are equal
            xs, ys = ([[t.near(float(round(a * 8)) / 8) for a in t.uniforms(5, -3, 3)] for _ in range(4)] for _ in range(2))

        def f(x, y, p=p):
            out = []
            for i in range(4):
                for j in range(4):
                    d = [a - b for a, b in zip(x[i * 5:i * 5 + 5], y[j * 5:j * 5 + 5])]
                    # Equal rows have distance 0, with gradient 0.
                    out.append(norm(d, p) if any(a.v for a in d) else node(0))
            return out
        found.append(Case(f"CDist(x, y, {'inf' if p == INF else p})", "rows", t, [[4, 5], [4, 5]], [([a for r in xs for a in r], [a for r in ys for a in r])], f))
    return found
