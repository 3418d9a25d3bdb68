#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/steep.json: losses where a logarithm is steep, and norms of rows of many lengths, to 50 digits.

    /usr/bin/python3 tools/oracle/steep.py

A point of a set is [x, y, f, f_x, f_y, f_xx, f_xy, f_yy, s, s_x, s_y, s_xx]: x and y are numbers of the set's type, subnormal ones among them; the sizes s are
the magnitude of the largest term where terms are added, otherwise 0. Derivatives are written out and checked against numeric ones. A chain is a loss of a
sigmoid or a softmax: [z, loss, gradients], by the functions of the exact probabilities. A norm is [p, n, value] of the row x(i) = 1 + (7919i mod 1009).
"""

import json
from pathlib import Path

import numpy
from mpmath import exp, log, mp, mpf, nstr

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data"
mp.dps = 900


def bce(least, most):
    """A probability of 0 counts as the smallest normal number, and 1 as the largest below."""
    low = lambda x: x if x else mpf(2) ** least
    rest = lambda x: 1 - x if x != 1 else mpf(2) ** most
    return (lambda x, t: -t * log(low(x)) - (1 - t) * log(rest(x)),
            lambda x, t: (1 - t) / rest(x) - t / low(x), lambda x, t: log(rest(x)) - log(low(x)),
            lambda x, t: (1 - t) / rest(x) ** 2 + t / low(x) ** 2, lambda x, t: -1 / rest(x) - 1 / low(x), lambda x, t: mpf(0),
            lambda x, t: (0, max((1 - t) / rest(x), t / low(x)), abs(log(low(x))), 0))


def kl():
    return (lambda x, t: t * (log(t) - x), lambda x, t: -t, lambda x, t: log(t) + 1 - x,
            lambda x, t: mpf(0), lambda x, t: mpf(-1), lambda x, t: 1 / t, lambda x, t: (0, 0, max(abs(log(t)), abs(x), 1), 0))


def gaussian():
    return (lambda d, v: (log(v) + d * d / v) / 2, lambda d, v: d / v, lambda d, v: (1 / v - d * d / v ** 2) / 2,
            lambda d, v: 1 / v, lambda d, v: -d / v ** 2, lambda d, v: (2 * d * d / v - 1) / (2 * v * v),
            lambda d, v: (max(abs(log(v)), d * d / v), 0, max(1 / v, d * d / v ** 2) / 2, 0))


def poisson():
    return (lambda x, t: x - t * log(x), lambda x, t: 1 - t / x, lambda x, t: -log(x),
            lambda x, t: t / x ** 2, lambda x, t: -1 / x, lambda x, t: mpf(0), lambda x, t: (0, max(1, t / x), 0, 0))


def entropy():
    return (lambda p, q: -p * log(p), lambda p, q: -log(p) - 1, lambda p, q: mpf(0),
            lambda p, q: -1 / p, lambda p, q: mpf(0), lambda p, q: mpf(0), lambda p, q: (0, max(abs(log(p)), 1), 0, 0))


def cross_entropy():
    return (lambda p, q: -p * log(q), lambda p, q: -log(q), lambda p, q: -p / q,
            lambda p, q: mpf(0), lambda p, q: -1 / q, lambda p, q: p / q ** 2, lambda p, q: (0, 0, 0, 0))


def divergence():
    return (lambda p, q: p * log(p / q), lambda p, q: log(p / q) + 1, lambda p, q: -p / q,
            lambda p, q: 1 / p, lambda p, q: -1 / q, lambda p, q: p / q ** 2,
            lambda p, q: (p * max(abs(log(p)), abs(log(q))), max(abs(log(p)), abs(log(q)), 1), 0, 0))


TINY = {"Float32": [1e-45, 1e-39, 2.9e-39, 3e-39, 1.2e-38, 1e-30, 1e-20, 1e-4, 0.3],
        "Float64": [5e-324, 1e-320, 1e-310, 5.5e-309, 5.7e-309, 2.3e-308, 1e-200, 1e-160, 1e-4, 0.3]}


def sets():
    for kind, tiny in TINY.items():
        small = tiny[1]
        ends = (-126, -24) if kind == "Float32" else (-1022, -53)
        yield "BinaryCrossEntropy", kind, bce(*ends), [(x, t) for x in [0.0] + tiny + [1 - 2.0 ** ends[1], 1.0] for t in (0.0, 1.0, 0.25, small)]
        yield "KLDivergence", kind, kl(), [(x, t) for x in (-1.0, -88.25, 3.0) for t in tiny]
        # Where the variance is subnormal, the terms of a mixed or second derivative are beyond every type.
        variances = [v for v in tiny if v > 1e-37] if kind == "Float32" else [v for v in tiny if v > 1e-300]
        yield "GaussianNegativeLogLikelihood", kind, gaussian(), [(0.0, v) for v in tiny] + [(d, v) for d in (1.0, 1e-10, -3.0) for v in variances]
        yield "PoissonNegativeLogLikelihood", kind, poisson(), [(x, t) for x in tiny for t in (0.0, 1.0, 3.0, small)]
    for name, functions in (("Entropy", entropy()), ("CrossEntropyOfDistributions", cross_entropy()), ("KLDivergenceOfDistributions", divergence())):
        # Without the number whose reciprocal is just beyond the range, next to one whose reciprocal is just within it.
        tiny = [v for v in TINY["Float64"] if v != 5.5e-309]
        yield name, "Float64", functions, [(p, q) for p in tiny for q in (tiny if name != "Entropy" else [1.0])]


def decimal(value):
    value = mpf(value)
    return "0" if value == 0 else nstr(value, 50) if -999999 < log(abs(value)) / log(10) < 999999 else ("-" if value < 0 else "") + "1e999999"


def check(name, functions, x, y):
    f, fx, fy, fxx, fxy, fyy, _ = functions
    for function, derivative, at in ((lambda u: f(u, y), fx, x), (lambda u: fx(u, y), fxx, x), (lambda u: f(x, u), fy, y), (lambda u: fy(x, u), fyy, y), (lambda u: fx(x, u), fxy, y)):
        if at in (0, 1):
            continue
        step = at * mpf(10) ** -40
        numeric, exact = (function(at + step) - function(at - step)) / (2 * step), derivative(x, y)
        scale = max(abs(exact), abs(function(at * 1.5) - function(at)) / abs(at))
        assert abs(numeric - exact) <= mpf(10) ** -20 * scale, (name, x, y, nstr(numeric, 20), nstr(exact, 20))


def chains():
    """Losses of probabilities of logits that are almost certain: the gradients by the logits."""
    sigma = lambda z: 1 / (1 + exp(-z))
    for kind, z in (("Float32", -90.0), ("Float32", -50.0), ("Float64", -730.0), ("Float64", -400.0)):
        p = sigma(mpf(z))
        yield {"name": "BinaryCrossEntropy", "type": kind, "z": [z], "gradient": [decimal(p)], "second": [decimal(p * (1 - p))]}
        rest = exp(mpf(z)) / (1 + exp(mpf(z)))
        both = [1 - rest, rest]
        for name, slopes in (("KLDivergence", [log(q) + 1 + 1 for q in both]), ("Entropy", [-log(q) - 1 for q in both]), ("CrossEntropyOfDistributions", [-1 / both[0], 0]),
                             ("KLDivergenceOfDistributions", [log(q) - log(mpf(0.5)) + 1 for q in both])):
            mean = sum(q * g for q, g in zip(both, slopes))
            yield {"name": name, "type": kind, "z": [0.0, z], "gradient": [decimal(q * (g - mean)) for q, g in zip(both, slopes)], "second": []}


def norms():
    mp.dps = 60
    for p in (0.05, 0.1, -0.1, -0.2, 0.3, 0.5, 1.5, 3.0, -1.0, -3.0, 7.7, 20.0):
        for n in (1, 2, 3, 7, 18, 19, 20, 61, 300, 4097, 10000):
            value = sum(mpf(1 + 7919 * i % 1009) ** mpf(p) for i in range(n)) ** (1 / mpf(p))
            if value < mpf(1.7e308):
                yield [p, n, nstr(value, 50)]


def write():
    result = []
    for name, kind, functions, points in sets():
        rows = []
        for x, y in points:
            x, y = (float(numpy.float32(v)) if kind == "Float32" else v for v in (x, y))
            check(name, functions, mpf(x), mpf(y))
            rows.append([repr(x), repr(y)] + [decimal(f(mpf(x), mpf(y))) for f in functions[:6]] + [nstr(mpf(size), 5) for size in functions[6](mpf(x), mpf(y))])
        result.append({"name": name, "type": kind, "points": rows})
    data = {"sets": result, "chains": list(chains()), "norms": list(norms())}
    (DATA / "steep.json").write_text(json.dumps(data, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    write()
