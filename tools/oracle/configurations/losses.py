"""Losses with all of their options. Where PyTorch has no second derivatives or loses digits the formula is composed, and compared with PyTorch's value."""

import math

import numpy
import torch
import torch.nn.functional as F

from .core import Case, log_softmax
from .elementwise import softplus

REDUCTIONS = ("mean", "sum", "none")


def reduced(losses, reduction):
    return losses.mean() if reduction == "mean" else losses.sum() if reduction == "sum" else losses


def binary(draw):
    return lambda s: draw.numpy.integers(0, 2, s).astype(float)


def signs(draw):
    return lambda s: draw.numpy.integers(0, 2, s) * 2.0 - 1


def differences(draw):
    """Losses of the difference of predictions and targets; differences of multiples of 1/2 meet the kinks."""
    name = draw.pick("l1", "mean-squared-error", "smooth-l1", "huber")
    shape, type, reduction = draw.shape(), draw.type(), draw.pick(*REDUCTIONS)
    kind = draw.pick("any", "grid")
    x, t = draw.argument(shape, type, kind), draw.argument(shape, type, kind)
    options = {"reduction": reduction}
    if name == "smooth-l1":
        beta = draw.pick(0, 0.5, 1, 2.25)
        options["beta"] = beta

        def function(x, t):
            d = x - t
            inside = d.abs() < beta
            return reduced(torch.where(inside, d * d / (2 * beta or 1), d.abs() - beta / 2), reduction)
        return Case(name, [x, t], function, options, check=lambda x, t: F.smooth_l1_loss(x, t, reduction=reduction, beta=beta))
    if name == "huber":
        delta = draw.pick(0.5, 1, 2.25)
        options["delta"] = delta

        def function(x, t):
            d = x - t
            return reduced(torch.where(d.abs() <= delta, d * d / 2, delta * (d.abs() - delta / 2)), reduction)
        return Case(name, [x, t], function, options, check=lambda x, t: F.huber_loss(x, t, reduction=reduction, delta=delta))
    function = F.l1_loss if name == "l1" else F.mse_loss
    return Case(name, [x, t], lambda x, t: function(x, t, reduction=reduction), options)


def binary_cross_entropy(draw):
    shape, type, reduction = draw.shape(), draw.type(), draw.pick(*REDUCTIONS)
    x = draw.argument(shape, type, "probability")
    t = draw.argument(shape, type, "probability", gradient=draw.chance(0.5)) if draw.chance(0.5) else draw.argument(shape, type, make=binary(draw), gradient=False)
    arguments = [x, t] + ([draw.argument(draw.broadcast(shape), type, "positive")] if draw.chance(0.4) else [])

    def function(x, t, w=None):
        losses = -(t * torch.log(x) + (1 - t) * torch.log1p(-x))
        return reduced(losses if w is None else losses * w, reduction)
    return Case("binary-cross-entropy", arguments, function, {"reduction": reduction},
                check=lambda x, t, w=None: F.binary_cross_entropy(x, t, None if w is None else w.expand(x.shape), reduction=reduction))


def with_logits(draw):
    shape, type, reduction = draw.shape(), draw.type(), draw.pick(*REDUCTIONS)
    x = draw.argument(shape, type)
    t = draw.argument(shape, type, "probability") if draw.chance(0.5) else draw.argument(shape, type, make=binary(draw))
    options, arguments = {"reduction": reduction}, [x, t]
    for option in ("weight", "positive-weight"):
        if draw.chance(0.35):
            options[option] = len(arguments)
            arguments.append(draw.argument(draw.broadcast(shape), type, "positive"))

    def function(x, t, *ws):
        w = ws[options["weight"] - 2] if "weight" in options else None
        p = ws[options["positive-weight"] - 2] if "positive-weight" in options else 1
        losses = (1 - t) * softplus(x) + p * t * softplus(-x)
        return reduced(losses if w is None else losses * w, reduction)

    def check(x, t, *ws):
        return F.binary_cross_entropy_with_logits(
            x, t, ws[options["weight"] - 2] if "weight" in options else None, pos_weight=ws[options["positive-weight"] - 2] if "positive-weight" in options else None, reduction=reduction)
    return Case("binary-cross-entropy-with-logits", arguments, function, options, check=check)


def divergence(draw):
    shape, type, reduction = draw.shape(), draw.type(), draw.pick("mean", "sum", "none", "batchmean")
    log_target = draw.chance(0.4)
    x, t = draw.argument(shape, type, "normal"), draw.argument(shape, type, "normal" if log_target else "positive")
    if reduction == "batchmean" and (not shape or x.final.shape[0] == 0):
        reduction = "mean"
    return Case("kl-divergence", [x, t], lambda x, t: F.kl_div(x, t, reduction=reduction, log_target=log_target), {"reduction": reduction, "log-target": log_target})


def poisson(draw):
    shape, type, reduction = draw.shape(), draw.type(), draw.pick(*REDUCTIONS)
    log_input, full, epsilon = draw.chance(0.5), draw.chance(0.5), draw.pick(1e-8, 1e-3)
    x = draw.argument(shape, type, "normal" if log_input else "positive")
    t = draw.argument(shape, type, make=lambda s: draw.numpy.integers(0, 9, s), gradient=False)
    return Case("poisson", [x, t], lambda x, t: F.poisson_nll_loss(x, t, log_input, full, eps=epsilon, reduction=reduction),
                {"reduction": reduction, "log-input": log_input, "full": full, "epsilon": epsilon})


def gaussian(draw):
    shape, type, reduction = draw.shape(1, 4), draw.type(), draw.pick(*REDUCTIONS)
    full, epsilon = draw.chance(0.5), draw.pick(1e-6, 1e-3, 0.5)
    form = draw.pick(list(shape), shape[:-1] + [1], shape[:-1])
    x, t, v = draw.argument(shape, type), draw.argument(shape, type), draw.argument(form, type, "positive")

    def function(x, t, v):
        v = v if v.dim() == x.dim() else v.unsqueeze(-1)
        v = v + (v.clamp(min=epsilon) - v).detach()
        losses = 0.5 * (torch.log(v) + (x - t) ** 2 / v) + (0.5 * math.log(2 * math.pi) if full else 0)
        return reduced(losses, reduction)
    check = None if 0 in shape else lambda x, t, v: F.gaussian_nll_loss(x, t, v, full=full, eps=epsilon, reduction=reduction)
    return Case("gaussian", [x, t, v], function, {"reduction": reduction, "full": full, "epsilon": epsilon}, check=check)


def signed(draw):
    name = draw.pick("hinge-embedding", "soft-margin", "margin-ranking")
    shape, type, reduction = draw.shape(), draw.type(), draw.pick(*REDUCTIONS)
    t = draw.argument(shape, type, make=signs(draw), gradient=False)
    margin = draw.pick(0, 0.5, 1, 1.25)
    x = draw.argument(shape, type, draw.pick("any", "grid"))
    if name == "hinge-embedding":
        return Case(name, [x, t], lambda x, t: F.hinge_embedding_loss(x, t, margin=margin, reduction=reduction), {"reduction": reduction, "margin": margin})
    if name == "soft-margin":
        return Case(name, [x, t], lambda x, t: reduced(softplus(-t * x), reduction), {"reduction": reduction}, check=lambda x, t: F.soft_margin_loss(x, t, reduction=reduction))
    second = draw.argument(shape, type, draw.pick("any", "grid"))
    return Case(name, [x, second, t], lambda a, b, t: F.margin_ranking_loss(a, b, t, margin=margin, reduction=reduction), {"reduction": reduction, "margin": margin})


def class_shapes(draw):
    """Predictions with classes, and the targets' shape."""
    classes = draw.whole(1, 7) if draw.chance(0.9) else draw.pick(17, 65, 130)
    rest = draw.shape(0, 2, most=20, long=0)
    shape = [classes] if draw.chance(0.15) else [draw.length(), classes] + (rest if draw.chance(0.4) else [])
    return shape, classes, [] if len(shape) == 1 else shape[:1] + shape[2:]


def class_options(draw, classes, type, reduction):
    options, arguments = {"reduction": reduction}, []
    if draw.chance(0.4):
        options["ignore-index"] = draw.pick(-100, -1, 0, classes - 1, 5)
    if draw.chance(0.4):
        options["weight"] = 2
        arguments.append(draw.argument([classes], type, "positive", gradient=False))
    return options, arguments


def cross_entropy(x, t, w, ignored, reduction, smoothing, logarithms=log_softmax):
    axis = 0 if x.dim() == 1 else 1
    classes = x.shape[axis]
    kept = t != ignored
    safe = torch.where(kept, t, torch.zeros_like(t))
    logs = logarithms(x, axis)
    w = torch.ones(classes) if w is None else w
    own = torch.where(kept, w[safe], torch.zeros(safe.shape))
    losses = -own * logs.gather(axis, safe.unsqueeze(axis)).squeeze(axis)
    if smoothing:
        wide = w.reshape([-1 if i == axis else 1 for i in range(x.dim())])
        spread = torch.where(kept, -(wide * logs).sum(axis), torch.zeros(safe.shape))
        losses = (1 - smoothing) * losses + smoothing / classes * spread
    losses = torch.where(kept, losses, torch.zeros_like(losses))
    return losses.sum() / own.sum() if reduction == "mean" else reduced(losses, reduction)


def class_losses(draw):
    name = draw.pick("negative-log-likelihood", "cross-entropy")
    shape, classes, target = class_shapes(draw)
    type, reduction = draw.type(), draw.pick(*REDUCTIONS)
    options, weights = class_options(draw, classes, type, reduction)
    ignored = options.get("ignore-index", -100)

    def classes_of(s):
        values = draw.numpy.integers(0, classes, s)
        return numpy.where(draw.numpy.random(s) < 0.25, ignored, values) if "ignore-index" in options else values
    t = draw.argument(target, draw.pick("int64", "int64", "int32"), make=classes_of)
    x = draw.argument(shape, type, draw.pick("normal", "any"))
    if name == "cross-entropy" and draw.chance(0.4):
        options["label-smoothing"] = draw.pick(0.0625, 0.5, 0.1, 1)
    smoothing = options.get("label-smoothing", 0.0)

    def native(x, t, w=None):
        if name == "negative-log-likelihood":
            return F.nll_loss(x, t.long(), w, ignore_index=ignored, reduction=reduction)
        return F.cross_entropy(x, t.long(), w, ignore_index=ignored, reduction=reduction, label_smoothing=smoothing)

    def function(x, t, w=None):
        return cross_entropy(x, t, w, ignored, reduction, smoothing, log_softmax if name == "cross-entropy" else lambda x, axis: x)
    kept = t.final != ignored
    # A mean of nothing is NaN; what its gradient is, is another matter.
    nothing = reduction == "mean" and not bool(kept.any())
    return Case(name, [x, t] + weights, function, options, result=type, gradient=not nothing, check=native if 0 not in shape else None,
                floor=float(x.final.abs().max()) if smoothing and x.final.numel() else 0.0)


def soft_cross_entropy(draw):
    shape, classes, _ = class_shapes(draw)
    type, reduction = draw.type(), draw.pick(*REDUCTIONS)
    options, arguments = {"reduction": reduction}, [draw.argument(shape, type, "normal"), draw.argument(shape, type, "distribution")]
    if draw.chance(0.4):
        options["weight"] = 2
        arguments.append(draw.argument([classes], type, "positive", gradient=False))
    if draw.chance(0.4):
        options["label-smoothing"] = draw.pick(0.0625, 0.5, 0.1)
    smoothing = options.get("label-smoothing", 0.0)
    return Case("cross-entropy", arguments, lambda x, p, w=None: F.cross_entropy(x, p, w, reduction=reduction, label_smoothing=smoothing), options)


def linear_cross_entropy(draw):
    type, reduction = draw.type(), draw.pick(*REDUCTIONS)
    lead, width, classes = draw.shape(0, 2, most=20, long=0), draw.whole(1, 6), draw.whole(1, 7)
    options, weights = class_options(draw, classes, type, reduction)
    ignored = options.get("ignore-index", -100)

    def classes_of(s):
        values = draw.numpy.integers(0, classes, s)
        return numpy.where(draw.numpy.random(s) < 0.25, ignored, values) if "ignore-index" in options else values
    t = draw.argument(lead, "int64", make=classes_of)
    smoothing = draw.pick(0, 0, 0.125)
    options["label-smoothing"] = smoothing
    has_bias = draw.chance(0.6)
    arguments = [draw.argument(lead + [width], type), draw.argument([classes, width], type)] + ([draw.argument([classes], type)] if has_bias else []) + [t] + weights
    options["bias"] = has_bias

    def function(x, w, *rest):
        b, rest = (rest[0], rest[1:]) if has_bias else (0, rest)
        logits = (x @ w.t() + b).reshape(-1, classes)
        loss = cross_entropy(logits, rest[0].reshape(-1), rest[1] if len(rest) > 1 else None, ignored, reduction, smoothing)
        return loss.reshape(rest[0].shape) if reduction == "none" else loss
    nothing = reduction == "mean" and not bool((t.final != ignored).any())
    return Case("linear-cross-entropy", arguments, function, options, gradient=not nothing, floor=20.0 if smoothing else 1.0)


def multi_margin(draw):
    classes, type, reduction = draw.whole(1, 7), draw.type(), draw.pick(*REDUCTIONS)
    shape = [classes] if draw.chance(0.2) else [draw.length(0), classes]
    p, margin = draw.pick(1, 2), draw.pick(0.5, 1, 2, -0.25)
    options = {"reduction": reduction, "p": p, "margin": margin}
    arguments = [draw.argument(shape, type, draw.pick("any", "grid")), draw.argument(shape[:-1], "int64", make=lambda s: draw.numpy.integers(0, classes, s))]
    if draw.chance(0.4):
        options["weight"] = 2
        arguments.append(draw.argument([classes], type, "positive", gradient=False))

    def function(x, t, w=None):
        own = x.gather(-1, t.unsqueeze(-1))
        hinge = F.relu(margin - own + x)
        hinge = hinge * hinge if p == 2 else hinge
        other = torch.arange(classes) != t.unsqueeze(-1)
        losses = torch.where(other, hinge, torch.zeros_like(hinge)).sum(-1) / classes
        return reduced(losses if w is None else losses * w[t], reduction)
    return Case("multi-margin", arguments, function, options, 
                # PyTorch 1.13 reads a strided weight as if it were contiguous.
                check=lambda x, t, w=None: F.multi_margin_loss(x, t, p=p, margin=margin, weight=None if w is None else w.contiguous(), reduction=reduction))


def multi_label_margin(draw):
    classes, type, reduction = draw.whole(1, 7), draw.type(), draw.pick(*REDUCTIONS)
    shape = [classes] if draw.chance(0.2) else [draw.length(0), classes]
    x = draw.argument(shape, type, draw.pick("any", "grid"))
    t = draw.argument(shape, "int64", make=lambda s: draw.numpy.integers(-1, classes, s), views=False)

    def function(x, t):
        rows, labels = x.reshape(-1, classes), t.reshape(-1, classes)
        losses = []
        for i in range(rows.shape[0]):
            own = []
            for label in labels[i].tolist():
                if label < 0:
                    break
                own.append(label)
            others = [c for c in range(classes) if c not in own]
            hinge = F.relu(1 - rows[i][own].unsqueeze(1) + rows[i][others].unsqueeze(0)) if own and others else rows[i][:0]
            losses.append(hinge.sum() / classes)
        losses = torch.stack(losses)
        return reduced(losses if x.dim() > 1 else losses[0], reduction)
    return Case("multi-label-margin", [x, t], function, {"reduction": reduction}, check=lambda x, t: F.multilabel_margin_loss(x, t, reduction=reduction))


def multi_label_soft_margin(draw):
    shape, type, reduction = draw.shape(1, 3, empty=0), draw.type(), draw.pick(*REDUCTIONS)
    arguments = [draw.argument(shape, type), draw.argument(shape, type, make=binary(draw), gradient=False)]
    if draw.chance(0.4):
        arguments.append(draw.argument([shape[-1]], type, "positive"))

    def function(x, t, w=None):
        losses = t * softplus(-x) + (1 - t) * softplus(x)
        return reduced((losses if w is None else losses * w).mean(-1), reduction)
    return Case("multi-label-soft-margin", arguments, function, {"reduction": reduction}, check=lambda x, t, w=None: F.multilabel_soft_margin_loss(x, t, w, reduction=reduction))


def cosine_embedding(draw):
    # Of one feature the angle is 0 or a half turn, and every derivative is what the 10⁻¹² in the squared norms leaves.
    shape, type, reduction = draw.pick([draw.whole(2, 6)], [draw.length(), draw.whole(2, 6)]), draw.type(), draw.pick(*REDUCTIONS)
    margin = draw.pick(0, 0.25, -0.5, 0.75)
    arguments = [draw.argument(shape, type, "normal"), draw.argument(shape, type, "normal"), draw.argument(shape[:-1], type, make=signs(draw), gradient=False)]
    return Case("cosine-embedding", arguments, lambda a, b, t: F.cosine_embedding_loss(a, b, t, margin=margin, reduction=reduction), {"reduction": reduction, "margin": margin}, floor=1.0)


def triplet(draw):
    shape, type, reduction = draw.pick([draw.whole(2, 6)], [draw.length(), draw.whole(2, 6)]), draw.type(), draw.pick(*REDUCTIONS)
    margin, p, swap, epsilon = draw.pick(0.5, 1, 2), draw.pick(1, 2, 2, 3, 1.5, 4), draw.chance(0.4), draw.pick(1e-6, 1e-3)
    arguments = [draw.argument(shape, type, "normal", views=False) for _ in range(3)]
    if draw.chance(0.25):
        def function(a, b, c):
            distance = lambda x, y: 1 - F.cosine_similarity(x, y, -1)
            far = distance(a, c)
            far = torch.minimum(far, distance(b, c)) if swap else far
            return reduced((distance(a, b) - far + margin).clamp(min=0), reduction)
        return Case("triplet-margin-with-distance", arguments, function, {"reduction": reduction, "margin": margin, "swap": swap})
    return Case("triplet-margin", arguments, lambda a, b, c: F.triplet_margin_loss(a, b, c, margin=margin, p=p, eps=epsilon, swap=swap, reduction=reduction),
                {"reduction": reduction, "margin": margin, "p": p, "swap": swap, "epsilon": epsilon})


def distances(draw):
    type = draw.type()
    if draw.chance(0.5):
        shape = draw.shape(1, 3)
        shape[-1] = draw.whole(2, 6)
        p, epsilon, keep = draw.pick(1, 2, 2, 3, 1.5, 4, math.inf), draw.pick(1e-6, 1e-3), draw.chance(0.3)
        x, y = draw.argument(draw.broadcast(shape[:-1]) + shape[-1:], type, "normal"), draw.argument(draw.broadcast(shape[:-1]) + shape[-1:], type, "normal")
        return Case("pairwise-distance", [x, y], lambda x, y: torch.linalg.vector_norm(x - y + epsilon, p, -1, keepdim=keep), {"p": "inf" if p == math.inf else p, "epsilon": epsilon, "keep": keep})
    shape = draw.shape(1, 3, empty=0)
    axis, epsilon = draw.axis(len(shape)), draw.pick(1e-8, 1e-3, 1)
    x, y = draw.argument(shape, type, "normal", views=False), draw.argument(shape, type, "normal", views=False)

    def function(x, y):
        unit = lambda v: v / torch.linalg.vector_norm(v, 2, axis, keepdim=True).clamp(min=epsilon)
        return (unit(x) * unit(y)).sum(axis)
    return Case("cosine-similarity", [x, y], function, {"axis": axis, "epsilon": epsilon})


def focal(draw):
    shape, type, reduction = draw.shape(), draw.type(), draw.pick(*REDUCTIONS)
    alpha, gamma = draw.pick(-1, 0.25, 0.5, 0.75), draw.pick(0, 1, 2, 2, 3, 1.5, 2.25)
    x = draw.argument(shape, type, "normal")
    t = draw.argument(shape, type, make=binary(draw), gradient=False)

    def function(x, t):
        entropy = (1 - t) * softplus(x) + t * softplus(-x)
        error = (1 - t) * torch.sigmoid(x) + t * torch.sigmoid(-x)
        w = torch.ones_like(t) if alpha < 0 else (1 - t) * (1 - alpha) + t * alpha
        return reduced(w * error ** gamma * entropy, reduction)
    return Case("focal", [x, t], function, {"reduction": reduction, "alpha": alpha, "gamma": gamma})


NEVER = -1e30


def ctc(draw):
    classes, count, type, reduction = draw.whole(2, 5), draw.whole(1, 3), draw.type(), draw.pick(*REDUCTIONS)
    steps, blank, zero = draw.whole(1, 7), 0, draw.chance(0.4)
    blank = draw.whole(0, classes - 1)
    labels = [c for c in range(classes) if c != blank]
    inputs = [draw.whole(1, steps) for _ in range(count)]
    inputs[0] = steps
    targets = [[draw.pick(*labels) for _ in range(draw.whole(0, 3))] for _ in range(count)]
    possible = [len(t) + sum(a == b for a, b in zip(t, t[1:])) <= n for t, n in zip(targets, inputs)]
    if not all(possible) and not zero:
        inputs = [steps] * count
        targets = [t if len(t) + sum(a == b for a, b in zip(t, t[1:])) <= steps else [] for t in targets]
    with_logits = draw.chance(0.4)
    padded = draw.chance(0.5) and max(map(len, targets)) > 0
    longest = max(map(len, targets))
    flat = [one for t in targets for one in (t + [labels[0]] * (longest - len(t)) if padded else t)]
    t = draw.argument([count, longest] if padded else [len(flat)], "int64", make=lambda s: numpy.array(flat, dtype=numpy.int64).reshape(s), views=False)
    x = draw.argument([steps, count, classes], type, "normal")

    def losses(x):
        logs = F.log_softmax(x, 2) if with_logits else x
        found = []
        for n, target in enumerate(targets):
            states = [blank]
            for one in target:
                states += [one, blank]
            size = len(states)
            emission = logs[:, n, :][:, states]
            may = torch.tensor([s > 1 and states[s] != blank and states[s] != states[s - 2] for s in range(size)])
            alpha = torch.tensor([0.0 if s < 2 else NEVER for s in range(size)]) + emission[0]
            for step in range(1, inputs[n]):
                pad = lambda by: torch.cat([torch.full((by,), NEVER), alpha])[:size]
                alpha = torch.logsumexp(torch.stack([alpha, pad(1), torch.where(may, pad(2), torch.tensor(NEVER))]), 0) + emission[step]
            loss = -torch.logsumexp(alpha[max(0, size - 2):], 0)
            found.append(loss if loss < -NEVER / 2 else 0 * x.reshape(-1)[0].detach())
        return torch.stack(found)

    def function(x, t):
        own = losses(x)
        if reduction == "mean":
            return (own / torch.tensor([max(1, len(one)) for one in targets])).mean()
        return reduced(own, reduction)

    def check(x, t):
        logs = F.log_softmax(x, 2) if with_logits else x
        return F.ctc_loss(logs, t, torch.tensor(inputs), torch.tensor([len(one) for one in targets]), blank, reduction, zero)
    return Case("ctc-with-logits" if with_logits else "ctc", [x, t], function,
                {"reduction": reduction, "blank": blank, "zero-infinity": zero, "inputs": inputs, "targets": [len(one) for one in targets]}, check=check)


def mistaken_targets(draw):
    """Targets that are no classes, or of another shape: PyTorch broadcasts those of elementwise losses with a warning, which is nearly always a mistake."""
    type = draw.type()
    rows, classes = draw.whole(2, 5), draw.whole(2, 5)
    which = draw.pick("class", "shape", "ragged")
    if which == "class":
        bad = draw.pick(-1, classes, classes + 3)
        name = draw.pick("cross-entropy", "negative-log-likelihood", "multi-margin")
        t = draw.argument([rows], "int64", make=lambda s: numpy.full(s, bad), views=False)
        function = {"cross-entropy": F.cross_entropy, "negative-log-likelihood": F.nll_loss, "multi-margin": F.multi_margin_loss}[name]
        return Case(name, [draw.argument([rows, classes], type, views=False), t], function, {"p": 1}, refuse="PyTorch refuses: no such class")
    name = draw.pick("l1", "mean-squared-error", "smooth-l1", "huber", "soft-margin")
    if which == "shape":
        return Case(name, [draw.argument([rows, classes], type), draw.argument(draw.pick([classes], [rows, 1], [1]), type)], F.mse_loss, {"beta": 1, "delta": 1},
                    refuse="Hillock does not broadcast targets")
    return Case(name, [draw.argument([rows, classes], type), draw.argument([rows, classes + 1], type)], F.mse_loss, {"beta": 1, "delta": 1}, refuse="PyTorch refuses: shapes differ")


KINDS = {
    "differences": (3, differences), "binary cross-entropy": (1.5, binary_cross_entropy), "with logits": (2, with_logits), "divergence": (1, divergence), "poisson": (1, poisson),
    "gaussian": (1.5, gaussian), "signed": (2, signed), "class losses": (4, class_losses), "soft cross-entropy": (2, soft_cross_entropy), "linear cross-entropy": (1.5, linear_cross_entropy),
    "multi margin": (1, multi_margin), "multi-label margin": (1, multi_label_margin), "multi-label soft margin": (1, multi_label_soft_margin), "cosine embedding": (1, cosine_embedding),
    "triplet": (1.5, triplet), "distances": (1.5, distances), "focal": (1, focal), "ctc": (1, ctc), "mistaken targets": (0.5, mistaken_targets),
}
