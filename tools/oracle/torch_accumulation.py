#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/accumulation.json: gradients of leaves over several backward passes of random graphs, in float64.

Each case has a few leaves and a list of steps: backward passes (with and without a retained or differentiable graph, from one number, from a given
gradient, or from a leaf's own gradient), penalties on differentiable gradients, forgetting, clipping, and setting one leaf's gradient to another's.
PyTorch's autograd.grad computes each pass, and the sums are made here with new tensors, so that no memory is ever shared.
Usage: /usr/bin/python3 tools/oracle/torch_accumulation.py
"""

import json
import random
from pathlib import Path

import torch

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch"
CASES = 80
SHAPES = [(2, 3), (2, 3), (2, 3), (1, 3), (2, 1), (3,), ()]


def apply(node, values):
    """The operations that AccumulationProgram.cs knows by the same names."""
    args = [values[i] for i in node["args"]]
    x = args[0]
    return {
        "add": lambda: x + args[1],
        "subtract": lambda: x - args[1],
        "multiply": lambda: x * args[1],
        "negate": lambda: -x,
        "scale": lambda: x * node["number"],
        "shift": lambda: x + node["number"],
        "tanh": lambda: torch.tanh(x),
        "square": lambda: x * x,
        "sum": lambda: x.sum(),
        "mean": lambda: x.mean(),
        "sum last": lambda: x.sum(-1, keepdim=True),
        "expand": lambda: x.expand(2, 3),
        "transpose": lambda: x.transpose(-2, -1),
        "flatten": lambda: x.reshape(-1),
        "tail": lambda: x[..., 1:],
        "copy": lambda: x.clone(),
        "concat": lambda: torch.cat([x.reshape(-1), args[1].reshape(-1)]),
    }[node["op"]]()


def broadcasts(a, b):
    return all(m == n or 1 in (m, n) for m, n in zip(reversed(a), reversed(b)))


def graph(rng, leaves):
    values, nodes = list(leaves), []
    for _ in range(rng.randint(2, 7)):
        while True:
            op = rng.choice(["add", "add", "add", "subtract", "multiply", "negate", "scale", "shift", "tanh", "square", "sum last", "expand",
                             "transpose", "flatten", "tail", "copy", "concat", "mean"])
            a, b = rng.randrange(len(values)), rng.randrange(len(values))
            shape = tuple(values[a].shape)
            if op in ("add", "subtract", "multiply"):
                if broadcasts(shape, tuple(values[b].shape)) and len(shape) <= 2:
                    args = [a, b]
                    break
            elif op == "concat":
                args = [a, b]
                break
            elif (op == "sum last" and shape) or (op == "expand" and broadcasts(shape, (2, 3)) and len(shape) <= 2 and all(n in (1, m) for n, m in zip(reversed(shape), (3, 2)))) \
                    or (op == "transpose" and len(shape) == 2) or (op == "tail" and shape and shape[-1] > 1) \
                    or op in ("negate", "scale", "shift", "tanh", "square", "flatten", "copy", "mean"):
                args = [a]
                break
        node = {"op": op, "args": args}
        if op in ("scale", "shift"):
            node["number"] = rng.choice([0.5, -1.5, 3.0])
        nodes.append(node)
        values.append(apply(node, values))
    # Everything goes into the result, so that leaves meet.
    total = None
    for i in range(len(leaves), len(values)):
        nodes.append({"op": "sum", "args": [i]})
        values.append(apply(nodes[-1], values))
        if total is not None:
            nodes.append({"op": "add", "args": [total, len(values) - 1]})
            values.append(apply(nodes[-1], values))
        total = len(values) - 1
    return nodes, values


def tensor(x):
    return {"shape": list(x.shape), "values": x.detach().reshape(-1).tolist()}


def accumulate(grads, new):
    return [g if n is None else n if g is None else g + n for g, n in zip(grads, new)]


def case(index):
    rng = random.Random(index)
    torch.manual_seed(index)
    leaves = [torch.randn(rng.choice(SHAPES)).requires_grad_() for _ in range(rng.randint(2, 4))]
    grads = [None] * len(leaves)
    steps, after = [], []
    for _ in range(rng.randint(4, 8)):
        tracked = [k for k, g in enumerate(grads) if g is not None and g.requires_grad]
        kind = "penalty" if tracked and rng.random() < 0.4 else rng.choice(["backward"] * 5 + ["zero", "clip", "set"])
        step = {"kind": kind}
        if kind == "backward":
            nodes, values = graph(rng, leaves)
            last = len(values) - 1
            step |= {"nodes": nodes, "create": rng.random() < 0.4, "twice": rng.random() < 0.3}
            owners = [k for k, g in enumerate(grads) if g is not None]
            choice = rng.random()
            if choice < 0.5:
                step["output"], seed = last, None
            elif choice < 0.75 or not owners:
                candidates = [i for i in range(len(values)) if i < len(leaves) or nodes[i - len(leaves)]["op"] != "sum"]
                step["output"] = rng.choice(candidates)
                seed = torch.randn(values[step["output"]].shape)
                step["seed"] = tensor(seed)
            else:
                # A leaf's own gradient as the seed, of the leaf added to something of its shape.
                k = rng.choice(owners)
                nodes += [{"op": "multiply", "args": [k, last]}, {"op": "add", "args": [len(values), k]}]
                for node in nodes[-2:]:
                    values.append(apply(node, values))
                step["output"], step["gradientOf"], seed = len(values) - 1, k, grads[k].detach()
            out = values[step["output"]]
            for again in range(2 if step["twice"] else 1):
                if "gradientOf" in step:
                    seed = grads[step["gradientOf"]].detach()
                new = torch.autograd.grad(out, leaves, seed, retain_graph=True, create_graph=step["create"], allow_unused=True)
                grads = accumulate(grads, new)
                if not step["create"]:
                    grads = [g if g is None or n is None else g.detach() for g, n in zip(grads, new)]
        elif kind == "zero":
            step["leaf"] = rng.randrange(len(leaves))
            grads[step["leaf"]] = None
        elif kind == "clip":
            step["maximum"] = rng.choice([0.5, 2.0])
            present = [g for g in grads if g is not None]
            norm = float(torch.sqrt(sum((g.detach() ** 2).sum() for g in present))) if present else 0.0
            if norm > step["maximum"]:
                grads = [None if g is None else g.detach() * (step["maximum"] / norm) for g in grads]
        elif kind == "penalty":
            step["leaves"] = tracked
            penalty = sum((grads[k] * grads[k]).sum() for k in tracked)
            grads = accumulate(grads, torch.autograd.grad(penalty, leaves, retain_graph=True, allow_unused=True))
            grads = [None if g is None else g.detach() for g in grads]
        elif kind == "set":
            k = rng.randrange(len(leaves))
            others = [j for j in range(len(leaves)) if j != k and leaves[j].shape == leaves[k].shape and grads[j] is not None]
            step["leaf"] = k
            step["from"] = rng.choice(others) if others else -1
            if others:
                grads[k] = grads[step["from"]].detach().clone()
        steps.append(step)
        after.append([None if g is None else g.detach().reshape(-1).tolist() for g in grads])
    return {"name": str(index), "leaves": [tensor(x) for x in leaves], "steps": steps, "after": after}


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)
    content = {"torch": torch.__version__, "cases": [case(i) for i in range(CASES)]}
    (DATA / "accumulation.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
