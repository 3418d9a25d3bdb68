#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/composites.json: variance, deviation, log-sum-exp, norms, distances and cosines of rows, with gradients of both orders.

    python3 tools/oracle/composites.py

A case has a function, its number ("p" of a norm, "correction" of a variance), the element type to which its elements are rounded, the elements, and to 30 digits
the real value, the gradient g and, where "second" stands, the product of its derivative with the vector v(i) = ((5i mod 7) - 3)/4, and as "scale" the largest
magnitude of the terms that it is the difference of. Of rows of 100,000 elements,
x(i) = ((7919i mod 1009)/1009)·scale + offset, rounded to the type, the value and the first four elements of g. An element that is 0 has gradient 0 in norms.
"""

import json
import math
import random
import struct
from collections import Counter
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 700
DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data"
SHOWN = 8

# Digits, and exponents of the smallest normal and the largest number.
TYPES = {"float16": (11, -14, 15), "bfloat16": (8, -126, 127), "float32": (24, -126, 127), "float64": (53, -1022, 1023)}


def rounded(x, kind):
    """The nearest number of a type, ties to even; x is a double."""
    if kind == "float64" or x == 0:
        return x
    if kind == "float32":
        return struct.unpack("f", struct.pack("f", x))[0]
    digits, least, _ = TYPES[kind]
    exponent = max(math.frexp(x)[1] - 1, least) - (digits - 1)
    return math.ldexp(round(math.ldexp(x, -exponent)), exponent)


def digits(value):
    return "nan" if value is None else mp.nstr(value, 30, min_fixed=0, max_fixed=0)


def direction(n):
    return [mpf((5 * i) % 7 - 3) / 4 for i in range(n)]


def dot(a, b):
    return mp.fsum(x * y for x, y in zip(a, b))


def spread(x, divisor, root):
    n = len(x)
    mean = mp.fsum(x) / n
    d = [value - mean for value in x]
    variance = mp.fsum(value * value for value in d) / divisor
    v = direction(n)
    level = mp.fsum(v) / n
    if not root:
        return variance, [2 * value / divisor for value in d], [2 * (w - level) / divisor for w in v], 2 / divisor
    sigma = mp.sqrt(variance)
    along = dot(d, v) / (divisor * variance)
    return sigma, [value / (divisor * sigma) for value in d], [(w - level - value * along) / (divisor * sigma) for value, w in zip(d, v)], n / (divisor * sigma)


def log_sum_exp(x):
    largest = max(x)
    e = [mp.exp(value - largest) for value in x]
    total = mp.fsum(e)
    p = [value / total for value in e]
    v = direction(len(x))
    return largest + mp.log(total), p, [a * (w - dot(p, v)) for a, w in zip(p, v)], mpf(1)


def norm(x, p):
    y = mp.fsum(abs(value) ** p for value in x if value != 0 or p > 0) ** (1 / mpf(p))
    g = [mp.sign(value) * (abs(value) / y) ** (mpf(p) - 1) if value != 0 else mpf(0) for value in x]
    v = direction(len(x))
    gv = dot(g, v)
    if p == 1:
        return y, g, None, None
    if p == 2:
        return y, g, [(w - a * gv) / y for a, w in zip(g, v)], len(x) / y
    second = [(p - 1) / y * ((abs(value) / y) ** (mpf(p) - 2) * w - a * gv) if value != 0 else mpf(0) for value, a, w in zip(x, g, v)]
    return y, g, second, abs(p - 1) / y * max(max((abs(value) / y) ** (mpf(p) - 2) if value != 0 else mpf(0) for value in x), max(abs(a) for a in g) * mp.fsum(abs(a) for a in g))


def cosine(x, y, epsilon=mpf(1e-8)):
    """With the derivatives for x alone; the second where no norm is below epsilon."""
    nx, ny = mp.sqrt(dot(x, x)), mp.sqrt(dot(y, y))
    inside = nx >= epsilon
    nx, ny = max(nx, epsilon), max(ny, epsilon)
    u, w = [a / nx for a in x], [b / ny for b in y]
    c = dot(u, w)
    if not inside:
        return c, [b / nx for b in w], None, None
    v = direction(len(x))
    g = [(b - c * a) / nx for a, b in zip(u, w)]
    uv = dot(u, v)
    gv = dot(g, v)
    second = [-(gv * a + uv * (b - c * a) / nx + c * (z - uv * a) / nx) / nx for a, b, z in zip(u, w, v)]
    return c, g, second if ny > epsilon else None, 1 / nx ** 2


def rows(kind, rng):
    precision, least, most = TYPES[kind]
    yield "small", [1.0, 2.0, 4.0, 8.0]
    yield "two", [3.0, -1.25]
    yield "signs", [3.0, -4.0, 12.0, -84.0]
    for n in (3, 5, 16, 17, 40, 100):
        yield f"random, length {n}", [rng.gauss(0, 1.5) for _ in range(n)]
    yield "of all magnitudes", [math.ldexp(rng.uniform(1, 2), rng.randint(-8, 8)) * rng.choice((-1, 1)) for _ in range(12)]
    large = math.ldexp(1.0, precision)
    yield "next to each other", [large, large + 2, large + 2]
    yield "with a mean that is not one of the type", [large + 2.0 * i for i in (0, 1, 1, 2, 5, 3, 7)]
    top = math.ldexp(1.0, most)
    yield "largest", [top * 1.5, -top * 0.75, top]
    yield "largest of one sign", [top * 1.5, top * 1.25, top * 1.75]
    step = math.ldexp(1.0, least - precision + 1)
    yield "subnormal", [step * 3, -step * 5, step * 2]
    yield "smallest normal", [math.ldexp(1.5, least), math.ldexp(1.25, least), math.ldexp(-1.0, least)]
    yield "large and small", [top, math.ldexp(1.0, least), -1.0]


def cancelling(kind):
    """Elements next to the mean of much larger ones, at several distances."""
    yield "far below the others", [-1.0, 1e-20, 1.0]
    yield "below the others", [-1.0, 1e-17, 1.0]
    yield "two far below the others", [0.0, 1.0, -1.0, -1e-30]
    yield "on three levels", [1.0, 1e-12, -1e-30, 3e-31, -1.0, -1e-12]
    yield "one that is the mean", [5.0, 3.0, 1.0, 3.0, 3.0]
    yield "at both ends", [math.ldexp(1.0, TYPES[kind][2]), -math.ldexp(1.0, TYPES[kind][2]), math.ldexp(1.0, TYPES[kind][1] - TYPES[kind][0] + 1)]
    if kind == "float32":
        yield "subnormal among small ones", [1.4e-45, 1e-20, -1e-20]
    if kind != "float16":
        yield "longer", [1e-25] + [math.ldexp(math.sin(i), (i % 40) - 20) * sign for i in range(1, 30) for sign in (1, -1)]


PAIRS = [
    ("across one axis", [1.0, 0.0, 0.0], [1.0, 1.0, 1.0]),
    ("nearly opposite", [-1.0, -1e-30], [3.0, -1.0]),
    ("nearly along", [3.0, -1.0], [-1.0, -1e-30]),
    ("nearly equal", [1.0, 1e-10, 1e-30], [1.0, 1e-10, 2e-30]),
    ("equal", [1.0, 1e-10, 1e-30], [1.0, 1e-10, 1e-30]),
    ("equal but for the last digits", [1.0, 0.5, 0.75, 0.25, 3.0], [1.0, 0.5 + 2 ** -24, 0.75, 0.25 + 2 ** -25, 3.0]),
    ("on four levels", [1.0, 1e-8, 1e-16, 1e-24, 1e-32], [1.0, 1e-8, 1e-16, 1e-24, 3e-32]),
    ("opposite multiples", [1.0, 3.0, -5.0], [-2.0, -6.0, 10.0]),
]

SHORT = [
    ("far below epsilon", [1e-100], [1e-100]),
    ("farther below epsilon", [1e-130], [1e-130]),
    ("both below epsilon", [1e-140], [1e-154]),
    ("a product below the normal numbers", [1e-300, 1.0], [1e-9, 0.0]),
    ("products far below the normal numbers", [1e-300, 1.0, 1e-290], [1e-290, 0.0, 3e-299]),
    ("subnormal beside huge", [5e-324, 1e-323, 1e-310], [1e300, -1e308, 1.5e308]),
    ("huge beside subnormal", [1e300, -1e308, 1.5e308], [5e-324, 1e-323, 1e-310]),
    ("large and small crosswise", [1e300, 1e-5], [1e-20, 1e280]),
]


def exponents(kind, rng):
    for n in (2, 3, 5, 17, 40, 100):
        yield f"random, length {n}", [rng.gauss(0, 3) for _ in range(n)]
    yield "one", [-2.5]
    yield "equal", [0.0, 0.0, 0.0]
    yield "nearly certain", [0.0, -14.0, -16.0]
    yield "almost certain", [0.0, -30.0]
    yield "certain", [0.0, -100.0]
    yield "far", [1000.0, 999.5, 990.0]
    yield "far below", [-1000.0, -1001.0, -1003.5]
    yield "largest", [math.ldexp(1.0, TYPES[kind][2])] * 3


def case(function, kind, remark, x, result, **rest):
    value, g, second, scale = result
    entry = {"function": function, **rest, "type": kind, "remark": remark, "x": x, "value": digits(value), "gradient": [digits(a) for a in g[:SHOWN]]}
    if second is not None:
        entry["second"] = [digits(a) for a in second[:SHOWN]]
        entry["scale"] = digits(scale)
    return entry


def cases():
    for kind in TYPES:
        rng = random.Random("composites " + kind)
        for remark, row in rows(kind, rng):
            x = [rounded(value, kind) for value in row]
            exact = [mpf(value) for value in x]
            for correction in (0, 1):
                for root in (False, True):
                    yield case("deviation" if root else "variance", kind, remark, x, spread(exact, mpf(len(x) - correction), root), correction=correction)
            for p in (1, 2, 3, 0.5, 1.5, 7.25, 40, -1, -2.5):
                yield case("norm", kind, remark, x, norm(exact, p), p=p)
            other = [rounded(rng.gauss(0, 1.5), kind) for _ in x]
            difference = [a - mpf(b) + mpf(1e-6) for a, b in zip(exact, other)]
            for p in (2, 3):
                yield case("distance", kind, remark, x, norm(difference, p), p=p, y=other)
            if max(abs(value) for value in x) > 1e-6:
                yield case("cosine", kind, remark, x, cosine(exact, [mpf(b) for b in other]), y=other)
        for remark, row in cancelling(kind):
            x = [rounded(value, kind) for value in row]
            for correction in (0, 1):
                for root in (False, True):
                    yield case("deviation" if root else "variance", kind, remark, x, spread([mpf(value) for value in x], mpf(len(x) - correction), root), correction=correction)
        for remark, first, second in PAIRS + (SHORT if kind == "float64" else []):
            x, y = [rounded(value, kind) for value in first], [rounded(value, kind) for value in second]
            yield case("cosine", kind, remark, x, cosine([mpf(value) for value in x], [mpf(value) for value in y]), y=y)
        for remark, row in exponents(kind, rng):
            x = [rounded(value, kind) for value in row]
            yield case("log-sum-exp", kind, remark, x, log_sum_exp([mpf(value) for value in x]))


def long_rows():
    n = 100000
    for kind in ("float16", "bfloat16"):
        for scale, offset in ((1.0, 0.0), (4.0, -2.0), (1.0, 100.0)):
            x = [rounded(((7919 * i) % 1009) / 1009 * scale + offset, kind) for i in range(n)]
            counts = {mpf(value): count for value, count in Counter(x).items()}
            first = [mpf(value) for value in x[:4]]

            def total(f):
                return mp.fsum(count * f(value) for value, count in counts.items())

            mean = total(lambda value: value) / n
            variance = total(lambda value: (value - mean) ** 2) / (n - 1)
            sigma = mp.sqrt(variance)
            results = [("variance", {"correction": 1}, variance, [2 * (value - mean) / (n - 1) for value in first]),
                       ("deviation", {"correction": 1}, sigma, [(value - mean) / ((n - 1) * sigma) for value in first])]
            for p in (1, 2, 3):
                y = total(lambda value: abs(value) ** p) ** (1 / mpf(p))
                results.append(("norm", {"p": p}, y, [mp.sign(value) * (abs(value) / y) ** (p - 1) if value != 0 else mpf(0) for value in first]))
            sum_exp = total(mp.exp)
            results.append(("log-sum-exp", {}, mp.log(sum_exp), [mp.exp(value) / sum_exp for value in first]))
            for function, rest, value, g in results:
                yield {"function": function, **rest, "type": kind, "remark": f"100,000 elements, {scale} and {offset}", "ramp": [n, scale, offset],
                       "value": digits(value), "gradient": [digits(a) for a in g]}


def main():
    entries = [*cases(), *long_rows()]
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
    (DATA / "composites.json").write_text('{"cases":[\n' + lines + "\n]}\n")
    print(len(entries), "cases")


if __name__ == "__main__":
    main()
