"""The table of functions on tensors that are not losses: one entry a function, each a list of cases for an element type.

Special values. A rule stands beside its function where the textbook formula has no value. They are PyTorch's, except that
- a gradient is the finite limit where PyTorch has NaN for the product of 0 and an infinity (the norm and the deviation of zeros: 0);
- where a gradient is a sub-gradient chosen as 0, its own derivative is 0 as well;
- NaN in, NaN out. What nobody decided is `?`: the infinite gradient of an infinite norm, say.
"""

import itertools
import math

from mpmath import mp, mpf

from tape import (
    Node, erf, exp, expm1, hinge, largest, leaf, log, log1p, magnitude, node, normal_cdf, once, over, power, product, reciprocal, scale, select,
    sigmoid, smallest, softplus, sqrt, square, tanh, total, unary)
from tensor_cases import OPEN, Case, Periodic, text

INF, NAN = math.inf, math.nan
LAWS = {}


def law(name):
    """Registers a function of an element type that gives the cases of the file `name`."""
    def register(cases):
        LAWS[name] = cases
        return cases
    return register


# ---------------------------------------------------------------------------------------------------------------- points

def line(t, low=-INF, high=INF):
    """Numbers of every magnitude and both signs, and the special ones, between two bounds."""
    xs = [t.smallest, t.normal, t.epsilon, 0.25, 0.5, 0.75, 1, 1 + t.epsilon, 1.5, 2, 3, 10, t.largest] + t.uniforms(5, 0, 4) + t.uniforms(3, 4, 60)
    xs = [-x for x in reversed(xs)] + [-0.0, 0.0] + xs
    return [-INF] + [float(x) for x in xs if low <= x <= high] + [INF, NAN]


def scaled(s, w):
    """The product of a decided derivative and finite factors."""
    if not isinstance(s, str):
        return s * w
    return s if s in ("nan", OPEN) else ("inf" if (s == "inf") == (w > 0) else "-inf")


def elementwise(t, call, formula, special=None, points=None, slope=None, curve=0):
    """A function of one number at many; `special(x)` decides the value and the two derivatives, or None. `slope` and `curve` are its derivatives at NaN."""
    def rule(x, w, v):
        x = x[0]
        if math.isnan(x):
            return (["nan"], [["nan"]], [["nan"]]) if slope is None else (["nan"], [[slope if isinstance(slope, str) else slope * w(0)]], [[curve]])
        found = special(x) if special else None
        return found and ([found[0]], [[scaled(found[1], w(0))]], [[scaled(found[2], w(0) * v(0, 0))]])

    xs = points or line(t)
    return [Case(call, "line", t, [[len(xs)]], [([x],) for x in xs], lambda x: [formula(x[0])], special=rule, unit_weights=True)]


SPECIALS = (0.0, -0.0, 1.0, -1.5, INF, -INF, NAN)


def pairs(t, call, formula, special=None, points=None, kinds="xx", differentiable=True, asks_second=None):
    """A function of two numbers; `special(x, y, w, vx, vy)` decides (f, gx, gy, hx, hy), or None."""
    xs = points or list(itertools.product(SPECIALS + (t.largest, -t.largest, t.smallest, t.normal), repeat=2)) + [tuple(t.uniforms(2, -3, 3)) for _ in range(20)]

    def rule(x, y, w, v):
        found = special and special(x[0], y[0], w(0), v(0, 0), v(1, 0))
        return found and ([found[0]], [[found[1]], [found[2]]], [[found[3]], [found[4]]])

    return [Case(call, "pairs", t, [[len(xs)], [len(xs)]], [([x], [y]) for x, y in xs], lambda x, y: [formula(x[0], y[0])], kinds, rule, True, differentiable, asks_second)]


def row_points(t):
    """Rows of five: ordinary, equal, zeros, ties, mixed and extreme magnitudes."""
    big, tiny, normal, e = t.largest, t.smallest, t.normal, t.epsilon
    return [
        t.uniforms(5), t.uniforms(5, 0.5, 3), t.uniforms(5, -40, 40),
        [1.5] * 5, [t.near(1.1)] * 5, [0.0] * 5, [0.0, 0.0, 3.0, 0.0, -0.0], [2.0, -1.0, 2.0, 0.5, -1.0],
        [1.0, 1 + e, 1.0, 1 + 2 * e, 1.0], [t.near(1 / e), t.near(1 / e) + 2, 1.0, -2.0, 0.5],
        [big] * 5, [big, -big, big, -big, big], [big, 1.0, e, tiny, -big / 4], [tiny, 3 * tiny, -tiny, 0.0, 2 * tiny], [normal, -normal, tiny, 3 * normal, normal],
        [t.near(math.sqrt(big)) * 2, -1.0, t.near(math.sqrt(big)), 0.5, 2.0], [t.near(math.sqrt(normal)), t.near(math.sqrt(normal) / 4), 0.0, tiny, -tiny],
    ]


def row_specials():
    return [[1.0, INF, 2.0, -1.0, 0.5], [1.0, -INF, 2.0, -1.0, 0.5], [INF, -INF, 1.0, 0.0, 2.0], [-INF] * 5, [1.0, NAN, 2.0, 0.0, -1.0], [INF, NAN, 1.0, 0.0, 0.0]]


MANY = (100_000, 37, 5, 49, 32)


def reduction(t, call, formula, special=None, rows=None, results=1, specials=None, many=True, differentiable=True, asks_second=None):
    """A function of rows along the last axis: [rows, 5], rows of one element, and in narrow types one of 10^5."""
    def rule(x, w, v):
        if isinstance(x, Periodic):
            return special(x, w, v) if formula is None else None
        found = special(x, w, v) if special else None
        if found is None and any(math.isnan(a) or math.isinf(a) for a in x):
            return ["nan" if any(math.isnan(a) for a in x) else OPEN] * (len(x) if results == 0 else results), [[OPEN] * len(x)], [[OPEN] * len(x)]
        return found

    def case(point, xs):
        return Case(call, point, t, [[len(xs), len(xs[0])]], [(x,) for x in xs], lambda x: listed(formula(x)), special=rule, differentiable=differentiable, asks_second=asks_second)

    found = [case("rows", (rows or row_points(t)) + (row_specials() if specials is None else specials)), case("one element", [[1.5], [-0.25], [0.0]])]
    if many and t.name != "float64":
        found.append(case("many", [Periodic(*MANY)]))
    return found


def listed(y):
    return y if isinstance(y, list) else [y]


def zeros(n):
    return [[0.0] * n]


# ------------------------------------------------------------------------------------------------------- one number

@law("exp")
def _(t): return elementwise(t, "Exp(x)", exp, lambda x: (0, 0, 0) if x == -INF else ("inf",) * 3 if x == INF else None)


@law("expm1")
def _(t): return elementwise(t, "Expm1(x)", expm1, lambda x: (-1, 0, 0) if x == -INF else ("inf",) * 3 if x == INF else ("-0", 1, 1) if x == 0 and math.copysign(1, x) < 0 else None)


@law("log")
def _(t):
    def special(x):
        # The slope at -0, the limit from nowhere, is left open; at 0 it is that from above.
        return ("nan",) * 3 if x < 0 else ("-inf", OPEN, OPEN) if math.copysign(1, x) < 0 else ("-inf", "inf", "-inf") if x == 0 else ("inf", 0, 0) if x == INF else None
    return elementwise(t, "Log(x)", log, special)


@law("log1p")
def _(t):
    def special(x):
        return ("nan",) * 3 if x < -1 else ("-inf", "inf", "-inf") if x == -1 else ("inf", 0, 0) if x == INF else ("-0", 1, -1) if x == 0 and math.copysign(1, x) < 0 else None
    return elementwise(t, "Log1p(x)", log1p, special)


def root_special(at_zero, at_infinity):
    def special(x):
        return ("nan",) * 3 if x < 0 else (at_zero[1], OPEN, OPEN) if math.copysign(1, x) < 0 else (at_zero[0], *at_zero[2:]) if x == 0 else at_infinity if x == INF else None
    return special


@law("sqrt")
def _(t): return elementwise(t, "Sqrt(x)", sqrt, root_special((0, "-0", "inf", "-inf"), ("inf", 0, 0)))


@law("rsqrt")
def _(t): return elementwise(t, "Rsqrt(x)", lambda x: reciprocal(sqrt(x)), root_special(("inf", "-inf", "-inf", "inf"), (0, 0, 0)))


@law("reciprocal")
def _(t):
    def special(x):
        s = "-inf" if math.copysign(1, x) < 0 else "inf"
        return (s, "-inf", s) if x == 0 else (0 if x > 0 else "-0", 0, 0) if math.isinf(x) else None
    return elementwise(t, "Reciprocal(x)", reciprocal, special)


@law("abs")
def _(t): return elementwise(t, "Abs(x)", magnitude, lambda x: ("inf", 1 if x > 0 else -1, 0) if math.isinf(x) else None)


@law("sign")
def _(t):
    return elementwise(t, "Sign(x)", lambda x: unary("sign", x, lambda v: ((v > 0) - (v < 0), 0, 0, 0)), lambda x: ("-0", 0, 0) if x == 0 and math.copysign(1, x) < 0 else (1 if x > 0 else -1, 0, 0) if math.isinf(x) else None)


@law("square")
def _(t): return elementwise(t, "Square(x)", square, lambda x: ("inf", "inf" if x > 0 else "-inf", 2) if math.isinf(x) else None)


@law("erf")
def _(t): return elementwise(t, "Erf(x)", erf, lambda x: (1 if x > 0 else -1, 0, 0) if math.isinf(x) else None)


@law("negate")
def _(t): return elementwise(t, "Negate(x)", lambda x: -x, lambda x: ("-0", -1, 0) if x == 0 and math.copysign(1, x) > 0 else ("-inf" if x > 0 else "inf", -1, 0) if math.isinf(x) else None, slope=-1)


@law("clamp")
def _(t):
    def cut(low, high):
        # The slope is 1 from bound to bound, both included.
        def f(x): return unary("clamp", x, lambda v: (min(max(v, mpf(low)), mpf(high)), 1 if low <= v <= high else 0, 0, 0), low, high)
        return f

    found = elementwise(t, "Clamp(x, -0.5, 0.75)", cut(-0.5, 0.75), lambda x: ((0.75 if x > 0 else -0.5), 0, 0) if math.isinf(x) else None)
    return found + elementwise(t, "Clamp(x, 1)", lambda x: unary("clamp", x, lambda v: (max(v, mpf(1)), 1 if v >= 1 else 0, 0, 0), 1), lambda x: ("inf", 1, 0) if x == INF else (1, 0, 0) if x == -INF else None)


EXPONENTS = (-16, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 2.5, 3, 4, 100, 1700)


@law("power")
def _(t):
    def special(p):
        def rule(x):
            whole, odd = p == int(p), p == int(p) and int(p) % 2 != 0
            if p == 0:
                return (1, 0, 0)
            if x < 0 and not whole:
                return ("inf" if p > 0 else 0, OPEN, OPEN) if x == -INF else ("nan",) * 3
            if math.isinf(x):
                s = "-inf" if x < 0 and odd else "inf"
                # A whole power's derivatives are powers; where the exponent is below 0 they vanish.
                return (s if p > 0 else 0, OPEN if p > 0 else 0, OPEN if p > 0 else 0) if p != 1 else (s, 1, 0)
            if x == 0 and p < 0:
                return ("-inf" if odd and math.copysign(1, x) < 0 else "inf", OPEN, OPEN)
            if x == 0 and not whole:
                return (0, *(("inf", "-inf") if p == 0.5 else (0, 0))) if math.copysign(1, x) > 0 else (0, OPEN, OPEN)
            return None
        return rule

    found = []
    for p in EXPONENTS:
        edges = [t.near(t.largest ** (1 / abs(p))), t.near(t.normal ** (1 / abs(p)))] if abs(p) > 1 else []
        xs = [-INF, -3.0, -1.5, -1.0, -0.5, -0.0, 0.0, t.smallest, t.normal, 0.5, 1 - t.epsilon / 2, 1.0, 1 + t.epsilon, 1.5, 3.0, 300.0, t.largest, INF, NAN] + edges + t.uniforms(4, 0, 3)
        found += elementwise(t, f"Pow(x, {p})", lambda x, p=p: power(x, p), special(p), xs, slope=1 if p == 1 else "nan" if p == 2 else None, curve=OPEN if p == 2 else 0)
    def tensors(x, y, w, vx, vy):
        """IEEE 754's special cases of pow; gradients only where the base is above 0 and finite."""
        if finite(x, y) and x > 0:
            return None
        try:
            value = math.pow(x, y)
        except ValueError:  # a negative power of 0, or a fractional one of a negative number
            value = NAN if x != 0 else -INF if y == int(y) and int(y) % 2 and math.copysign(1, x) < 0 else INF
        except OverflowError:
            value = -INF if x < 0 and int(y) % 2 else INF
        if finite(x, y) and x < 0 and y == int(y):
            value = None  # a whole power of a negative number, exactly
        return (value if value is not None else text(mpf(x) ** int(y)), OPEN, OPEN, OPEN, OPEN)

    bases = [0.0, -0.0, 0.5, 1.0, 1 + t.epsilon, 3.0, -1.0, -1.5, INF, -INF, NAN, t.smallest, t.largest]
    exponents = [0.0, -0.0, 0.5, 1.0, 2.0, 3.0, -1.0, -2.5, 100.0, INF, -INF, NAN]
    points = list(itertools.product(bases, exponents)) + [(t.uniform(0, 4), t.uniform(-6, 6)) for _ in range(20)]

    def raised(x, y):
        """x^y for x > 0, differentiable in both."""
        return exp(y * log(x))

    found += pairs(t, "Pow(x, y)", raised, tensors, points, asks_second=lambda x, y: t.normal ** 0.25 < x[0] < 1e8 and abs(y[0]) < 50)
    for case in found:
        if case.call == "Pow(x, 0)":
            case.special = lambda x, w, v: ([1], [[0]], [[0]])  # 1 of NaN as well
    return found


# ----------------------------------------------------------------------------------------------------- two numbers

def finite(*xs):
    return all(math.isfinite(x) for x in xs)


@law("add")
def _(t):
    def special(sign):
        return lambda x, y, w, vx, vy: None if finite(x, y) else (x + sign * y, w, sign * w, 0, 0)
    return (pairs(t, "Add(x, y)", lambda x, y: x + y, special(1)) + elementwise(t, "Add(x, 1.5)", lambda x: x + 1.5, lambda x: (x, 1, 0) if math.isinf(x) else None, slope=1))


@law("subtract")
def _(t):
    return (pairs(t, "Subtract(x, y)", lambda x, y: x - y, lambda x, y, w, vx, vy: None if finite(x, y) else (x - y, w, -w, 0, 0))
            + elementwise(t, "Subtract(x, 1.5)", lambda x: x - 1.5, lambda x: (x, 1, 0) if math.isinf(x) else None, slope=1)
            + elementwise(t, "Subtract(1.5, x)", lambda x: 1.5 - x, lambda x: (-x, -1, 0) if math.isinf(x) else None, slope=-1))


@law("multiply")
def _(t):
    return (pairs(t, "Multiply(x, y)", lambda x, y: x * y, lambda x, y, w, vx, vy: None if finite(x, y) else (x * y, w * y, w * x, w * vy, w * vx))
            + elementwise(t, "Multiply(x, -2.5)", lambda x: x * -2.5, lambda x: (x * -2.5, -2.5, 0) if math.isinf(x) else None, slope=-2.5))


@law("divide")
def _(t):
    def special(x, y, w, vx, vy):
        if y == 0:
            s = math.copysign(1, x) * math.copysign(1, y)
            value = NAN if x == 0 or math.isnan(x) else s * INF
            return (value, w * math.copysign(INF, y), OPEN if math.isnan(value) else w * -math.copysign(INF, x), OPEN, OPEN)
        if not finite(x, y):
            value = x / y
            gx = w / y
            return (value, gx, OPEN if not math.isfinite(x) else NAN if math.isnan(y) else 0, OPEN, OPEN)
        return None

    def number(x): return (math.copysign(INF, x), *(("-inf", OPEN))) if x == 0 else (0, 0, 0) if math.isinf(x) else None
    return (pairs(t, "Divide(x, y)", lambda x, y: x / y, special, asks_second=lambda x, y: abs(y[0]) > math.sqrt(t.normal)) + elementwise(t, "Divide(x, 3)", lambda x: x / 3, lambda x: (x, OPEN, 0) if math.isinf(x) else None, slope=OPEN)
            + elementwise(t, "Divide(3, x)", lambda x: 3 / x, number))


def extreme_pairs(t, call, sign):
    def special(x, y, w, vx, vy):
        if math.isnan(x) or math.isnan(y):
            return ("nan", OPEN, OPEN, OPEN, OPEN)
        if finite(x, y):
            return None
        a, b = sign * x, sign * y
        share = 0.5 if a == b else 1.0 if a > b else 0.0
        return (sign * max(a, b), w * share, w * (1 - share), 0, 0)
    return pairs(t, call, (lambda x, y: largest([x, y])) if sign > 0 else (lambda x, y: smallest([x, y])), special)


@law("maximum")
def _(t): return extreme_pairs(t, "Maximum(x, y)", 1)


@law("minimum")
def _(t): return extreme_pairs(t, "Minimum(x, y)", -1)


def comparison(t, name, holds):
    def rule(x, y, w, vx, vy): return (float(holds(x, y)), None, None, None, None)
    def with_number(x, w, v): return [float(holds(x[0], 0.5))], [[None]], [[None]]
    xs = line(t)
    found = pairs(t, f"{name}(x, y)", None, rule, differentiable=False)
    return found + [Case(f"{name}(x, 0.5)", "line", t, [[len(xs)]], [([x],) for x in xs], None, special=with_number, differentiable=False)]


for _name, _holds in (("Greater", lambda x, y: x > y), ("GreaterOrEqual", lambda x, y: x >= y), ("Less", lambda x, y: x < y),
                      ("LessOrEqual", lambda x, y: x <= y), ("Equal", lambda x, y: x == y), ("NotEqual", lambda x, y: x != y)):
    LAWS["".join("-" + c.lower() if c.isupper() else c for c in _name)[1:]] = lambda t, n=_name, h=_holds: comparison(t, n, h)


@law("is-nan")
def _(t):
    xs = line(t)
    return [Case("IsNaN(x)", "line", t, [[len(xs)]], [([x],) for x in xs], None, special=lambda x, w, v: ([float(math.isnan(x[0]))], [[None]], [[None]]), differentiable=False)]


@law("is-finite")
def _(t):
    xs = line(t)
    return [Case("IsFinite(x)", "line", t, [[len(xs)]], [([x],) for x in xs], None, special=lambda x, w, v: ([float(finite(x[0]))], [[None]], [[None]]), differentiable=False)]


@law("is-infinity")
def _(t):
    xs = line(t)
    return [Case("IsInfinity(x)", "line", t, [[len(xs)]], [([x],) for x in xs], None, special=lambda x, w, v: ([float(math.isinf(x[0]))], [[None]], [[None]]), differentiable=False)]


@law("where")
def _(t):
    def chosen(call, first, second):
        # No gradient flows to what is not taken, not even of a NaN.
        xs = [(m, a, b) for m in (0, 1) for a in SPECIALS + (t.largest,) for b in SPECIALS]

        def rule(m, x, y, w, v):
            return [x[0] if m[0] else y[0]], [[], [w(0) * m[0]], [w(0) * (1 - m[0])]], [[], [0], [0]]

        return Case(call, "pairs", t, [[len(xs)]] * 3, [([m], [a], [b]) for m, a, b in xs], None, "bxx", rule)

    def number(call, flip):
        xs = [(m, a) for m in (0, 1) for a in SPECIALS + (t.largest,)]

        def rule(m, x, w, v):
            taken = m[0] != flip
            return [x[0] if taken else -1.5], [[], [w(0) if taken else 0]], [[], [0]]

        return Case(call, "pairs", t, [[len(xs)]] * 2, [([m], [a]) for m, a in xs], None, "bx", rule)

    def functions(call):
        xs = [(m, a) for m in (0, 1) for a in SPECIALS + (t.largest,)]

        def rule(m, x, w, v):
            sign = -1 if m[0] else 1
            return [sign * x[0]], [[], [sign * w(0)]], [[], [0]]

        return Case(call, "pairs", t, [[len(xs)]] * 2, [([m], [a]) for m, a in xs], None, "bx", rule)

    return [functions("Where(mask, x, -x, x)"), chosen("Where(mask, x, y)", 1, 0), number("Where(mask, x, -1.5)", 0), number("Where(mask, -1.5, x)", 1), number("MaskedFill(x, mask, -1.5)", 1)]


# ---------------------------------------------------------------------------------------------------------- reductions

def mean(xs): return total(xs) / len(xs)


def sum_special(divisor):
    def rule(x, w, v):
        if finite(*x):
            return None
        return [sum(x)], [[w(0) / divisor(len(x)) if divisor(len(x)) == 1 else OPEN] * len(x)], zeros(len(x))
    return rule


def cancelling(t):
    """A sum whose terms cancel to the last bit: [big, 1, -big, 1, ...]."""
    return [[t.near(1 / t.epsilon), 1.0, -t.near(1 / t.epsilon), 0.5, 0.25]]


@law("sum")
def _(t):
    block = t.uniforms(24)
    axes = lambda x: [total(x[i * 12 + j * 4 + k] for i in range(2) for k in range(4)) for j in range(3)]
    return (reduction(t, "Sum(x, 1)", total, sum_special(lambda n: 1), row_points(t) + cancelling(t))
            + [Case("Sum(x)", "all", t, [[2, 3, 4]], [(block,)], lambda x: [total(x)]), Case("Sum(x, 0)", "first axis", t, [[2, 3, 4]], [(block,)], lambda x: [x[i] + x[i + 12] for i in range(12)]),
               Case("Sum(x, [0, 2])", "axes", t, [[2, 3, 4]], [(block,)], axes)])


@law("mean")
def _(t):
    block = t.uniforms(24)
    return (reduction(t, "Mean(x, 1)", mean, sum_special(lambda n: n), row_points(t) + cancelling(t))
            + [Case("Mean(x)", "all", t, [[2, 3, 4]], [(block,)], lambda x: [mean(x)]),
               Case("Mean(x, [0, 2])", "axes", t, [[2, 3, 4]], [(block,)], lambda x: [mean([x[i * 12 + j * 4 + k] for i in range(2) for k in range(4)]) for j in range(3)])])


def variance(xs, correction):
    m = mean(xs)
    return total(square(x - m) for x in xs) / (len(xs) - correction)


@law("variance")
def _(t):
    block = t.uniforms(24)
    pairs_of = [[t.near(x), t.near(3 * x)] for x in (1e20, 1e-30, 1.0) if math.isfinite(t.near(3 * x))] + [[t.near(1 / t.epsilon * 2), t.near(1 / t.epsilon * 2 + 4)]]
    return ([c for c in reduction(t, "Variance(x, [1], 0)", lambda x: variance(x, 0))] + [c for c in reduction(t, "Variance(x, [1])", lambda x: variance(x, 1)) if c.point != "one element"]
            + [Case("Variance(x, [1])", "pairs", t, [[len(pairs_of), 2]], [(p,) for p in pairs_of], lambda x: [variance(x, 1)])]
            + [Case("Variance(x)", "all", t, [[2, 3, 4]], [(block,)], lambda x: [variance(x, 1)]),
               Case("Variance(x, [1])", "too few", t, [[2, 1]], [([1.5],), ([0.0],)], None, special=lambda x, w, v: (["nan"], [[OPEN]], [[OPEN]]))])


def zero_when(condition):
    """Where the root's argument is 0 the gradient is 0, and so is its derivative."""
    def rule(x, w, v):
        return ([0], zeros(len(x)), zeros(len(x))) if finite(*x) and condition(x) else None
    return rule


@law("standard-deviation")
def _(t):
    block = t.uniforms(24)
    equal = zero_when(lambda x: len(set(x)) == 1)
    return ([c for c in reduction(t, "StandardDeviation(x, [1], 0)", lambda x: sqrt(variance(x, 0)), equal)]
            + [c for c in reduction(t, "StandardDeviation(x, [1])", lambda x: sqrt(variance(x, 1)), equal) if c.point != "one element"]
            + [Case("StandardDeviation(x)", "all", t, [[2, 3, 4]], [(block,)], lambda x: [sqrt(variance(x, 1))])])


def log_sum_exp(xs):
    c = max(x.v for x in xs)
    return log(total(exp(x - c) for x in xs)) + c


@law("log-sum-exp")
def _(t):
    def rule(x, w, v):
        if any(math.isnan(a) for a in x):
            return ["nan"], [[OPEN] * len(x)], [[OPEN] * len(x)]
        if all(a == -INF for a in x):
            return ["-inf"], zeros(len(x)), zeros(len(x))  # the limit of nothing: PyTorch has NaN
        if INF in x:
            return ["inf"], [[OPEN] * len(x)], [[OPEN] * len(x)]
        return None  # a -inf among others: see `absent`

    block = t.uniforms(24)
    rows = [r for r in row_points(t)]
    absent = [r for r in row_specials() if INF in r or all(a == -INF for a in r) or any(math.isnan(a) for a in r)]
    return (reduction(t, "LogSumExp(x, 1)", log_sum_exp, rule, rows, specials=absent)
            + [without_minus_infinity(t, "LogSumExp(x, 1)", log_sum_exp),
               Case("LogSumExp(x, [0, 2])", "axes", t, [[2, 3, 4]], [(block,)], lambda x: [log_sum_exp([x[i * 12 + j * 4 + k] for i in range(2) for k in range(4)]) for j in range(3)]),
               Case("LogSumExp(x)", "all", t, [[2, 3, 4]], [(block,)], lambda x: [log_sum_exp(x)])])


class Absent:
    """Stands for an element of -inf, which counts for nothing."""


def without_minus_infinity(t, call, formula, at=None):
    """Rows in which -inf stands for an element that is not there: value as without it, gradient 0 for it. `at` is its own result."""
    rows = [[1.0, -INF, 2.0, -1.0, 0.5], [-INF, -INF, 3.0, 1.0, -INF], [-INF, 0.0, -INF, -INF, -INF]]

    def f(x):
        ys = listed(formula([a for a in x if a.v != -INF]))
        if at is None:
            return ys
        ys = iter(ys)
        return [node(at) if a.v == -INF else next(ys) for a in x]

    return Case(call, "without", t, [[3, 5]], [(r,) for r in rows], f)


def magnitude_power(x, p):
    """|x|^p, whose derivatives at 0 are 0."""
    def derivatives(v):
        a, s = abs(v), mpf(1 if v > 0 else -1)
        return (a ** p, p * a ** (p - 1) * s, p * (p - 1) * a ** (p - 2), p * (p - 1) * (p - 2) * a ** (p - 3) * s) if v != 0 else (0, 0, 2 if p == 2 else 0, 0)
    return unary("magnitude power", x, derivatives, p)


def norm(xs, p):
    if p == INF:
        return largest([magnitude(x) for x in xs])
    if p == 1:
        return total(magnitude(x) for x in xs)
    s = total(magnitude_power(x, mpf(p)) for x in xs)
    return sqrt(s) if p == 2 else power(s, 1 / mpf(p))


def norm_special(x, w, v):
    if any(math.isnan(a) for a in x):
        return ["nan"], [[OPEN] * len(x)], [[OPEN] * len(x)]
    return (["inf"], [[OPEN] * len(x)], [[OPEN] * len(x)]) if not finite(*x) else zero_when(lambda x: not any(x))(x, w, v)


@law("norm")
def _(t):
    found = []
    for p in (2, 1, 3, 1.5, 0.5, INF):
        name = "inf" if p == INF else p
        rows = row_points(t) if p in (1, 2, INF) else within(t, row_points(t))[::2] + [[0.0] * 5]
        found += reduction(t, f"Norm(x, {name}, [1])", lambda x, p=p: norm(x, p), norm_special, rows, many=p in (2, 1, 3), asks_second=(lambda x: within_reach(x)) if p < 1 else None)
    return found + [Case("Norm(x)", "all", t, [[2, 3, 4]], [(t.uniforms(24),)], lambda x: [norm(x, 2)]),
                    Case("Norm(x, 3)", "all", t, [[2, 3, 4]], [(t.uniforms(24),)], lambda x: [norm(x, 3)])]


def extreme_special(sign):
    def rule(x, w, v):
        if any(math.isnan(a) for a in x):
            return ["nan"], [[OPEN] * len(x)], zeros(len(x))
        best = max(sign * a for a in x)
        first = [sign * a == best for a in x]
        return [sign * best], [[w(0) / sum(first) if f else 0.0 for f in first]] if sum(first) in (1, 2, 4) else [[OPEN] * len(x)], zeros(len(x))
    return lambda x, w, v: rule(x, w, v) if not finite(*x) else None


@law("max")
def _(t):
    return (reduction(t, "Max(x, 1)", largest, extreme_special(1)) + [Case("Max(x)", "all", t, [[2, 3, 4]], [(t.uniforms(24),)], lambda x: [largest(x)]),
            Case("Max(x, [0, 2])", "axes", t, [[2, 3, 4]], [(t.uniforms(24),)], lambda x: [largest([x[i * 12 + j * 4 + k] for i in range(2) for k in range(4)]) for j in range(3)])])


@law("min")
def _(t):
    return (reduction(t, "Min(x, 1)", smallest, extreme_special(-1)) + [Case("Min(x)", "all", t, [[2, 3, 4]], [(t.uniforms(24),)], lambda x: [smallest(x)]),
            Case("Min(x, [0, 2])", "axes", t, [[2, 3, 4]], [(t.uniforms(24),)], lambda x: [smallest([x[i * 12 + j * 4 + k] for i in range(2) for k in range(4)]) for j in range(3)])])


def arg_extreme(t, name, sign):
    def position(x, w, v):
        if isinstance(x, Periodic):
            x = x.values
        nans = [i for i, a in enumerate(x) if math.isnan(a)]
        best = max((sign * a for a in x if not math.isnan(a)), default=0)
        return [float(nans[0] if nans else [sign * a for a in x].index(best))], [[]], [[]]
    return (reduction(t, f"{name}(x, 1)", None, position, differentiable=False)
            + [Case(f"{name}(x)", "all", t, [[2, 3, 4]], [(t.uniforms(24),)], None, special=position, differentiable=False)])


@law("arg-max")
def _(t): return arg_extreme(t, "ArgMax", 1)


@law("arg-min")
def _(t): return arg_extreme(t, "ArgMin", -1)


@law("cum-sum")
def _(t):
    def sums(x):
        return [total(x[:i + 1]) for i in range(len(x))]

    def rule(x, w, v):
        return None if finite(*x) else (list(itertools.accumulate(x)), [[sum(w(k) for k in range(i, len(x))) for i in range(len(x))]], zeros(len(x)))

    def first(x): return [x[j * 5 + k] if j == 0 else total(x[i * 5 + k] for i in range(j + 1)) for j in range(3) for k in range(5)]
    many = Case("CumSum(x, 1)", "many", t, [[1, 9900]], [(Periodic(9900, 37, 5, 49, 32),)], lambda x: list(prefix_sums(x)), differentiable=False)
    return reduction(t, "CumSum(x, 1)", sums, rule, row_points(t) + cancelling(t), results=0, many=False) + [Case("CumSum(x, 0)", "first axis", t, [[3, 5]], [(t.uniforms(15),)], first), many]


def prefix_sums(xs):
    s = node(0)
    for x in xs:
        s = Node(s.v + x.v, 0, s.e + abs(x.v), 0)
        yield s


# ------------------------------------------------------------------------------------------------------------- distances

def within_reach(x):
    """Whether the second derivatives |x|^(p-2) of elements, next to the largest, stay in the range."""
    own = [abs(a) for a in x if a]
    return not own or min(own) > 1e-20 * max(own)


def within(t, rows):
    """Rows whose elements are not more than half the range of float64 apart: it has no wider type to be computed in."""
    return rows if t.name != "float64" else [[math.copysign(min(max(abs(x), 1e-120), 1e120), x) if x and max(map(abs, r)) > 1e200 else x for x in r] for r in rows]


def two_rows(t):
    a, b = within(t, row_points(t)), within(t, row_points(t))
    if t.name == "float64":
        a, b = ([[0.0 if abs(x) < 1e-150 else x for x in r] for r in rows] for rows in (a, b))
    same = [(x, list(x)) for x in a]
    other = [(x, y) for x, y in zip(a, b[3:] + b[:3])]
    return same + other


def all_finite_pairs(t):
    return [(x, y) for x, y in two_rows(t) if all(abs(p - q) <= t.largest for p, q in zip(x, y))]


@law("pairwise-distance")
def _(t):
    found = []
    for p, epsilon in ((2, 2.0 ** -20), (1, 0.0), (3, 2.0 ** -20), (INF, 0.0)):
        def f(x, y, p=p, epsilon=epsilon): return [norm([a - b + epsilon for a, b in zip(x, y)], p)]

        def rule(x, y, w, v, epsilon=epsilon):
            return ([0], [[0.0] * 5] * 2, [[0.0] * 5] * 2) if epsilon == 0 and x == y else None

        rows = all_finite_pairs(t)[::2 if p == 2 else 5]
        if p == INF:  # differences that are exact, so that it is plain which are equal
            rows = [(x, y) for x, y in rows if all(t.near(a - b) == a - b and abs(a) < 1e6 and abs(b) < 1e6 for a, b in zip(x, y))]
        found.append(Case(f"PairwiseDistance(x, y, {'inf' if p == INF else p}, {epsilon})", "rows", t, [[len(rows), 5]] * 2, rows, f, special=rule))
    return found


def cosine(x, y, epsilon):
    """The product of the unit vectors; a norm below epsilon counts as epsilon, without a gradient."""
    def unit(a):
        if not any(q.v for q in a):
            return [q / epsilon for q in a]
        n = norm(a, 2)
        n = n if n.v >= epsilon else node(epsilon)
        return [q / n for q in a]
    return total(a * b for a, b in zip(unit(x), unit(y)))


@law("cosine-similarity")
def _(t):
    rows = two_rows(t)
    epsilon = 2.0 ** -26
    many = [Case("CosineSimilarity(x, y, 1, 2^-26)", "many", t, [[1, 100_000]] * 2, [(Periodic(*MANY), Periodic(100_000, 25, 3, 49, 16))], lambda x, y: [cosine(x, y, epsilon)])] if t.name != "float64" else []
    return [Case("CosineSimilarity(x, y, 1, 2^-26)", "rows", t, [[len(rows), 5]] * 2, rows, lambda x, y: [cosine(x, y, epsilon)])] + many


# --------------------------------------------------------------------------------------------------------- softmax family

def softmax(xs, beta=1):
    scaled_xs = [x * beta if beta != 1 else x for x in xs]
    c = max(x.v for x in scaled_xs)
    es = [exp(x - c) for x in scaled_xs]
    r = reciprocal(total(es))
    return [e * r for e in es]


def log_softmax(xs, beta=1):
    scaled_xs = [x * beta if beta != 1 else x for x in xs]
    s = log_sum_exp(scaled_xs)
    return [x - s for x in scaled_xs]


def slices_of_nan(x, w, v):
    """A slice with a NaN or inf, and one of nothing but -inf, is NaN."""
    if finite(*x):
        return None
    return ["nan"] * len(x), [[OPEN] * len(x)], [[OPEN] * len(x)]


NANS = [[1.0, INF, 2.0, -1.0, 0.5], [-INF] * 5, [1.0, NAN, 2.0, 0.0, -1.0]]


def softmaxes(t, name, formula, at, betas=(1, 2.5)):
    block = t.uniforms(24)
    found = []
    for beta in betas:
        call = f"{name}(x, 1)" if beta == 1 else f"{name}(x, 1, {beta})"
        found += reduction(t, call, lambda x, beta=beta: formula(x, beta), slices_of_nan, row_points(t), results=0, specials=NANS, many=beta == 1)
        found.append(without_minus_infinity(t, call, lambda x, beta=beta: formula(x, beta), at))

    def middle(x):
        y = [None] * 24
        for i in range(2):
            for k in range(4):
                for j, value in enumerate(formula([x[i * 12 + j * 4 + k] for j in range(3)], 1)):
                    y[i * 12 + j * 4 + k] = value
        return y

    return found + [Case(f"{name}(x, 1)", "middle axis", t, [[2, 3, 4]], [(block,)], middle)]


@law("softmax")
def _(t): return softmaxes(t, "Softmax", softmax, 0)


@law("log-softmax")
def _(t):
    # A logit of -inf has the logarithm -inf, whose gradient is that of every other: it reaches the logit itself and all that count.
    cases = softmaxes(t, "LogSoftmax", log_softmax, 0)
    for case in cases:
        if case.point == "without":
            beta = 2.5 if "2.5" in case.call else 1
            case.formula = lambda x, beta=beta: [a * beta - log_sum_exp([b * beta for b in x if b.v != -INF]) for a in x]
    return cases


@law("softmin")
def _(t):
    rows = [[-a for a in r] for r in row_points(t)]
    found = reduction(t, "Softmin(x, 1)", lambda x: softmax(x, -1), slices_of_nan, rows, results=0, specials=[[-a for a in r] for r in NANS], many=False)
    return found


def masked(t, name, formula, outside):
    rows = [r for r in row_points(t)] + [[1.0, NAN, 2.0, INF, -1.0], [NAN] * 5]
    masks = [[1, 0, 1, 1, 0], [0, 1, 1, 0, 1], [1, 1, 1, 1, 1], [0, 0, 1, 0, 0]]
    units = [(r, masks[i % 4]) for i, r in enumerate(row_points(t))] + [([1.0, NAN, 2.0, INF, -1.0], masks[0][:3] + [0, 1]), ([NAN] * 5, [0] * 5), (t.uniforms(5), [0] * 5)]

    def f(x, m):
        inside = iter(formula([a for a, b in zip(x, m) if b]) if any(m) else [])
        return [next(inside) if b else Node(outside, 0) for b in m]

    return [Case(f"{name}(x, mask, 1)", "rows", t, [[len(units), 5]] * 2, units, f, "xb")]


@law("masked-softmax")
def _(t): return masked(t, "MaskedSoftmax", softmax, 0)


@law("masked-log-softmax")
def _(t): return masked(t, "MaskedLogSoftmax", log_softmax, -INF)


def sparsemax(xs, beta=1):
    """max(0, beta*x - tau); where beta*x = tau exactly the element is outside, and gets no gradient."""
    z = [x * beta if beta != 1 else x for x in xs]
    order = sorted(z, key=lambda a: -a.v)
    best, s = 1, mpf(0)
    with mp.workprec(2400):  # the largest numbers and 1
        for k, a in enumerate(order, 1):
            s += a.v
            if 1 + k * a.v > s:
                best, tau = k, (s - 1) / k
    inside = [a for a in order[:best] if a.v > tau]
    threshold = (total(inside) - 1) / len(inside)
    return [a - threshold if a.v > tau else node(0) for a in z]


@law("sparsemax")
def _(t): return softmaxes(t, "Sparsemax", sparsemax, 0, betas=(1, 0.25))


def philox(index, seed, stream):
    """64 random bits: Philox 4x32-10 (Salmon et al. 2011)."""
    block = index >> 1
    x = [block & 0xFFFFFFFF, block >> 32, stream & 0xFFFFFFFF, stream >> 32]
    k = [seed & 0xFFFFFFFF, seed >> 32]
    for _ in range(10):
        p0, p1 = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [(p1 >> 32) ^ x[1] ^ k[0], p1 & 0xFFFFFFFF, (p0 >> 32) ^ x[3] ^ k[1], p0 & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return x[0] | x[1] << 32 if index % 2 == 0 else x[2] | x[3] << 32


@law("gumbel-softmax")
def _(t):
    rows = t.uniforms(20)

    def f(x, hard):
        # The noise -ln(-ln u) at the draws 3, 4, ... of the seed 7, stream 2.
        y = []
        for i in range(4):
            noisy = []
            for j in range(5):
                bits = philox(3 + i * 5 + j, 7, 2) >> 12
                u = node((mpf(bits) + 0.5) / 2 ** 52)
                noisy.append(x[i * 5 + j] - log(-log(u)))
            y += softmax(noisy, 2)
        if not hard:
            return y
        out = []
        for i in range(4):
            best = max(range(5), key=lambda j: y[i * 5 + j].v)
            # One-hot, with the gradient of the soft sample.
            out += [Node(1 if j == best else 0, s.d, 0, s.f, [(s, mpf(1), 0, 0, 0)]) for j, s in enumerate(y[i * 5:i * 5 + 5])]
        return out

    return [Case("GumbelSoftmax(x, 0.5)", "rows", t, [[4, 5]], [(rows,)], lambda x: f(x, False)), Case("GumbelSoftmax(x, 0.5, hard)", "rows", t, [[4, 5]], [(rows,)], lambda x: f(x, True))]


# ------------------------------------------------------------------------------------------------------------ distributions

def probabilities(t):
    return [t.uniforms(5, 0.05, 1), [0.2, 0.2, 0.2, 0.2, 0.2], [0.0, 1.0, 0.0, 0.0, 0.0], [0.5, 0.25, 0.125, 0.0625, 0.0625], [t.normal, 1.0, t.smallest if t.name != "float64" else t.normal, t.epsilon, 0.5],
            [1 - t.epsilon / 2, t.epsilon / 2, 0.0, 0.0, 0.0], [t.largest, 2.0, 3.0, 0.0, 1.0]]


def rounded_rows(t, rows):
    return [[t.near(a) for a in r] for r in rows]


def logarithms(t, *rows):
    """Whether no second derivative 1/x^2 of a logarithm overflows in the type that distributions are computed in."""
    return all(x == 0 or 1e-150 < x < 1e150 for row in rows for x in row)


@law("entropy")
def _(t):
    rows = rounded_rows(t, probabilities(t))

    def f(p): return [total([-(a * log(a)) for a in p if a.v > 0])]
    return [Case("Entropy(x)", "rows", t, [[len(rows), 5]], [(r,) for r in rows], f, asks_second=lambda p: logarithms(t, p))]


@law("cross-entropy-of-distributions")
def _(t):
    ps = rounded_rows(t, probabilities(t))
    qs = rounded_rows(t, [t.uniforms(5, 0.05, 1) for _ in ps])
    qs[2] = [0.0, 1.0, 0.0, 0.5, 0.0]

    def f(p, q):
        # Where p = 0 the value and the gradient in q are 0; where q = 0 too, so is that in p.
        return [-total([a * log(b) for a, b in zip(p, q) if b.v > 0])]
    return [Case("CrossEntropyOfDistributions(x, y)", "rows", t, [[len(ps), 5]] * 2, list(zip(ps, qs)), f, asks_second=lambda p, q: logarithms(t, p, q))]


@law("kl-divergence-of-distributions")
def _(t):
    ps = rounded_rows(t, probabilities(t))
    qs = rounded_rows(t, [t.uniforms(5, 0.05, 1) for _ in ps])
    qs[0] = list(ps[0])
    qs[1] = [t.near(0.2 * (1 + k * t.epsilon)) for k in (-2, 2, 0, 4, -4)]

    def f(p, q):
        # Where p = 0 the value and both gradients are 0.
        return [total([a * log(a / b) for a, b in zip(p, q) if a.v > 0])]
    return [Case("KLDivergenceOfDistributions(x, y)", "rows", t, [[len(ps), 5]] * 2, list(zip(ps, qs)), f, asks_second=lambda p, q: logarithms(t, p, q))]


# --------------------------------------------------------------------------------------------------------- normalisation

def normalized(xs, epsilon, centered):
    m = mean(xs) if centered else None
    ds = [x - m for x in xs] if centered else xs
    r = reciprocal(sqrt(total(square(d) for d in ds) / len(ds) + epsilon))
    return [d * r for d in ds]


NORM_EPSILON = 2.0 ** -17


def subnormals_apart(t):
    """Of rows of subnormal float64 numbers the terms of the second gradient have lost digits."""
    return lambda x: isinstance(x, Periodic) or t.name != "float64" or max(map(abs, x)) > 1e-300


@law("layer-norm")
def _(t):
    def rule(x, w, v):
        return None if finite(*x) else (["nan"] * len(x), [[OPEN] * len(x)], [[OPEN] * len(x)])

    # Differences of elements must not leave the range of doubles.
    rows = row_points(t) if t.name != "float64" else [[a / 4 if abs(a) > 1e300 else a for a in r] for r in row_points(t)]
    found = reduction(t, "LayerNorm(x)", lambda x: normalized(x, NORM_EPSILON, True), rule, rows, results=0, asks_second=subnormals_apart(t))
    xs, w, b = t.uniforms(20, -4, 4), t.uniforms(5), t.uniforms(5)

    def affine(x, w, b):
        return [y * w[j] + b[j] for i in range(4) for j, y in enumerate(normalized(x[i * 5:i * 5 + 5], NORM_EPSILON, True))]
    return found + [Case("LayerNorm(x, w, b)", "weighted", t, [[4, 5], [5], [5]], [(xs, w, b)], affine)]


def centered_rows(t, call):
    """Rows that are normalised by themselves: what layer-norm's law says of them, of another function."""
    rows = row_points(t) if t.name != "float64" else [[a / 4 if abs(a) > 1e300 else a for a in r] for r in row_points(t)]
    return [c for c in reduction(t, call, lambda x: normalized(x, NORM_EPSILON, True), None, rows, results=0, asks_second=subnormals_apart(t)) if c.point != "one element"]


@law("group-norm")
def _(t):
    xs, w, b = t.uniforms(24, -4, 4), t.uniforms(4), t.uniforms(4)

    def affine(x, w, b):
        # [2, 4, 3] in two groups of two channels.
        return [y * w[(i * 6 + j) // 3 % 4] + b[(i * 6 + j) // 3 % 4] for i in range(4) for j, y in enumerate(normalized(x[i * 6:i * 6 + 6], NORM_EPSILON, True))]
    return centered_rows(t, "GroupNorm(x, 1)") + [Case("GroupNorm(x, 2, w, b)", "weighted", t, [[2, 4, 3], [4], [4]], [(xs, w, b)], affine)]


@law("instance-norm")
def _(t):
    xs, w, b = t.uniforms(24, -4, 4), t.uniforms(4), t.uniforms(4)

    def affine(x, w, b):
        return [y * w[i % 4] + b[i % 4] for i in range(8) for y in normalized(x[i * 3:i * 3 + 3], NORM_EPSILON, True)]
    return centered_rows(t, "InstanceNorm(x)") + [Case("InstanceNorm(x, w, b)", "weighted", t, [[2, 4, 3], [4], [4]], [(xs, w, b)], affine)]


@law("batch-norm")
def _(t):
    xs, w, b = t.uniforms(24, -4, 4), t.uniforms(4), t.uniforms(4)

    def affine(x, w, b):
        out = [None] * 24
        for c in range(4):
            places = [n * 12 + c * 3 + i for n in range(2) for i in range(3)]
            for place, y in zip(places, normalized([x[k] for k in places], NORM_EPSILON, True)):
                out[place] = y * w[c] + b[c]
        return out

    return centered_rows(t, "BatchNorm(x)") + [Case("BatchNorm(x, w, b)", "weighted", t, [[2, 4, 3], [4], [4]], [(xs, w, b)], affine)]


@law("local-response-norm")
def _(t):
    xs = t.uniforms(20, -4, 4)

    def f(x):
        out = []
        for i in range(4):
            row = x[i * 5:i * 5 + 5]
            for c in range(5):
                mean_square = total(square(a) for a in row[max(0, c - 1):c + 2]) * 0.5
                out.append(row[c] * reciprocal(sqrt(mean_square + 1.0)))
        return out
    return [Case("LocalResponseNorm(x, 3)", "rows", t, [[4, 5]], [(xs,)], f)]


@law("rms-norm")
def _(t):
    def rule(x, w, v):
        return None if finite(*x) else (["nan" if any(math.isnan(a) for a in x) else OPEN] * len(x), [[OPEN] * len(x)], [[OPEN] * len(x)])

    found = reduction(t, "RmsNorm(x)", lambda x: normalized(x, NORM_EPSILON, False), rule, row_points(t), results=0, asks_second=subnormals_apart(t))
    xs, w = t.uniforms(20, -4, 4), t.uniforms(5)
    return found + [Case("RmsNorm(x, w)", "weighted", t, [[4, 5], [5]], [(xs, w)], lambda x, w: [y * w[j] for i in range(4) for j, y in enumerate(normalized(x[i * 5:i * 5 + 5], NORM_EPSILON, False))])]


# ------------------------------------------------------------------------------------------------------------- gated units

def gated(t, name, gate):
    rows = [t.uniforms(6, -3, 3), t.uniforms(6, -30, 30), [0.0] * 6, [1.0, 2.0, 3.0, 0.0, -1.0, 1.0], [1.0, -2.0, t.epsilon, t.smallest, t.normal, -t.epsilon], [2.0, 1.0, -1.0, 60.0, -60.0, -80.0]]

    def f(x): return [a * gate(b) for a, b in zip(x[:3], x[3:])]
    return [Case(f"{name}(x)", "rows", t, [[len(rows), 6]], [(r,) for r in rows], f)]


@law("glu")
def _(t): return gated(t, "Glu", sigmoid)


@law("swi-glu")
def _(t): return gated(t, "SwiGlu", lambda b: b * sigmoid(b))


@law("ge-glu")
def _(t): return gated(t, "GeGlu", lambda b: b * normal_cdf(b))


@law("re-glu")
def _(t): return gated(t, "ReGlu", hinge)


@law("maxout")
def _(t):
    rows = [t.uniforms(6) for _ in range(3)] + [[1.0] * 6, [0.0, -0.0, 0.0, 1.0, 1.0, 0.0], [t.largest, -t.largest, t.smallest, 0.0, -1.0, -1.0]]

    def first(x):
        # The first of equal ones gets the gradient.
        return max(x, key=lambda a: a.v)
    return [Case("Maxout(x, 3)", "rows", t, [[len(rows), 6]], [(r,) for r in rows], lambda x: [first(x[:3]), first(x[3:])])]


# ---------------------------------------------------------------------------------------------------------------- products

def matrix_product(x, y, m, k, n, bias=None):
    return [total([x[i * k + p] * y[p * n + j] for p in range(k)] + ([bias[j]] if bias else [])) for i in range(m) for j in range(n)]


@law("mat-mul")
def _(t):
    u = t.uniforms
    batch = lambda x, y: matrix_product(x[:6], y[:12], 2, 3, 4) + matrix_product(x[6:], y[12:], 2, 3, 4)
    shared = lambda x, y: matrix_product(x[:6], y, 2, 3, 4) + matrix_product(x[6:], y, 2, 3, 4)
    mixed = [1.0, t.near(1 / t.epsilon), -1.0, t.epsilon, 0.5, -t.near(1 / t.epsilon)]
    found = [
        Case("MatMul(x, y)", "matrices", t, [[3, 4], [4, 2]], [(u(12), u(8))], lambda x, y: matrix_product(x, y, 3, 4, 2)),
        Case("MatMul(x, y)", "vectors", t, [[5], [5]], [(u(5), u(5))], lambda x, y: matrix_product(x, y, 1, 5, 1)),
        Case("MatMul(x, y)", "matrix and vector", t, [[3, 4], [4]], [(u(12), u(4))], lambda x, y: matrix_product(x, y, 3, 4, 1)),
        Case("MatMul(x, y)", "vector and matrix", t, [[4], [4, 3]], [(u(4), u(12))], lambda x, y: matrix_product(x, y, 1, 4, 3)),
        Case("MatMul(x, y)", "batches", t, [[2, 2, 3], [2, 3, 4]], [(u(12), u(24))], batch),
        Case("MatMul(x, y)", "shared matrix", t, [[2, 2, 3], [3, 4]], [(u(12), u(12))], shared),
        Case("MatMul(x, y)", "mixed magnitudes", t, [[2, 3], [3, 2]], [(mixed, list(reversed(mixed)))], lambda x, y: matrix_product(x, y, 2, 3, 2)),
        Case("MatMul(x, y)", "smallest", t, [[1, 2], [2, 1]], [([t.smallest, t.normal], [0.5, 0.75])], lambda x, y: matrix_product(x, y, 1, 2, 1)),
    ]
    if t.name != "float64":
        found.append(Case("MatMul(x, y)", "many", t, [[1, 9900], [9900, 1]], [(Periodic(9900, 37, 5, 49, 32), Periodic(9900, 25, 3, 49, 16))], lambda x, y: [total([a * b for a, b in zip(x, y)])]))
    return found


# ------------------------------------------------------------------------------------------------------------ convolutions

def places(sizes):
    return [()] if not sizes else [(i, *rest) for i in range(sizes[0]) for rest in places(sizes[1:])]


def flat(index, sizes):
    place = 0
    for i, size in zip(index, sizes):
        place = place * size + i
    return place


def convolution(x_shape, w_shape, stride, padding, dilation, groups):
    """The formula, and the shape of its result: padding is left out of the sums."""
    (batch, channels, *inputs), (outputs, own, *kernel) = x_shape, w_shape
    sizes = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in zip(inputs, kernel, stride, padding, dilation)]

    def f(x, w, b=None):
        found = []
        for n, o, *at in places([batch, outputs, *sizes]):
            terms = []
            for c, *r in places([own, *kernel]):
                source = [i * s - p + k * d for i, s, p, k, d in zip(at, stride, padding, r, dilation)]
                if all(0 <= i < size for i, size in zip(source, inputs)):
                    channel = o // (outputs // groups) * own + c
                    terms.append(x[flat([n, channel, *source], x_shape)] * w[flat([o, c, *r], w_shape)])
            found.append(total(terms + ([b[o]] if b else [])))
        return found
    return f


def transposed(x_shape, w_shape, stride, padding, output_padding, dilation, groups):
    (batch, channels, *inputs), (_, own, *kernel) = x_shape, w_shape
    sizes = [(n - 1) * s - 2 * p + d * (k - 1) + e + 1 for n, k, s, p, e, d in zip(inputs, kernel, stride, padding, output_padding, dilation)]

    def f(x, w, b=None):
        terms = {}
        for n, c, *at in places([batch, channels, *inputs]):
            for o, *r in places([own, *kernel]):
                target = [i * s - p + k * d for i, s, p, k, d in zip(at, stride, padding, r, dilation)]
                if all(0 <= i < size for i, size in zip(target, sizes)):
                    output = c // (channels // groups) * own + o
                    terms.setdefault((n, output, *target), []).append(x[flat([n, c, *at], x_shape)] * w[flat([c, o, *r], w_shape)])
        return [total(terms.get(tuple(place), []) + ([b[place[1]]] if b else [])) for place in places([batch, own * groups, *sizes])]
    return f


def convolutions(t, axes, transpose):
    """Plain; strided, padded and in groups; dilated; of mixed magnitudes; and of the smallest numbers."""
    u, one, two = t.uniforms, [1] * axes, [2] * axes
    name = f"Conv{'Transpose' if transpose else ''}{axes}d"
    size = {1: [7], 2: [4, 5], 3: [3, 2, 4]}[axes]
    kernel = {1: [3], 2: [2, 3], 3: [2, 1, 3]}[axes]

    def formula(x, w, stride, padding, dilation, groups):
        return transposed(x, w, stride, padding, [0] * axes, dilation, groups) if transpose else convolution(x, w, stride, padding, dilation, groups)

    def count(shape): return math.prod(shape)

    x, w, v = [2, 3, *size], [3, 2, *kernel] if transpose else [2, 3, *kernel], [4, 1, *kernel]
    grouped = [1, 4, *size] if transpose else [1, 2, *size]
    dilated = [1, 1, *size]
    thin = [1, 1, *[2 if i == 0 else 1 for i in range(axes)]]
    mixed = [1.0, t.near(1 / t.epsilon), -1.0, t.epsilon, 0.5, -t.near(1 / t.epsilon)]
    wide = [1, 1, *([1] * (axes - 1)), 6]
    pair = [1, 1, *([1] * (axes - 1)), 2]
    zero = [0] * axes
    return [
        Case(f"{name}(x, w, b)", "plain", t, [x, w, [2]], [(u(count(x)), u(count(w)), u(2))], formula(x, w, one, zero, one, 1)),
        Case(f"{name}(x, w, 2, 1, groups 2)", "strided", t, [grouped, v], [(u(count(grouped)), u(count(v)))], formula(grouped, v, two, one, one, 2)),
        Case(f"{name}(x, w, dilation 2)", "dilated", t, [dilated, thin], [(u(count(dilated)), u(count(thin)))], formula(dilated, thin, one, zero, two, 1)),
        Case(f"{name}(x, w)", "mixed magnitudes", t, [wide, pair], [(mixed, [0.75, t.near(1 / t.epsilon)])], formula(wide, pair, one, zero, one, 1)),
        Case(f"{name}(x, w)", "smallest", t, [pair, pair], [([t.smallest, t.normal], [0.5, 0.75])], formula(pair, pair, one, zero, one, 1)),
    ]


for axes_ in (1, 2, 3):
    law(f"conv{axes_}d")(lambda t, axes=axes_: convolutions(t, axes, False))
    law(f"conv-transpose{axes_}d")(lambda t, axes=axes_: convolutions(t, axes, True))


@law("linear")
def _(t):
    u = t.uniforms

    def f(x, w, *b):
        wt = [w[j * 4 + p] for p in range(4) for j in range(3)]
        return matrix_product(x, wt, len(x) // 4, 4, 3, b[0] if b else None)
    return [Case("Linear(x, w, b)", "matrix", t, [[2, 4], [3, 4], [3]], [(u(8), u(12), u(3))], f), Case("Linear(x, w)", "matrix", t, [[2, 4], [3, 4]], [(u(8), u(12))], f),
            Case("Linear(x, w, b)", "three axes", t, [[2, 2, 4], [3, 4], [3]], [(u(16), u(12), u(3))], f), Case("Linear(x, w, b)", "vector", t, [[4], [3, 4], [3]], [(u(4), u(12), u(3))], f)]


# ------------------------------------------------------------------------------------------------------------ attention

def attend(q, k, v, length, width, bias=None, causal=False):
    keys = len(k) // width
    y = []
    for i in range(length):
        scores = []
        for j in range(keys):
            if causal and j > i + keys - length:
                continue
            s = total([q[i * width + e] * k[j * width + e] for e in range(width)]) * 0.5  # 1/sqrt(4)
            scores.append(s + bias[i * keys + j] if bias else s)
        p = softmax(scores) if scores else []
        y += [total([p[j] * v[j * width + e] for j in range(len(p))]) if p else node(0) for e in range(width)]
    return y


def attention_weights(q, k, v):
    return [p for i in range(3) for p in softmax([total([q[i * 4 + e] * k[j * 4 + e] for e in range(4)]) * 0.5 for j in range(3)])]


@law("scaled-dot-product-attention")
def _(t):
    u = t.uniforms
    found = [Case("ScaledDotProductAttention(q, k, v)", "plain", t, [[3, 4]] * 3, [(u(12), u(12), u(12))], lambda q, k, v: attend(q, k, v, 3, 4)),
             Case("ScaledDotProductAttention(q, k, v, out weights)", "plain", t, [[3, 4]] * 3, [(u(12), u(12), u(12))], attention_weights),
             Case("ScaledDotProductAttention(q, k, v)", "sharp", t, [[2, 4], [3, 4], [3, 4]], [(u(8, -8, 8), u(12, -8, 8), u(12))], lambda q, k, v: attend(q, k, v, 2, 4)),
             Case("ScaledDotProductAttention(q, k, v, causal)", "causal", t, [[3, 4]] * 3, [(u(12), u(12), u(12))], lambda q, k, v: attend(q, k, v, 3, 4, causal=True)),
             Case("ScaledDotProductAttention(q, k, v, bias)", "bias", t, [[2, 4], [3, 4], [3, 4], [2, 3]], [(u(8), u(12), u(12), u(6))], lambda q, k, v, b: attend(q, k, v, 2, 4, b))]
    return found


# ----------------------------------------------------------------------------------------------- positions, joining, views

def picked(t, call, point, shape, pick, shapes=None, values=None, kinds=None):
    """A function whose results are elements of its inputs."""
    shapes = shapes or [shape]
    lengths = [math.prod(s) for s in shapes]
    values = values or [t.uniforms(n) for n in lengths]
    return Case(call, point, t, shapes, [tuple(values)], pick, kinds)


@law("gather")
def _(t):
    index = [0, 3, 2, 2, 1, 0]
    return [picked(t, "Gather(x, 1, index)", "axis 1", None, lambda x, i: [x[r * 4 + int(i[r * 2 + c])] for r in range(3) for c in range(2)], [[3, 4], [3, 2]], [t.uniforms(12), index], "xi")]


@law("scatter-add")
def _(t):
    index = [0, 3, 2, 2, 1, 0]

    def f(x, i, s):
        return [total([x[r * 4 + c]] + [s[r * 2 + k] for k in range(2) if int(i[r * 2 + k]) == c]) for r in range(3) for c in range(4)]
    return [picked(t, "ScatterAdd(x, 1, index, s)", "axis 1", None, f, [[3, 4], [3, 2], [3, 2]], [t.uniforms(12), index, t.uniforms(6)], "xix")]


@law("index-select")
def _(t):
    rows = [2, 0, 2, 1]
    return [picked(t, "IndexSelect(x, 0, index)", "axis 0", None, lambda x, i: [x[int(r) * 4 + c] for r in i for c in range(4)], [[3, 4], [4]], [t.uniforms(12), rows], "xi"),
            picked(t, "IndexSelect(x, 1, index)", "axis 1", None, lambda x, i: [x[r * 4 + int(c)] for r in range(3) for c in i], [[3, 4], [4]], [t.uniforms(12), rows], "xi")]


@law("index-add")
def _(t):
    rows = [2, 0, 2, 1]

    def f(x, i, s): return [total([x[r * 4 + c]] + [s[k * 4 + c] for k, at in enumerate(i) if int(at) == r]) for r in range(3) for c in range(4)]
    return [picked(t, "IndexAdd(x, 0, index, s)", "axis 0", None, f, [[3, 4], [4], [4, 4]], [t.uniforms(12), rows, t.uniforms(16)], "xix")]


@law("embedding")
def _(t):
    index = [0, 2, 1, 1, 0, 1]
    found = [picked(t, "Embedding(index, x)", "rows", None, lambda i, x: [x[int(r) * 4 + c] for r in i for c in range(4)], [[2, 3], [3, 4]], [index, t.uniforms(12)], "ix")]
    if t.name != "float64":
        many = [i % 3 for i in range(999)]
        found.append(picked(t, "Embedding(index, x)", "repeated", None, lambda i, x: [x[int(r) * 2 + c] for r in i for c in range(2)], [[999], [3, 2]], [many, t.uniforms(6)], "ix"))
    return found


@law("one-hot")
def _(t):
    index = [0, 2, 1, 1]
    return [Case("OneHot(index, 3)", "vector", t, [[4]], [(index,)], lambda i: [float(int(r) == c) for r in i for c in range(3)], "i", differentiable=False)]


@law("concat")
def _(t):
    return [picked(t, "Concat(x, y, 0)", "axis 0", None, lambda x, y: x + y, [[2, 3], [1, 3]]), picked(t, "Concat(x, y, 1)", "axis 1", None, lambda x, y: [a for i in range(2) for a in x[i * 3:i * 3 + 3] + y[i * 2:i * 2 + 2]], [[2, 3], [2, 2]])]


@law("stack")
def _(t): return [picked(t, "Stack(x, y, 0)", "first", None, lambda x, y: x + y, [[2, 3]] * 2), picked(t, "Stack(x, y, -1)", "last", None, lambda x, y: [a for p in zip(x, y) for a in p], [[2, 3]] * 2)]


@law("pad")
def _(t): return [picked(t, "Pad(x, 1, 2, 0.5)", "last axis", [2, 3], lambda x: [a for i in range(2) for a in [0.5] + x[i * 3:i * 3 + 3] + [0.5, 0.5]])]


def sides(t, call, place):
    """Two positions before each row of four and one after it, taken from the row's own; `place` gives which."""
    return [picked(t, call, "last axis", [2, 4], lambda x: [x[i * 4 + place(j)] for i in range(2) for j in range(-2, 5)])]


@law("reflection-pad")
def _(t): return sides(t, "ReflectionPad(x, 2, 1)", lambda j: -j if j < 0 else j if j < 4 else 6 - j)


@law("replication-pad")
def _(t): return sides(t, "ReplicationPad(x, 2, 1)", lambda j: min(max(j, 0), 3))


@law("circular-pad")
def _(t): return sides(t, "CircularPad(x, 2, 1)", lambda j: j % 4)


@law("pixel-shuffle")
def _(t):
    # [2*2*2, 2, 3] to [2, 4, 6]: row 2h + i and column 2w + j come from channel 4c + 2i + j.
    return [picked(t, "PixelShuffle(x, 2)", "pictures", [8, 2, 3], lambda x: [x[(4 * c + 2 * (h % 2) + w % 2) * 6 + (h // 2) * 3 + w // 2] for c in range(2) for h in range(4) for w in range(6)])]


@law("pixel-unshuffle")
def _(t):
    return [picked(t, "PixelUnshuffle(x, 2)", "pictures", [2, 4, 6], lambda x: [x[k // 4 * 24 + (2 * h + k % 4 // 2) * 6 + 2 * w + k % 2] for k in range(8) for h in range(2) for w in range(3)])]


@law("embedding-bag")
def _(t):
    index, offsets, factors = [0, 2, 1, 1, 0, 1], [0, 2, 2], [0.5, -1.0, 0.25, 2.0, 1.5, -0.75]
    row = lambda x, r: [x[int(r) * 4 + c] for c in range(4)]

    def mean(i, x): return [total(column) / 3 for b in range(2) for column in zip(*(row(x, r) for r in i[3 * b:3 * b + 3]))]

    def weighted(i, o, x, s):
        bags = [range(0, 2), range(2, 2), range(2, 6)]
        return [total(s[k] * x[int(i[k]) * 4 + c] for k in bag) if len(bag) else node(0) for bag in bags for c in range(4)]

    def largest_of(i, x): return [largest(column) for b in range(2) for column in zip(*(row(x, r) for r in i[3 * b:3 * b + 3]))]
    return [
        picked(t, "EmbeddingBag(index, x)", "means", None, mean, [[2, 3], [3, 4]], [index, t.uniforms(12)], "ix"),
        picked(t, "EmbeddingBag(index, x, offsets, sum, s)", "weighted sums", None, weighted, [[6], [3], [3, 4], [6]], [index, offsets, t.uniforms(12), factors], "iixx"),
        picked(t, "EmbeddingBag(index, x, max)", "maxima", None, largest_of, [[2, 3], [3, 4]], [[0, 2, 1, 2, 0, 1], t.uniforms(12)], "ix"),
    ]


@law("bilinear")
def _(t):
    def f(x, z, w, b, outputs, n=3, m=2):
        return [total([x[r * n + i] * w[(k * n + i) * m + j] * z[r * m + j] for i in range(n) for j in range(m)] + [b[k]]) for r in range(2) for k in range(outputs)]
    u = t.uniforms
    return [Case("Bilinear(x, z, w, b)", "many outputs", t, [[2, 3], [2, 2], [4, 3, 2], [4]], [(u(6), u(4), u(24), u(4))], lambda x, z, w, b: f(x, z, w, b, 4)),
            Case("Bilinear(x, z, w, b)", "one output", t, [[2, 3], [2, 2], [1, 3, 2], [1]], [(u(6), u(4), u(6), u(1))], lambda x, z, w, b: f(x, z, w, b, 1))]


def grid(x, height, width, rows, columns):
    """Weighted sums over a plane: `rows` and `columns` list for each output (place, weight)."""
    return [total(x[i * width + j] * (a * b) for i, a in row for j, b in column) for row in rows for column in columns]


@law("interpolate")
def _(t):
    line = lambda n: [[(max(i // 2 - (i + 1) % 2, 0), 0.25), (min(i // 2 + i % 2, n - 1), 0.75)] if i % 2 == 0 else [(i // 2, 0.75), (min(i // 2 + 1, n - 1), 0.25)] for i in range(2 * n)]
    # Keys's weights with a = -3/4 at the distances 1/4 and 3/4 to the left, the outer ones at the ends joined to the last element.
    keys = [-0.10546875, 0.87890625, 0.26171875, -0.03515625]

    def cubic(n):
        found = []
        for i in range(2 * n):
            low, weights = (i // 2 - 1, list(reversed(keys))) if i % 2 == 0 else (i // 2, keys)
            found.append([(min(max(low + k - 1, 0), n - 1), w) for k, w in enumerate(weights)])
        return found
    corners = [[(0, 1.0)], [(0, 0.5), (1, 0.5)], [(1, 1.0)], [(1, 0.5), (2, 0.5)], [(2, 1.0)]]
    plane = lambda call, f: picked(t, call, call, [1, 1, 3, 2], f)
    return [
        plane("Interpolate(x, scale 2, nearest)", lambda x: [x[i // 2 * 2 + j // 2] for i in range(6) for j in range(4)]),
        plane("Interpolate(x, [2, 3], nearest-exact)", lambda x: [x[int((i + 0.5) * 3 / 2) * 2 + int((j + 0.5) * 2 / 3)] for i in range(2) for j in range(3)]),
        plane("Interpolate(x, scale 2, bilinear)", lambda x: grid(x, 3, 2, line(3), line(2))),
        plane("Interpolate(x, scale 2, bicubic)", lambda x: grid(x, 3, 2, cubic(3), cubic(2))),
        picked(t, "Interpolate(x, 5, linear, corners)", "row", [1, 1, 3], lambda x: [total(x[j] * w for j, w in one) for one in corners]),
    ]


@law("unfold")
def _(t):
    def f(x):
        inside = lambda i, j: 0 <= i < 3 and 0 <= j < 4
        return [x[c * 12 + (o // 4 + r // 2 - 1) * 4 + o % 4 + r % 2] if inside(o // 4 + r // 2 - 1, o % 4 + r % 2) else node(0)
                for c in range(2) for r in range(4) for o in range(16) if o % 4 < 3]
    return [picked(t, "Unfold(x, 2, padding [1, 0])", "pictures", [1, 2, 3, 4], f)]


@law("fold")
def _(t):
    def f(x): return [total(x[r * 6 + o] for r in range(4) for o in range(6) if (o // 3 + r // 2, o % 3 + r % 2) == (i, j)) for i in range(3) for j in range(4)]
    return [picked(t, "Fold(x, [3, 4], 2)", "windows", [1, 4, 6], f)]


@law("views")
def _(t):
    p = lambda call, shape, pick: picked(t, call, call, shape, pick)
    return [
        p("x.Reshape(2, 6)", [3, 4], lambda x: x), p("x.Transpose()", [3, 4], lambda x: [x[i * 4 + j] for j in range(4) for i in range(3)]),
        p("x.Permute(2, 0, 1)", [2, 3, 4], lambda x: [x[i * 12 + j * 4 + k] for k in range(4) for i in range(2) for j in range(3)]),
        p("x.Slice(1, 0, step 2)", [3, 4], lambda x: [x[i * 4 + j] for i in range(3) for j in (0, 2)]), p("x.Select(1, 2)", [3, 4], lambda x: [x[i * 4 + 2] for i in range(3)]),
        p("x.Expand(2, 3, 4)", [3, 1], lambda x: [x[i] for _ in range(2) for i in range(3) for _ in range(4)]), p("x[1.., ^1]", [3, 4], lambda x: [x[7], x[11]]),
        p("x.Squeeze(1)", [3, 1, 2], lambda x: x), p("x.Squeeze()", [3, 1, 2], lambda x: x), p("x.Unsqueeze(0)", [3, 2], lambda x: x), p("x.Flatten(1)", [2, 3, 2], lambda x: x),
        p("x.Reshape(Shape)", [3, 4], lambda x: x), p("x.Split(2, 1)[^1]", [3, 4], lambda x: [x[i * 4 + j] for i in range(3) for j in (2, 3)]), p("x.Chunk(2)[0]", [4, 2], lambda x: x[:4]), p("x.Contiguous()", [3, 4], lambda x: x), p("x.Clone()", [3, 4], lambda x: x),
    ]


@law("conversions")
def _(t):
    # To another type and back through the oracle: the nearest number of that type, ties to even, overflowing to an infinity.
    from tensor_cases import TYPES, Type
    found = []
    for name in TYPES:
        if name == t.name:
            continue
        to = Type(name)
        xs = [x for x in line(t) if not math.isnan(x)] + [t.near(1 + to.epsilon / 2), t.near(1 + 3 * to.epsilon / 2), t.near(to.largest), *(t.near(to.smallest * a) for a in (0.5, 1.5) if to.name != "float64")]
        value = lambda x, to=to: (to.near(x), 1, 0)
        found += elementwise(t, f"x.To({name})", None, value, xs)
    return found


# ------------------------------------------------------------------------------------------------------- learned functions

@law("chebyshev")
def _(t):
    xs = [t.near(x) for x in (-1, 1, 0, -0.0, 0.5, -0.75, 2, -3)] + t.uniforms(8, -1, 1)
    cs = t.uniforms(5) if t.name in ("float32", "float64") else None
    if cs is None:
        return []

    def f(x, c):
        y = []
        for a in x:
            # Outside of [-1, 1] the nearer end, where the slope is 0.
            z = a if abs(a.v) <= 1 else node(1 if a.v > 0 else -1)
            one, two = node(1), z
            s = [c[0] * one, c[1] * z]
            for k in range(2, len(c)):
                one, two = two, 2 * z * two - one
                s.append(c[k] * two)
            y.append(total(s))
        return y
    return [Case("Chebyshev(x, c)", "line", t, [[len(xs)], [5]], [(xs, cs)], f)]


@law("rational")
def _(t):
    if t.name not in ("float32", "float64"):
        return []
    xs = [t.near(x) for x in (-1, 1, 0.5, -0.75, 2, -3, 10)] + t.uniforms(6, -4, 4)
    a, b = t.uniforms(4), t.uniforms(2)

    def f(x, a, b):
        y = []
        for z in x:
            powers = [node(1)]
            for _ in range(3):
                powers.append(powers[-1] * z)
            p = total([c * q for c, q in zip(a, powers)])
            q = total([c * r for c, r in zip(b, powers[1:])])
            y.append(p / (1 + magnitude(q)))
        return y
    return [Case("Rational(x, a, b)", "line", t, [[len(xs)], [4], [2]], [(xs, a, b)], f)]


@law("binary-weights")
def _(t):
    # The sign, 1 at 0, with the gradient of the weight itself.
    xs = [x for x in line(t) if not math.isnan(x)] + t.uniforms(20, -1.2, 1.2)

    def drawn(x):
        y = []
        for i, a in enumerate(x):
            # 24 bits of the draw 3 + i: 1 with the probability (w + 1)/2.
            word = philox((3 + i) >> 1, 7, 2) >> (32 * ((3 + i) & 1)) & 0xFFFFFFFF
            up = mpf(word >> 8) / 2 ** 24 < (a.v + 1) / 2
            y.append(Node(1 if up else -1, a.d, 0, 0, [(a, mpf(1), 0, 0, 0)]))
        return y

    return [Case("BinaryWeights(x, random)", "line", t, [[len(xs)]], [(xs,)], drawn)] + elementwise(t, "BinaryWeights(x)", lambda x: Node(1 if x.v >= 0 else -1, x.d, 0, 0, [(x, mpf(1), 0, 0, 0)]), lambda x: (1 if x > 0 else -1, 1, 0) if math.isinf(x) else None, [x for x in line(t) if not math.isnan(x)])
