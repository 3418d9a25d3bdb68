"""Sorting, selection, counting, rearranging, contractions and distances of all pairs."""

import math

import numpy
import torch

from .core import Case
from .reductions import first_of


def ordered(draw):
    name = draw.pick("sort", "argsort", "top-k", "median", "median-axis")
    shape, type = draw.shape(1, 4, empty=0), draw.type()
    x = draw.argument(shape, type, draw.pick("any", "grid"))
    axis, descending = draw.axis(len(shape)), draw.chance(0.5)
    if name in ("sort", "argsort"):
        def function(x):
            values, indices = torch.sort(x, dim=axis, descending=descending, stable=True)
            return (values, indices) if name == "sort" else indices
        return Case(name, [x], function, {"axis": axis, "descending": descending}, result=[type, "int64"] if name == "sort" else ["int64"], gradient=name == "sort", each=True)
    if name == "top-k":
        k = draw.whole(0, shape[axis])

        def top(x):
            values, indices = torch.sort(x, dim=axis, descending=descending, stable=True)
            return values.narrow(axis, 0, k), indices.narrow(axis, 0, k)
        return Case(name, [x], top, {"axis": axis, "k": k, "largest": descending}, result=[type, "int64"], each=True)
    if name == "median":
        return Case(name, [x], lambda x: torch.median(x.reshape(-1)) if x.unique().numel() == x.numel() else torch.median(x.reshape(-1)).detach() + 0 * x.sum(), {}, each=True, gradient=False)
    middle = (shape[axis] - 1) // 2

    def median(x):
        values, indices = torch.sort(x, dim=axis, stable=True)
        return values.select(axis, middle), indices.select(axis, middle)
    return Case(name, [x], median, {"axis": axis}, result=[type, "int64"], each=True)


def quantile(draw):
    shape = draw.shape(1, 3, empty=0)
    x = draw.argument(shape, draw.type(), "normal")
    axis, keep, q = draw.axis(len(shape)), draw.chance(0.4), draw.pick(0, 0.25, 0.5, 0.75, 1, 0.1)
    interpolation = draw.pick("linear", "linear", "lower", "higher", "midpoint")
    if q == 0.1 and interpolation != "linear":
        # The rank q·(n - 1) may be a whole number to one rounding.
        q = 0.25
    return Case("quantile", [x], lambda x: torch.quantile(x, q, axis, keepdim=keep, interpolation=interpolation), {"q": q, "axis": axis, "keep": keep, "interpolation": interpolation})


def rearranged(draw):
    name = draw.pick("flip", "roll", "roll-all", "repeat", "repeat-interleave", "tril", "triu")
    shape = draw.shape(2 if name in ("tril", "triu") else 0 if name == "repeat" else 1, 4)
    x = draw.argument(shape, draw.type())
    rank = len(shape)
    axis, n = draw.axis(rank) if rank else 0, draw.whole(-4, 4)
    if name == "flip":
        axes = draw.random.sample(range(rank), draw.whole(0, rank))
        return Case(name, [x], lambda x: torch.flip(x, axes), {"axes": axes}, each=True)
    if name == "roll":
        return Case(name, [x], lambda x: torch.roll(x, n, axis % rank), {"shift": n, "axis": axis}, each=True)
    if name == "roll-all":
        return Case(name, [x], lambda x: torch.roll(x, n), {"shift": n}, each=True)
    if name == "repeat":
        repeats = [draw.whole(0, 3) if draw.chance(0.2) else draw.whole(1, 2) for _ in range(rank + draw.whole(0, 1))]
        return Case(name, [x], lambda x: x.repeat(repeats), {"repeats": repeats}, each=True)
    if name == "repeat-interleave":
        times = draw.whole(0, 3)
        return Case(name, [x], lambda x: torch.repeat_interleave(x, times, axis), {"times": times, "axis": axis}, each=True)
    function = torch.tril if name == "tril" else torch.triu
    return Case(name, [x], lambda x: function(x, n), {"diagonal": n}, each=True)


def counted(draw):
    name = draw.pick("bincount", "unique", "histogram")
    if name == "bincount":
        n = draw.length()
        x = draw.argument([n], draw.pick("int64", "int32", "uint8"), make=lambda s: draw.numpy.integers(0, 6, s), views=False)
        least = draw.whole(0, 8)
        if draw.chance(0.5):
            type = draw.type()
            # The result has gradients of the weights; PyTorch has none.
            length = max(least, int(x.leaf.max()) + 1 if n else 0)
            return Case(name, [x, draw.argument([n], type, views=False)], lambda x, w: torch.zeros(length).index_add(0, x.long(), w), {"least": least}, result=type)
        return Case(name, [x], lambda x: torch.bincount(x.long(), minlength=least), {"least": least}, result="int64")
    if name == "unique":
        type = draw.pick("float64", "float32", "float16", "bfloat16", "int64")
        x = draw.argument(draw.shape(1, 3, empty=0), type, make=lambda s: draw.numpy.integers(-3, 4, s), gradient=False)
        return Case(name, [x], lambda x: torch.unique(x, return_inverse=True, return_counts=True), {}, result=[type, "int64", "int64"], gradient=False, sensitive=False)
    bins = draw.whole(1, 5)
    x = draw.argument(draw.shape(1, 2, empty=0), "float64", "normal", gradient=False)

    def histogram(x):
        counts, edges = numpy.histogram(x.numpy(), bins, (-2, 2))
        return torch.as_tensor(counts), torch.as_tensor(edges)
    return Case(name, [x], histogram, {"bins": bins}, result=["int64", "float64"], gradient=False, sensitive=False)


EQUATIONS = (("ij,jk->ik", "ij", "jk"), ("bij,bjk->bik", "bij", "bjk"), ("ij,kj->ik", "ij", "kj"), ("i,j->ij", "i", "j"), ("ij->ji", "ij"), ("ij->", "ij"), ("ij->j", "ij"), ("ii->i", "ii"), ("ii->", "ii"),
             ("bhid,bhjd->bhij", "bhid", "bhjd"), ("ij,ij->", "ij", "ij"), ("ij,j->i", "ij", "j"), ("ij,jk,kl->il", "ij", "jk", "kl"), ("i,i", "i", "i"), ("bij,jk->bik", "bij", "jk"), ("ij,ik->ijk", "ij", "ik"))


def einsum(draw):
    equation, *terms = draw.pick(*EQUATIONS)
    lengths = {letter: draw.length() if draw.chance(0.3) else draw.whole(1, 4) for letter in "ijklbhd"}
    type = draw.type()
    arguments = [draw.argument([lengths[letter] for letter in term], type, "normal") for term in terms]
    return Case("einsum", arguments, lambda *xs: torch.einsum(equation, *xs), {"equation": equation}, roundings=2 if len(terms) > 2 else 1)


def distances(draw):
    batch, m = draw.shape(0, 1, most=4, long=0), draw.whole(2, 5)
    type, p = draw.type(), draw.pick(1, 2, 2, 3, 1.5, math.inf)
    x, y = draw.argument(batch + [draw.length(), m], type, "normal"), draw.argument(batch + [draw.length(), m], type, "normal")

    def function(x, y):
        return torch.linalg.vector_norm(x.unsqueeze(-2) - y.unsqueeze(-3), p, -1)
    return Case("cdist", [x, y], function, {"p": "inf" if p == math.inf else p})


KINDS = {"ordered": (2, ordered), "quantile": (1, quantile), "rearranged": (2, rearranged), "counted": (1, counted), "einsum": (2, einsum), "all distances": (1, distances)}
