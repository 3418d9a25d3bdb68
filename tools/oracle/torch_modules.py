#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/modules.json: how PyTorch prints modules, names their state, and which gains it recommends.

    /usr/bin/python3 tools/oracle/torch_modules.py
"""

import json
from pathlib import Path

import torch
from torch import nn

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch"


def main():
    network = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.PReLU(), nn.Dropout(0.25),
                            nn.Sequential(nn.Linear(128, 10, bias=False), nn.LogSoftmax(dim=-1)), nn.Linear(10, 3))
    content = {
        "torch": torch.__version__,
        "printed": str(network),
        "state": {name: list(value.shape) for name, value in network.state_dict().items()},
        "parameters": [name for name, _ in network.named_parameters()],
        "arguments": {"embedding": str(nn.Embedding(7, 3)), "padded": str(nn.Embedding(7, 3, padding_idx=-2)),
                      "bag": str(nn.EmbeddingBag(7, 3)), "paddedBag": str(nn.EmbeddingBag(7, 3, mode="sum", padding_idx=2)),
                      "bilinear": str(nn.Bilinear(3, 4, 5, bias=False)), "upsample": str(nn.Upsample(scale_factor=2.0)),
                      "upsampleSize": str(nn.Upsample(size=(3, 4), mode="bilinear")), "fold": str(nn.Fold((4, 5), (2, 2))),
                      "unfold": str(nn.Unfold((2, 3), stride=2)),
                      "linear": str(nn.Linear(784, 128)), "leakyRelu": nn.LeakyReLU().extra_repr(), "elu": nn.ELU().extra_repr(),
                      "rrelu": nn.RReLU().extra_repr(), "softplus": nn.Softplus(beta=2).extra_repr(),
                      "small": nn.Hardshrink(1e-5).extra_repr(), "large": nn.Hardshrink(1e16).extra_repr()},
        "gains": {"linear": nn.init.calculate_gain("linear"), "relu": nn.init.calculate_gain("relu"),
                  "leakyRelu": nn.init.calculate_gain("leaky_relu", 0.01), "leakyReluHalf": nn.init.calculate_gain("leaky_relu", 0.5)},
    }
    DATA.mkdir(parents=True, exist_ok=True)
    (DATA / "modules.json").write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
