#!/usr/bin/env python3
"""Reads safetensors files without the package of that name, and checks the network in one that the library wrote.

    /usr/bin/python3 tools/oracle/safetensors_reader.py FILE

The file holds the state of Sequential(Linear, ReLU, Linear) beside an "input" and the "output" that the library computed. Ends with 1 where PyTorch's output
is more than 1e-5 away, and with 77 without PyTorch.
"""

import json
import struct
import sys

try:
    import torch
except ImportError:
    sys.exit(77)

TYPES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64, "I32": torch.int32,
         "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool}


def read(path):
    """The tensors by name, and the metadata."""
    with open(path, "rb") as file:
        content = bytearray(file.read())
    start = 8 + struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:start].decode("utf-8"))
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        data = content[start + begin:start + end]
        kind = TYPES[entry["dtype"]]
        tensors[name] = (torch.frombuffer(data, dtype=kind) if data else torch.empty(0, dtype=kind)).reshape(entry["shape"])
    for name, stored in metadata.items():
        if stored in tensors:
            tensors.setdefault(name, tensors[stored])
    return tensors, metadata


def main():
    tensors, metadata = read(sys.argv[1])
    assert metadata["format"] == "pt", metadata
    expected, given = tensors.pop("output"), tensors.pop("input")
    rows, columns = tensors["0.weight"].shape
    network = torch.nn.Sequential(torch.nn.Linear(columns, rows), torch.nn.ReLU(), torch.nn.Linear(rows, tensors["2.weight"].shape[0]))
    network.load_state_dict({name: tensors[name] for name in network.state_dict()})
    difference = (network(given) - expected).abs().max().item()
    types = {name.removeprefix("type."): tensors[name] for name in tensors if name.startswith("type.")}
    wrong = [name for name, tensor in types.items() if name != str(tensor.dtype).removeprefix("torch.") or tensor.double().tolist() != [0, 1]]
    print(f"largest difference {difference:.3g}; {len(types)} types; wrong: {wrong}")
    sys.exit(0 if difference <= 1e-5 and not wrong and len(types) == 8 else 1)


if __name__ == "__main__":
    main()
