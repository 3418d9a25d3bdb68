"""Functions of single elements: arithmetic, elementary functions, activations, comparisons and choices."""

import math

import torch
import torch.nn.functional as F

from .core import Case, promoted

REFUSES = "PyTorch refuses"


def arithmetic(draw):
    name = draw.pick("add", "subtract", "multiply", "divide")
    shape = draw.shape()
    type = draw.type()
    other = draw.type() if draw.chance(0.15) else type
    x = draw.argument(draw.broadcast(shape), type)
    y = draw.argument(draw.broadcast(shape), other, "apart" if name == "divide" else "any")
    function = {"add": torch.add, "subtract": torch.sub, "multiply": torch.mul, "divide": torch.div}[name]
    return Case(name, [x, y], function, result=promoted(type, other), each=True)


KINDS = {"arithmetic": (6, arithmetic)}
