#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/ctc.json: connectionist temporal classification by PyTorch in float64, and by enumeration with 50 digits.

    /usr/bin/python3 tools/oracle/torch_ctc.py

Logits are those of kind "normal" and number 0 of torch_all_losses.py, the labels of sequence n are label(i) of n * longest + i. "gradients" are those of
sum(loss * v(40)) with respect to the logits (by PyTorch's ctc_loss below log_softmax) and with respect to given log-probabilities (by
the recursion below, since PyTorch's own is wrong there); "second" those of sum(gradient * v(41)). The cases "exact" sum over all alignments one by one.
"""

import itertools
import json
import math

import mpmath
import torch
import torch.nn.functional as F

from torch_all_losses import DATA, REDUCTIONS, numbers, values, weights

NEVER = -1e30
CASES = []
EXACT = []


def label(i, classes, blank):
    x = (i + 1) * 0.6180339887498949 + 0.31
    index = math.floor((x - math.floor(x)) * (classes - 1))
    return index + (index >= blank)


def textbook(log_probs, targets, input_lengths, blank):
    """The losses by the forward recursion, differentiable any number of times."""
    losses = []
    for n, target in enumerate(targets):
        states = [blank]
        for one in target:
            states += [one, blank]
        size, steps = len(states), input_lengths[n]
        emission = log_probs[:, n, :][:, states]
        may = torch.tensor([s > 1 and states[s] != blank and states[s] != states[s - 2] for s in range(size)])
        reach = torch.tensor([0.0 if s < 2 else NEVER for s in range(size)])
        alpha = reach + emission[0]
        for t in range(1, steps):
            pad = lambda by: torch.cat([torch.full((by,), NEVER), alpha])[:size]
            alpha = torch.logsumexp(torch.stack([alpha, pad(1), torch.where(may, pad(2), torch.tensor(NEVER))]), 0) + emission[t]
        loss = -torch.logsumexp(alpha[max(0, size - 2):], 0)
        losses.append(loss if loss < -NEVER / 2 else loss * math.inf)
    return torch.stack(losses)


def reduced(losses, lengths, reduction, zero):
    if zero:
        losses = torch.where(torch.isinf(losses), torch.zeros(()), losses)
    if reduction == "mean":
        return (losses / torch.tensor(lengths).clamp(min=1)).mean()
    return losses.sum() if reduction == "sum" else losses


def case(names, steps, classes, input_lengths, target_lengths, reduction="mean", blank=0, zero=False, second=False):
    count, longest = len(input_lengths), max(target_lengths)
    targets = [[label(n * longest + i, classes, blank) for i in range(length)] for n, length in enumerate(target_lengths)]
    x = values("normal", (steps, count, classes), 0).requires_grad_()
    flat = torch.tensor([one for target in targets for one in target], dtype=torch.long)
    loss = F.ctc_loss(F.log_softmax(x, 2), flat, torch.tensor(input_lengths), torch.tensor(target_lengths), blank, reduction, zero)
    v = weights(loss.shape, 40)
    (gradient,) = torch.autograd.grad((loss * v).sum(), x)

    y = F.log_softmax(x, 2).detach().requires_grad_()
    own = reduced(textbook(y, targets, input_lengths, blank), target_lengths, reduction, zero)
    assert torch.allclose(own, loss, rtol=1e-12), (names, own, loss)
    (partial,) = torch.autograd.grad((own * v).sum(), y, create_graph=True)
    if zero:
        partial = torch.where(torch.isnan(partial), torch.zeros(()), partial)  # of an infinite loss
    assert torch.isfinite(loss).all() and torch.isfinite(partial).all(), names
    item = {"name": f"{names} {len(CASES)}", "steps": steps, "classes": classes, "blank": blank, "reduction": reduction, "zero": zero,
            "input_lengths": input_lengths, "target_lengths": target_lengths, "value": numbers(loss), "gradient": numbers(gradient), "partial": numbers(partial)}
    if second:
        again = reduced(textbook(F.log_softmax(x, 2), targets, input_lengths, blank), target_lengths, reduction, zero)
        (first,) = torch.autograd.grad((again * v).sum(), x, create_graph=True)
        assert torch.allclose(first, gradient, rtol=1e-9, atol=1e-13)
        item["second"] = numbers(torch.autograd.grad((first * weights(first.shape, 41)).sum(), x)[0])
        item["second_partial"] = numbers(torch.autograd.grad((partial * weights(partial.shape, 41)).sum(), y)[0])
    CASES.append(item)


def exact(name, logits, target, blank=0):
    """The loss and its gradients in the logits and in the log-probabilities, over all alignments."""
    mpmath.mp.dps = 60
    steps, classes = len(logits), len(logits[0])
    x = [[mpmath.mpf(value) for value in row] for row in logits]
    p = [[mpmath.exp(value) / sum(map(mpmath.exp, row)) for value in row] for row in x]
    total, posterior = mpmath.mpf(0), [[mpmath.mpf(0)] * classes for _ in x]
    for path in itertools.product(range(classes), repeat=steps):
        if [one for one, _ in itertools.groupby(path) if one != blank] == target:
            share = mpmath.fprod(p[t][one] for t, one in enumerate(path))
            total += share
            for t, one in enumerate(path):
                posterior[t][one] += share
    text = lambda value: mpmath.nstr(value, 50)
    EXACT.append({"name": name, "logits": logits, "target": target, "blank": blank, "value": text(-mpmath.log(total)),
                  "partial": [[text(-value / total) for value in row] for row in posterior],
                  "gradient": [[text(p[t][c] - posterior[t][c] / total) for c in range(classes)] for t in range(steps)]})


def main():
    for reduction in REDUCTIONS:
        case("T131", 50, 15, [50] * 3, [30, 25, 20], reduction)
        case("T132", 50, 15, [50] * 3, [30, 25, 20], reduction, blank=14)
        case("T196", 50, 15, [50] * 3, [0, 0, 0], reduction)
        case("T196", 50, 15, [50] * 3, [0, 9, 0], reduction)
        for zero in (False, True):
            case("T199", 40, 13, [40], [12], reduction, zero=zero)
            case("T200", 50, 20, [50] * 16, [30] * 16, reduction, zero=zero)
        case("impossible", 6, 4, [6, 1, 6], [2, 2, 0], reduction, zero=True)
    for lengths in ([150] * 64, [50 + 100 * n // 63 for n in range(64)], [50] * 64):
        for targets in ([15] * 64, [n % 16 for n in range(64)], [15 * (n % 2) for n in range(64)]):
            case("T197", max(lengths), 101, lengths, targets, "sum")
    for reduction in REDUCTIONS:
        case("second", 6, 4, [6, 4, 6, 3], [2, 2, 3, 0], reduction, second=True)
        case("second", 5, 3, [5], [2], reduction, blank=2, second=True)
    golden = [[0.1, 0.2, 0.3], [0.3, 0.1, 0.2], [0.2, 0.5, 0.1]]
    wide = [[((5 * t + 3 * c * c + 2 * t * c) % 17 - 8) * 5.0 for c in range(4)] for t in range(5)]
    sure = [[40.0 if c == one else 0.5 * c for c in range(4)] for one in (0, 2, 2, 0, 3)]
    exact("golden", golden, [1, 2])
    exact("golden, empty target", golden, [])
    exact("golden, repeated", golden, [1, 1])
    exact("wide", wide, [1, 3, 3])
    exact("wide, last blank", wide, [0, 1, 2], 3)
    exact("sure", sure, [2, 3])
    exact("sure of another", sure, [1, 2])
    (DATA / "ctc.json").write_text(json.dumps({"torch": torch.__version__, "cases": CASES, "exact": EXACT}, separators=(",", ":")) + "\n")
    print(len(CASES), "cases", len(EXACT), "exact")


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)
    main()
