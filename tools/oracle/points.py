"""Which numbers to write values at: chosen by rule and a fixed seed, the same on every run."""

import math
import random
import struct

from mpmath import mpf

FORMATS = {
    # struct codes of the number and its bits, mantissa bits, smallest and largest exponent, step of the log-spaced points
    "float32": ("<f", "<I", 23, -149, 127, 9),
    "float64": ("<d", "<Q", 52, -1074, 1023, 65),
}


def bits(x, element):
    f, i = FORMATS[element][:2]
    return struct.unpack(i, struct.pack(f, x))[0]


def from_bits(b, element):
    f, i = FORMATS[element][:2]
    return struct.unpack(f, struct.pack(i, b))[0]


def rounded(x, element):
    """x (a double) rounded to the element type, overflowing to infinity."""
    if element == "float64" or math.isinf(x) or math.isnan(x):
        return x
    try:
        return struct.unpack("<f", struct.pack("<f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


def ordinal(x, element):
    """Numbers in order: consecutive representable numbers differ by 1, and 0 is 0."""
    b, top = bits(x, element), 1 << (31 if element == "float32" else 63)
    return top - b if b & top else b


def from_ordinal(n, element):
    top = 1 << (31 if element == "float32" else 63)
    return from_bits(n if n >= 0 else top - n, element)


def neighbours(x, element, reach=1):
    n = ordinal(x, element)
    return [from_ordinal(n + k, element) for k in range(-reach, reach + 1)]


def grid(element, rng, thin):
    """Log-spaced magnitudes of both signs over the whole range, denser around 1, and random points in [-9, 9]."""
    _, _, mantissa, low, high, step = FORMATS[element]
    largest = from_bits(bits(math.inf, element) - 1, element)
    smallest = 2.0 ** low
    normal = 2.0 ** (low + mantissa)
    xs = [0.0]
    for sign in (1.0, -1.0):
        xs += [sign * m for m in (smallest, 2 * smallest, 3 * smallest, normal - smallest, normal, normal + smallest, largest)]
        xs += [sign * rounded(2.0 ** e * rng.uniform(1, 2), element) for e in range(low + 3, high, step * (2 if thin else 1))]
        xs += [sign * rounded(2.0 ** e * rng.uniform(1, 2), element) for e in range(-mantissa - 2, 8, 2 if thin or mantissa > 30 else 1)]
        xs += [sign * rounded(10.0 ** e, element) for e in range(1, 9 if element == "float32" else 17, 2)]
    xs += [rounded(rng.uniform(-9, 9), element) for _ in range(20 if thin else 40)]
    return xs


def choose(function, p, index, element, evaluate):
    """The finite points of one set, sorted, without -0. `evaluate(x)` gives quick values of f, f' and f''."""
    rng = random.Random(f"{function.name}/{index}/{element}")
    xs = grid(element, rng, thin=index > 0)
    zones = function.zones + (function.zones64 if element == "float64" else [])
    xs += [rounded(float(z), element) for z in zones]
    for kink in function.kinks(p):
        xs += neighbours(float(kink), element, 2)
    low = -math.inf if function.domain is None else function.domain[0]
    xs = sorted({x + 0.0 for x in xs})
    found = crossings([x for x in xs if x > low], element, evaluate)
    xs += found if not function.periodic else [x for i in range(0, len(found), 6) for x in found[i:i + 2]]
    if function.domain is not None:
        xs += neighbours(float(low), element)
    return sorted({x + 0.0 for x in xs if math.isfinite(x)})


def crossings(xs, element, evaluate):
    """Neighbours of the points where f, f' or f'' changes sign, underflows or overflows."""
    _, _, mantissa, low, high, _ = FORMATS[element]
    levels = [None, low - 1, low + mantissa, high + 1]

    def side(x, which, level):
        v = evaluate(x)[which]
        if level is None:
            return (v > 0) - (v < 0)
        return abs(v) >= mpf(2) ** level

    found = []
    for which in range(3):
        for level in levels:
            sides = [side(x, which, level) for x in xs]
            for i in range(len(xs) - 1):
                if sides[i] == sides[i + 1]:
                    continue
                a, b = ordinal(xs[i], element), ordinal(xs[i + 1], element)
                while b - a > 1:
                    m = (a + b) // 2
                    if side(from_ordinal(m, element), which, level) == sides[i]:
                        a = m
                    else:
                        b = m
                found += [from_ordinal(a, element), from_ordinal(b, element)]
    return found
