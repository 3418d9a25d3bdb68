"""Optimizers over several steps, schedules, clipping, changes in place, and random graphs."""

import math

import torch

from .core import Case, weights


def optimizer(draw):
    type = draw.pick("float64", "float32")
    name = draw.pick("sgd", "adam", "adamw")
    steps = draw.whole(1, 6)
    shapes = [draw.shape(0, 3, empty=0, most=60) for _ in range(draw.whole(1, 3))]
    options = {"name": name, "steps": steps, "count": len(shapes), "learning-rate": draw.pick(0.125, 0.01, 0.5), "weight-decay": draw.pick(0, 0, 0.1, 0.01)}
    if name == "sgd":
        options["momentum"] = draw.pick(0, 0, 0.9, 0.5)
        options["nesterov"] = options["momentum"] > 0 and draw.chance(0.4)
        options["dampening"] = 0 if options["nesterov"] else draw.pick(0, 0, 0.25)
    else:
        options |= {"beta1": draw.pick(0.9, 0.5, 0.0), "beta2": draw.pick(0.999, 0.9, 0.75), "epsilon": draw.pick(1e-8, 1e-3)}
    if draw.chance(0.3):
        options["clip"] = draw.pick(0.5, 2.0)
    if draw.chance(0.4):
        options["schedule"] = draw.pick("exponential", "step", "cosine")
    arguments = [draw.argument(s, type, views=False, gradient=False) for s in shapes]
    for _ in range(steps):
        arguments += [draw.argument(s, type, draw.pick("normal", "any"), views=False, gradient=False) for s in shapes]
    for a in arguments:
        a.memory = None

    def function(*xs):
        parameters = [x.detach().clone().requires_grad_() for x in xs[:len(shapes)]]
        rate = options["learning-rate"]
        if name == "sgd":
            own = torch.optim.SGD(parameters, lr=rate, momentum=options["momentum"], dampening=options["dampening"], weight_decay=options["weight-decay"], nesterov=options["nesterov"])
        else:
            own = (torch.optim.Adam if name == "adam" else torch.optim.AdamW)(
                parameters, lr=rate, betas=(options["beta1"], options["beta2"]), eps=options["epsilon"], weight_decay=options["weight-decay"])
        schedule = {"exponential": lambda: torch.optim.lr_scheduler.ExponentialLR(own, 0.75), "step": lambda: torch.optim.lr_scheduler.StepLR(own, 2, 0.5),
                    "cosine": lambda: torch.optim.lr_scheduler.CosineAnnealingLR(own, 5), None: lambda: None}[options.get("schedule")]()
        for k in range(steps):
            for i, p in enumerate(parameters):
                p.grad = xs[(k + 1) * len(shapes) + i].detach().clone()
            if "clip" in options:
                # PyTorch divides by the norm plus 1e-6; Hillock by the norm.
                norm = math.sqrt(sum(float((p.grad ** 2).sum()) for p in parameters))
                if norm > options["clip"]:
                    for p in parameters:
                        p.grad *= options["clip"] / norm
            own.step()
            if schedule:
                schedule.step()
        return [p.detach() for p in parameters]
    # AdamW's first steps divide small numbers by small numbers: the sensitivity says by how much.
    return Case("optimizer", arguments, function, options, result=[type] * len(shapes), gradient=False)


def in_place(draw):
    """Changes in place of a view, seen through the whole of the memory; operands may be other views of the same memory."""
    type = draw.type()
    shape = draw.shape(1, 3, empty=0)
    base = draw.argument(shape, type, "normal", views=False, gradient=False)
    base.memory = None
    name = draw.pick("fill", "copy", "add", "multiply", "multiply-number", "set")
    axis = draw.whole(0, len(shape) - 1)
    start = draw.whole(0, shape[axis] - 1)
    end = draw.whole(start + 1, shape[axis])
    step = draw.pick(1, 1, 2)
    target = ["slice", axis, start, end, step]
    options = {"name": name, "target": target, "number": draw.eighth(-2, 2)}
    view = lambda x: x[tuple(slice(start, end, step) if i == axis else slice(None) for i in range(x.dim()))]
    part = list(view(base.final).shape)
    arguments = [base]
    n = part[axis]
    own = draw.chance(0.4) and shape[axis] - n >= 0
    if name in ("copy", "add", "multiply", "set"):
        if own:
            # A window of the same memory, of the same length, or one row of it.
            place = draw.whole(0, shape[axis] - n)
            options["operand"] = ["slice", axis, place, place + n, 1] if draw.chance(0.6) else ["slice", axis, place, place + 1, 1]
        else:
            arguments.append(draw.argument(draw.broadcast(part), type if name != "copy" or draw.chance(0.7) else draw.type(), "normal", gradient=False))

    def function(x, *rest):
        y = x.detach().clone()
        operand = None
        if rest:
            operand = rest[0]
        elif "operand" in options:
            _, a, b, c, d = options["operand"]
            operand = y[tuple(slice(b, c, d) if i == a else slice(None) for i in range(y.dim()))].clone()
        t = view(y)
        if name == "fill":
            t.fill_(options["number"])
        elif name in ("copy", "set"):
            t.copy_(operand)
        elif name == "add":
            t.add_(options["number"] * operand)
        elif name == "multiply":
            t.mul_(operand)
        else:
            t.mul_(options["number"])
        return y
    return Case("in-place", arguments, function, options, gradient=False, result=type)


UNARY = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "square": lambda x: x * x, "negate": torch.neg, "half": lambda x: x * 0.5, "softmax": lambda x: torch.softmax(x, -1), "relu": torch.relu,
         "transpose": lambda x: x.t(), "sum-rows": lambda x: x.sum(0, keepdim=True), "mean-columns": lambda x: x.mean(1, keepdim=True), "first-row": lambda x: x[:1], "double": lambda x: torch.cat((x, x), 0)}
BINARY = {"add": torch.add, "subtract": torch.sub, "multiply": torch.mul, "matmul": lambda x, y: x @ y.t(), "matmul-left": lambda x, y: x.t() @ y}


def graph(draw):
    """A program of operations on matrices in which results are used several times."""
    type = draw.pick("float64", "float64", "float32")
    rows, columns = draw.whole(1, 5), draw.whole(1, 5)
    inputs = [draw.argument(draw.pick([rows, columns], [rows, columns], [1, columns], [rows, 1]), type, "normal") for _ in range(draw.whole(1, 3))]
    shapes = [list(a.final.shape) for a in inputs]
    program = []
    for _ in range(draw.whole(2, 10)):
        for _ in range(20):
            if draw.chance(0.5):
                name, i = draw.pick(*UNARY), draw.whole(0, len(shapes) - 1)
                step = [name, i]
                result = list(UNARY[name](torch.zeros(shapes[i])).shape)
            else:
                name, i, j = draw.pick(*BINARY), draw.whole(0, len(shapes) - 1), draw.whole(0, len(shapes) - 1)
                step = [name, i, j]
                try:
                    result = list(BINARY[name](torch.zeros(shapes[i]), torch.zeros(shapes[j])).shape)
                except RuntimeError:
                    continue
            if math.prod(result) <= 60:
                program.append(step)
                shapes.append(result)
                break
    outputs = sorted({len(shapes) - 1, draw.whole(len(inputs), len(shapes) - 1)}) if len(shapes) > len(inputs) else [0]

    def function(*xs):
        values = list(xs)
        for step in program:
            y = UNARY[step[0]](values[step[1]]) if len(step) == 2 else BINARY[step[0]](values[step[1]], values[step[2]])
            values.append(y)
        return [values[i] * 1 for i in outputs]
    return Case("graph", inputs, function, {"program": program, "outputs": outputs})


KINDS = {"optimizer": (1.5, optimizer), "in place": (1.5, in_place), "graph": (3, graph)}
