#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/mlp.safetensors: a network of PyTorch's with input and output, and every type, by a writer of its own.

    /usr/bin/python3 tools/oracle/torch_safetensors.py

The header is neither padded nor in the order of the data, and a tensor of four bytes an element begins at an odd place: all of which the format allows.
"""

import json
import struct
from pathlib import Path

import torch

FILE = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch" / "mlp.safetensors"
NAMES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64", torch.int32: "I32",
         torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL"}


def raw(tensor):
    return tensor.detach().contiguous().view(torch.uint8).numpy().tobytes() if tensor.dim() else raw(tensor.reshape(1))


def main():
    torch.manual_seed(13)
    network = torch.nn.Sequential(torch.nn.Linear(4, 6), torch.nn.ReLU(), torch.nn.Linear(6, 3))
    given = torch.randn(5, 4)
    entries = [("odd", "U8", [3], bytes([1, 2, 255]))]
    for name, tensor in {**{"model." + key: value for key, value in network.state_dict().items()}, "input": given, "output": network(given)}.items():
        entries.append((name, NAMES[tensor.dtype], list(tensor.shape), raw(tensor)))
    for kind, name in NAMES.items():
        values = torch.tensor([0, 1], dtype=kind) if kind in (torch.bool, torch.uint8) else torch.tensor([-3, 2], dtype=kind)
        entries.append((f"type.{name}", name, [2], raw(values)))
    entries += [("type.U16", "U16", [2], struct.pack("<HH", 0, 65535)), ("type.U32", "U32", [2], struct.pack("<II", 0, 4294967295)),
                ("type.U64", "U64", [1], struct.pack("<Q", 7)), ("scalar", "F64", [], struct.pack("<d", 0.1)), ("empty", "F32", [0, 7], b"")]
    header, data = {"__metadata__": {"format": "pt", "model.again": "model.0.weight"}}, b""
    for name, kind, shape, content in entries:
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(dict(sorted(header.items()))).encode()
    FILE.write_bytes(struct.pack("<Q", len(text)) + text + data)


if __name__ == "__main__":
    main()
