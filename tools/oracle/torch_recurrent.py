#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/recurrent.json: recurrent layers and cells with their states, outputs and gradients of both orders in float64.

    /usr/bin/python3 tools/oracle/torch_recurrent.py

Names, arguments and states are PyTorch's. With L the sum of each result (outputs, final hidden state, final cell) times v(0), v(1), v(2), "gradients" are those
of L, and "second" those of the sum of the first gradients, in the order of "gradients", times v(1), v(2) …: of all parameters and inputs. Padded batches go
through pack_padded_sequence.
"""

import json
import math
from pathlib import Path

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch"


def tensor(value):
    return {"shape": list(value.shape), "values": [float(f"{v:.13g}") for v in value.detach().reshape(-1).tolist()]}


def short(*shape, scale=1.0, steps=64):
    return (torch.randn(*shape) * scale * steps).round() / steps


def weights(shape, shift):
    n = math.prod(shape)
    x = (torch.arange(n) + 1) * 0.6180339887498949 + shift * 0.31
    return (0.5 + (x - x.floor())).reshape(shape)


def fill(module):
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(short(*p.shape, scale=0.5, steps=256))


def finish(result, module, inputs, outputs):
    named = dict(module.named_parameters()) | inputs
    result |= {"state": {n: tensor(p) for n, p in module.state_dict().items()}, "inputs": {n: tensor(p) for n, p in inputs.items()},
               "outputs": [tensor(y) for y in outputs]}
    total = sum((y * weights(y.shape, i)).sum() for i, y in enumerate(outputs))
    names = list(named)
    first = torch.autograd.grad(total, [named[n] for n in names], create_graph=True)
    result["gradients"] = {n: tensor(g) for n, g in zip(names, first)}
    total = sum((g * weights(g.shape, i + 1)).sum() for i, g in enumerate(first))
    second = torch.autograd.grad(total, [named[n] for n in names], allow_unused=True)
    result["second"] = {n: tensor(torch.zeros_like(named[n]) if g is None else g) for n, g in zip(names, second)}
    return result


def layer(kind, size, hidden, steps, batch, lengths=None, initial=False, **arguments):
    module = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[kind](size, hidden, **arguments)
    fill(module)
    first = arguments.get("batch_first", False)
    shape = (steps, size) if batch is None else (batch, steps, size) if first else (steps, batch, size)
    inputs = {"x": short(*shape).requires_grad_()}
    count = module.num_layers * (2 if module.bidirectional else 1)
    state = None
    if initial:
        outer = (count,) if batch is None else (count, batch)
        inputs["hidden"] = short(*outer, module.proj_size or hidden, scale=0.7).requires_grad_()
        state = inputs["hidden"]
        if kind == "lstm":
            inputs["cell"] = short(*outer, hidden, scale=0.7).requires_grad_()
            state = (state, inputs["cell"])
    x = inputs["x"]
    if lengths is not None:
        x = pack_padded_sequence(x, torch.tensor(lengths), batch_first=first, enforce_sorted=False)
    y, last = module(x, state)
    if lengths is not None:
        y, _ = pad_packed_sequence(y, batch_first=first, total_length=steps)
    text = ", ".join(f"{k} {v}" for k, v in arguments.items())
    name = f"{kind} {size}-{hidden} steps {steps} batch {batch}" + (f" lengths {lengths}" if lengths else "") + (" initial" if initial else "") + (f" {text}" if text else "")
    return finish({"name": name, "kind": kind, "size": size, "hidden": hidden, "arguments": arguments, "lengths": lengths or [], "text": repr(module)},
                  module, inputs, [y, *last] if kind == "lstm" else [y, last])


def cell(kind, size, hidden, batch, initial=True, **arguments):
    module = {"rnn_cell": nn.RNNCell, "lstm_cell": nn.LSTMCell, "gru_cell": nn.GRUCell}[kind](size, hidden, **arguments)
    fill(module)
    outer = () if batch is None else (batch,)
    inputs = {"x": short(*outer, size).requires_grad_()}
    state = None
    if initial:
        state = inputs["hidden"] = short(*outer, hidden, scale=0.7).requires_grad_()
        if kind == "lstm_cell":
            inputs["cell"] = short(*outer, hidden, scale=0.7).requires_grad_()
            state = (state, inputs["cell"])
    last = module(inputs["x"], state)
    text = ", ".join(f"{k} {v}" for k, v in arguments.items())
    return finish({"name": f"{kind} {size}-{hidden} batch {batch}" + (" initial" if initial else "") + (f" {text}" if text else ""), "kind": kind, "size": size, "hidden": hidden, "arguments": arguments, "lengths": [],
                   "text": repr(module)}, module, inputs, list(last) if kind == "lstm_cell" else [last])


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(20240612)
    cases = []
    for kind in ("rnn", "lstm", "gru"):
        cases += [
            layer(kind, 3, 4, 5, 2),
            layer(kind, 1, 1, 1, 1, initial=True),
            layer(kind, 2, 3, 4, None, initial=True),
            layer(kind, 2, 3, 3, None, bidirectional=True),
            layer(kind, 3, 2, 4, 3, initial=True, batch_first=True),
            layer(kind, 2, 3, 3, 2, bias=False),
            layer(kind, 2, 3, 3, 2, initial=True, bidirectional=True),
            layer(kind, 3, 2, 3, 2, num_layers=3),
            layer(kind, 2, 2, 4, 2, initial=True, num_layers=2, bidirectional=True, batch_first=True),
            layer(kind, 2, 3, 5, 4, lengths=[3, 5, 1, 4]),
            layer(kind, 2, 2, 4, 3, lengths=[2, 1, 3], initial=True, num_layers=2, bidirectional=True, batch_first=True),
            layer(kind, 2, 17, 2, 2),
            layer(kind, 5, 2, 2, 5, lengths=[1, 2, 1, 2, 2], bias=False, bidirectional=True),
        ]
    cases += [
        layer("rnn", 3, 4, 5, 2, initial=True, nonlinearity="relu"),
        layer("rnn", 2, 3, 4, 3, lengths=[4, 2, 3], num_layers=2, bidirectional=True, nonlinearity="relu"),
        layer("lstm", 3, 4, 4, 2, initial=True, proj_size=2),
        layer("lstm", 2, 3, 4, 3, lengths=[2, 4, 3], initial=True, proj_size=1, num_layers=2, bidirectional=True, bias=False),
        layer("lstm", 2, 5, 3, None, proj_size=3, bidirectional=True),
    ]
    for kind in ("rnn_cell", "lstm_cell", "gru_cell"):
        cases += [
            cell(kind, size, hidden, batch, initial, **arguments)
            for size, hidden, batch, initial, arguments in [
                (3, 4, 2, True, {}), (3, 4, 2, False, {}), (1, 1, 1, True, {}), (2, 5, None, True, {}), (2, 5, None, False, {}), (4, 3, 3, True, {"bias": False}),
                (1, 7, 2, True, {}), (7, 1, 2, True, {}), (2, 2, 5, False, {"bias": False}), (5, 5, 1, True, {}), (2, 9, 2, True, {}), (3, 3, 7, True, {}),
            ]
        ]
    cases += [cell("rnn_cell", 3, 4, 2, True, nonlinearity="relu"), cell("rnn_cell", 2, 3, None, True, nonlinearity="relu", bias=False)]
    text = json.dumps({"torch": torch.__version__, "cases": cases}, separators=(",", ":")).replace('},{"name"', '},\n{"name"')
    (DATA / "recurrent.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
