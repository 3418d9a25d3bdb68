#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/metrics.json: scores of predictions by scikit-learn 1.2.

    /usr/bin/python3 tools/oracle/metrics.py

`apt install python3-sklearn python3-mpmath`. What scikit-learn lacks is written out here: the Brier score of classes, the calibration error, log losses at extreme
logits (mpmath, 50 digits), and numbers far from 0 or next to overflow (fractions, rounded once). Logits are quarters, which every floating-point type holds,
so that there are ties, and one case serves all types. NaN stands for "undefined", where scikit-learn raises.
"""

import json
import warnings
from fractions import Fraction
from pathlib import Path

import mpmath
import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data"
AVERAGES = ["macro", "weighted", "micro"]


def number(value):
    value = float(value)
    return "NaN" if np.isnan(value) else "Infinity" if value == np.inf else "-Infinity" if value == -np.inf else value


def numbers(values):
    return [number(value) for value in np.asarray(values, dtype=float).ravel()]


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def class_case(name, logits, targets):
    """Everything that follows from predicted classes; the first of equal logits is predicted, as argmax does."""
    rows, classes = logits.shape
    labels = list(range(classes))
    predicted = logits.argmax(axis=1)
    case = {"name": name, "classes": classes, "logits": numbers(logits), "targets": targets.tolist(), "predicted": predicted.tolist()}
    case["matrix"] = metrics.confusion_matrix(targets, predicted, labels=labels).ravel().tolist()
    for key, by in [("byTargets", "true"), ("byPredictions", "pred"), ("byAll", "all")]:
        case[key] = numbers(metrics.confusion_matrix(targets, predicted, labels=labels, normalize=by))
    case["accuracy"] = number(metrics.accuracy_score(targets, predicted))
    case["balanced"] = number(metrics.balanced_accuracy_score(targets, predicted))
    case["matthews"] = number(metrics.matthews_corrcoef(targets, predicted))
    for key, weights in [("kappa", None), ("kappaLinear", "linear"), ("kappaQuadratic", "quadratic")]:
        case[key] = number(metrics.cohen_kappa_score(targets, predicted, labels=labels, weights=weights))
    case["scores"] = {}
    for zero in (0, 1):
        each = metrics.precision_recall_fscore_support(targets, predicted, labels=labels, zero_division=zero)
        case["scores"][str(zero)] = {
            "each": [numbers(part) for part in each],
            **{by: numbers(metrics.precision_recall_fscore_support(targets, predicted, labels=labels, average=by, zero_division=zero)[:3])
               for by in AVERAGES}}
    # By counting: scikit-learn gives the last of equal classes the better place.
    order = np.argsort(-logits, axis=1, kind="stable")
    case["topK"] = [number(np.mean([t in order[i, :k] for i, t in enumerate(targets)])) for k in range(1, classes + 1)]
    return case


def undefined(score):
    try:
        return number(score())
    except ValueError:
        return "NaN"


def binary_case(name, scores, targets):
    case = {"name": name, "scores": numbers(scores), "targets": targets.tolist()}
    case["auc"] = undefined(lambda: metrics.roc_auc_score(targets, scores))
    case["averagePrecision"] = number(metrics.average_precision_score(targets, scores)) if targets.any() else "NaN"
    wrong, right, thresholds = metrics.roc_curve(targets, scores, drop_intermediate=False)
    case["roc"] = [numbers(wrong), numbers(right), ["Infinity"] + numbers(thresholds[1:])]
    precision, recall, thresholds = metrics.precision_recall_curve(targets, scores)
    recall = recall if targets.any() else recall * np.nan
    case["precisionRecall"] = [numbers(precision[::-1]), numbers(recall[::-1]), ["Infinity"] + numbers(thresholds[::-1])]
    return case


def ranking_case(name, logits, targets):
    """One class against the rest, and against each: of eighths that add up to 1, so that there are ties and no softmax rounds them."""
    classes = logits.shape[1]
    hot = np.eye(classes)[targets]
    case = {"name": name, "classes": classes, "scores": numbers(logits), "targets": targets.tolist()}
    for scheme in ("ovr", "ovo"):
        for by in ("macro", "weighted"):
            case[scheme + by] = number(metrics.roc_auc_score(targets, logits, multi_class=scheme, average=by, labels=range(classes)))
    case["ovrmicro"] = number(metrics.roc_auc_score(hot, logits, average="micro"))
    for by in AVERAGES:
        case["precision" + by] = number(metrics.average_precision_score(hot, logits, average=by))
    return case


def calibration(p, hits, ends):
    """Bins from above the end before up to their own."""
    total, low, bins = 0.0, -1.0, []
    for end in ends:
        inside = (p > low) & (p <= end)
        low = end
        count = int(inside.sum())
        mean, share = (p[inside].mean(), hits[inside].mean()) if count else (np.nan, np.nan)
        bins.append([number(end), count, number(mean), number(share)])
        total += count * abs(mean - share) / len(p) if count else 0
    return {"error": number(total), "bins": bins}


def mass_ends(p, bins):
    return list(np.unique([q for q in np.quantile(p, np.arange(1, bins) / bins, method="inverted_cdf") if q < 1])) + [1.0]


def probability_case(name, logits, targets):
    classes = logits.shape[1]
    p = softmax(logits)
    hot = np.eye(classes)[targets]
    top, hits = p.max(axis=1), (p.argmax(axis=1) == targets).astype(float)
    event, is_one = p[:, 1], (targets == 1).astype(float)
    widths = np.arange(1, 9) / 8
    # scikit-learn's curve has the same bins, and leaves out those without rows.
    share, mean = calibration_curve(is_one, event, n_bins=8)
    kept = [bin for bin in calibration(event, is_one, widths)["bins"] if bin[1]]
    assert np.allclose(share, [bin[3] for bin in kept], rtol=1e-13) and np.allclose(mean, [bin[2] for bin in kept], rtol=1e-13)
    return {
        "name": name, "classes": classes, "logits": numbers(logits), "probabilities": numbers(p), "targets": targets.tolist(),
        "logLoss": number(metrics.log_loss(targets, p, labels=range(classes))), "binaryLogLoss": number(metrics.log_loss(is_one, event, labels=[0, 1])),
        "brier": number(np.mean(np.sum((p - hot) ** 2, axis=1))), "binaryBrier": number(metrics.brier_score_loss(is_one, event, pos_label=1)),
        "widths": calibration(top, hits, widths), "masses": calibration(top, hits, mass_ends(top, 5)),
        "binaryWidths": calibration(event, is_one, widths), "binaryMasses": calibration(event, is_one, mass_ends(event, 5))}


def extreme_case(logits, targets):
    mpmath.mp.dps = 50
    losses = [mpmath.log(sum(mpmath.exp(mpmath.mpf(x) - mpmath.mpf(row[t])) for x in row)) for row, t in zip(logits, targets)]
    mean = mpmath.fsum(losses) / len(losses)
    return {"logits": numbers(logits), "classes": len(logits[0]), "targets": list(targets), "logLoss": number(mean), "perplexity": number(mpmath.exp(mean))}


def regression_case(name, x, t):
    x, t = np.asarray(x, dtype=float), np.asarray(t, dtype=float)
    a, b = [Fraction(float(v)) for v in x], [Fraction(float(v)) for v in t]
    n = len(a)
    squares, mean = sum((p - q) ** 2 for p, q in zip(a, b)), sum(b) / n
    bias, spread = sum(q - p for p, q in zip(a, b)) / n, sum((q - mean) ** 2 for q in b)
    around = sum((q - p - bias) ** 2 for p, q in zip(a, b))
    mpmath.mp.dps = 60
    root = mpmath.sqrt(mpmath.mpf((squares / n).numerator) / mpmath.mpf((squares / n).denominator))
    case = {"name": name, "x": numbers(x), "t": numbers(t),
            "r2": number(float(1 - squares / spread)) if spread else "NaN", "explained": number(float(1 - around / spread)) if spread else "NaN",
            "absolute": number(float(sum(abs(p - q) for p, q in zip(a, b)) / n)), "root": number(float(root)),
            "relative": number(metrics.mean_absolute_percentage_error(t, x)), "median": number(metrics.median_absolute_error(t, x))}
    if name.startswith("ordinary"):
        for key, score in [("r2", metrics.r2_score), ("explained", metrics.explained_variance_score), ("absolute", metrics.mean_absolute_error)]:
            assert np.isclose(case[key], score(t, x), rtol=1e-12), (name, key)
    return case


def quarters(random, *shape):
    return random.randint(-8, 9, shape) / 4


def eighths(random, rows, classes):
    return np.array([random.multinomial(8, np.ones(classes) / classes) for _ in range(rows)]) / 8


def main():
    warnings.simplefilter("ignore")
    random = np.random.RandomState(20)
    some = np.array([0, 0, 2, 2, 2, 0])
    data = {
        "classes": [
            class_case("five classes", quarters(random, 60, 5), random.randint(0, 5, 60)),
            class_case("two classes", quarters(random, 40, 2), random.randint(0, 2, 40)),
            class_case("one never occurs", quarters(random, 30, 4), random.choice([0, 1, 3], 30)),
            class_case("one is neither", np.array([[1, 0, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 1, 0], [0, 0, 1.0, 0]]), some),
            class_case("always the first", np.zeros((6, 3)), some),
            class_case("all of one class, right", np.eye(3)[[1, 1, 1]], np.array([1, 1, 1])),
            class_case("all wrong", np.eye(3)[[0, 1, 2]], np.array([1, 2, 0])),
        ],
        "binary": [
            binary_case("ties", quarters(random, 50), random.randint(0, 2, 50)),
            binary_case("no ties", random.permutation(30) / 32, random.randint(0, 2, 30)),
            binary_case("all equal", np.ones(7), np.array([0, 1, 1, 0, 0, 0, 1])),
            binary_case("perfect", np.arange(6.0), np.array([0, 0, 0, 1, 1, 1])),
            binary_case("reversed", -np.arange(6.0), np.array([0, 0, 0, 1, 1, 1])),
            binary_case("positive alone", np.arange(3.0), np.ones(3, dtype=int)),
            binary_case("negative alone", np.arange(3.0), np.zeros(3, dtype=int)),
        ],
        "ranking": [
            ranking_case("three classes", eighths(random, 40, 3), random.randint(0, 3, 40)),
            ranking_case("five uneven classes", eighths(random, 70, 5), random.choice(5, 70, p=[0.5, 0.2, 0.15, 0.1, 0.05])),
        ],
        "probabilities": [
            probability_case("three classes", quarters(random, 50, 3), random.randint(0, 3, 50)),
            probability_case("two classes", quarters(random, 40, 2), random.randint(0, 2, 40)),
        ],
        "extreme": [
            extreme_case([[1000.0, 0.0], [-1000.0, 0.0]], [0, 1]),
            extreme_case([[1000.0, 0.0, 999.0]], [1]),
            extreme_case([[40.0, 0.0], [60.0, 0.0], [37.0, 0.0]], [0, 0, 0]),
            extreme_case([[1e300, -1e300], [0.0, 0.0]], [0, 1]),
        ],
        "regression": [
            regression_case("ordinary", random.randn(30), random.randn(30)),
            regression_case("ordinary quarters", quarters(random, 20), quarters(random, 20)),
            regression_case("shifted", [2.0**53, 2.0**53 + 4, 2.0**53 + 8], [2.0**53, 2.0**53 + 2, 2.0**53 + 6]),
            regression_case("cancelling", [1e16, 1.0, -1e16, 3.0], [1e16, 2.0, -1e16, 1.0]),
            regression_case("large", [1e200, 2e200, 4e200], [1e200, 3e200, 4e200]),
            regression_case("tiny", [1e-200, 2e-200, 4e-200], [1e-200, 3e-200, 4e-200]),
            regression_case("smallest", [0.0, 5e-324, 1e-323], [5e-324, 5e-324, 0.0]),
            regression_case("constant predictions", [2.0] * 4, [1.0, 2.0, 3.0, 5.0]),
            regression_case("constant targets", [1.0, 2.0, 3.0], [0.1] * 3),
        ],
    }
    text = json.dumps(data, allow_nan=False, separators=(",", ":"))
    (DATA / "metrics.json").write_text(text.replace('{"name"', '\n{"name"').replace('{"logits"', '\n{"logits"') + "\n")


main()
