#!/usr/bin/env python3
"""Writes the oracle values: tools/oracle/make.py [NAME ...], all files without a name. See README.md."""

import json
import math
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mpmath import mp, mpf

import softmax
import student_t
from functions import FUNCTIONS
from jet import Jet, converged
from points import FORMATS, bits, choose, rounded

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data"
DIGITS = 50
BEYOND = 999999  # values outside 10^+-this are written as 1e+-this: no type in use comes near


def main(names):
    known = {f.name: lambda f=f: write_function(f) for f in FUNCTIONS}
    known |= {"softmax": write_softmax, "statistics": write_statistics}
    unknown = [n for n in names if n not in known]
    if unknown:
        sys.exit(f"unknown: {', '.join(unknown)}; known: {', '.join(known)}")
    for name in names or known:
        known[name]()


def write_function(f):
    sets = []
    for element in FORMATS:
        for index, given in enumerate(f.parameters):
            sets.append((element, given, list(rows(f, given, index, element))))
    head = {
        "name": f.name,
        "aliases": f.aliases,
        "pytorch": f.pytorch,
        "formula": f.formula,
        "source": f.source,
        "remarks": f.remarks,
        "columns": ["bits of x", "x", "f", "f'", "f''"],
    }
    if f.by_parameter:
        head["columns"].append(f"df/d{f.by_parameter[0]}")
    lines = "{\n" + "".join(f"  {encode(k)}: {encode(v)},\n" for k, v in head.items()) + '  "sets": [\n'
    parts = []
    for element, given, points in sets:
        parts.append(
            f'    {{\n      "element": "{element}",\n      "parameters": {encode(given)},\n      "points": [\n'
            + ",\n".join("        " + encode(point) for point in points)
            + "\n      ]\n    }")
    save(f"{'primitives' if f.primitive else 'activations'}/{f.name}.json", lines + ",\n".join(parts) + "\n  ]\n}\n")


def write_softmax():
    """One case per line group; every line is one array."""
    parts = []
    for element, beta, remark, xs, soft, log, softmin, total in softmax.cases():
        fields = {
            "element": element, "beta": beta, "remark": remark,
            "bits": [hex_bits(x, element) for x in xs], "x": [shortest(x, element) for x in xs],
            "softmax": [text(v) for v in soft], "logSoftmax": [text(v) for v in log], "softmin": [text(v) for v in softmin],
            "logSumExp": text(total),
        }
        parts.append("    {\n" + ",\n".join(f"      {encode(k)}: {encode(v)}" for k, v in fields.items()) + "\n    }")
    remarks = ["softmax is of beta * x, softmin of -beta * x; beta is exact in both element types.",
               "A row with NaN, with +inf after scaling, or of nothing but -inf is NaN throughout; "
               "an entry that is -inf after scaling has softmax 0 and log-softmax -inf."]
    save("softmax.json", f'{{\n  "remarks": {encode(remarks)},\n  "cases": [\n' + ",\n".join(parts) + "\n  ]\n}\n")


def write_statistics():
    with mp.workdps(60):
        quantiles = [[p, str(df), text(student_t.quantile(p, df), 25)] for p, dfs in student_t.QUANTILES for df in dfs]
        p_values = [[t, df, text(student_t.two_sided(t, df), 25)] for t, df in student_t.P_VALUES]
    block = lambda rows: "[\n" + ",\n".join(f"      {encode(r)}" for r in rows) + "\n    ]"
    save("statistics.json",
         '{\n  "studentT": {\n'
         f'    "quantileColumns": ["probability", "degrees of freedom", "t"],\n    "quantiles": {block(quantiles)},\n'
         f'    "twoSidedColumns": ["t", "degrees of freedom", "P(|T| > t)"],\n    "twoSided": {block(p_values)}\n  }}\n}}\n')


def save(name, content):
    path = DATA / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    print(f"{name}: {len(content)} bytes", flush=True)


def encode(v):
    return json.dumps(v, ensure_ascii=False)


def rows(f, given, index, element):
    """The points of one set, from -inf over -0 and 0 to inf and NaN."""
    p = {name: mpf(rounded(v, element)) for name, v in f.derived(given).items()}
    cache = {}

    def quick(x):
        if x not in cache:
            with mp.workprec(160):
                y = f.f(Jet(x, 1), p)
                cache[x] = (y.v, y.d, y.e)
        return cache[x]

    def row(x, values):
        return [hex_bits(x, element), shortest(x, element), *(text(v) for v in values)]

    def special(x, values, by_parameter):
        return row(x, list(values) + ([by_parameter] if f.by_parameter else []))

    with mp.workprec(400):
        minus, plus = f.minus(p), f.plus(p)
    yield special(-math.inf, minus, f.by_parameter and f.by_parameter[3])
    for x in choose(f, p, index, element, quick):
        values = at(f, p, x)
        if x == 0:
            signed = [n if n is not None else v for n, v in zip(minus_zero(f, p), values)]
            yield row(-0.0, signed + list(values[3:]))
        yield row(x, values)
    yield special(math.inf, plus, f.by_parameter and f.by_parameter[2])
    yield special(math.nan, ["nan"] * 3, "nan")


def minus_zero(f, p):
    if f.name == "threshold":
        return ("-0" if p["threshold"] < 0 else None, None, None)
    return f.minus_zero or (None,) * 3


def at(f, p, x):
    """f, f', f'' (and the derivative in the parameter) at the finite number x."""
    if f.domain is not None and x <= f.domain[0]:
        return f.domain[1] if x == f.domain[0] else ("nan",) * 3

    def evaluate():
        y = f.f(Jet(x, 1), p)
        values = [y.v, y.d, y.e]
        if f.by_parameter:
            values.append(mpf(f.by_parameter[1](mpf(x), p)))
        return values

    return converged(evaluate)


def text(v, digits=DIGITS):
    """A decimal string of 50 significant digits."""
    if isinstance(v, str):
        return v
    if v == 0:
        return "0"
    with mp.workprec(400):
        v = mpf(v)
        magnitude = mp.mag(v) * 30103 // 100000
        if abs(magnitude) > BEYOND:
            return f"{'-' if v < 0 else ''}1e{'-' if magnitude < 0 else '+'}{BEYOND}"
        return mp.nstr(v, digits, min_fixed=-4, max_fixed=20).removesuffix(".0").replace(".0e", "e")


def hex_bits(x, element):
    return f"0x{bits(x, element):0{8 if element == 'float32' else 16}x}"


def shortest(x, element):
    """The shortest decimal that reads back as x in its own type."""
    if math.isnan(x):
        return "nan"
    if math.isinf(x) or element == "float64":
        return repr(x).removesuffix(".0")
    for digits in range(1, 10):
        s = f"{x:.{digits}g}"
        if rounded(float(s), element) == x:
            return repr(float(s)).removesuffix(".0")


if __name__ == "__main__":
    main(sys.argv[1:])
