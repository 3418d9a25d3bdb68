"""Losses with all of their options."""

import torch
import torch.nn.functional as F

from .core import Case


def mean_squared_error(draw):
    shape, type = draw.shape(), draw.type()
    reduction = draw.pick("mean", "sum", "none")
    x, t = draw.argument(shape, type), draw.argument(shape, type)
    return Case("mean-squared-error", [x, t], lambda x, t: F.mse_loss(x, t, reduction=reduction), {"reduction": reduction})


KINDS = {"mean-squared-error": (2, mean_squared_error)}
