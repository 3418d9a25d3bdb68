#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/pow.json: powers of two numbers and their derivatives with 50 digits.

    python3 tools/oracle/pow.py

"pairs": element type, then rows [x, y, x^y, d/dx, d/dy, d2/dx2, d2/dxdy, d2/dy2], numbers by their bits. "constants": rows [x, p, x^p, d/dx, d2/dx2] with the exponent p a double
whatever the element type. "special": rows [x, y, x^y] of every pair of special float64 numbers, by the C library's pow, which follows IEEE 754. "slopes": rows [x, y, d/dx, d/dy,
d2/dx2] where the power or its slope is singular, by hand: limits, and PyTorch's choice where there is none. NaN, infinities and -0 as in the other files; 0 leaves the sign open.
"""

import ctypes
import json
import math
import random
import struct
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 80
DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data"

# Bits of the significand, least and greatest exponent.
FORMATS = {"float32": (24, -126, 127), "float64": (53, -1022, 1023), "float16": (11, -14, 15), "bfloat16": (8, -126, 127)}


def rounded(value, element):
    """The nearest number of the type, infinities aside."""
    value = mpf(value)
    if value == 0:
        return 0.0
    precision, least, greatest = FORMATS[element]
    exponent = max(mp.floor(mp.log(abs(value), 2)), least)
    unit = mpf(2) ** (int(exponent) - precision + 1)
    number = mp.nint(value / unit) * unit
    return float(max(-largest(element), min(largest(element), number)))


def largest(element):
    precision, _, greatest = FORMATS[element]
    return (2 - mpf(2) ** (1 - precision)) * mpf(2) ** greatest


def bits(x):
    return "0x%016x" % struct.unpack("<Q", struct.pack("<d", x))[0]


def digits(value):
    if isinstance(value, str):
        return value
    if value == 0:
        return "0"
    if abs(value) > mpf(10) ** 999999:
        return "1e999999" if value > 0 else "-1e999999"
    if abs(value) < mpf(10) ** -999999:
        return "1e-999999" if value > 0 else "-1e-999999"
    return mp.nstr(value, 50, strip_zeros=True)


def derivatives(x, y):
    """The power and its derivatives at finite x, y with x != 0."""
    x, y = mpf(x), mpf(y)
    whole = y == mp.floor(y)
    if x < 0 and not whole:
        return ["nan"] * 6

    def power(n):
        sign = -1 if x < 0 and int(y - n) % 2 else 1
        return sign * mp.exp((y - n) * mp.log(abs(x)))

    log = mp.log(abs(x))
    in_x = [power(0), y * power(1) if y else mpf(0), y * (y - 1) * power(2) if y * (y - 1) else mpf(0)]
    if x < 0:
        return [digits(v) for v in (in_x[0], in_x[1])] + ["nan", digits(in_x[2]), "nan", "nan"]
    return [digits(v) for v in (in_x[0], in_x[1], power(0) * log, in_x[2], power(1) * (1 + y * log), power(0) * log * log)]


def points(element):
    rng = random.Random(f"pow/{element}")
    precision, least, greatest = FORMATS[element]
    low, high = least - precision - 1, greatest + 2

    def any_base():
        return rounded(mpf(2) ** rng.uniform(least - precision + 2, greatest), element)

    def exponent(x, target):
        return rounded(target / mp.log(x, 2), element) if x != 1 else rounded(target, element)

    count = {"float32": 30, "float64": 30}.get(element, 14)
    pairs = []
    for _ in range(2 * count):  # every magnitude
        x = any_base()
        pairs.append((x, exponent(x, rng.uniform(low, high))))
    for k in range(count):  # next to 1, huge exponents
        x = rounded(1 + rng.choice((-1, 1)) * mpf(2) ** -rng.uniform(2, precision - 1), element)
        pairs.append((x, exponent(x, rng.uniform(low, high))))
    for k in range(count):  # next to overflow, among the subnormals, next to 0
        x = any_base()
        pairs.append((x, exponent(x, rng.choice((greatest + rng.uniform(0.9, 1.01), rng.uniform(least - precision, least), least - precision + 1 + rng.uniform(-1.1, 0.1))))))
    for _ in range(count):  # ordinary numbers
        pairs.append((rounded(rng.lognormvariate(0, 1), element), rounded(rng.gauss(0, 3), element)))
    for _ in range(count):  # whole exponents
        y = rng.choice((rng.randint(-20, 20), rng.randint(-200, 200)))
        x = rng.choice((-1, 1)) * mpf(2) ** (rng.uniform(low, high) / (y or 1))
        pairs.append((rounded(x, element), rounded(y, element)))
    for _ in range(count // 2):  # tiny exponents, to which 1 cannot be added
        pairs.append((any_base(), rounded(rng.choice((-1, 1)) * mpf(2) ** rng.uniform(least, -precision), element)))
    # Exact results, ties, and whole exponents with more digits than the type has room for parities.
    pairs += [(2, 10), (2, -5), (3, 5), (1.5, 7), (9, 0.5), (4, -1.5), (16, 0.75), (0.25, 2.5), (-3, 3), (-3, 4), (-1, 2.0 ** precision), (-1, 2.0 ** precision - 1),
              (-1, 2.0 ** precision + 2), (-1, 1.5), (-2, 0.5), (1, 1e4), (2, 0.5), (10, 2), (10, -2), (0.1, 3), (0.7, 100), (1.0000001192092896, 3e4), (-1.5, -7)]
    if element == "float32":
        pairs += [(4097, 2), (257, 3), (1e-5, 1e20), (300, -16), (1e10, 4), (1.5, 1700), (0.7, 100), (3, 1000), (1e-45, 0.5), (1e-45, -0.9), (3e38, 0.3)]
    if element == "float64":
        pairs += [(94906267, 2), (208065, 3), (1.5, 1700), (1.5, 1000), (0.7, 100), (5e-324, 0.7), (5e-324, -0.95), (1.7e308, 0.3), (1 + 2.0 ** -52, 2.0 ** 61), (1 - 2.0 ** -53, 2.0 ** 62), (1e-310, 0.99)]
    if element == "float16":
        pairs += [(3, 1000), (2, 15.9), (2, -24.9), (6e-8, 0.5), (60000, 0.9)]
    return [(rounded(mpf(x), element), rounded(mpf(y), element)) for x, y in pairs]


def constants(element):
    rng = random.Random(f"pow constants/{element}")
    precision, least, greatest = FORMATS[element]
    rows = []
    for p in (0.1, 1 / 3, 2.5, -0.5, 0.5, 1.5, 3, -1, -2, 4, 5, 7, -16, 63, -64, 65, 100.1, -7.3, 1e-3, 1e-12, math.pi, 1e6 + 0.1, 2.0 ** 40 + 1, -1e10):
        for k in range(5):
            x = mpf(2) ** (rng.uniform(least - precision, greatest + 1) / p) if abs(p) > 1 else mpf(2) ** rng.uniform(least - precision + 2, greatest)
            x = rounded(x if k % 2 or p != int(p) else -x, element)
            if x:
                values = derivatives(x, p)
                rows.append([bits(x), bits(p), values[0], values[1], values[3]])
    return rows


def special():
    libm = ctypes.CDLL("libm.so.6")
    libm.pow.restype = ctypes.c_double
    libm.pow.argtypes = [ctypes.c_double, ctypes.c_double]
    inf, nan = math.inf, math.nan
    positive = [0.0, 5e-324, 1e-310, 0.5, 1.0, 1.5, 2.0, 3.0, 1e300, inf]
    xs = positive + [-x for x in positive] + [nan]
    exponents = [0.0, 5e-324, 0.5, 1.0, 2.0, 3.0, 2.5, 2.0 ** 53 - 1, 2.0 ** 53, 2.0 ** 60, 1e308, inf]
    for x in xs:
        for y in exponents + [-y for y in exponents] + [nan]:
            z = libm.pow(x, y)
            if z != z or math.isinf(z) or z == 0 or abs(x) == 1 or y == 0:
                text = "nan" if z != z else ("inf" if z > 0 else "-inf") if math.isinf(z) else "-0" if z == 0 and math.copysign(1, z) < 0 else repr(z)
                yield [bits(x), bits(y), text]


def slopes():
    inf, nan = math.inf, math.nan
    for row in [
        # A constant and a line, everywhere.
        (0, 0, 0, 0, 0), (nan, 0, 0, "nan", 0), (inf, 0, 0, "inf", 0), (-2, 0, 0, "nan", 0), (0, 1, 1, 0, 0), (nan, 1, 1, "nan", 0), (inf, 1, 1, "inf", 0), (-inf, 1, 1, "nan", 0),
        # Whole powers at 0 and of negative numbers.
        (0, 2, 0, 0, 2), (-0.0, 2, 0, 0, 2), (0, 3, 0, 0, 0), (-0.0, 3, 0, 0, 0), (-2, 3, 12, "nan", -12), (-2, 2, -4, "nan", 2), (-2, -3, -0.1875, "nan", -0.375),
        # Poles and vertical slopes.
        (0, 0.5, "inf", 0, "-inf"), (0, 1.5, 0, 0, "inf"), (0, -1, "-inf", "-inf", "inf"), (-0.0, -1, "-inf", "inf", "-inf"), (0, -0.5, "-inf", "-inf", "inf"), (0, 2.5, 0, 0, 0),
        # Infinite bases.
        (inf, 2, "inf", "inf", 2), (inf, 3, "inf", "inf", "inf"), (-inf, 3, "inf", "nan", "-inf"), (inf, 0.5, 0, "inf", 0), (inf, -1, 0, 0, 0), (inf, 1.5, "inf", "inf", 0),
        # Infinite exponents: a constant 0 or infinity on either side of 1.
        (0.5, inf, 0, 0, 0), (2, -inf, 0, 0, 0), (2, inf, "inf", "inf", "inf"), (0.5, -inf, "-inf", "-inf", "inf"), (0, inf, 0, 0, 0), (inf, -inf, 0, 0, 0),
        # At 1.
        (1, 0, 0, 0, 0), (1, 5, 5, 0, 20), (1, -3, -3, 0, 12), (1, 2.0 ** 100, 2.0 ** 100, 0, repr(2.0 ** 200)),
        # NaN and bases without a power.
        (nan, 2, "nan", "nan", 2), (nan, 3, "nan", "nan", "nan"), (2, nan, "nan", "nan", "nan"), (-2, 0.5, "nan", "nan", "nan"),
    ]:
        yield [bits(row[0]), bits(row[1])] + [v if isinstance(v, str) else repr(v) for v in row[2:]]


def main():
    data = {"pairs": {}, "constants": {}, "special": list(special()), "slopes": list(slopes())}
    for element in FORMATS:
        data["pairs"][element] = [[bits(x), bits(y)] + derivatives(x, y) for x, y in points(element) if x != 0]
        data["constants"][element] = constants(element)
    text = json.dumps(data, indent=0).replace(",\n\"", ", \"").replace("[\n\"", "[\"").replace("\"\n]", "\"]")
    (DATA / "pow.json").write_text(text + "\n", encoding="utf-8")
    print({k: len(v) for k, v in data["pairs"].items()}, {k: len(v) for k, v in data["constants"].items()}, len(data["special"]), len(data["slopes"]))


if __name__ == "__main__":
    main()
