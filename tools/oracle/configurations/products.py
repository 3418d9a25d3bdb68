"""Matrix products and linear maps."""

import torch
import torch.nn.functional as F

from .core import Case


def matmul(draw):
    m, k, n = draw.length(), draw.length(), draw.length()
    if draw.chance(0.05):
        m, k, n = draw.pick(1, 17, 33), draw.pick(1, 31, 65, 130), draw.pick(1, 16, 33)
    batch = draw.shape(0, 3, most=20, long=0)
    type = draw.type()
    x = [k] if draw.chance(0.15) else draw.broadcast(batch) + [m, k]
    y = [k] if draw.chance(0.15) else draw.broadcast(batch) + [k, n]
    return Case("matmul", [draw.argument(x, type), draw.argument(y, type)], torch.matmul)


def linear(draw):
    k, n = draw.length(), draw.length()
    type = draw.type()
    x = draw.argument(draw.shape(0, 3, most=40) + [k], type)
    w = draw.argument([n, k], type)
    if draw.chance(0.3):
        return Case("linear", [x, w], lambda x, w: torch.matmul(x, w.t()))
    return Case("linear", [x, w, draw.argument([n], type)], lambda x, w, b: torch.matmul(x, w.t()) + b)


def mistaken(draw):
    k, type = draw.whole(1, 5), draw.type()
    bad = k + draw.pick(-1, 1, 2)
    if draw.chance(0.5):
        shapes = draw.pick(([2, k], [bad, 3]), ([k], [bad]), ([2, 3, k], [bad]), ([2, 3, k], [3, k, 2]), ([], [k]))
        return Case("matmul", [draw.argument(s, type) for s in shapes], torch.matmul, refuse="PyTorch refuses: lengths differ")
    shapes = draw.pick(([2, k], [3, bad], [3]), ([2, k], [3, k], [4]), ([], [3, k], [3]))
    return Case("linear", [draw.argument(s, type) for s in shapes], F.linear, refuse="PyTorch refuses: lengths differ")


KINDS = {"matmul": (4, matmul), "linear": (2, linear), "mistaken product": (0.4, mistaken)}
