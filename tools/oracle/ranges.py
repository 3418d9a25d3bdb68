#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/ranges.json: losses and normalisations of numbers at the ends of their type's range, where a step on the way leaves it.

    python3 tools/oracle/ranges.py

A case has a function, the element type, the numbers x, already of that type, and the targets t; the reduction of a loss, or the epsilon of a normalisation; "upstream", the
gradient that arrives at the result, one number for all elements or one for each; and to 50 digits the results and the gradient of x; of a normalisation as "scale"
the largest magnitude of the terms that the gradient is the difference of.
"""

import json
from pathlib import Path

from mpmath import mp, mpf

from composites import rounded

mp.dps = 400
DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data"
MOST = {"float32": 3.4028234663852886e38, "float64": 1.7976931348623157e308}


def digits(value):
    return mp.nstr(value, 50, min_fixed=0, max_fixed=0)


LOSSES = {
    "L1": lambda d, x, t: (abs(d), mp.sign(d)),
    "MeanSquaredError": lambda d, x, t: (d * d, 2 * d),
    "Huber": lambda d, x, t: (d * d / 2, d) if abs(d) <= 1 else (abs(d) - mpf(1) / 2, mp.sign(d)),
    "SmoothL1": lambda d, x, t: (d * d / 2, d) if abs(d) < 1 else (abs(d) - mpf(1) / 2, mp.sign(d)),
    "SoftMargin": lambda d, x, t: (mp.log1p(mp.exp(-t * x)) if -t * x < 1000 else -t * x, -t / (1 + mp.exp(t * x))),
    "BinaryCrossEntropyWithLogits": lambda d, x, t: ((mp.log1p(mp.exp(x)) if x < 1000 else x) - t * x, 1 / (1 + mp.exp(-x)) - t),
    "BinaryCrossEntropy": lambda d, x, t: (-t * mp.log(x) - (1 - t) * mp.log(1 - x), (1 - t) / (1 - x) - t / x),
    "PoissonNegativeLogLikelihood": lambda d, x, t: (mp.exp(x) - t * x, mp.exp(x) - t),
}


def loss(function, kind, x, t, reduction="mean", upstream=1.0):
    x, t = [rounded(v, kind) for v in x], [rounded(v, kind) for v in t]
    upstream = rounded(upstream, kind)
    pairs = [LOSSES[function](mpf(a) - mpf(b), mpf(a), mpf(b)) for a, b in zip(x, t)]
    n = len(x) if reduction == "mean" else 1
    return {"function": function, "type": kind, "reduction": reduction, "x": x, "t": t, "upstream": [upstream],
            "results": [digits(mp.fsum(p[0] for p in pairs) / n)], "gradient": [digits(p[1] * mpf(upstream) / n) for p in pairs]}


def cross_entropy(kind, x, classes):
    """Rows of logits so far apart that their log-sum-exp is the largest."""
    rows = [[rounded(v, kind) for v in row] for row in x]
    n = len(rows)
    losses, gradient = [], []
    for row, c in zip(rows, classes):
        largest = max(row)
        total = mp.fsum(mp.exp(mpf(v) - mpf(largest)) if mpf(v) - mpf(largest) > -10000 else mpf(0) for v in row)
        losses.append(mpf(largest) + mp.log(total) - mpf(row[c]))
        gradient += [((mp.exp(mpf(v) - mpf(largest)) if mpf(v) - mpf(largest) > -10000 else mpf(0)) / total - (1 if i == c else 0)) / n for i, v in enumerate(row)]
    return {"function": "CrossEntropy", "type": kind, "reduction": "mean", "x": [v for row in rows for v in row], "t": classes, "upstream": [1.0],
            "results": [digits(mp.fsum(losses) / n)], "gradient": [digits(v) for v in gradient]}


def normalisation(function, x, epsilon, upstream):
    kind, n = "float64", len(x)
    exact, g = [mpf(v) for v in x], [mpf(v) for v in upstream]
    mean = mp.fsum(exact) / n if function == "LayerNorm" else mpf(0)
    s = 1 / mp.sqrt(mp.fsum((v - mean) ** 2 for v in exact) / n + mpf(epsilon))
    h = [(v - mean) * s for v in exact]
    along, level = mp.fsum(a * b for a, b in zip(g, h)) / n, mp.fsum(g) / n if function == "LayerNorm" else mpf(0)
    return {"function": function, "type": kind, "epsilon": epsilon, "x": x, "upstream": upstream, "scale": digits(s * max(abs(v) for v in g)),
            "results": [digits(v) for v in h], "gradient": [digits(s * (b - level - a * along)) for a, b in zip(h, g)]}


def cases():
    for kind, top in MOST.items():
        yield loss("MeanSquaredError", kind, [-top * 0.999, 0, 0], [0, 0, 0])
        yield loss("MeanSquaredError", kind, [top, -1, -1e-34], [0, 0, 0])
        yield loss("MeanSquaredError", kind, [top / 2, 3, -top], [-top / 2, 1, 0], upstream=1e-3)
        for function in ("L1", "Huber", "SmoothL1"):
            yield loss(function, kind, [top * 0.9, -top * 0.8], [0, 0])
            yield loss(function, kind, [top * 0.9, -top * 0.8, 2.0, top * 0.75, top * 0.7], [0, top * 0.1, 1, 0, 0])
        yield loss("SoftMargin", kind, [-top * 0.9, -top * 0.8], [1, 1])
        yield loss("BinaryCrossEntropyWithLogits", kind, [-top * 0.9, -top * 0.8], [1, 1])
        yield cross_entropy(kind, [[-top * 0.9, 0, 1], [-top * 0.8, 0, -2]], [0, 0])
    yield loss("MeanSquaredError", "float32", [2e19, 1, 1], [0, 0, 0])
    yield loss("MeanSquaredError", "float32", [3.4028234663852886e38, 3, 1], [-1e38, 1, 0], "sum", 1e-6)
    yield loss("PoissonNegativeLogLikelihood", "float32", [89, 1, 2], [1, 2, 3])
    yield loss("PoissonNegativeLogLikelihood", "float32", [95, 1], [1, 2], upstream=1e-4)
    yield loss("BinaryCrossEntropy", "float32", [1e-40, 0.5], [1, 1], upstream=1e-4)
    for function in ("LayerNorm", "RmsNorm"):
        for epsilon in (0, 1e-320, 1e-5):
            yield normalisation(function, [5e-309, -5e-309], epsilon, [1e-3, 0])
            if function == "RmsNorm" or epsilon == 0:
                yield normalisation(function, [5e-324, -1e-323, 2.5e-323], epsilon, [3e-20, -1e-20, 2e-20])
                yield normalisation(function, [3e-310, 5e-324, -1e-309, 7e-310, 2e-310], epsilon, [1e-4, -2e-4, 1e-4, 3e-4, 5e-4])
            yield normalisation(function, [-1.7e308, 1.7e308, 1.6e308], epsilon, [1, -2, 3])


def main():
    entries = list(cases())
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
    (DATA / "ranges.json").write_text('{"cases":[\n' + lines + "\n]}\n")
    print(len(entries), "cases")


if __name__ == "__main__":
    main()
