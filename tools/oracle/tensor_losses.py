"""The table of losses, in the form of `tensor_functions.py`: textbook formulas, with the decided slope at every hinge."""

import math

from mpmath import mp, mpf

from tape import exp, hinge, log, log1p, magnitude, node, product, reciprocal, sigmoid, smallest, softplus, sqrt, square, total, unary
from tensor_cases import OPEN, Case, Periodic
from tensor_functions import LAWS, MANY, law, log_softmax, mean, norm, rounded_rows, softmax

INF, NAN = math.inf, math.nan


def losses(t, name, formula, xs, kinds=None, arguments="", reductions=("None", "Mean", "Sum"), many=None, asks_second=None):
    """An element-wise loss: each element by itself, and a reduction of some."""
    found = []
    k = len(xs[0])
    for reduction in reductions:
        call = f"{name}({', '.join('xtvu'[:k])}{arguments}, {reduction})"
        if reduction == "None":
            found.append(Case(call, "pairs", t, [[len(xs)]] * k, [tuple([a] for a in row) for row in xs], lambda *a: [formula(*(b[0] for b in a))], kinds, unit_weights=True, asks_second=asks_second and (lambda *a: asks_second(*(b[0] for b in a)))))
        else:
            some = [row for row in xs if all(abs(a) < 1e4 for a in row) and (not asks_second or asks_second(*row))]
            some = some[:len(some) // 2 * 2]
            units = [tuple(list(column) for column in zip(*some))]
            def reduced(*columns, r=reduction):
                s = total([formula(*row) for row in zip(*columns)])
                return [s / len(columns[0]) if r == "Mean" else s]
            found.append(Case(call, "batch", t, [[2, len(some) // 2]] * k, units, reduced, kinds))
            if many and reduction == "Mean" and t.name != "float64":
                found.append(Case(call, "many", t, [[many[0].count]] * k, [many], reduced, kinds))
    return found


def numbers(t, count=14):
    """Predictions and targets: ordinary, equal, near and far apart."""
    xs = [tuple(t.uniforms(2, -3, 3)) for _ in range(count)]
    xs += [(1.5, 1.5), (0.0, 0.0), (1.0, 1 + t.epsilon), (t.near(1 / t.epsilon), 1.0), (t.smallest, 0.0), (t.normal, -t.normal), (0.0, 100.0)]
    return xs + [(t.largest, 1.0), (t.largest, t.largest), (-t.largest, t.largest), (t.near(math.sqrt(t.largest)), 0.0)]


MANY_NUMBERS = (Periodic(*MANY), Periodic(100_000, 25, 3, 49, 16))


@law("mean-squared-error")
def _(t): return losses(t, "MeanSquaredError", lambda x, y: square(x - y), numbers(t), many=MANY_NUMBERS)


@law("l1")
def _(t): return losses(t, "L1", lambda x, y: magnitude(x - y), numbers(t), many=MANY_NUMBERS)


def parabola(d, edge, slope, inclusive):
    """slope·(|d| - edge/2) beyond the edge, slope·d²/(2·edge) within."""
    a = magnitude(d)
    return square(d) * (mpf(slope) / (2 * mpf(edge))) if a.v < edge or (inclusive and a.v == edge) else (a - mpf(edge) / 2) * slope


@law("smooth-l1")
def _(t): return losses(t, "SmoothL1", lambda x, y: parabola(x - y, 0.5, 1, False), numbers(t) + [(1.0, 0.5), (-0.5, 0.0)], arguments=", 0.5", many=MANY_NUMBERS)


@law("huber")
def _(t): return losses(t, "Huber", lambda x, y: parabola(x - y, 0.75, 0.75, True), numbers(t) + [(1.0, 0.25), (-0.75, 0.0)], arguments=", 0.75", many=MANY_NUMBERS)


def entropy_of(x, y):
    return -(y * log(x)) - (1 - y) * log(1 - x)


@law("binary-cross-entropy")
def _(t):
    xs = [tuple(t.uniforms(2, 0.01, 0.99)) for _ in range(14)] + [(t.epsilon, 0.0), (t.epsilon, 1.0), (1 - t.epsilon / 2, 0.25), (t.normal, 0.0), (t.normal, 0.5), (0.5, 0.5), (t.smallest, 1.0)]
    return losses(t, "BinaryCrossEntropy", entropy_of, xs, asks_second=lambda x, y: x > 1e-15)


def logits_entropy(x, y):
    return (1 - y) * softplus(x) + y * softplus(-x)


def logits(t):
    return [(t.uniform(-6, 6), t.uniform(0, 1)) for _ in range(14)] + [(0.0, 0.5), (-40.0, 0.0), (40.0, 0.0), (60.0, 1.0), (-60.0, 1.0), (t.epsilon, 1.0), (t.near(1000.0), 0.25), (-80.0, 0.0), (t.largest, 0.0)]


@law("binary-cross-entropy-with-logits")
def _(t):
    found = losses(t, "BinaryCrossEntropyWithLogits", logits_entropy, logits(t))
    xs = [(t.uniform(-6, 6), t.uniform(0, 1), t.uniform(0.5, 2), t.uniform(0.5, 2)) for _ in range(8)]
    return found + losses(t, "BinaryCrossEntropyWithLogits", lambda x, y, w, p: w * ((1 - y) * softplus(x) + p * (y * softplus(-x))), xs)


@law("focal")
def _(t):
    def f(x, y):
        q = (1 - y) * sigmoid(x) + y * sigmoid(-x)
        return ((1 - y) * 0.75 + y * 0.25) * square(q) * logits_entropy(x, y)
    return losses(t, "Focal", f, [p for p in logits(t) if abs(p[0]) < 100])


@law("gaussian-negative-log-likelihood")
def _(t):
    def f(x, y, v): return (log(v) + square(x - y) / v) / 2
    xs = [(t.uniform(), t.uniform(), t.uniform(0.1, 3)) for _ in range(12)] + [(1.0, 1.0, 1.0), (t.near(1 / t.epsilon), 0.0, 2.0), (0.5, 0.25, t.near(100.0))]
    return losses(t, "GaussianNegativeLogLikelihood", f, xs)


@law("hinge-embedding")
def _(t):
    def f(x, y): return x if y.v == 1 else hinge(1 - x, 1)
    xs = [(t.uniform(), float(1 - 2 * (i % 2))) for i in range(14)] + [(1.0, -1.0), (1.0, 1.0), (t.largest, -1.0), (t.epsilon, -1.0), (-t.largest, -1.0), (1 - t.epsilon / 2, -1.0)]
    return losses(t, "HingeEmbedding", f, xs, "xc")


@law("kl-divergence")
def _(t):
    def f(x, y): return y * (log(y) - x) if y.v else node(0)
    xs = [(t.uniform(-6, 0), t.uniform(0.01, 1)) for _ in range(12)] + [(-1.0, 0.0), (t.near(math.log(0.3)), t.near(0.3)), (-2.0, t.epsilon), (-80.0, t.normal)]
    return (losses(t, "KLDivergence", f, xs, asks_second=lambda x, y: y == 0 or y > 1e-15) + losses(t, "KLDivergence", lambda x, y: exp(y) * (y - x), [(t.uniform(-6, 0), t.uniform(-6, 0)) for _ in range(10)], arguments=", logarithm")
            + [Case("KLDivergence(x, t, BatchMean)", "batch", t, [[2, 3]] * 2, [(t.uniforms(6, -6, 0), t.uniforms(6, 0.01, 1))], lambda x, y: [total([f(a, b) for a, b in zip(x, y)]) / 2])])


@law("margin-ranking")
def _(t):
    def f(x, y, s): return hinge(0.5 - (x - y) * s.v, 1)
    xs = [(t.uniform(), t.uniform(), float(1 - 2 * (i % 2))) for i in range(12)] + [(1.0, 0.5, 1.0), (0.5, 1.0, -1.0), (0.0, 0.0, 1.0), (t.near(1 / t.epsilon), 1.0, -1.0)]
    return losses(t, "MarginRanking", f, xs, "xxc", ", 0.5")


@law("poisson-negative-log-likelihood")
def _(t):
    xs = [(t.uniform(-3, 3), t.uniform(0, 6)) for _ in range(12)] + [(0.0, 0.0), (-20.0, 2.0), (5.0, 100.0), (1.0, t.epsilon)]
    found = losses(t, "PoissonNegativeLogLikelihood", lambda x, y: exp(x) - y * x, xs)
    return found + losses(t, "PoissonNegativeLogLikelihood", lambda x, y: x - y * log(x + 0.25), [(t.uniform(0.1, 4), t.uniform(0, 6)) for _ in range(10)], arguments=", rate, 0.25")


@law("soft-margin")
def _(t):
    xs = [(t.uniform(-6, 6), float(1 - 2 * (i % 2))) for i in range(12)] + [(40.0, 1.0), (-40.0, 1.0), (80.0, -1.0), (0.0, 1.0), (t.epsilon, -1.0)]
    return losses(t, "SoftMargin", lambda x, y: softplus(-(x * y.v)), xs, "xc")


# ------------------------------------------------------------------------------------------------------------ classes

def class_rows(t):
    """Logits of five classes: ordinary, equal, sharp, far away."""
    e = t.epsilon
    return [t.uniforms(5, -3, 3), [1.5] * 5, [0.0, 0.0, 0.0, 0.0, 0.0], [30.0, -30.0, 0.0, 1.0, 2.0], [1.0, 1 + e, 1.0, 1 + 2 * e, 1.0], [t.near(1000.0), t.near(999.0), t.near(998.0), 0.0, -5.0], [t.largest, 0.0, 1.0, -t.largest, 2.0]]


CLASSES = [2, 0, 3, 0, 1, 4, 0]


def flatten(rows):
    return [a for row in rows for a in row]


def split(x, n=5):
    return [x[i:i + n] for i in range(0, len(x), n)]


@law("cross-entropy")
def _(t):
    rows = class_rows(t)
    n = len(rows)
    single = Case("CrossEntropy(x, t, None)", "rows", t, [[n, 5], [n]], [(r, [c]) for r, c in zip(rows, CLASSES)], lambda x, c: [-log_softmax(x)[int(c[0])]], "xi")
    some = [t.uniforms(5, -3, 3) for _ in range(4)]
    weights = [0.5, 1.0, 2.0, 0.25, 1.5]

    def weighted(x, c, w):
        return [total([-(log_softmax(r)[int(k)] * w[int(k)].v) for r, k in zip(split(x), c)]) / sum(w[int(k)].v for k in c)]

    def smoothed(x, c):
        terms = []
        for r, k in zip(split(x), c):
            logs = log_softmax(r)
            terms.append(-(logs[int(k)] * 0.75) - total(logs) * mpf(0.25) / 5)
        return [total(terms) / len(terms)]

    def soft(x, p): return [total([-(a * b) for r, q in zip(split(x), split(p)) for a, b in zip(log_softmax(r), q)]) / (len(x) // 5)]

    chance = flatten(rounded_rows(t, [[0.2, 0.3, 0.1, 0.4, 0.0], [1.0, 0.0, 0.0, 0.0, 0.0], t.uniforms(5, 0, 1), t.uniforms(5, 0, 1)]))
    found = [single, Case("CrossEntropy(x, t, weights)", "weighted", t, [[4, 5], [4], [5]], [(flatten(some), [2, 0, 3, 2], weights)], weighted, "xic"),
             Case("CrossEntropy(x, t, smoothing 0.25)", "smoothed", t, [[4, 5], [4]], [(flatten(some), [2, 0, 3, 2])], smoothed, "xi"),
             Case("CrossEntropy(x, p)", "soft", t, [[4, 5], [4, 5]], [(flatten(some), chance)], soft),
             Case("CrossEntropy(x, t, ignoring 3)", "ignoring", t, [[4, 5], [4]], [(flatten(some), [2, 3, 3, 1])], lambda x, c: [total([-log_softmax(r)[int(k)] for r, k in zip(split(x), c) if k != 3]) / 2], "xi")]
    if t.name != "float64":
        found.append(Case("CrossEntropy(x, t, None)", "many", t, [[1, 100_000], [1]], [(Periodic(*MANY), [7])], lambda x, c: [-log_softmax(x)[7]], "xi"))
    return found


@law("negative-log-likelihood")
def _(t):
    some = t.uniforms(20, -6, 0)
    weights = [0.5, 1.0, 2.0, 0.25, 1.5]
    return [Case("NegativeLogLikelihood(x, t, None)", "rows", t, [[4, 5], [4]], [(some, [2, 0, 3, 2])], lambda x, c: [-x[i * 5 + int(k)] for i, k in enumerate(c)], "xi"),
            Case("NegativeLogLikelihood(x, t, weights)", "weighted", t, [[4, 5], [4], [5]], [(some, [2, 0, 3, 2], weights)], lambda x, c, w: [total([-(x[i * 5 + int(k)] * w[int(k)].v) for i, k in enumerate(c)]) / sum(w[int(k)].v for k in c)], "xic")]


@law("multi-margin")
def _(t):
    some = flatten([t.uniforms(5), t.uniforms(5), [1.0] * 5, [0.5, 1.5, 1.0, 2.0, -1.0]])
    classes = [2, 0, 3, 1]
    weights = [0.5, 1.0, 2.0, 0.25, 1.5]

    def f(x, c, p, w=None):
        y = []
        for r, k in zip(split(x), c):
            k = int(k)
            terms = [hinge(1 - r[k] + a) for i, a in enumerate(r) if i != k]
            y.append(total([square(h) if p == 2 else h for h in terms]) / 5 * (w[k].v if w else 1))
        return y
    return [Case("MultiMargin(x, t, 1, None)", "rows", t, [[4, 5], [4]], [(some, classes)], lambda x, c: f(x, c, 1), "xi"), Case("MultiMargin(x, t, 2, None)", "rows", t, [[4, 5], [4]], [(some, classes)], lambda x, c: f(x, c, 2), "xi"),
            Case("MultiMargin(x, t, weights)", "weighted", t, [[4, 5], [4], [5]], [(some, classes, weights)], lambda x, c, w: [mean(f(x, c, 1, w))], "xic")]


@law("multi-label-margin")
def _(t):
    some = flatten([t.uniforms(5), t.uniforms(5), [1.0] * 5])
    labels = [2, 0, -1, 0, 0, 1, -1, 0, 0, 0, 3, 4, 0, -1, -1]

    def f(x, c):
        y = []
        for r, k in zip(split(x), split(c)):
            own = [int(i) for i in (k[:k.index(-1)] if -1 in k else k)]
            y.append(total([hinge(1 - r[j] + r[i]) for j in own for i in range(5) if i not in own]) / 5)
        return y
    return [Case("MultiLabelMargin(x, t, None)", "rows", t, [[3, 5], [3, 5]], [(some, labels)], f, "xi"), Case("MultiLabelMargin(x, t, Mean)", "rows", t, [[3, 5], [3, 5]], [(some, labels)], lambda x, c: [mean(f(x, c))], "xi")]


@law("multi-label-soft-margin")
def _(t):
    x, y = t.uniforms(15, -6, 6), t.uniforms(15, 0, 1)

    def f(x, y): return [mean([logits_entropy(a, b) for a, b in zip(p, q)]) for p, q in zip(split(x), split(y))]
    return [Case("MultiLabelSoftMargin(x, t, None)", "rows", t, [[3, 5]] * 2, [(x, y)], f), Case("MultiLabelSoftMargin(x, t, Mean)", "rows", t, [[3, 5]] * 2, [(x, y)], lambda x, y: [mean(f(x, y))])]


# ---------------------------------------------------------------------------------------------------------------- vectors

@law("cosine-embedding")
def _(t):
    e = t.epsilon
    rows = [(t.uniforms(5), t.uniforms(5), [1.0]), (t.uniforms(5), t.uniforms(5), [-1.0]), (t.uniforms(5, 0, 2), t.uniforms(5, 0, 2), [-1.0]),
            ([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 4.0, 6.0, 8.0, 10.0], [1.0]), ([1.0, 1 + e, 1.0, 1.0, 1.0], [1.0] * 5, [1.0]), ([0.0] * 5, [1.0, 0.0, 2.0, 0.0, 0.5], [1.0]), ([0.0] * 5, [0.0] * 5, [-1.0]),
            ([t.near(t.largest / 4)] * 5, t.uniforms(5, 0.5, 2), [1.0]), ([1.0, 0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0, 0.0], [-1.0])]

    def f(x, y, s):
        def unit(a):
            q = total([square(b) for b in a]) + mpf("1e-12")
            return [b / sqrt(q) for b in a], mpf("1e-12") / q
        (u, lacks), (v, lacks_too) = unit(x), unit(y)
        if s[0].v == 1:
            # 1 - cos, as half the squared distance of the unit vectors, which lack the summand's share to 1.
            return [(total([square(a - b) for a, b in zip(u, v)]) + lacks + lacks_too) / 2]
        return [hinge(total([a * b for a, b in zip(u, v)]), 1)]
    n = len(rows)
    return [Case("CosineEmbedding(x, y, t, None)", "rows", t, [[n, 5], [n, 5], [n]], rows, f, "xxc")]


def distance(x, y, p, epsilon):
    d = [a - b + epsilon for a, b in zip(x, y)]
    return norm(d, p) if any(a.v for a in d) else node(0)


@law("triplet-margin")
def _(t):
    u = lambda: t.uniforms(4)
    same = u()
    rows = [(u(), u(), u()) for _ in range(4)] + [(same, list(same), u()), (same, u(), list(same)), ([0.0] * 4, [0.0] * 4, [8.0] * 4)]
    found = []
    for p, swap in ((2, False), (2, True), (1, False), (3, False)):
        def f(a, b, c, p=p, swap=swap):
            far = distance(a, c, p, 2.0 ** -20)
            if swap:
                far = smallest([far, distance(b, c, p, 2.0 ** -20)])
            return [hinge(distance(a, b, p, 2.0 ** -20) - far + 1, 1)]
        found.append(Case(f"TripletMargin(x, y, z, {p}{', swap' if swap else ''}, None)", "rows", t, [[len(rows), 4]] * 3, rows, f))
    return found


@law("triplet-margin-with-distance")
def _(t):
    rows = [(t.uniforms(4), t.uniforms(4), t.uniforms(4)) for _ in range(4)]

    def f(a, b, c): return [hinge(distance(a, b, 1, 0) - distance(a, c, 1, 0) + 1, 1)]
    return [Case("TripletMarginWithDistance(x, y, z, sum of magnitudes, None)", "rows", t, [[4, 4]] * 3, rows, f)]


# ------------------------------------------------------------------------------------------------------------- sequences

def alignments(steps, labels, blank=0):
    """All paths of that many steps that mean the labels."""
    import itertools
    classes = sorted({blank, *labels})
    for path in itertools.product(classes, repeat=steps):
        merged = [k for k, _ in itertools.groupby(path)]
        if [k for k in merged if k != blank] == list(labels):
            yield path


def ctc(x, steps, labels):
    """-ln of the sum over all alignments of the product of the probabilities."""
    return -log(total([exp(total([x[s * 4 + k] for s, k in enumerate(path)])) for path in alignments(steps, labels)]))


@law("ctc")
def _(t):
    def normalized(rows): return flatten([[t.near(float(v)) for v in (lambda m: [a - m for a in r])(math.log(sum(math.exp(a) for a in r)))] for r in rows])
    found = []
    for labels in ([1], [1, 2], [1, 1], [3, 2, 3]):
        x = normalized([t.uniforms(4) for _ in range(5)])
        found.append(Case("Ctc(x, t, None)", f"labels {len(found)}", t, [[5, 4], [len(labels)]], [(x, labels)], lambda x, c, l=labels: [ctc(x, 5, l)], "xi"))
        found.append(Case("Ctc(x, t, spans, None)", f"labels {len(found)}", t, [[5, 1, 4], [1, len(labels)]], [(x, labels)], lambda x, c, l=labels: [ctc(x, 5, l)], "xi"))
        x = t.uniforms(20)
        found.append(Case("CtcWithLogits(x, t, spans, None)", f"labels {len(found)}", t, [[5, 1, 4], [1, len(labels)]], [(x, labels)], lambda x, c, l=labels: [ctc(flatten([log_softmax(r) for r in split(x, 4)]), 5, l)], "xi"))
        found.append(Case("CtcWithLogits(x, t, None)", f"labels {len(found)}", t, [[5, 4], [len(labels)]], [(x, labels)], lambda x, c, l=labels: [ctc(flatten([log_softmax(r) for r in split(x, 4)]), 5, l)], "xi"))
    return found


@law("linear-cross-entropy")
def _(t):
    def f(x, w, b, c):
        terms = []
        for r, k in zip(split(x, 3), c):
            terms.append(-log_softmax([total([p * q for p, q in zip(r, w[j * 3:j * 3 + 3])] + [b[j]]) for j in range(4)])[int(k)])
        return [mean(terms)]
    return [Case("LinearCrossEntropy(x, w, b, t)", "batch", t, [[3, 3], [4, 3], [4], [3]], [(t.uniforms(9), t.uniforms(12), t.uniforms(4), [2, 0, 3])], f, "xxxi")]
