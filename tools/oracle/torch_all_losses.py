#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/all_losses.json: the losses of torch.nn, their gradients and second derivatives, by PyTorch in float64.

    /usr/bin/python3 tools/oracle/torch_all_losses.py

A case names its loss, its inputs and its options. Inputs are not stored but described by shape, kind and number k; their elements are
made of fraction(k)[i], the fractional part of (i + 1) * 0.6180339887498949 + 0.31 * k, by the same operations here and in
tests/Hillock.Tests/Losses/LossCase.cs. With v(k) = 1/2 + fraction(k), "gradients" are those of sum(loss * v(40)) with respect to the
differentiable inputs, and "second" those of the sum over these inputs j of sum(gradient[j] * v(41 + j)). Of more than 20 numbers three sums
with weights v(50), v(51), v(52), and the sum of the magnitudes, are stored instead.
"""

import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch"
CASES = []
REDUCTIONS = ("mean", "sum", "none")


def fraction(shape, k):
    n = math.prod(shape)
    x = (torch.arange(n, dtype=torch.float64) + 1) * 0.6180339887498949 + 0.31 * k
    return (x - torch.floor(x)).reshape(shape)


def weights(shape, k):
    return 0.5 + fraction(shape, k)


def values(kind, shape, k):
    f = fraction(shape, k)
    return exact(kind, shape, f)


def exact(kind, shape, f):
    """Real numbers are multiples of 1/1024, exact in float32 too; ties at kinks occur."""
    cut = lambda x: torch.floor(x * 1024) / 1024
    if kind == "wide":
        return cut((f - 0.5) * 18)
    if kind == "normal":
        return cut((f - 0.5) * 4)
    if kind == "positive":
        return cut(f + 0.25)
    if kind == "probability":
        return cut(f * 0.98 + 0.01)
    if kind == "binary":
        return torch.floor(f * 2)
    if kind == "sign":
        return torch.floor(f * 2) * 2 - 1
    if kind == "count":
        return torch.floor(f * 4)
    if kind == "distribution":
        return cut((f + 0.1) / shape[-1])
    if kind.startswith("class"):
        return torch.floor(f * int(kind[5:])).long()
    if kind.startswith("labels"):
        return torch.floor(f * (int(kind[6:]) + 1)).long() - 1
    raise ValueError(kind)


def numbers(tensor):
    tensor = (torch.zeros(tensor.shape) + tensor.detach())
    flat = tensor.reshape(-1)
    short = lambda v: float(f"{float(v):.15g}")
    if flat.numel() > 20:
        return {"shape": list(tensor.shape), "sums": [short((tensor * weights(tensor.shape, k)).sum()) for k in (50, 51, 52)],
                "scale": float(f"{float(tensor.abs().sum()):.3g}")}
    return {"shape": list(tensor.shape), "values": [short(v) for v in flat]}


def textbook_bce(x, t, w=None, reduction="mean"):
    """PyTorch's gradient of its binary cross-entropy divides by max(x(1 - x), 1e-12), whose own gradient is off by 1e-10; this one is not."""
    losses = -(t * torch.log(x) + (1 - t) * torch.log1p(-x)) * (1 if w is None else w)
    return losses if reduction == "none" else losses.sum() if reduction == "sum" else losses.mean()


def case(number, loss, function, inputs, options=None, gradients=1, second=True, label=""):
    """inputs: (kind, shape) each; the first `gradients` of them are differentiated."""
    options = options or {}
    own = [values(kind, shape, k) for k, (kind, shape) in enumerate(inputs)]
    for x in own[:gradients]:
        x.requires_grad_()
    y = function(*own)
    g = torch.autograd.grad((y * weights(y.shape, 40)).sum(), own[:gradients], create_graph=second)
    item = {"name": f"{number} {loss} {label} {' '.join('x'.join(map(str, s)) or '()' for _, s in inputs[:1])} {inputs[-1][0]} {' '.join(f'{k}={v}' for k, v in options.items())}".replace("  ", " ").strip(),
            "loss": loss, "inputs": [{"kind": k, "shape": list(s)} for k, s in inputs], "options": options, "gradients": [numbers(x) for x in g], "value": numbers(y)}
    if second and loss == "BinaryCrossEntropy":
        y = textbook_bce(*own, reduction=options["reduction"])
        exact = torch.autograd.grad((y * weights(y.shape, 40)).sum(), own[:gradients], create_graph=True)
        assert torch.allclose(exact[0], g[0], rtol=1e-12, atol=0)
        g = exact
    if second:
        total = sum((x * weights(x.shape, 41 + j)).sum() for j, x in enumerate(g))
        s = torch.autograd.grad(total, own[:gradients], allow_unused=True) if total.requires_grad else [None] * gradients
        item["second"] = [numbers(torch.zeros_like(x) if d is None else d) for x, d in zip(own, s)]
    CASES.append(item)


def elementwise():
    for number, loss, f, kinds, shapes, optionss in (
            ("T093 T094 T134 T152 T154", "L1", F.l1_loss, ("wide", "wide"), ((2, 3, 4), (), (4,), (3,), (1, 3), (5, 6)), ({},)),
            ("T095 T134 T152 T154", "MeanSquaredError", F.mse_loss, ("wide", "wide"), ((2, 3, 4, 5), (), (3,), (1, 3), (5, 6)), ({},)),
            ("T096 T134 T144 T154", "SmoothL1", F.smooth_l1_loss, ("normal", "normal"), ((5, 10), (), (3,), (2, 3, 4), (5, 6)), ({}, {"beta": 0.5}, {"beta": 0})),
            ("T097 T134 T145", "Huber", F.huber_loss, ("normal", "normal"), ((5, 10), (3,), (2, 3, 4)), ({}, {"delta": 0.5})),
            ("T098 T136 T154", "BinaryCrossEntropy", F.binary_cross_entropy, ("probability", "binary"), ((15, 10), (9,), (), (5, 6)), ({},)),
            ("T098", "BinaryCrossEntropy", F.binary_cross_entropy, ("probability", "probability"), ((5, 3),), ({},)),
            ("T101 T136", "BinaryCrossEntropyWithLogits", F.binary_cross_entropy_with_logits, ("wide", "binary"), ((15, 10), (9,), ()), ({},)),
            ("T136 T160", "BinaryCrossEntropyWithLogits", F.binary_cross_entropy_with_logits, ("wide", "wide"), ((3, 5), (9,)), ({},)),
            ("T114 T135 T152", "KLDivergence", F.kl_div, ("wide", "positive"), ((10, 10), (), (3,)), ({},)),
            ("T115 T152", "KLDivergence", F.kl_div, ("wide", "normal"), ((10, 10), ()), ({"log_target": True},)),
            ("T116 T134 T152", "PoissonNegativeLogLikelihood", F.poisson_nll_loss, ("normal", "count"), ((2, 3, 4, 5), (3,)), ({},)),
            ("T117", "PoissonNegativeLogLikelihood", F.poisson_nll_loss, ("normal", "count"), ((2, 3, 4, 5),), ({"full": True},)),
            ("T118", "PoissonNegativeLogLikelihood", F.poisson_nll_loss, ("positive", "count"), ((2, 3, 4, 5), (3,)), ({"log_input": False}, {"full": True, "log_input": False})),
            ("T120 T121 T137 T151", "HingeEmbedding", F.hinge_embedding_loss, ("normal", "sign"), ((10,), (), (9,)), ({}, {"margin": 0.5})),
            ("T122 T137 T154", "SoftMargin", F.soft_margin_loss, ("normal", "sign"), ((5, 5), (9,), (), (5, 6)), ({},)),
            ("T151", "SoftMargin", F.soft_margin_loss, ("normal", "normal"), ((5, 5),), ({},))):
        for shape in shapes:
            for options in optionss:
                for reduction in REDUCTIONS + (("batchmean",) if loss == "KLDivergence" else ()):
                    if loss in ("L1", "MeanSquaredError") and shape in ((2, 3, 4, 5), (5, 6)) and reduction == "sum":
                        continue
                    both = 2 if loss in ("L1", "MeanSquaredError", "SmoothL1", "Huber", "KLDivergence") else 1
                    case(number, loss, lambda *xs: f(*xs, reduction=reduction, **options), [(k, shape) for k in kinds], {"reduction": reduction, **options}, gradients=both)
    for full in (False, True):
        for log_input in (True, False):
            for eps in (1e-8, 1e-3):
                for shape in ((5,), (5, 5), (5, 5, 5)):
                    for reduction in REDUCTIONS:
                        if len(shape) == 3 and reduction != "none":
                            continue
                        case("T195", "PoissonNegativeLogLikelihood", lambda x, t: F.poisson_nll_loss(x, t, log_input, full, eps=eps, reduction=reduction),
                             [("normal" if log_input else "positive", shape), ("count", shape)], {"reduction": reduction, "full": full, "log_input": log_input, "eps": eps})


def weighted():
    for number, loss, f, kinds in (("T099 T100 T152 T162", "BinaryCrossEntropy", F.binary_cross_entropy, ("probability", "binary")),
                                   ("T102 T162", "BinaryCrossEntropyWithLogits", F.binary_cross_entropy_with_logits, ("wide", "binary"))):
        for shape, weight in (((15, 10), (10,)), ((), ()), ((16, 4), (4,)), ((16, 4), (16, 1)), ((5, 3), (5, 3))):
            for reduction in REDUCTIONS:
                case(number, loss, lambda x, t, w: f(x, t, weight=w, reduction=reduction), [(kinds[0], shape), (kinds[1], shape), ("positive", weight)],
                     {"reduction": reduction, "weight": 2}, label=f"weight {weight}")
    for shape, weight in (((64, 4), (4,)), ((64, 4), (1, 4)), ((5, 4), (5, 4))):
        for kind in ("binary", "probability"):
            for reduction in REDUCTIONS:
                case("T163", "BinaryCrossEntropyWithLogits", lambda x, t, p: F.binary_cross_entropy_with_logits(x, t, pos_weight=p, reduction=reduction),
                     [("wide", shape), (kind, shape), ("positive", weight)], {"reduction": reduction, "pos_weight": 2}, label=f"positive weight {weight} {kind}")
    for shape, var in (((3,), (1,)), ((5,), (5,)), ((5,), (1,)), ((5,), ()), ((5, 5), (5, 5)), ((5, 5), (5, 1)), ((5, 5), (5,)), ((5, 5, 5), (5, 5, 5)), ((5, 5, 5), (5, 5, 1)), ((5, 5, 5), (5, 5))):
        for full in (False, True):
            for eps in (1e-6, 1e-3):
                for reduction in REDUCTIONS:
                    if len(shape) == 3 and reduction == "sum" or full != (eps == 1e-3):
                        continue
                    case("T119 T194", "GaussianNegativeLogLikelihood", lambda x, t, v: F.gaussian_nll_loss(x, t, v, full=full, eps=eps, reduction=reduction),
                         [("wide", shape), ("wide", shape), ("positive", var)], {"reduction": reduction, "full": full, "eps": eps}, gradients=3, label=f"variance {var}")


def classes():
    for shape in ((15, 4), (2, 4, 5), (2, 4, 5, 5), (2, 4, 5, 5, 2, 2), (3,), (2, 3, 5, 5), (2, 3, 5, 5, 2, 2), (15, 10)):
        c = shape[0] if len(shape) == 1 else shape[1]
        target = () if len(shape) == 1 else shape[:1] + shape[2:]
        for reduction in REDUCTIONS:
            for number, options in (("T103 T139 T146 T147 T148", {}), ("T104 T146", {"ignore_index": 2}), ("T147 T148", {"ignore_index": 1}), ("T105 T146 T148", {"weight": 2}),
                                    ("T106 T146", {"weight": 2, "ignore_index": 2}), ("T106 T146", {"weight": 2, "ignore_index": -1})):
                if len(shape) == 1 and options:
                    continue
                inputs = [("normal", shape), (f"class{c}", target)] + ([("positive", (c,))] if "weight" in options else [])
                case(number, "NegativeLogLikelihood",
                     lambda x, t, *w: F.nll_loss(x, t, weight=w[0] if w else None, ignore_index=options.get("ignore_index", -100), reduction=reduction),
                     inputs, {"reduction": reduction, **options})
    for shape in ((2, 3), (2, 3, 5), (2, 3, 5, 5), (2, 3, 5, 5, 2, 2), (3,)):
        c = shape[0] if len(shape) == 1 else shape[1]
        target = () if len(shape) == 1 else shape[:1] + shape[2:]
        for reduction in REDUCTIONS:
            for number, options in (("T107 T113", {}), ("T108 T113", {"weight": 2}), ("T109", {"ignore_index": 1}), ("T110 T113", {"label_smoothing": 0.15}),
                                    ("T111", {"ignore_index": 1, "label_smoothing": 0.15}), ("T178", {"weight": 2, "ignore_index": 2, "label_smoothing": 0.05})):
                if len(shape) == 1 and "ignore_index" in options:
                    continue
                inputs = [("wide", shape), (f"class{c}", target)] + ([("positive", (c,))] if "weight" in options else [])
                case(number, "CrossEntropy", lambda x, t, *w: F.cross_entropy(
                    x, t, weight=w[0] if w else None, ignore_index=options.get("ignore_index", -100), label_smoothing=options.get("label_smoothing", 0.0), reduction=reduction),
                     inputs, {"reduction": reduction, **options})
    for shape in ((5, 3), (5, 3, 4), (5, 3, 4, 2), (2, 3, 5, 5, 2, 2), (5,), (5, 4), (5, 4, 2), (5, 4, 3, 2), (5, 4, 2, 3, 4), (10, 4, 2, 2, 2, 2), (6, 40)):
        c = shape[0] if len(shape) == 1 else shape[1]
        for reduction in REDUCTIONS:
            for number, options in (("T112 T171 T173", {}), ("T112 T171 T173", {"weight": 2}), ("T112 T177", {"label_smoothing": 0.15}), ("T177", {"weight": 2, "label_smoothing": 0.05})):
                inputs = [("normal", shape), ("distribution", shape)] + ([("positive", (c,))] if "weight" in options else [])
                case(number, "CrossEntropy", lambda x, t, *w: F.cross_entropy(
                    x, t, weight=w[0] if w else None, label_smoothing=options.get("label_smoothing", 0.0), reduction=reduction),
                     inputs, {"reduction": reduction, **options}, gradients=2, label="probabilities")


def margins():
    for shape in ((5, 10), (10,), (1, 4)):
        c, target = shape[-1], shape[:-1]
        for reduction in REDUCTIONS:
            for number, options in (("T128 T150", {}), ("T129 T150", {"p": 2}), ("T129 T150", {"margin": 0.5}), ("T129 T150", {"weight": 2}), ("T129", {"weight": 2, "p": 2, "margin": 0.25})):
                inputs = [("normal", shape), (f"class{c}", target)] + ([("positive", (c,))] if "weight" in options else [])
                case(number, "MultiMargin", lambda x, t, *w: F.multi_margin_loss(x, t, weight=w[0] if w else None, p=options.get("p", 1), margin=options.get("margin", 1.0), reduction=reduction),
                     inputs, {"reduction": reduction, **options}, second=False)
            case("T127 T149", "MultiLabelMargin", lambda x, t: F.multilabel_margin_loss(x, t, reduction=reduction),
                 [("normal", shape), (f"labels{c}", shape)], {"reduction": reduction}, second=False)
        for reduction in REDUCTIONS:
            for options in ({}, {"weight": 2}):
                case("T130 T143 T151", "MultiLabelSoftMargin", lambda x, t, *w: F.multilabel_soft_margin_loss(x, t, weight=w[0] if w else None, reduction=reduction),
                     [("wide", shape), ("binary", shape)] + ([("positive", (c,))] if options else []), {"reduction": reduction, **options})
    for reduction in REDUCTIONS:
        for shape in ((50,), (15,), ()):
            for margin in (0, 0.5):
                case("T125 T126 T141 T182", "MarginRanking", lambda a, b, t: F.margin_ranking_loss(a, b, t, margin=margin, reduction=reduction),
                     [("normal", shape), ("normal", shape), ("sign", shape)], {"reduction": reduction, "margin": margin}, gradients=2)
        for shape in ((15, 10), (9,)):
            for margin in (0, 0.5, 0.7):
                case("T123 T124 T140 T181", "CosineEmbedding", lambda a, b, t: F.cosine_embedding_loss(a, b, t, margin=margin, reduction=reduction),
                     [("wide", shape), ("normal", shape), ("sign", shape[:-1])], {"reduction": reduction, "margin": margin}, gradients=2)
        for shape in ((5, 10), (9,)):
            for swap in (False, True):
                for options in ({}, {"margin": 0.5, "p": 1}, {"margin": 2, "p": 3, "eps": 1e-3}):
                    case("T142 T183", "TripletMargin", lambda a, p, n: F.triplet_margin_loss(a, p, n, swap=swap, reduction=reduction, **options),
                         [("normal", shape), ("normal", shape), ("normal", shape)], {"reduction": reduction, "swap": swap, **options}, gradients=3)
                for margin in (0.5, 1.0, 1.5):
                    for distance in (None, "cosine"):
                        f = None if distance is None else lambda x, y: 1 - F.cosine_similarity(x, y, dim=-1)
                        case("T184", "TripletMarginWithDistance",
                             lambda a, p, n: F.triplet_margin_with_distance_loss(a, p, n, distance_function=f, margin=margin, swap=swap, reduction=reduction),
                             [("normal", shape), ("normal", shape), ("normal", shape)], {"reduction": reduction, "swap": swap, "margin": margin, "distance": distance}, gradients=3)
    for shape, axis in (((1, 3, 2, 1), 1), ((4, 4), 1), ((4, 4), -1)):
        case("T201", "CosineSimilarity", lambda x, y: F.cosine_similarity(x, y, dim=axis), [("wide", shape), ("wide", shape)], {"axis": axis}, gradients=2)
    for p in (1, 2, 3):
        case("T202", "PairwiseDistance", lambda x, y: F.pairwise_distance(x, y, p=p), [("wide", (4, 4)), ("wide", (4, 4))], {"p": p}, gradients=2)


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)
    elementwise()
    weighted()
    classes()
    margins()
    DATA.mkdir(parents=True, exist_ok=True)
    assert len({item["name"] for item in CASES}) == len(CASES)
    (DATA / "all_losses.json").write_text(json.dumps({"torch": torch.__version__, "cases": CASES}, separators=(",", ":")) + "\n")
    print(len(CASES), "cases")
