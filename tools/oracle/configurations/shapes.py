"""Views, joining, padding, gathering and scattering."""

import math

import numpy
import torch
import torch.nn.functional as F

from .core import Case, apply_view


def random_view(draw, shape):
    """A step that suits the shape, or None."""
    rank = len(shape)
    name = draw.pick("permute", "transpose", "expand", "slice", "select", "unsqueeze", "squeeze", "reshape", "flatten")
    if name == "permute" and rank:
        order = list(range(rank))
        draw.random.shuffle(order)
        return [name, [a - rank if draw.chance(0.2) else a for a in order]]
    if name == "transpose" and rank:
        return [name, draw.axis(rank), draw.axis(rank)]
    if name == "expand" and rank < 5:
        return [name, [draw.whole(1, 3)] * draw.whole(0, 1) + [draw.whole(1, 4) if n == 1 else n for n in shape]]
    if name == "slice" and rank:
        axis = draw.whole(0, rank - 1)
        start = draw.whole(0, max(0, shape[axis] - 1)) if draw.chance(0.7) else 0
        return [name, axis, start, draw.whole(start, max(start, shape[axis])), draw.pick(1, 1, 2, 3)]
    if name == "select" and rank and 0 not in shape:
        axis = draw.whole(0, rank - 1)
        return [name, draw.pick(axis, axis - rank), draw.whole(-shape[axis], shape[axis] - 1)]
    if name == "unsqueeze" and rank < 5:
        return [name, draw.whole(-rank - 1, rank)]
    if name == "squeeze" and 1 in shape:
        return [name, draw.pick(*[i for i, n in enumerate(shape) if n == 1])]
    if name == "reshape" and 0 not in shape:
        n = math.prod(shape)
        divisors = [d for d in range(1, n + 1) if n % d == 0]
        d = draw.pick(*divisors)
        return [name, draw.pick([n], [d, n // d], [-1], [d, -1], [1, n // d, 1, d])]
    if name == "flatten" and rank:
        a = draw.whole(0, rank - 1)
        return [name, a, draw.whole(a, rank - 1)]
    return None


def view_chain(draw):
    """Views of views, with multiplications by themselves between, so that gradients go through each of them more than once."""
    x = draw.argument(draw.shape(), draw.type())
    steps, y = [], x.final
    for _ in range(draw.whole(1, 6)):
        if draw.chance(0.25):
            steps.append(["square"])
            continue
        step = random_view(draw, list(y.shape))
        if step and apply_view(y, step).numel() <= 600:
            y = apply_view(y, step)
            steps.append(step)

    def function(x):
        y = x
        for step in steps:
            y = (y * 0.5) * (y * 0.5) if step[0] == "square" else apply_view(y, step)
        return y * 1
    return Case("view-chain", [x], function, {"steps": steps}, roundings=2 ** (1 + steps.count(["square"])))


def joined(draw):
    count = draw.whole(1, 4)
    type = draw.type()
    if draw.chance(0.5):
        shape = draw.shape(0, 4)
        axis = draw.whole(-len(shape) - 1, len(shape))
        parts = [draw.argument(shape, type) for _ in range(count)]
        return Case("stack", parts, lambda *xs: torch.stack(xs, axis), {"axis": axis}, each=True)
    shape = draw.shape(1, 4)
    axis = draw.axis(len(shape))
    types = [draw.type() if draw.chance(0.1) else type for _ in range(count)]
    parts = []
    result = types[0]
    for t in types:
        own = list(shape)
        own[axis] = draw.length()
        parts.append(draw.argument(own, t))
        result = result if t == result else "float64" if "float64" in (t, result) else "float32"
    # Join in the order of promotion, as the reader does.
    return Case("concat", parts, lambda *xs: torch.cat(xs, axis), {"axis": axis}, result=result, each=True)


def pad(draw):
    x = draw.argument(draw.shape(1, 4), draw.type())
    rank = x.final.dim()
    axis, before, after, value = draw.axis(rank), draw.whole(0, 3), draw.whole(0, 3), draw.eighth(-2, 2)

    def function(x):
        at = axis % rank
        sides = [0, 0] * (rank - 1 - at) + [before, after]
        if x.numel() == 0 or 0 in x.shape:
            edge = lambda n: torch.full(list(x.shape[:at]) + [n] + list(x.shape[at + 1:]), value)
            return torch.cat([edge(before), x, edge(after)], at)
        return F.pad(x, sides, value=value)
    return Case("pad", [x], function, {"axis": axis, "before": before, "after": after, "value": value}, each=True)


def parts(draw):
    x = draw.argument(draw.shape(1, 4, empty=0), draw.type())
    axis, name = draw.axis(x.final.dim()), draw.pick("split", "chunk")
    size = draw.whole(1, 4)
    function = (lambda x: torch.split(x * x, size, axis)) if name == "split" else (lambda x: torch.chunk(x * x, size, axis))
    return Case(name, [x], function, {"axis": axis, "size": size})


def gather(draw):
    shape = draw.shape(1, 4, empty=0)
    axis = draw.axis(len(shape))
    index = [draw.whole(0, n) if draw.chance(0.2) else n for n in shape]
    index[axis] = draw.length()
    indices = draw.argument(index, draw.pick("int64", "int64", "int32"), make=lambda s: draw.numpy.integers(0, shape[axis], s))
    x = draw.argument(shape, draw.type())
    return Case("gather", [x, indices], lambda x, i: torch.gather(x * x, axis, i), {"axis": axis}, roundings=4)


def scatter_add(draw):
    shape = draw.shape(1, 4, empty=0)
    axis, type = draw.axis(len(shape)), draw.type()
    index = [draw.whole(0, n) if draw.chance(0.2) else n for n in shape]
    index[axis] = draw.length()
    indices = draw.argument(index, "int64", make=lambda s: draw.numpy.integers(0, shape[axis], s))
    return Case("scatter-add", [draw.argument(shape, type), indices, draw.argument(index, type)], lambda x, i, y: torch.scatter_add(x * x, axis, i, y), {"axis": axis}, roundings=4)


def index_select(draw):
    shape = draw.shape(1, 4, empty=0)
    axis, type, n = draw.axis(len(shape)), draw.type(), draw.length()
    indices = draw.argument([n], draw.pick("int64", "int32"), make=lambda s: draw.numpy.integers(0, shape[axis], s))
    x = draw.argument(shape, type)
    if draw.chance(0.5):
        return Case("index-select", [x, indices], lambda x, i: torch.index_select(x * x, axis, i), {"axis": axis}, roundings=4)
    source = list(shape)
    source[axis] = n
    return Case("index-add", [x, indices, draw.argument(source, type)], lambda x, i, y: torch.index_add(x * x, axis, i, y), {"axis": axis}, roundings=4)


def embedding(draw):
    rows, width, type = draw.whole(1, 9), draw.length(), draw.type()
    table = draw.argument([rows, width], type)
    index = draw.argument(draw.shape(0, 3), draw.pick("int64", "int32"), make=lambda s: draw.numpy.integers(0, rows, s))
    padding = draw.whole(-rows, rows - 1) if draw.chance(0.5) else None

    def function(i, w):
        used = w * w
        if padding is None:
            return used[i]
        # The row is read, but passes on no gradient.
        row = torch.zeros(rows, 1, dtype=torch.bool)
        row[padding] = True
        return torch.where(row, used.detach(), used)[i]
    options = {} if padding is None else {"padding": padding}
    return Case("embedding", [index, table], function, options, result=type)


def one_hot(draw):
    classes = draw.whole(1, 6)
    index = draw.argument(draw.shape(0, 3, empty=0), "int64", make=lambda s: draw.numpy.integers(0, classes, s))
    if draw.chance(0.3):
        return Case("one-hot", [index], lambda i: F.one_hot(i), {"classes": -1}, result="int64")
    return Case("one-hot", [index], lambda i: F.one_hot(i, classes), {"classes": classes}, result="int64")


def mistaken_index(draw):
    shape = draw.shape(1, 3, empty=0)
    axis = draw.whole(0, len(shape) - 1)
    bad = draw.pick(-1, shape[axis], shape[axis] + 5)
    name = draw.pick("gather", "index-select", "embedding")
    n = draw.whole(1, 4)

    def make(s):
        values = draw.numpy.integers(0, shape[axis], s).reshape(-1)
        values[draw.whole(0, values.size - 1)] = bad
        return values.reshape(s)
    type = draw.type()
    if name == "embedding":
        rows = draw.argument([n], "int64", make=lambda s: numpy.full(s, draw.pick(-1, shape[0])))
        return Case(name, [rows, draw.argument([shape[0], 3], type, views=False)], F.embedding, refuse="PyTorch refuses: no such row")
    index = [n] if name == "index-select" else [n if i == axis else k for i, k in enumerate(shape)]
    return Case(name, [draw.argument(shape, type), draw.argument(index, "int64", make=make, views=False)], lambda x, i: (torch.gather if name == "gather" else torch.index_select)(x, axis, i), {"axis": axis}, refuse="PyTorch refuses: no such position")


def mistaken_shape(draw):
    shape, type = draw.shape(1, 4, empty=0), draw.type()
    rank, axis = len(shape), draw.whole(0, len(shape) - 1)
    n = shape[axis]
    name = draw.pick("permute", "expand", "select", "reshape", "unsqueeze", "concat", "stack", "softmax", "split", "layer-norm")
    x = draw.argument(shape, type, views=False)
    if name == "concat" or name == "stack":
        other = list(shape)
        other[axis] += 1
        at = (axis + 1) % rank if name == "concat" else 0
        other = other if rank > 1 else other + [2]
        join = torch.cat if name == "concat" else torch.stack
        return Case(name, [x, draw.argument(other, type, views=False)], lambda a, b: join((a, b), at), {"axis": at}, refuse="PyTorch refuses: the shapes do not fit")
    if name == "softmax":
        at = draw.pick(rank, -rank - 1)
        return Case(name, [x], lambda x: F.softmax(x, at), {"axis": at, "beta": 1}, refuse="PyTorch refuses: there is no such axis")
    if name == "split":
        return Case(name, [x], lambda x: torch.split(x, -1, axis), {"axis": axis, "size": -1}, refuse="PyTorch refuses: a negative size")
    if name == "layer-norm":
        return Case(name, [x], lambda x: F.layer_norm(x, [shape[-1] + 1]), {"shape": [shape[-1] + 1], "epsilon": 1e-5}, refuse="PyTorch refuses: another normalized shape")
    step = {"permute": ["permute", [0] * rank if rank > 1 else [0, 1]], "expand": ["expand", [k + (2 if i == axis else 0) for i, k in enumerate(shape)]] if n > 1 else ["expand", []],
            "select": ["select", axis, draw.pick(n, -n - 1)], "reshape": ["reshape", [math.prod(shape) + 1]], "unsqueeze": ["unsqueeze", draw.pick(rank + 1, -rank - 2)]}[name]
    return Case("view-chain", [x], lambda x: apply_view(x, step), {"steps": [step]}, refuse="PyTorch refuses: the shape does not fit")


KINDS = {
    "view chain": (4, view_chain), "joined": (2, joined), "pad": (1, pad), "parts": (1, parts), "gather": (1, gather), "scatter-add": (1, scatter_add), "index": (1.5, index_select),
    "embedding": (1, embedding), "one-hot": (0.5, one_hot), "mistaken index": (0.4, mistaken_index), "mistaken shape": (0.5, mistaken_shape),
}
