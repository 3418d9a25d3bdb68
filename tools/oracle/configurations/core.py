"""What every kind of random configuration needs: drawing arguments, views of them, evaluation by PyTorch in float64, and the lines of the file."""

import base64
import math
import random

import numpy
import torch

FLOATS = {"float64": torch.float64, "float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
WHOLES = {"int64": torch.int64, "int32": torch.int32, "uint8": torch.uint8, "bool": torch.bool}
TYPES = FLOATS | WHOLES
STEP = 2.0 ** -30


def weights(shape, k):
    """Odd eighths between -13/8 and 13/8, exact in every type and never 0: what outputs and gradients are weighed by."""
    i = torch.arange(math.prod(shape))
    return ((2 * ((i * 5 + k * 3) % 14) - 13) / 8.0).to(torch.float64).reshape(shape)


def rounded(values, type):
    """The values as the type has them, in float64; whole numbers as int64, truth values as bool."""
    tensor = torch.as_tensor(values)
    if type in FLOATS:
        return tensor.to(torch.float64).to(FLOATS[type]).to(torch.float64)
    return tensor.to(torch.bool) if type == "bool" else tensor.to(TYPES[type]).to(torch.int64)


def promoted(a, b):
    """The type of a result of two, PyTorch's rule for tensors of one or more axes."""
    names = {v: k for k, v in TYPES.items()}
    return names[torch.promote_types(TYPES[a], TYPES[b])]


class Argument:
    """A leaf, how it lies in memory, and the views that lead from it to what the function gets."""

    def __init__(self, type, leaf, via=(), memory=None, gradient=True):
        self.type, self.leaf, self.via, self.memory = type, leaf, list(via), memory
        self.gradient = gradient and type in FLOATS

    def value(self, leaf):
        x = leaf
        for step in self.via:
            x = apply_view(x, step)
        return x

    @property
    def final(self):
        return self.value(self.leaf)


def log_softmax(x, axis):
    """The logarithm of the softmax with the sum of all terms but the largest: near certainty, where it is tiny, PyTorch's ln(1 + sum) loses its digits."""
    if x.dim() == 0 or x.shape[axis] == 0:
        return x - x if x.dim() == 0 else x * 1
    place = x.detach().argmax(axis, keepdim=True)
    top = x.gather(axis, place)
    others = torch.exp(x - top).scatter(axis, place, 0.0).sum(axis, keepdim=True)
    return (x - top) - torch.log1p(others)


def apply_view(x, step):
    name = step[0]
    if name == "permute":
        return x.permute(step[1])
    if name == "expand":
        return x.expand(step[1])
    if name == "slice":
        index = [slice(None)] * x.dim()
        index[step[1]] = slice(step[2], step[3], step[4])
        return x[tuple(index)]
    if name == "select":
        return x.select(step[1], step[2])
    if name == "unsqueeze":
        return x.unsqueeze(step[1])
    if name == "squeeze":
        return x.squeeze(step[1])
    if name == "reshape":
        return x.reshape(step[1])
    if name == "flatten":
        return x.flatten(step[1], step[2])
    if name == "transpose":
        return x.transpose(step[1], step[2])
    raise ValueError(name)


class Draw:
    """Random choices of one configuration: the seed and its number decide all of them."""

    def __init__(self, seed, index):
        self.random = random.Random(f"{seed}:{index}")
        self.numpy = numpy.random.Generator(numpy.random.PCG64(self.random.getrandbits(64)))

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, *choices):
        return self.random.choice(choices)

    def whole(self, low, high):
        return self.random.randint(low, high)

    def uniform(self, low, high):
        """A number of a few digits, as options are."""
        return float(f"{self.random.uniform(low, high):.3g}")

    def eighth(self, low, high):
        """A multiple of 1/8, exact in every type, so that a parameter's own rounding is none."""
        return self.whole(round(low * 8), round(high * 8)) / 8

    def type(self):
        return self.random.choices(list(FLOATS), [4, 3, 1.5, 1.5])[0]

    def length(self, empty=0.04):
        x = self.random.random()
        return 0 if x < empty else 1 if x < empty + 0.16 else self.whole(2, 7)

    def shape(self, low=0, high=5, empty=0.04, most=400, long=0.06):
        rank = self.random.choices(range(low, high + 1), [(2, 3, 5, 4, 2, 1)[min(k, 5)] for k in range(low, high + 1)])[0]
        while True:
            shape = [self.length(empty) for _ in range(rank)]
            if 1 <= rank <= 2 and self.chance(long):
                shape[-1] = self.pick(8, 15, 16, 17, 31, 33, 64, 65, 130, 257, 1000)
                shape[0] = min(shape[0], 3) if rank > 1 else shape[0]
                return shape
            if math.prod(shape) <= most:
                return shape

    def axis(self, rank):
        """An axis as a user writes it, sometimes counted from the end."""
        if rank == 0:
            return self.pick(0, -1)
        axis = self.whole(0, rank - 1)
        return axis - rank if self.chance(0.4) else axis

    def axes(self, rank):
        """Some axes, or none, which means all."""
        if rank == 0 or self.chance(0.15):
            return []
        chosen = self.random.sample(range(rank), self.whole(1, rank))
        return [a - rank if self.chance(0.4) else a for a in chosen]

    def broadcast(self, shape):
        """A shape that broadcasts to the given one."""
        own = list(shape)
        if self.chance(0.5):
            return own
        own = own[self.whole(0, len(own)):] if self.chance(0.5) else own
        return [1 if self.chance(0.4) else n for n in own]

    def numbers(self, shape, kind="any"):
        """Values; "any" has ties and zeros, wide and narrow ranges."""
        shape = tuple(shape)
        normal = self.numpy.standard_normal(shape)
        uniform = self.numpy.random(shape)
        if kind == "any":
            kind = self.random.choices(["normal", "grid", "wide", "narrow"], [6, 3, 1, 1])[0]
        if kind == "normal":
            return normal * 1.5
        if kind == "grid":
            return numpy.floor(uniform * 13 - 6) / 2
        if kind == "wide":
            return normal * 12
        if kind == "narrow":
            return normal * 0.02 + (self.pick(0, 0, 1, 10))
        if kind == "positive":
            return uniform * self.pick(1, 1, 8) + 0.05
        if kind == "distinct":
            return (self.numpy.permutation(math.prod(shape)) * 0.375 - 0.1875 * math.prod(shape)).reshape(shape) if math.prod(shape) < 200 else normal
        if kind == "apart":
            return numpy.where(normal < 0, -1, 1) * (numpy.abs(normal) + 0.25)
        if kind == "probability":
            return uniform * 0.96 + 0.02
        if kind == "distribution":
            return uniform + 0.05
        raise ValueError(kind)

    def argument(self, shape, type, kind="any", make=None, gradient=True, views=True, repeats=True):
        """An argument of a shape, often as a view of something larger or of another order; repeats: or of something smaller."""
        via, leaf_shape = self.views(list(shape)) if views and self.chance(0.4) else ([], list(shape))
        if not repeats and any(step[0] == "expand" for step in via):
            via, leaf_shape = [], list(shape)
        values = make(tuple(leaf_shape)) if make else self.numbers(leaf_shape, kind)
        memory = None
        if self.chance(0.3) and leaf_shape:
            order = list(range(len(leaf_shape)))
            if self.chance(0.6):
                self.random.shuffle(order)
            memory = [order, self.pick(1, 1, 2, 3), self.pick(0, 0, 1, 3)]
        return Argument(type, rounded(values, type), via, memory, gradient and not (type in FLOATS and self.chance(0.12)))

    def views(self, shape):
        """Views that end in the shape, found from the end on, and the shape that they start from."""
        via = []
        for _ in range(self.pick(1, 1, 2, 3)):
            name = self.pick("permute", "expand", "slice", "select", "unsqueeze", "squeeze")
            if name == "permute" and len(shape) > 1:
                order = list(range(len(shape)))
                self.random.shuffle(order)
                before = [0] * len(shape)
                for i, axis in enumerate(order):
                    before[axis] = shape[i]
                via.insert(0, ["permute", order])
                shape = before
            elif name == "expand" and shape and math.prod(shape) > 0:
                before = [1 if self.chance(0.4) else n for n in shape][self.whole(0, 1) if len(shape) > 1 else 0:]
                via.insert(0, ["expand", list(shape)])
                shape = before
            elif name == "slice" and shape:
                axis, step, start = self.whole(0, len(shape) - 1), self.pick(1, 1, 2, 3), self.whole(0, 2)
                n = shape[axis]
                end = start + (n - 1) * step + 1 if n > 0 else start
                before = list(shape)
                before[axis] = end + self.whole(0, 2)
                via.insert(0, ["slice", axis, start, end, step])
                shape = before
            elif name == "select" and len(shape) < 5:
                axis, n = self.whole(0, len(shape)), self.whole(1, 3)
                via.insert(0, ["select", axis, self.whole(0, n - 1)])
                shape = shape[:axis] + [n] + shape[axis:]
            elif name == "unsqueeze" and 1 in shape:
                axis = self.pick(*[i for i, n in enumerate(shape) if n == 1])
                via.insert(0, ["unsqueeze", axis])
                shape = shape[:axis] + shape[axis + 1:]
            elif name == "squeeze" and len(shape) < 5:
                axis = self.whole(0, len(shape))
                via.insert(0, ["squeeze", axis])
                shape = shape[:axis] + [1] + shape[axis:]
        return via, shape


class Case:
    """A configuration: a kind, options as the reader gets them, arguments, and PyTorch's function of them.

    each: whether an element of the result depends on few elements, so that it is compared for itself.
    refuse: why Hillock refuses what PyTorch takes, or "PyTorch refuses".
    floor: the size of terms that cancel in the value, where it is not that of the result.
    check: PyTorch's own function where the function here is composed, because PyTorch lacks its second derivatives or loses digits; both must agree.
    roundings: how often a value is rounded on its way, where several operations follow each other.
    """

    def __init__(self, kind, arguments, function, options=None, result=None, each=False, second=True, refuse=None, gradient=True, roundings=1, check=None, floor=0.0):
        self.kind, self.arguments, self.function, self.options = kind, arguments, function, options or {}
        self.result = result or arguments[0].type
        self.each, self.second, self.refuse, self.gradient, self.roundings = each, second, refuse, gradient, roundings
        self.check, self.floor = check, floor


def evaluate(case, leaves):
    """Outputs, gradients of their weighted sum, and gradients of the gradients' weighted sum."""
    own = [leaf.detach().clone().requires_grad_(a.gradient and case.gradient) if a.type in FLOATS else leaf for a, leaf in zip(case.arguments, leaves)]
    outputs = case.function(*[a.value(leaf) for a, leaf in zip(case.arguments, own)])
    outputs = list(outputs) if isinstance(outputs, (tuple, list)) else [outputs]
    wanted = [x for a, x in zip(case.arguments, own) if a.gradient and case.gradient]
    found = [y for y in outputs if y.is_floating_point() and y.requires_grad]
    results = {"outputs": [y.detach() for y in outputs], "gradients": [], "second": []}
    if not wanted or not found:
        return results
    total = sum((y * weights(y.shape, k)).sum() for k, y in enumerate(outputs) if y.is_floating_point())
    first = torch.autograd.grad(total, wanted, create_graph=case.second, allow_unused=True)
    results["gradients"] = [torch.zeros_like(x) if g is None else g.detach() for x, g in zip(wanted, first)]
    if not case.second:
        return results
    total = sum((g * weights(g.shape, 10 + j)).sum() for j, g in enumerate(first) if g is not None)
    second = torch.autograd.grad(total, wanted, allow_unused=True) if torch.is_tensor(total) and total.requires_grad else [None] * len(wanted)
    results["second"] = [torch.zeros_like(x) if g is None else g.detach() for x, g in zip(wanted, second)]
    return results


def terms(case, exact):
    """The size of the terms of which gradients are made, output/argument^order: what cancels among them leaves rounding of that size."""
    sizes = [float(y.abs()[torch.isfinite(y)].max()) for y in exact["outputs"] if y.is_floating_point() and torch.isfinite(y).any()]
    used = [a.final[a.final != 0] for a in case.arguments if a.gradient and case.gradient]
    # A leaf that a view repeats gets the sum of as many gradients.
    repeats = max([a.final.numel() / max(1, a.leaf.numel()) for a in case.arguments if a.gradient], default=1)
    least = min([float(x.square().mean().sqrt()) for x in used if x.numel()], default=1.0)
    largest = 13 / 8 * max(1, repeats) * (max(sizes + [case.floor], default=0.0) or 1.0)
    return {"outputs": case.floor, "gradients": largest * max(1, 1 / least), "second": largest * max(1, 1 / least ** 2)}


def sensitivity(case, exact):
    """For each result, how much its most sensitive element changes per relative change of the inputs: the condition that every algorithm has.

    Evaluated with two steps; an element whose change does not shrink with the step has a jump there, which is no excuse.
    """
    scales, least = {}, terms(case, exact)
    changes = []
    for step in (STEP, STEP / 16):
        signs = numpy.random.Generator(numpy.random.PCG64(1))
        moved = [leaf * (1 + step * torch.as_tensor(signs.choice([-1.0, 1.0], tuple(leaf.shape)))) if a.type in FLOATS else leaf
                 for a, leaf in zip(case.arguments, [a.leaf for a in case.arguments])]
        results = evaluate(case, moved)
        changes.append({part: [(r - e).abs() / step if e.is_floating_point() else None for r, e in zip(results[part], exact[part])] for part in exact})
    for part in exact:
        scales[part] = []
        for e, large, small in zip(exact[part], changes[0][part], changes[1][part]):
            if large is None or e.numel() == 0:
                scales[part].append(0.0)
                continue
            jumps = small * STEP / 16 > large * STEP / 4
            own = torch.where(jumps | ~torch.isfinite(large + small), torch.zeros_like(large), torch.maximum(large, small))
            size = torch.where(torch.isfinite(e), e.abs(), torch.zeros_like(e))
            scales[part].append(max(float(own.max()), float(size.max()), least[part]))
    return scales


def packed(tensor, type):
    if type in FLOATS:
        tensor = tensor.to(FLOATS[type])
        array = tensor.contiguous().view(torch.int16).numpy() if type == "bfloat16" else tensor.contiguous().numpy()
    else:
        array = tensor.to(TYPES[type]).contiguous().numpy()
    return base64.b64encode(array.tobytes()).decode("ascii")


def result(tensor, scale, type):
    whole = not tensor.is_floating_point()
    line = {"type": type, "shape": list(tensor.shape)}
    if tensor.ne(0).any():
        line["data"] = packed(tensor, "int64" if whole else "float64")
    size = float(tensor.abs()[torch.isfinite(tensor)].max()) if not whole and torch.isfinite(tensor).any() else 0.0
    if scale > 1.05 * size:
        line["scale"] = float(f"{scale:.3g}")
    return line


def line(case):
    """The line of a configuration, ready for JSON."""
    item = {"kind": case.kind, "options": case.options, "inputs": []}
    for a in case.arguments:
        own = {"type": a.type, "shape": list(a.leaf.shape), "data": packed(a.leaf, a.type)}
        if a.via:
            own["via"] = a.via
        if a.memory:
            own["memory"] = a.memory
        if a.gradient and case.gradient:
            own["gradient"] = True
        item["inputs"].append(own)
    try:
        exact = evaluate(case, [a.leaf for a in case.arguments])
    except (RuntimeError, IndexError, ValueError, TypeError) as error:
        if case.refuse is None:
            raise RuntimeError(f"{case.kind} {case.options} {[list(a.final.shape) for a in case.arguments]}: {error}") from error
        exact = None
    if exact and case.check:
        own = case.check(*[a.final for a in case.arguments])
        for a, b in zip(exact["outputs"], own if isinstance(own, (tuple, list)) else [own]):
            if a.shape != b.shape or not torch.allclose(a, b, rtol=1e-7, atol=1e-9, equal_nan=True):
                raise RuntimeError(f"PyTorch disagrees on {case.kind} {case.options} {[list(x.final.shape) for x in case.arguments]}: {a} and {b}")
    if case.refuse and case.refuse.startswith("PyTorch") and exact is not None:
        raise RuntimeError(f"PyTorch does not refuse {case.kind} {case.options} {[list(a.final.shape) for a in case.arguments]}")
    if case.refuse:
        return item | {"refused": case.refuse}
    scales = sensitivity(case, exact)
    types = case.result if isinstance(case.result, list) else [case.result] * len(exact["outputs"])
    item["each"] = case.each
    if case.roundings > 1:
        item["roundings"] = case.roundings
    item["outputs"] = [result(y, s, t) for y, s, t in zip(exact["outputs"], scales["outputs"], types)]
    wanted = [a.type for a in case.arguments if a.gradient and case.gradient]
    # Terms of a sum may overflow in float16 although the sum does not.
    most = 2e4 if "float16" in [a.type for a in case.arguments] else float("inf")
    for part in ("gradients", "second"):
        if exact[part] and max(scales[part], default=0.0) < most:
            item[part] = [result(y, s, t) for y, s, t in zip(exact[part], scales[part], wanted)]
    return item
