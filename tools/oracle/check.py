#!/usr/bin/env python3
"""Checks the written values against the textbook definitions by other means: tools/oracle/check.py [NAME ...].

Reads the files back. Every value of every finite point with |x| <= 50 (and of a fifth of the others, as far as the naive
formula's cancellation can be paid with 6000 bits) is recomputed from `definition` - the formula of the paper on plain
numbers, no Taylor arithmetic, no branches chosen for accuracy - and its derivatives by numeric differentiation at high
precision. A point closer to a kink than the step is differentiated from its own side.
"""

import json
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mpmath import mp, mpf

from functions import FUNCTIONS
from make import DATA
from points import from_bits, rounded

BITS = 6000


def main(names):
    worst = 0
    for f in FUNCTIONS:
        if not names or f.name in names:
            worst = max(worst, check(f))
    print(f"all agree, largest relative difference {worst:.1e}")


def check(f):
    path = DATA / ("primitives" if f.primitive else "activations") / f"{f.name}.json"
    count, worst = 0, 0.0
    definition = f.definition or (lambda x, p: f.f(x, p))
    for s in json.loads(path.read_text(encoding="utf-8"))["sets"]:
        element = s["element"]
        p = {k: mpf(rounded(v, element)) for k, v in f.derived(s["parameters"]).items()}
        kinks = [float(k) for k in f.kinks(p)]
        for index, point in enumerate(s["points"]):
            x = from_bits(int(point[0], 16), element)
            if not math.isfinite(x) or "nan" in point or "-inf" in point or x in kinks or (x == 0 and point[1] == "-0.0"):
                continue
            if abs(x) > 50 and (index % 5 or abs(x) > 2000):
                continue
            with mp.workprec(BITS):
                for order in range(3):
                    expected = differentiate(lambda t: value(definition, t, p), x, order)
                    worst = max(worst, compare(f.name, element, p, x, order, point[2 + order], expected))
                if f.by_parameter:
                    name = f.by_parameter[0]
                    expected = differentiate(lambda a: value(definition, mpf(x), {**p, name: a}), p[name], 1)
                    worst = max(worst, compare(f.name, element, p, x, name, point[5], expected))
            count += 1
    print(f"{f.name}: {count} points, {worst:.1e}", flush=True)
    return worst


def value(definition, x, p):
    y = definition(x, p)
    return y.v if hasattr(y, "v") else mpf(y)


def differentiate(f, x, order):
    """Central differences with a step far below the spacing of the points: the error is of order h^2."""
    x, h = mpf(x), mpf(2) ** -1400
    if order == 0:
        return f(x)
    if order == 1:
        return (f(x + h) - f(x - h)) / (2 * h)
    return (f(x + h) - 2 * f(x) + f(x - h)) / (h * h)


def compare(name, element, p, x, order, written, expected):
    written = mpf(written)
    if written == 0:
        # exact zeros, and limits of what differences can see
        if abs(expected) > mpf(2) ** -1300:
            raise SystemExit(f"{name} {element} {p} at {x!r}, derivative {order}: 0 is written, {mp.nstr(expected, 50)} expected")
        return 0.0
    if abs(written) < mpf(2) ** (-5600 if order == 0 else -2600):
        return 0.0  # below what the cancelling textbook formula can resolve with this many bits
    difference = abs(written - expected) / abs(written)
    if difference > mpf(10) ** -49:
        raise SystemExit(f"{name} {element} {p} at {x!r}, derivative {order}: {mp.nstr(written, 50)} is written, {mp.nstr(expected, 50)} expected")
    return float(difference)


if __name__ == "__main__":
    main(sys.argv[1:])
