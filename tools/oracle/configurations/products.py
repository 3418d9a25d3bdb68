"""Matrix products."""

import torch

from .core import Case


def matmul(draw):
    m, k, n = draw.length(), draw.length(), draw.length()
    batch = draw.shape(0, 3, most=20, long=0)
    type = draw.type()
    x = [k] if draw.chance(0.15) else draw.broadcast(batch) + [m, k]
    y = [k] if draw.chance(0.15) else draw.broadcast(batch) + [k, n]
    return Case("matmul", [draw.argument(x, type), draw.argument(y, type)], torch.matmul)


KINDS = {"matmul": (4, matmul)}
