#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/checkpoints/: files of torch.save as they are, and checkpoints.json with what networks of those states give.

    /usr/bin/python3 tools/oracle/torch_checkpoints.py

mlp, cnn, lstm and transformer are state dicts of networks; checkpoint.pt holds model, optimizer and schedule; values.pt tensors of every type, views, shared storages, empty
tensors and single numbers, with their values in the JSON file; foreign.pt has objects of Python besides a state, foreign4.pt the same in protocol 4; whole.pt is a pickled
network, legacy.pt the form before PyTorch 1.6, program.pt TorchScript, big.pt says that its bytes are big-endian.
"""

import argparse
import collections
import datetime
import io
import json
import zipfile
from pathlib import Path, PurePosixPath

import numpy as np
import torch
from torch import nn

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch" / "checkpoints"


def listed(value):
    return {"shape": list(value.shape), "values": [float(f"{v:.9g}") for v in value.detach().double().reshape(-1).tolist()]}


class Sequences(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4, num_layers=2, batch_first=True, bidirectional=True)
        self.head = nn.Linear(8, 2)

    def forward(self, x):
        return self.head(self.lstm(x)[0])


def networks():
    yield "mlp", nn.Sequential(nn.Linear(4, 6), nn.GELU(), nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 3)), torch.randn(5, 4)
    yield "cnn", nn.Sequential(nn.Conv2d(2, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 3, 3, stride=2, bias=False), nn.Flatten(),
                               nn.Linear(3, 2)), torch.randn(3, 2, 7, 7)
    yield "lstm", Sequences(), torch.randn(2, 5, 3)
    yield "transformer", nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 12, dropout=0.0, batch_first=True), 2, norm=nn.LayerNorm(8)), torch.randn(2, 5, 8)


def values():
    base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4) / 4
    return collections.OrderedDict([
        ("float32", torch.tensor([1.5, -0.0, float("inf"), float("nan"), 1e-45])), ("float64", torch.tensor([[1 / 3, -2.5e300]], dtype=torch.float64)),
        ("float16", torch.tensor([65504.0, -1 / 3], dtype=torch.float16)), ("bfloat16", torch.tensor([3.0e38, -1 / 3], dtype=torch.bfloat16)),
        ("int64", torch.tensor([2**53, -(2**53)])), ("int32", torch.tensor([2**31 - 1, -(2**31)], dtype=torch.int32)),
        ("int16", torch.tensor([-32768, 32767], dtype=torch.int16)), ("int8", torch.tensor([-128, 127], dtype=torch.int8)),
        ("uint8", torch.tensor([0, 255], dtype=torch.uint8)), ("bool", torch.tensor([True, False, True])),
        ("scalar", torch.tensor(2.5)), ("empty", torch.zeros(3, 0, 2)), ("transposed", base.transpose(0, 2)), ("slice", base[1, :, 1::2]), ("whole", base),
        ("expanded", torch.tensor([7.0]).expand(3, 2)), ("parameter", nn.Parameter(torch.tensor([0.25, 0.5]))),
    ])


def foreign():
    """A state among objects that only Python has."""
    layer = nn.Linear(1, 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(torch.optim.SGD(layer.parameters(), lr=0.5), max_lr=1.0, total_steps=10)
    groups = collections.defaultdict(list, {"first": [1, 2], "weights": torch.tensor([0.5, 0.25])})
    return {
        "args": argparse.Namespace(lr=1, mean=torch.ones(2)), "epoch": 3,
        "model": {"weight": torch.arange(6, dtype=torch.float32).reshape(2, 3) / 4, "bias": torch.tensor([-1.5])},
        "schedule": schedule.state_dict(), "one_cycle": [torch.optim.lr_scheduler.OneCycleLR._annealing_cos, "x".upper], "groups": groups,
        "random": np.random.RandomState(1).get_state(),
        "when": datetime.datetime(2020, 1, 2, 3, 4, 5), "path": PurePosixPath("a/b"), "sparse": torch.eye(2).to_sparse(), "queue": collections.deque([1, 2], 5),
        "nested": {"deep": [0, (1, argparse.Namespace())], "tensor": torch.ones(1)}, "layer": layer, "complex": 1 + 2j,
    }


def numbers(value):
    return [repr(v) for v in value.detach().double().reshape(-1).tolist()]


def replaced(path, member, content):
    """The archive with another content of a member."""
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w") as target:
        for item in source.infolist():
            name = item.filename.split("/", 1)[1]
            if name != member:
                target.writestr(zipfile.ZipInfo(item.filename), source.read(item))
        target.writestr(zipfile.ZipInfo(source.namelist()[0].split("/")[0] + "/" + member), content)


def main():
    torch.manual_seed(13)
    FOLDER.mkdir(parents=True, exist_ok=True)
    results = {}
    for name, network, x in networks():
        network.train()
        network(x * 0.5 + 0.25)  # moves running averages away from their start
        network.eval()
        torch.save(network.state_dict(), FOLDER / f"{name}.pt")
        with torch.no_grad():
            # The fast path of transformers rounds differently; float64 rounds by itself.
            y = network.double()(x.double())
        results[name] = {"input": listed(x), "output": listed(y)}

    model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.0625)
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [3, 5])
    model(torch.randn(4, 2)).sum().backward()
    optimizer.step()
    schedule.step()
    torch.save({"epoch": 3, "loss": 0.5, "best": np.float64(0.75), "seen": np.int64(-7), "name": "größer", "done": False, "nothing": None,
                "model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict(), "schedule": schedule.state_dict(), "losses": [0.25] * 20,
                "type": torch.bfloat16, "device": torch.device("cpu"), "size": torch.Size([2, 3]), "large": 2**70}, FOLDER / "checkpoint.pt")
    results["checkpoint"] = {"model_state_dict." + n: listed(v) for n, v in model.state_dict().items()}
    torch.save({"state": values()}, FOLDER / "values.pt")
    results["values"] = {n: {"type": str(v.dtype)[6:], "shape": list(v.shape), "values": numbers(v)} for n, v in values().items()}
    torch.save(values()["slice"], FOLDER / "single.pt", pickle_protocol=4)
    torch.save(foreign(), FOLDER / "foreign.pt")
    torch.save(foreign(), FOLDER / "foreign4.pt", pickle_protocol=4)
    torch.save(model, FOLDER / "whole.pt")
    torch.save(model.state_dict(), FOLDER / "legacy.pt", _use_new_zipfile_serialization=False)
    torch.jit.script(nn.Linear(1, 1)).save(str(FOLDER / "program.pt"))
    torch.save({"x": torch.ones(1)}, FOLDER / "big.pt")
    replaced(FOLDER / "big.pt", "byteorder", "big")
    (FOLDER / "checkpoints.json").write_text(json.dumps(results) + "\n")


main()
