"""Rows for softmax, log-softmax and softmin, of float32 and float64 numbers taken exactly."""

import math
import random

from mpmath import mp, mpf

from points import rounded

NAN, INF = math.nan, math.inf

ROWS = [
    ("short", [1, 3, 0, 2]),
    ("one value", [5]),
    ("one value, minus infinity", [-INF]),
    ("equal values", [0.1, 0.1, 0.1]),
    ("two values", [0.3, -0.7]),
    ("nearly equal", [1, 1.0000001192092896, 0.9999999403953552]),
    ("large offset", [10000, 10001.5, 9999, 10000.25]),
    ("large negative offset", [-10000, -10001.5, -9999, -10000.25]),
    ("overflows exp without the maximum", [100, 200, 88.8, 710]),
    ("tail to the subnormals", [0, -50, -87.5, -95, -103.9, -104.5, -200]),
    ("tail to the float64 subnormals", [0, -300, -708.5, -740, -745.2, -1000]),
    ("one dominates: log-softmax near 0", [0, 20, -3, 1]),
    ("one dominates by 40: log-softmax is -e^-40", [40, 0]),
    ("extremes", [3.4028234663852886e38, 0, -3.4028234663852886e38]),
    ("ties at the maximum", [2, 7, 7, -1, 7]),
    ("masked entries", [-INF, 1, 3, -INF, 0, 2]),
    ("all masked", [-INF, -INF, -INF]),
    ("plus infinity", [1, INF, 2]),
    ("NaN", [1, NAN, 2]),
    ("subnormal values", [1.401298464324817e-45, 0, -1.401298464324817e-45]),
    ("random, length 7", ("uniform", 7, -4, 4)),
    ("random, length 17", ("uniform", 17, -12, 12)),
    ("random, length 37", ("uniform", 37, -100, 100)),
]

BETAS = [1.0, 0.5, 2.0]


def cases():
    """(element, beta, remark, inputs, softmax, log-softmax, softmin, log-sum-exp) in order."""
    for element in ("float32", "float64"):
        for remark, row in ROWS:
            if isinstance(row, tuple):
                rng = random.Random(f"softmax/{remark}/{element}")
                row = [rng.uniform(*row[2:]) for _ in range(row[1])]
            xs = [rounded(float(x), element) for x in row]
            for beta in BETAS:
                soft, log, total = softmax(xs, beta)
                yield element, beta, remark, xs, soft, log, softmax(xs, -beta)[0], total


def softmax(xs, beta):
    """softmax and log-softmax of beta * x, and log sum exp(beta * x)."""
    n = len(xs)
    z = [x * beta if math.isinf(x) or math.isnan(x) else mpf(x) * mpf(beta) for x in xs]
    if any(math.isnan(x) for x in xs) or INF in z:
        return ["nan"] * n, ["nan"] * n, "nan" if any(math.isnan(x) for x in xs) else "inf"
    if all(v == -INF for v in z):
        return ["nan"] * n, ["nan"] * n, "-inf"
    with mp.workprec(2000):
        # log1p of the sum of the others keeps the log-softmax of a dominating entry
        top = max(range(n), key=lambda i: z[i])
        others = mp.fsum(mp.exp(v - z[top]) for i, v in enumerate(z) if i != top and v != -INF)
        log_sum = mp.log1p(others)
        log = ["-inf" if v == -INF else (v - z[top]) - log_sum for v in z]
        soft = ["0" if isinstance(v, str) else mp.exp(v) for v in log]
        return soft, log, z[top] + log_sum
