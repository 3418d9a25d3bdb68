#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/transformers.json: multi-head attention and transformer layers with their states, outputs and gradients in float64.

    /usr/bin/python3 tools/oracle/torch_transformers.py

Names, arguments and states are PyTorch's. Gradients are those of the sum of the outputs times v(0) (of the weights times v(1), where a case says so), for
every parameter and every input. Where PyTorch gives NaN, for queries that see no key, the reference is `plain` below, which cases with "plain" use.
"""

import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch"


def tensor(value):
    if value.dtype == torch.bool:
        return {"shape": list(value.shape), "truths": [int(v) for v in value.reshape(-1).tolist()]}
    # −∞ has no JSON.
    values = [float(f"{v:.13g}") if math.isfinite(v) else ("-inf" if v < 0 else "nan") for v in value.detach().reshape(-1).tolist()]
    return {"shape": list(value.shape), "values": values}


def short(*shape, scale=1.0, steps=256):
    return (torch.randn(*shape) * scale * steps).round() / steps


def weights(shape, shift):
    n = math.prod(shape)
    x = (torch.arange(n) + 1) * 0.6180339887498949 + shift * 0.31
    return (0.5 + (x - x.floor())).reshape(shape)


def fill(module):
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(short(*p.shape, scale=0.4, steps=1024))


def plain(module, q, k, v, mask, padding):
    """Batch-first attention with masks that hold exactly; blocked is true where a key is hidden."""
    n, l, e = q.shape
    s, h = k.shape[1], module.num_heads
    bias = torch.zeros(3 * e) if module.in_proj_bias is None else module.in_proj_bias
    w = module.in_proj_weight
    parts = [F.linear(x, w[i * e:(i + 1) * e], bias[i * e:(i + 1) * e]).reshape(n, -1, h, e // h).transpose(1, 2) for i, x in enumerate((q, k, v))]
    scores = parts[0] @ parts[1].transpose(2, 3) / math.sqrt(e // h)
    blocked = torch.zeros(n, h, l, s, dtype=torch.bool)
    if mask is not None:
        blocked = blocked | (mask if mask.dim() == 2 else mask.reshape(n, h, l, s))
    if padding is not None:
        blocked = blocked | padding[:, None, None, :]
    top = scores.masked_fill(blocked, -math.inf).amax(-1, keepdim=True).detach()
    top = torch.where(torch.isinf(top), torch.zeros_like(top), top)
    terms = torch.where(blocked, torch.zeros_like(scores), torch.exp(torch.where(blocked, torch.zeros_like(scores), scores) - top))
    total = terms.sum(-1, keepdim=True)
    p = terms / torch.where(total == 0, torch.ones_like(total), total)
    return module.out_proj((p @ parts[2]).transpose(1, 2).reshape(n, l, e)), p


def gradients(result, outputs, named):
    total = sum((y * weights(y.shape, i)).sum() for i, y in enumerate(outputs))
    names = list(named)
    found = torch.autograd.grad(total, [named[name] for name in names], allow_unused=True)
    result["gradients"] = {name: tensor(torch.zeros_like(named[name]) if g is None else g) for name, g in zip(names, found)}


def attention(name, embed, heads, query, key=None, value=None, mask=None, padding=None, per_head=False, through_weights=False, use_plain=False, static=None,
              causal=False, **arguments):
    module = nn.MultiheadAttention(embed, heads, **arguments)
    fill(module)
    q = short(*query).requires_grad_()
    k = q if key is None else short(*key).requires_grad_()
    v = k if value is None else short(*value).requires_grad_()
    result = {"name": name, "kind": "attention", "embed": embed, "heads": heads, "arguments": arguments, "perHead": per_head, "causal": causal,
              "state": {n: tensor(p) for n, p in module.state_dict().items()}, "query": tensor(q)}
    named = dict(module.named_parameters()) | {"query": q}
    if key is not None:
        result["key"] = tensor(k)
        named["key"] = k
    if value is not None:
        result["value"] = tensor(v)
        named["value"] = v
    if static is not None:
        k, v = (short(*static).requires_grad_() for _ in range(2))
        result |= {"staticKeys": tensor(k), "staticValues": tensor(v)}
        named |= {"staticKeys": k, "staticValues": v}
        y, w = F.multi_head_attention_forward(
            q, q, q, embed, heads, module.in_proj_weight, module.in_proj_bias, None, None, module.add_zero_attn, 0.0, module.out_proj.weight, module.out_proj.bias,
            key_padding_mask=padding, attn_mask=mask, static_k=k, static_v=v, average_attn_weights=not per_head)
    elif use_plain:
        y, w = plain(module, q, k, v, mask, padding)
        w = w if per_head else w.mean(1)
    else:
        y, w = module(q, k, v, key_padding_mask=padding, attn_mask=mask, average_attn_weights=not per_head)
    if mask is not None:
        result["mask"] = tensor(mask)
    if padding is not None:
        result["padding"] = tensor(padding)
    result |= {"output": tensor(y), "weights": tensor(w), "throughWeights": through_weights}
    assert torch.isfinite(y).all() and torch.isfinite(w).all(), name
    gradients(result, [y, w] if through_weights else [y], named)
    return result


def truths(*rows):
    return torch.tensor(rows).bool()


def future(length):
    return torch.triu(torch.ones(length, length, dtype=torch.bool), 1)


def minus_infinity(mask):
    return torch.zeros(mask.shape).masked_fill(mask, -math.inf)


def layer_module(embed, heads, bias, **arguments):
    module = nn.TransformerEncoderLayer(embed, heads, dropout=0.0, **arguments)
    fill(module)
    with torch.no_grad():
        for name, p in module.named_parameters():
            if not bias and name.endswith("bias"):
                p.zero_()
    return module


def layer(name, embed, heads, shape, mask=None, padding=None, bias=True, layers=0, norm=False, **arguments):
    build = lambda: layer_module(embed, heads, bias, **arguments)
    if layers == 0:
        module = build()
    else:
        module = nn.TransformerEncoder(build(), layers, nn.LayerNorm(embed) if norm else None, enable_nested_tensor=False)
        fill(module)
    x = short(*shape).requires_grad_()
    y = module(x, mask, padding)
    named = {n: p for n, p in module.named_parameters() if bias or not n.endswith("bias")}
    result = {"name": name, "kind": "layer", "embed": embed, "heads": heads, "arguments": arguments, "bias": bias, "layers": layers, "norm": norm,
              "state": {n: tensor(p) for n, p in named.items()}, "query": tensor(x), "output": tensor(y)}
    if mask is not None:
        result["mask"] = tensor(mask)
    if padding is not None:
        result["padding"] = tensor(padding)
    assert torch.isfinite(y).all(), name
    gradients(result, [y], named | {"query": x})
    return result


def decoder(name, embed, heads, target, memory, target_mask=None, memory_mask=None, target_padding=None, memory_padding=None, bias=True, layers=0, norm=False, **arguments):
    module = nn.TransformerDecoderLayer(embed, heads, dropout=0.0, **arguments)
    if layers:
        module = nn.TransformerDecoder(module, layers, nn.LayerNorm(embed) if norm else None)
    fill(module)
    with torch.no_grad():
        for n, p in module.named_parameters():
            if not bias and n.endswith("bias"):
                p.zero_()
    x, m = short(*target).requires_grad_(), short(*memory).requires_grad_()
    y = module(x, m, target_mask, memory_mask, target_padding, memory_padding)
    named = {n: p for n, p in module.named_parameters() if bias or not n.endswith("bias")}
    result = {"name": name, "kind": "decoder", "embed": embed, "heads": heads, "arguments": arguments, "bias": bias, "layers": layers, "norm": norm,
              "state": {n: tensor(p) for n, p in named.items()}, "query": tensor(x), "memory": tensor(m), "output": tensor(y)}
    for key, value in (("mask", target_mask), ("memoryMask", memory_mask), ("padding", target_padding), ("memoryPadding", memory_padding)):
        if value is not None:
            result[key] = tensor(value)
    gradients(result, [y], named | {"query": x, "memory": m})
    return result


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(20240315)
    mask34 = truths([0, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 1])
    pad24 = truths([0, 0, 0, 1], [0, 0, 1, 1])
    cases = [
        attention("self batch first", 6, 2, (2, 4, 6), batch_first=True),
        attention("self length first", 6, 3, (4, 2, 6)),
        attention("self through weights", 6, 3, (2, 3, 6), per_head=True, through_weights=True, batch_first=True),
        attention("T205 separate widths", 8, 4, (1, 2, 8), (3, 2, 5), (3, 2, 7), kdim=5, vdim=7),
        attention("T205 additive mask", 6, 2, (3, 2, 6), (4, 2, 6), (4, 2, 6), mask=minus_infinity(mask34)),
        attention("T206 padding", 6, 2, (3, 2, 6), (4, 2, 6), padding=pad24, per_head=True),
        attention("T207 learned key and value", 6, 2, (3, 2, 6), (4, 2, 6), (4, 2, 6), mask=mask34, add_bias_kv=True),
        attention("T208 zero key and value", 6, 2, (3, 2, 6), (4, 2, 6), (4, 2, 6), mask=mask34, add_zero_attn=True, per_head=True),
        attention("T209 static keys and values", 6, 2, (3, 2, 6), static=(4, 5, 3)),
        attention("T210 learned and zero key with padding", 6, 2, (2, 3, 6), (2, 4, 6), padding=pad24, add_bias_kv=True, add_zero_attn=True, batch_first=True, through_weights=True),
        attention("T212 static keys, zero key, padding", 6, 2, (3, 2, 6), static=(4, 4, 3), padding=pad24, add_zero_attn=True),
        attention("T213 mask of three axes", 4, 2, (2, 2, 4), (2, 3, 4), mask=torch.rand(4, 2, 3) < 0.3, batch_first=True),
        attention("T213 additive mask of three axes", 4, 2, (2, 2, 4), (2, 3, 4), mask=short(4, 2, 3), batch_first=True, per_head=True),
        attention("T214 no bias", 6, 2, (2, 3, 6), bias=False, batch_first=True),
        attention("T216 mask and padding", 14, 7, (2, 5, 14), mask=future(5), padding=truths([0, 0, 0, 0, 1], [0, 1, 0, 1, 1]), batch_first=True),
        attention("T218 keys and values of width 2", 4, 2, (1, 2, 4), (3, 2, 2), (3, 2, 2), kdim=2, vdim=2),
        attention("unbatched", 6, 2, (3, 6), (4, 6), (4, 6), mask=mask34, padding=truths(0, 0, 0, 1), per_head=True, add_bias_kv=True),
        attention("causal", 6, 2, (4, 2, 6), mask=future(4), causal=True),
        attention("causal with learned and zero key", 6, 2, (4, 2, 6), mask=future(4), causal=True, add_bias_kv=True, add_zero_attn=True),
        attention("plain: queries that see no key", 6, 2, (2, 3, 6), (2, 4, 6), (2, 4, 6), mask=truths([0, 0, 1, 0], [1, 1, 1, 1], [1, 1, 0, 0]),
                  padding=truths([0, 0, 0, 0], [0, 0, 1, 1]), use_plain=True, per_head=True, through_weights=True, batch_first=True),
        attention("plain: an item of nothing but padding", 4, 2, (2, 3, 4), padding=truths([1, 1, 1], [0, 0, 1]), use_plain=True, batch_first=True),
        layer("T235 relu", 4, 2, (2, 3, 4), dim_feedforward=16),
        layer("T235 gelu, batch first", 4, 2, (4, 2, 4), dim_feedforward=8, activation="gelu", batch_first=True),
        layer("T235 no bias", 4, 2, (2, 3, 4), dim_feedforward=8, bias=False),
        layer("T236 norm first, no bias, mask", 4, 2, (3, 2, 4), dim_feedforward=8, norm_first=True, bias=False, mask=future(3)),
        layer("T236 norm first, mask, padding", 4, 2, (2, 3, 4), dim_feedforward=8, norm_first=True, batch_first=True, mask=truths([0, 0, 1], [0, 0, 1], [0, 0, 1]),
              padding=truths([0, 0, 0], [0, 0, 1])),
        layer("T236 unbatched", 4, 2, (3, 4), dim_feedforward=8, mask=truths([0, 0, 1], [0, 0, 1], [0, 0, 1]), padding=truths(0, 0, 1)),
        layer("another epsilon", 4, 2, (2, 3, 4), dim_feedforward=8, layer_norm_eps=1e-2),
        layer("encoder of two layers", 4, 2, (2, 3, 4), dim_feedforward=8, layers=2, activation="gelu", batch_first=True, padding=truths([0, 0, 1], [0, 0, 0])),
        layer("encoder of two layers, norm", 4, 2, (3, 2, 4), dim_feedforward=8, layers=2, norm=True, norm_first=True, mask=future(3)),
        decoder("T238 decoder layer", 4, 2, (3, 2, 4), (5, 2, 4), dim_feedforward=8),
        decoder("T238 decoder layer, masks", 4, 2, (2, 3, 4), (2, 5, 4), dim_feedforward=8, batch_first=True, target_mask=future(3),
                memory_mask=truths([0, 0, 0, 0, 1], [0, 1, 0, 0, 1], [0, 0, 0, 1, 1]), target_padding=truths([0, 0, 0], [0, 0, 1]),
                memory_padding=truths([0, 0, 0, 1, 0], [1, 0, 0, 0, 0]), activation="gelu"),
        decoder("T238 decoder layer, norm first, no bias", 4, 2, (3, 2, 4), (5, 2, 4), dim_feedforward=8, norm_first=True, bias=False, target_mask=future(3)),
        decoder("T238 decoder layer, unbatched", 4, 2, (3, 4), (5, 4), dim_feedforward=8, target_padding=truths(0, 0, 1), memory_padding=truths(0, 1, 0, 0, 1)),
        decoder("decoder of two layers, norm", 4, 2, (3, 2, 4), (5, 2, 4), dim_feedforward=8, layers=2, norm=True, target_mask=future(3)),
    ]
    DATA.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"torch": torch.__version__, "cases": cases}, separators=(",", ":")).replace('},{"name"', '},\n{"name"')
    (DATA / "transformers.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
