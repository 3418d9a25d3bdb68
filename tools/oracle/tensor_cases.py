"""Cases of functions on tensors: inputs that an element type holds exactly, and what comes out, to 50 digits."""

import math
import random
from fractions import Fraction

from mpmath import mp, mpf

import tape

# Precision and the exponents of the smallest and the largest normal number.
TYPES = {"float32": (24, -126, 127), "float64": (53, -1022, 1023), "float16": (11, -14, 15), "bfloat16": (8, -126, 127)}
FIRST_BITS = 420
MOST_BITS = {"float16": 900, "bfloat16": 2700, "float32": 2700, "float64": 9600}
GOOD_BITS = 180
OPEN = "?"  # a value that no rule decides
SAMPLES = 8
LONG = 600  # of more elements than this only samples are written


class Type:
    """The numbers of an element type."""

    def __init__(self, name):
        self.name = name
        self.precision, self.low, self.high = TYPES[name]
        self.epsilon = 2.0 ** (1 - self.precision)
        self.smallest = 2.0 ** (self.low - self.precision + 1)
        self.normal = 2.0 ** self.low
        self.largest = (2 - 2.0 ** (1 - self.precision)) * 2.0 ** self.high
        self.random = random.Random(f"tensors/{name}")

    def near(self, x):
        """The number of the type nearest to x, ties to even."""
        if x == 0 or math.isinf(x) or math.isnan(x):
            return x
        exponent = max(math.frexp(x)[1] - 1, self.low)
        ulp = Fraction(2) ** (exponent - self.precision + 1)
        y = round(Fraction(x) / ulp) * ulp
        return float(y) if abs(y) <= self.largest else math.copysign(math.inf, x)

    def uniform(self, low=-2.0, high=2.0):
        return self.near(self.random.uniform(low, high))

    def uniforms(self, count, low=-2.0, high=2.0):
        return [self.uniform(low, high) for _ in range(count)]


class Periodic:
    """Many elements by a formula: ((a*i + b) mod 99 - c)/d, a whole number of periods of the weights."""

    def __init__(self, count, a, b, c, d):
        self.count, self.text = count, f"periodic {count} {a} {b} {c} {d}"
        self.values = [((a * i + b) % 99 - c) / d for i in range(99)]

    def __len__(self):
        return self.count


def weight(i, k):
    """The weights of outputs (k = 0) and the directions of input k - 1, exact in every type; period 9."""
    return ((5 * i + 3 * k) % 9 - 4) / 4 or 1.25


def sign(i, k):
    return 1.0 if weight(i, k) > 0 else -1.0


class Case:
    """One call: inputs that fall into units, such as rows, to each of which the formula is applied.

    `asks_second` says of which units the second gradient is asked: of all but those at which a part of it, such as the second derivative
    1/x^2 of a logarithm, leaves the range of the type.
    """

    def __init__(self, call, point, type, shapes, units, formula, kinds=None, special=None, unit_weights=False, differentiable=True,
                 asks_second=None):
        self.call, self.point, self.type, self.shapes, self.units = call, point, type, shapes, units
        self.formula, self.special, self.weigh = formula, special, sign if unit_weights else weight
        self.kinds = kinds or "x" * len(shapes)
        self.unit_weights, self.differentiable, self.asks_second = unit_weights, differentiable, asks_second

    def rows(self):
        """The case as a dictionary of texts."""
        inputs, ys, gs, hs = [[] for _ in self.shapes], [], [[] for _ in self.shapes], [[] for _ in self.shapes]
        count, starts = 0, [0] * len(self.shapes)
        for unit in self.units:
            y, g, h = self.evaluate(unit, starts, count)
            starts = [start + len(values) for start, values in zip(starts, unit)]
            count += len(y)
            ys += y
            for j, values in enumerate(unit):
                inputs[j].append(values)
                gs[j] += g[j]
                hs[j] += h[j]
        row = {"call": self.call, "point": self.point, "type": self.type.name, "shapes": self.shapes}
        if self.kinds.strip("x"):
            row["kinds"] = self.kinds
        if self.unit_weights:
            row["unit"] = True
        row["x"] = [parts[0].text if isinstance(parts[0], Periodic) else " ".join(shortest(v, self.type, k) for part in parts for v in part)
                    for parts, k in zip(inputs, self.kinds)]
        row["y"] = " ".join(ys)
        if self.differentiable and "x" in self.kinds:
            row["g"] = [" ".join(g) for g, k in zip(gs, self.kinds) if k == "x"]
            row["h"] = [" ".join(h) for h, k in zip(hs, self.kinds) if k == "x"]
        return row

    def evaluate(self, unit, starts, first):
        if self.special:
            found = self.special(*unit, w=lambda i: self.weigh(first + i, 0), v=lambda j, i: self.weigh(starts[j] + i, j + 1))
            if found is not None:
                y, g, h = found
                full = lambda parts: [[shown(x) for x in part] for part in parts] + [[] for _ in self.shapes[len(parts):]]
                return [shown(x) for x in y], full(g), full(h)
        bits, most = FIRST_BITS, MOST_BITS[self.type.name]
        while True:
            with mp.workprec(bits):
                numbers = self.attempt(unit, starts, first)
                texts = [[shown_number(*n, bits, last=bits >= most) for n in part] for part in numbers]
            if bits >= most or all(t is not None for part in texts for t in part):
                k = len(self.shapes)
                second = texts[1 + k:]
                if self.asks_second and not self.asks_second(*unit):
                    second = [[OPEN] * len(part) for part in second]
                return texts[0], texts[1:1 + k], second
            bits = min(4 * bits, most)

    def attempt(self, unit, starts, first):
        with tape.Tape():
            leaves = []
            for j, values in enumerate(unit):
                kind = self.kinds[j]
                periodic = isinstance(values, Periodic)
                own = values.values if periodic else values
                if kind == "x" and self.differentiable:
                    own = [tape.leaf(x, self.weigh(starts[j] + i, j + 1)) for i, x in enumerate(own)]
                elif kind in "xc":
                    own = [tape.leaf(x, 0) for x in own]
                leaves.append([own[i % 99] for i in range(values.count)] if periodic else own)
            ys = [tape.node(y) for y in self.formula(*leaves)]
            if self.differentiable:
                if len(ys) > LONG:
                    weights, nodes = {}, {}
                    for i, y in enumerate(ys):
                        nodes[y.number] = y
                        weights[y.number] = weights.get(y.number, 0) + mpf(self.weigh(first + i, 0))
                    tape.differentiate([nodes[n] for n in nodes], [weights[n] for n in nodes])
                else:
                    tape.differentiate(ys, [mpf(self.weigh(first + i, 0)) for i in range(len(ys))])
            g, h = [], []
            for j, own in enumerate(leaves):
                if self.kinds[j] != "x" or not self.differentiable:
                    g.append([])
                    h.append([])
                    continue
                counts = {}
                for x in own:
                    counts[x.number] = counts.get(x.number, 0) + 1
                g.append([(x.a / counts[x.number], x.ea / counts[x.number]) for x in sampled(own)])
                h.append([(x.ad / counts[x.number], x.ef / counts[x.number]) for x in sampled(own)])
            return [[(y.v, y.e) for y in sampled(ys)], *g, *h]


def sampled(all):
    """The elements of a long list that are written."""
    n = len(all)
    return all if n <= LONG else [all[k * (n - 1) // (SAMPLES - 1)] for k in range(SAMPLES)]


def shown(x):
    """A decided special value."""
    if x is None or isinstance(x, str):
        return x or OPEN
    if math.isnan(x) or math.isinf(x):
        return repr(float(x))
    return text(mpf(x))


def shown_number(v, e, bits, last):
    """The digits of a value with error e * 2^-bits; None where there are too few, unless this precision is the last: then it is 0."""
    if v == 0 and e == 0:
        return "0"
    if not mp.isfinite(v):
        return "nan" if mp.isnan(v) else "inf" if v > 0 else "-inf"
    if abs(v) > e * mpf(2) ** (GOOD_BITS - bits):
        return text(v) + (f"~{float_text(e)}" if e > 2 * abs(v) else "")
    return ("0" + (f"~{float_text(e)}" if e > 0 else "")) if last else None


def float_text(e):
    return mp.nstr(e, 2, min_fixed=-2, max_fixed=4).removesuffix(".0").replace(".0e", "e")


def text(v, digits=50):
    if v == 0:
        return "0"
    magnitude = mp.mag(v) * 30103 // 100000
    if abs(magnitude) > 9999:
        return f"{'-' if v < 0 else ''}1e{'-' if magnitude < 0 else '+'}9999"
    return mp.nstr(v, digits, min_fixed=-4, max_fixed=20).removesuffix(".0").replace(".0e", "e")


def shortest(x, type, kind="x"):
    """The shortest decimal that reads back as x in the type."""
    if kind in "ib":
        return str(int(x))
    if math.isnan(x) or math.isinf(x):
        return repr(x)
    if type.name != "float64" and x != 0 and abs(x) >= 1e-300:
        for digits in range(1, 17):
            s = f"{x:.{digits}g}"
            if type.near(float(s)) == x:
                return repr(float(s)).removesuffix(".0")
    return repr(x).removesuffix(".0")
