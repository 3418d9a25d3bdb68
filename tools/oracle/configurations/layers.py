"""Normalisation, attention, transformers, adaptive softmax, dropout in evaluation."""

import math

import numpy
import torch
import torch.nn as nn
import torch.nn.functional as F

from .core import Case, rounded


def layer_norm(draw):
    shape, type = draw.shape(1, 4), draw.type()
    rank = draw.whole(1, len(shape))
    normalized, epsilon = shape[len(shape) - rank:], draw.pick(1e-5, 1e-3, 0.5)
    rms = draw.chance(0.4)
    options = {"shape": normalized, "epsilon": epsilon}
    # Rows of equal elements have gradients of differences alone, of the size 1/√ε: not the size of the result.
    arguments = [draw.argument(shape, type, draw.pick("normal", "any"), repeats=False)]
    if draw.chance(0.6):
        options["weight"] = len(arguments)
        arguments.append(draw.argument(normalized, type))
    if draw.chance(0.6) and not rms:
        options["bias"] = len(arguments)
        arguments.append(draw.argument(normalized, type))
    own = list(range(-rank, 0))

    def function(x, *rest):
        first = x
        for a in own:
            first = first[tuple(slice(None) if i != a % x.dim() else slice(0, 1) for i in range(x.dim()))]
        d = x if rms else x - first.detach()
        d = d if rms else d - d.mean(own, keepdim=True)
        y = d / torch.sqrt((d * d).mean(own, keepdim=True) + epsilon)
        y = y * rest[options["weight"] - 1] if "weight" in options else y
        return y + rest[options["bias"] - 1] if "bias" in options else y
    check = None if rms or math.prod(shape) == 0 else lambda x, *rest: F.layer_norm(
        x, normalized, rest[options["weight"] - 1] if "weight" in options else None, rest[options["bias"] - 1] if "bias" in options else None, epsilon)
    return Case("rms-norm" if rms else "layer-norm", arguments, function, options, check=check)


def attend(q, k, v, see, bias, options):
    """Scaled dot-product attention; a query that sees no key gets 0."""
    if options.get("grouped"):
        k = k.repeat_interleave(q.shape[-3] // k.shape[-3], -3)
        v = v.repeat_interleave(q.shape[-3] // v.shape[-3], -3)
    scores = q @ k.transpose(-2, -1) * options.get("scale", 1 / math.sqrt(q.shape[-1]) if q.shape[-1] else 1)
    if "cap" in options:
        scores = options["cap"] * torch.tanh(scores / options["cap"])
    if bias is not None:
        scores = scores + bias
    scores = scores * options.get("beta", 1)
    visible = torch.ones(scores.shape, dtype=torch.bool)
    if see is not None:
        visible = visible & see
    if "causal" in options:
        visible = visible & torch.ones(scores.shape[-2:], dtype=torch.bool).tril(scores.shape[-1] - scores.shape[-2] if options["causal"] == "LowerRight" else 0)
    return masked(scores, visible) @ v, masked(scores, visible)


def masked(scores, visible):
    if scores.shape[-1] == 0:
        return scores
    inside = torch.where(visible, scores, torch.zeros_like(scores))
    top = torch.where(visible, scores, torch.full_like(scores, -1e300)).amax(-1, keepdim=True).detach()
    e = torch.where(visible, torch.exp(torch.where(visible, inside - top, torch.zeros_like(scores))), torch.zeros_like(scores))
    total = e.sum(-1, keepdim=True)
    return e / torch.where(total == 0, torch.ones_like(total), total)


def attention(draw):
    type = draw.type()
    l, s, e, ev = draw.length(), draw.length(), draw.whole(1, 6), draw.whole(1, 6)
    if draw.chance(0.05):
        l, s = draw.pick(17, 33, 65), draw.pick(16, 40, 130)
    lead = draw.shape(0, 2, empty=0, most=8, long=0)
    options = {}
    kv = list(lead)
    if lead and draw.chance(0.2):
        heads = draw.whole(1, 2)
        lead, kv, options["grouped"] = lead[:-1] + [heads * draw.whole(1, 3)], lead[:-1] + [heads], True
    else:
        kv = draw.broadcast(lead) if draw.chance(0.3) else kv
    arguments = [draw.argument(lead + [l, e], type, "normal"), draw.argument(kv + [s, e], type, "normal"), draw.argument(kv + [s, ev], type, "normal")]
    for name, value in (("scale", draw.pick(0.5, 1, -0.75)), ("beta", draw.pick(0.5, 2, -1)), ("cap", draw.pick(0.5, 1.5))):
        if draw.chance(0.15):
            options[name] = value
    if draw.chance(0.3):
        options["causal"] = draw.pick("UpperLeft", "LowerRight")
    form = draw.broadcast(lead)
    if draw.chance(0.4):
        options["visible"] = len(arguments)
        options["blocked"] = draw.chance(0.5)
        arguments.append(draw.argument(form + draw.pick([l, s], [1, s], [l, 1] if s else [l, s]), "bool", make=lambda shape: draw.numpy.random(shape) < (0.4 if options["blocked"] else 0.6)))
    if draw.chance(0.35):
        options["bias"] = len(arguments)
        arguments.append(draw.argument(draw.broadcast(lead) + draw.pick([l, s], [1, s]), type, "normal"))
    options["weights"] = draw.chance(0.5)

    def function(*xs):
        see = xs[options["visible"]] if "visible" in options else None
        see = ~see if see is not None and options["blocked"] else see
        output, weights = attend(*xs[:3], see, xs[options["bias"]] if "bias" in options else None, options)
        return (output, weights) if options["weights"] else output
    # Without keys there is nothing to attend to, and the weights are empty.
    return Case("attention", arguments, function, options)


def names_of(module):
    return [name for name, _ in module.named_parameters()]


def with_state(draw, module, type):
    """Arguments for the parameters of a module, in the order of its state dict."""
    found = []
    for name, p in module.named_parameters():
        found.append(draw.argument(list(p.shape), type, make=lambda s: draw.numpy.standard_normal(s) * 0.5, views=False))
    return found


def called(module, names, values, run):
    """The module's result with other parameters in the place of its own."""
    from torch.nn.utils import stateless
    with stateless._reparametrize_module(module, dict(zip(names, values))):
        return run()


def multihead(draw):
    type = draw.type()
    heads = draw.whole(1, 3)
    embed = heads * draw.whole(1, 3)
    settings = {"bias": draw.chance(0.6), "add_bias_kv": draw.chance(0.2), "add_zero_attn": draw.chance(0.2), "batch_first": draw.chance(0.4)}
    kdim, vdim = (draw.whole(1, 5), draw.whole(1, 5)) if draw.chance(0.25) else (embed, embed)
    module = nn.MultiheadAttention(embed, heads, kdim=kdim, vdim=vdim, **settings)
    n, l, s = draw.whole(1, 3), draw.whole(1, 5), draw.whole(1, 6)
    batch = draw.chance(0.75)
    same = draw.chance(0.3) and kdim == embed and vdim == embed
    s = l if same else s
    form = lambda length, width: [length, width] if not batch else [n, length, width] if settings["batch_first"] else [length, n, width]
    arguments = [draw.argument(form(l, embed), type, "normal")]
    if not same:
        arguments += [draw.argument(form(s, kdim), type, "normal"), draw.argument(form(s, vdim), type, "normal")]
    options = {"embed": embed, "heads": heads, "kdim": kdim, "vdim": vdim, "same": same, "weights": draw.chance(0.5), "average": draw.chance(0.5)} | settings
    if draw.chance(0.4):
        options["padding"] = len(arguments)
        padding = draw.numpy.random((n, s) if batch else (s,)) < 0.3
        padding[..., 0] = False
        arguments.append(draw.argument(list(padding.shape), "bool", make=lambda shape: padding, views=False))
    if draw.chance(0.4):
        options["mask"] = len(arguments)
        kind = draw.pick("bool", "float", "causal")
        options["mask-kind"] = kind
        if kind == "float":
            arguments.append(draw.argument([l, s], type, "normal", gradient=False, views=False))
        else:
            blocked = numpy.triu(numpy.ones((l, s), bool), 1) if kind == "causal" else draw.numpy.random((l, s)) < 0.3
            blocked[:, 0] = False
            arguments.append(draw.argument([l, s], "bool", make=lambda shape: blocked, views=False))
    options["parameters"] = names_of(module)
    first = len(arguments)
    arguments += with_state(draw, module, type)

    def function(*xs):
        q, k, v = xs[:3] if not same else (xs[0], xs[0], xs[0])
        mask = xs[options["mask"]] if "mask" in options else None
        padding = xs[options["padding"]] if "padding" in options else None
        y, w = called(module, options["parameters"], xs[first:], lambda: module(q, k, v, key_padding_mask=padding, attn_mask=mask, average_attn_weights=options["average"]))
        return (y, w) if options["weights"] else y
    if "mask" in options and "padding" in options:
        # A row in which every key is hidden by one or the other is NaN in PyTorch.
        hidden = arguments[options["mask"]].final if options["mask-kind"] != "float" else torch.zeros(l, s, dtype=torch.bool)
        both = hidden | arguments[options["padding"]].final.reshape(-1, 1, s)
        if bool(both.all(-1).any()):
            del options["padding"]
    return Case("multihead-attention", arguments, function, options, roundings=4)


def transformer(draw):
    type = draw.type()
    heads = draw.whole(1, 2)
    width = heads * draw.whole(1, 3)
    decoder = draw.chance(0.4)
    settings = {"dim_feedforward": draw.whole(1, 6), "dropout": 0.0, "activation": draw.pick("relu", "gelu"), "layer_norm_eps": draw.pick(1e-5, 1e-3),
                "batch_first": draw.chance(0.5), "norm_first": draw.chance(0.5)}
    module = (nn.TransformerDecoderLayer if decoder else nn.TransformerEncoderLayer)(width, heads, **settings)
    # In training mode PyTorch takes its plain path; without dropout both give the same.
    module.train()
    n, l, s = draw.whole(1, 3), draw.whole(1, 4), draw.whole(1, 4)
    form = lambda length: [n, length, width] if settings["batch_first"] else [length, n, width]
    arguments = [draw.argument(form(l), type, "normal")]
    options = {"width": width, "heads": heads} | settings
    if decoder:
        arguments.append(draw.argument(form(s), type, "normal"))
    if draw.chance(0.4):
        options["causal"] = True
    if draw.chance(0.4):
        options["padding"] = len(arguments)
        padding = draw.numpy.random((n, l)) < 0.3
        padding[:, 0] = False
        arguments.append(draw.argument([n, l], "bool", make=lambda shape: padding, views=False))
    options["parameters"] = names_of(module)
    first = len(arguments)
    arguments += with_state(draw, module, type)
    causal = torch.triu(torch.ones(l, l, dtype=torch.bool), 1) if options.get("causal") else None

    def function(*xs):
        padding = xs[options["padding"]] if "padding" in options else None
        if decoder:
            run = lambda: module(xs[0], xs[1], tgt_mask=causal, tgt_key_padding_mask=padding)
        else:
            run = lambda: module(xs[0], src_mask=causal, src_key_padding_mask=padding)
        return called(module, options["parameters"], xs[first:], run)
    return Case("decoder-layer" if decoder else "encoder-layer", arguments, function, options, roundings=12)


def adaptive(draw):
    type = draw.pick("float64", "float32")
    features, classes = draw.whole(2, 8), draw.whole(3, 12)
    cutoffs = sorted(draw.random.sample(range(1, classes), draw.whole(1, min(3, classes - 1))))
    value, head_bias = draw.pick(1, 1.5, 2), draw.chance(0.5)
    if int(features // value ** len(cutoffs)) < 1:
        value = 1
    module = nn.AdaptiveLogSoftmaxWithLoss(features, classes, cutoffs, div_value=value, head_bias=head_bias)
    rows = draw.whole(1, 6)
    names = names_of(module)
    options = {"features": features, "classes": classes, "cutoffs": cutoffs, "value": value, "head-bias": head_bias, "parameters": names, "all": draw.chance(0.4)}
    x = draw.argument([rows, features], type, "normal")
    t = draw.argument([rows], "int64", make=lambda s: draw.numpy.integers(0, classes, s))

    def function(x, t, *state):
        if options["all"]:
            return called(module, names, state, lambda: module.log_prob(x))
        logs = called(module, names, state, lambda: module.log_prob(x))
        output = logs.gather(1, t.unsqueeze(1)).squeeze(1)
        return output, -output.mean()

    def check(x, t, *state):
        if options["all"]:
            return called(module, names, state, lambda: module.log_prob(x))
        result = called(module, names, state, lambda: module(x, t))
        return result.output, result.loss
    return Case("adaptive-log-softmax", [x, t] + with_state(draw, module, type), function, options, check=check)


def dropout(draw):
    x = draw.argument(draw.shape(), draw.type())
    return Case("dropout-in-evaluation", [x], lambda x: x * 1, {"probability": draw.pick(0, 0.25, 0.5, 1)}, each=True)


KINDS = {"norms": (2.5, layer_norm), "attention": (4, attention), "multihead": (1.5, multihead), "transformer": (1, transformer), "adaptive": (1, adaptive), "dropout": (0.4, dropout)}
