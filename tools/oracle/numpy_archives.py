#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/npz/: archives of numpy.savez and savez_compressed, and archives.json with their values.

    /usr/bin/python3 tools/oracle/numpy_archives.py
    /usr/bin/python3 tools/oracle/numpy_archives.py FILE.npz    prints the names, types, shapes and values of an archive that Hillock wrote

streamed.npz was written to a pipe, with sizes behind its members; large.npz has the fields of 64 bits that archives have beyond 4 GiB; objects.npz holds a pickled object.
"""

import io
import json
import sys
import zipfile
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "npz"


def arrays():
    return {
        "weights": np.arange(12, dtype=np.float32).reshape(3, 4) / 8, "fortran": np.asfortranarray(np.arange(6, dtype=np.float64).reshape(2, 3)),
        "größe": np.array([-1, 2**40], dtype=np.int64), "bytes": np.arange(5, dtype=np.uint8), "truth": np.array([[True], [False]]),
        "half": np.array([0.5, -2.0], dtype=np.float16), "single": np.array(2.5), "empty": np.zeros((0, 3), dtype=np.int32), "small": np.array([-5, 5], dtype=np.int8),
        "zeros": np.zeros(5000), "sub/name.npy": np.array([1, 2], dtype=">u2"),
    }


def described(archive):
    return {name: {"type": str(archive[name].dtype), "shape": list(archive[name].shape), "values": archive[name].astype(np.float64).reshape(-1).tolist()}
            for name in archive}


class Pipe(io.RawIOBase):
    def __init__(self):
        self.content = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.content += data
        return len(data)


def main():
    if len(sys.argv) > 1:
        with np.load(sys.argv[1], allow_pickle=False) as archive:
            print(json.dumps(described(archive)))
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.savez(FOLDER / "stored.npz", **arrays())
    np.savez_compressed(FOLDER / "deflated.npz", **arrays())
    pipe = Pipe()
    np.savez_compressed(pipe, **arrays())
    (FOLDER / "streamed.npz").write_bytes(bytes(pipe.content))
    limits = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 10, 1
    np.savez_compressed(FOLDER / "large.npz", **arrays())
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = limits
    np.savez(FOLDER / "objects.npz", fine=np.zeros(2), bad=np.array([{"a": 1}], dtype=object))
    (FOLDER / "archives.json").write_text(json.dumps(described(arrays())) + "\n")


main()
