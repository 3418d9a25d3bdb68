#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/softmax_family.json: sparsemax in exact fractions, masked softmaxes and entropies of distributions with mpmath.

    python3 tools/oracle/softmax_family.py

"sparsemax": rows of float32 or float64 numbers, an inverse temperature, and the results to 70 digits: ties of rounding are exact. "masked": logits, mask, softmax and its
gradient for an upstream one, logarithm and its gradient; null where the logarithm is minus infinity. "distributions": p and q with entropy,
cross-entropy and divergence and their derivatives, as the documentation says where a probability is 0.
"""

import json
import random
from fractions import Fraction
from pathlib import Path

from mpmath import mp, mpf

from points import rounded

mp.dps = 100
DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data"


def digits(value):
    return mp.nstr(mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else mpf(value), 70)


def exact_sparsemax(xs, beta):
    z = [Fraction(x) * Fraction(beta) for x in xs]
    total, threshold = Fraction(0), None
    for k, value in enumerate(sorted(z, reverse=True), 1):
        total += value
        if 1 + k * value > total:
            threshold = (total - 1) / k
    return [max(value - threshold, Fraction(0)) for value in z]


def sparsemax():
    rows = [("short", [1, 3, 0, 2]), ("one value", [5]), ("equal", [0.1] * 7), ("two", [0.3, -0.2]), ("exactly at the threshold", [1, 0, -1]),
            ("just inside", [1, 2.0 ** -22, 0]), ("far inside", [0.5, 0.5 + 2.0 ** -24, -0.4999]), ("large offset", [10000, 10000.5, 9999.75, 9999]),
            ("huge", [1e30, -1e30, 1e30, 0]), ("tiny", [1e-40, 0, -1e-40]), ("nearly out", [0.7, 0.4, 0.05 - 2.0 ** -26, -0.3])]
    rng = random.Random("sparsemax")
    rows += [(f"random, length {n}", [rng.gauss(0, s) for _ in range(n)]) for n, s in ((5, 0.3), (16, 1), (17, 0.1), (100, 0.05), (300, 2))]
    for element in ("float32", "float64"):
        for remark, row in rows:
            xs = [rounded(float(x), element) for x in row]
            for beta in (1.0, 0.3, -2.0) if len(xs) <= 20 else (1.0,):
                yield {"element": element, "remark": remark, "beta": beta, "x": xs, "y": [digits(v) for v in exact_sparsemax(xs, beta)]}


def masked():
    rng = random.Random("masked")
    for n, beta in ((1, 1.0), (5, 1.0), (16, 0.7), (17, 1.0), (40, -1.5)):
        for kind in ("some", "one", "none", "all"):
            xs = [round(rng.gauss(0, 3), 2) for _ in range(n)]
            g = [round(rng.gauss(0, 1), 2) for _ in range(n)]
            one = rng.randrange(n)
            mask = [{"some": rng.random() < 0.6, "one": i == one, "none": False, "all": True}[kind] for i in range(n)]
            b = mpf(beta)
            e = [mp.exp(b * mpf(x)) if m else mpf(0) for x, m in zip(xs, mask)]
            total = mp.fsum(e)
            y = [v / total if total else mpf(0) for v in e]
            dot = mp.fsum(mpf(gi) * v for gi, v in zip(g, y))
            taken = mp.fsum(mpf(gi) for gi, m in zip(g, mask) if m)
            yield {"beta": beta, "kind": kind, "x": xs, "mask": mask, "upstream": g, "softmax": [float(v) for v in y],
                   "gradient": [float(b * v * (mpf(gi) - dot)) for v, gi in zip(y, g)],
                   "logSoftmax": [float(mp.log(v)) if m else None for v, m in zip(y, mask)],
                   "logGradient": [float(b * (mpf(gi) - v * taken)) if m else 0.0 for v, gi, m in zip(y, g, mask)]}


def distributions():
    rng = random.Random("distributions")

    def simplex(n, zeros=0):
        w = [rng.random() ** 3 if i >= zeros else 0.0 for i in range(n)]
        rng.shuffle(w)
        return [v / sum(w) for v in w]

    p = simplex(6)
    rows = [("ordinary", simplex(5), simplex(5)), ("equal", p, list(p)), ("nearly equal", p, [v * (1 + 1e-6 * (-1) ** i) for i, v in enumerate(p)]),
            ("zeros of p", simplex(7, 3), simplex(7)), ("zeros of both", [0.0, 0.25, 0.75, 0.0], [0.0, 0.5, 0.25, 0.25]),
            ("certain", [0.0, 1.0, 0.0], [0.1, 0.8, 0.1]), ("tiny", [1e-300, 1 - 1e-16, 1e-20], [1e-10, 0.5, 0.5]), ("one", [1.0], [1.0]),
            ("far apart", [1e-5, 0.99999], [0.9, 0.1]), ("long", simplex(50), simplex(50))]
    for remark, p, q in rows:
        ps, qs = [mpf(v) for v in p], [mpf(v) for v in q]
        pairs = list(zip(ps, qs))
        yield {"remark": remark, "p": p, "q": q,
               "entropy": float(-mp.fsum(a * mp.log(a) for a in ps if a)),
               "crossEntropy": float(-mp.fsum(a * mp.log(b) for a, b in pairs if a)),
               "divergence": float(mp.fsum(a * mp.log(a / b) for a, b in pairs if a)),
               "size": float(mp.fsum(abs(a * mp.log(a / b)) for a, b in pairs if a)),
               "entropyOfP": [float(-mp.log(a) - 1) if a else 0.0 for a in ps],
               "crossOfP": [float(-mp.log(b)) if b else 0.0 for a, b in pairs], "crossOfQ": [float(-a / b) if a else 0.0 for a, b in pairs],
               "divergenceOfP": [float(mp.log(a / b) + 1) if a else 0.0 for a, b in pairs],
               "divergenceOfQ": [float(-a / b) if a else 0.0 for a, b in pairs]}


with open(DATA / "softmax_family.json", "w", encoding="utf-8") as file:
    lists = [f'"{name}": [\n' + ",\n".join(json.dumps(item) for item in items) + "\n]"
             for name, items in (("sparsemax", sparsemax()), ("masked", masked()), ("distributions", distributions()))]
    file.write('{"source": "mpmath; tools/oracle/softmax_family.py",\n' + ",\n".join(lists) + "}\n")
