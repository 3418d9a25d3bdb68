#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/losses/*.json: 50-digit values and gradients of the element-wise losses, by their textbook definitions.

    /usr/bin/python3 tools/oracle/losses.py [name]      such as smooth-l1; all when left out

A point is [x, t, f, f_x, f_t, s, s_x, s_t]; x and t are float32 numbers. The derivatives are written out and checked against numeric ones.
The sizes s are the magnitude of the largest term where terms of different signs are added, otherwise that of the result.
"""

import json
import random
import re
import sys
from pathlib import Path

import numpy
from mpmath import exp, expm1, log, log1p, mp, mpf, diff, nstr, sign

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data"
mp.dps = 150


def sigma(x):
    return 1 / (1 + exp(-x)) if x > 0 else exp(x) / (1 + exp(x))


def softplus(x):
    return log1p(exp(x)) if x < 0 else x + log1p(exp(-x))


def float32(values):
    return [float(numpy.float32(v)) for v in values]


def mse():
    return lambda x, t: (x - t) ** 2, lambda x, t: 2 * (x - t), lambda x, t: -2 * (x - t)


def l1():
    return lambda x, t: abs(x - t), lambda x, t: sign(x - t), lambda x, t: -sign(x - t)


def smooth_l1(beta):
    f = lambda x, t: (x - t) ** 2 / (2 * mpf(beta)) if abs(x - t) < beta else abs(x - t) - mpf(beta) / 2
    g = lambda x, t: (x - t) / mpf(beta) if abs(x - t) < beta else sign(x - t)
    return f, g, lambda x, t: -g(x, t)


def huber(delta):
    f = lambda x, t: (x - t) ** 2 / 2 if abs(x - t) <= delta else delta * (abs(x - t) - mpf(delta) / 2)
    g = lambda x, t: (x - t) if abs(x - t) <= delta else delta * sign(x - t)
    return f, g, lambda x, t: -g(x, t)


def bce():
    return (lambda x, t: -t * log(x) - (1 - t) * log1p(-x), lambda x, t: (1 - t) / (1 - x) - t / x, lambda x, t: log1p(-x) - log(x))


def bce_logits():
    return (lambda x, t: (1 - t) * softplus(x) + t * softplus(-x), lambda x, t: (1 - t) * sigma(x) - t * sigma(-x), lambda x, t: -x)


def kl():
    return lambda x, t: t * (log(t) - x), lambda x, t: -t, lambda x, t: log(t) + 1 - x


def kl_log():
    return lambda x, t: exp(t) * (t - x), lambda x, t: -exp(t), lambda x, t: exp(t) * (t - x + 1)


def poisson(full, log_input, eps):
    def f(x, t):
        r = exp(x) - t * x if log_input else x - t * log(x + eps)
        return r + (t * log(t) - t + log(2 * mp.pi * t) / 2 if full and t > 1 else 0)

    def ft(x, t):
        return (-x if log_input else -log(x + eps)) + (log(t) + 1 / (2 * t) if full and t > 1 else 0)
    return f, lambda x, t: exp(x) - t if log_input else 1 - t / (x + eps), ft


def soft_margin():
    return lambda x, t: softplus(-t * x), lambda x, t: -t * sigma(-t * x), lambda x, t: -x * sigma(-t * x)


def focal(alpha, gamma):
    def parts(x, t):
        q = (1 - t) * sigma(x) + t * sigma(-x)
        w = t * alpha + (1 - t) * (1 - alpha) if alpha >= 0 else mpf(1)
        return q, w, (1 - t) * softplus(x) + t * softplus(-x)

    def f(x, t):
        q, w, b = parts(x, t)
        return w * q ** gamma * b

    def fx(x, t):
        q, w, b = parts(x, t)
        slope = (1 - 2 * t) * sigma(x) * sigma(-x)
        return w * (gamma * q ** (gamma - 1) * slope * b + q ** gamma * ((1 - t) * sigma(x) - t * sigma(-x)))

    def ft(x, t):
        q, w, b = parts(x, t)
        dw = 2 * mpf(alpha) - 1 if alpha >= 0 else 0
        return dw * q ** gamma * b + w * (gamma * q ** (gamma - 1) * (sigma(-x) - sigma(x)) * b - q ** gamma * x)
    return f, fx, ft


def gaussian(full):
    return (lambda d, v: (log(v) + d * d / v) / 2 + (log(2 * mp.pi) / 2 if full else 0), lambda d, v: d / v, lambda d, v: (1 / v - d * d / v ** 2) / 2)


def pinball(level):
    level = mpf(level)
    slope = lambda x, t: -level if t > x else 1 - level if t < x else mpf(0)
    return lambda x, t: slope(x, t) * (x - t), slope, lambda x, t: -slope(x, t)


def term(x, t, name, parameters):
    """The largest terms of f, f_x and f_t; 0 where nothing cancels."""
    if name == "BinaryCrossEntropy":
        return 0, max((1 - t) / (1 - x), t / x), 0
    if name == "KLDivergence" and "logTarget" in parameters:
        return 0, 0, exp(t) * max(abs(t), abs(x), 1)
    if name == "KLDivergence":
        return 0, 0, max(abs(log(t)), abs(x), 1)
    if name == "PoissonNegativeLogLikelihood":
        rate = parameters.get("logInput", True)
        stirling = max(t * log(t), 1) if parameters.get("full") and t > 1 else 0
        return stirling, 0 if rate else max(1, t / x), max(abs(x), abs(log(t))) if stirling else 0
    if name == "BinaryCrossEntropyWithLogits":
        return 0, max(abs((1 - t) * sigma(x)), abs(t * sigma(-x))), 0
    if name == "Focal":
        gamma, q = parameters.get("gamma", 2), (1 - t) * sigma(x) + t * sigma(-x)
        return 0, q ** gamma * max((1 - t) * sigma(x), t * sigma(-x)) if 0 < t < 1 else 0, 1 + abs(x)
    if name == "SoftMargin":
        # Where the sigmoid is subnormal in float32 its product with x has no more bits.
        return 0, 0, abs(x) * mpf(2) ** -126
    if name == "GaussianNegativeLogLikelihood":
        return max(abs(log(t)), x * x / t, 1), 0, max(1 / t, x * x / t ** 2) / 2
    return 0, 0, 0


def decimal(value):
    """50 digits; ±1e±999999 beyond that range."""
    value = mpf(value)
    if value != 0 and abs(log(abs(value)) / log(10)) > 999999:
        return ("-" if value < 0 else "") + ("1e999999" if abs(value) > 1 else "1e-999999")
    return nstr(value, 50)


RANDOM = random.Random(7)
LOGITS = float32([s * m for m in (1e-30, 1e-10, 1e-3, 0.1, 0.5, 1, 2, 5, 10, 16, 17, 18, 20, 30, 50, 80, 86, 100, 103, 1000, 1e10) for s in (-1, 1)] +
                 [RANDOM.uniform(-20, 20) for _ in range(20)])
PROBABILITIES = float32([1e-30, 1e-10, 1e-5, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1 - 2 ** -10, 1 - 2 ** -24] + [RANDOM.random() for _ in range(8)])
PAIRS = [tuple(float32((a, b))) for a, b in [(1, 1 + 2 ** -20), (3, 2.5), (3, 2), (2, 3), (0.5, 1e-20), (1e10, -1e10), (1e-20, 3e-20), (-7.25, 3.5)] +
         [(RANDOM.uniform(-3, 3), RANDOM.uniform(-3, 3)) for _ in range(30)]]
SMALL = float32([RANDOM.uniform(-5, 5) for _ in range(20)] + [-80, -20, -1, -1e-3, 0.5, 3, 20, 60])


def grid(xs, ts):
    return [(x, t) for x in xs for t in ts]


SETS = [
    ("MeanSquaredError", {}, mse(), PAIRS),
    ("L1", {}, l1(), PAIRS),
    ("SmoothL1", {}, smooth_l1(1), PAIRS), ("SmoothL1", {"beta": 0.5}, smooth_l1(0.5), PAIRS),
    ("Pinball", {}, pinball(0.5), PAIRS), ("Pinball", {"level": 0.875}, pinball(0.875), PAIRS),
    ("Huber", {}, huber(1), PAIRS), ("Huber", {"delta": 0.5}, huber(0.5), PAIRS),
    ("BinaryCrossEntropy", {}, bce(), grid(PROBABILITIES, (0.0, 1.0, 0.25))),
    ("BinaryCrossEntropyWithLogits", {}, bce_logits(), grid(LOGITS, float32((0.0, 1.0, 0.25, 0.9, 0.001)))),
    ("KLDivergence", {}, kl(), grid(SMALL, PROBABILITIES[:14:2])),
    ("KLDivergence", {"logTarget": True}, kl_log(), grid(SMALL, float32((-60, -3.7, -0.2, -1e-5)))),
    ("PoissonNegativeLogLikelihood", {}, poisson(False, True, 0), grid(SMALL, (0.0, 1.0, 2.0, 17.0, 2.5))),
    ("PoissonNegativeLogLikelihood", {"full": True}, poisson(True, True, 0), grid(SMALL, (0.0, 1.0, 2.0, 17.0, 2.5))),
    ("PoissonNegativeLogLikelihood", {"logInput": False, "epsilon": 0}, poisson(False, False, 0), grid(float32([abs(x) for x in SMALL]), (0.0, 1.0, 2.0, 17.0))),
    ("SoftMargin", {}, soft_margin(), grid(LOGITS, (-1.0, 1.0))),
    ("Focal", {}, focal(0.25, 2), grid(LOGITS, (0.0, 1.0, 0.25))),
    ("Focal", {"alpha": -1, "gamma": 1.5}, focal(-1, 1.5), grid([x for x in LOGITS if abs(x) < 60], (0.0, 1.0, 0.25))),
    ("Focal", {"alpha": 0.5, "gamma": 0}, focal(0.5, 0), grid(LOGITS, (0.0, 1.0))),
    ("GaussianNegativeLogLikelihood", {}, gaussian(False), grid(SMALL, float32((1e-6, 0.3, 1, 2.7, 1e10)))),
    ("GaussianNegativeLogLikelihood", {"full": True}, gaussian(True), grid(SMALL, float32((1e-6, 0.3, 1, 2.7, 1e10)))),
]


def check(name, functions, x, t):
    """Numeric derivatives away from kinks and the edges of the domain."""
    f, fx, ft = functions
    for function, derivative, at in ((lambda u: f(u, t), fx(x, t), x), (lambda u: f(x, u), ft(x, t), t)):
        if at in (0, 1) or abs(at) < 1e-8 or (name.startswith("Binary") or name == "Focal") and 1 - abs(at) < 1e-6 or abs(x) > 200:
            continue
        numeric = diff(function, at, h=mpf(10) ** -40)
        assert abs(numeric - derivative) < 1e-20 * (1 + abs(derivative)), (name, x, t, nstr(numeric, 20), nstr(derivative, 20))


def kebab(name):
    """From KLDivergence to kl-divergence, as LossInfo does."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()


def write(wanted):
    sets = {}
    for name, parameters, functions, points in SETS:
        if wanted not in (None, kebab(name)):
            continue
        rows = []
        for x, t in points:
            x, t = mpf(x), mpf(t)
            kink = name in ("L1", "SmoothL1", "Huber") and abs(x - t) in (0, 0.5, 1)
            if not kink:
                check(name, functions, x, t)
            results = [decimal(function(x, t)) for function in functions]
            sizes = [nstr(mpf(size), 4) if size else "0" for size in term(x, t, name, parameters)]
            rows.append([nstr(x, 20), nstr(t, 20)] + results + sizes)
        sets.setdefault(name, []).append({"name": name, "parameters": parameters, "points": rows})
    for name, own in sets.items():
        (DATA / "losses" / (kebab(name) + ".json")).write_text(json.dumps({"sets": own}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else None)
