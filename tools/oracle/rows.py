#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/rows/*.json: 50-digit results and gradients of the operations on rows that are defined by an IRowFunction.

    /usr/bin/python3 tools/oracle/rows.py [name]      such as normalize; all when left out

An entry is a formula of a row of mpmath numbers; the gradient for given upstream ones follows by differences of step 1e-40 in 150 digits.
"""

import json
import random
import sys
from pathlib import Path

import numpy
from mpmath import mp, mpf, nstr, sqrt

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "rows"
mp.dps = 150
STEP = mpf(10) ** -40


def normalize(x, epsilon=mpf(10) ** -12):
    norm = max(sqrt(sum(v * v for v in x)), epsilon)
    return [v / norm for v in x]


# The name, its parameters as F names them, and the formula.
FUNCTIONS = [
    ("normalize", {}, normalize),
    ("normalize", {"epsilon": 4.0}, lambda x: normalize(x, mpf(4))),
]


def gradient(f, x, dy):
    result = []
    for i in range(len(x)):
        above, below = (f([v + s * STEP * (k == i) for k, v in enumerate(x)]) for s in (1, -1))
        result.append(sum(d * (a - b) for d, a, b in zip(dy, above, below)) / (2 * STEP))
    return result


def rows():
    generator = random.Random(11)
    for length, size in ((1, 1), (2, 1), (3, 1e-3), (7, 1), (7, 100), (33, 1), (16, 1e4)):
        yield [[mpf(float(numpy.float32(generator.gauss(0, 1) * s))) for _ in range(length)] for s in (size, 1)]


if __name__ == "__main__":
    DATA.mkdir(parents=True, exist_ok=True)
    text = lambda values: [nstr(v, 50) for v in values]
    for name in sorted({entry[0] for entry in FUNCTIONS}):
        if sys.argv[1:] in ([], [name]):
            sets = [{"parameters": parameters, "rows": [
                {"x": [float(v) for v in x], "dy": [float(v) for v in dy[:len(f(x))]], "y": text(f(x)), "dx": text(gradient(f, x, dy))} for x, dy in rows()]}
                for own, parameters, f in FUNCTIONS if own == name]
            (DATA / f"{name}.json").write_text(json.dumps({"sets": sets}, separators=(",", ":")) + "\n")
