#!/usr/bin/env python3
"""Writes the oracle values of functions on tensors: tools/oracle/tensor_laws.py [NAME ...], all files without a name. See README.md."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import tensor_losses  # noqa: F401  (registers its laws)
import tensor_orders  # noqa: F401
from tensor_cases import TYPES, Type
from tensor_functions import LAWS

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "tensors"


def main(names):
    unknown = [n for n in names if n not in LAWS]
    if unknown:
        sys.exit(f"unknown: {', '.join(unknown)}; known: {', '.join(LAWS)}")
    DATA.mkdir(parents=True, exist_ok=True)
    for name in names or LAWS:
        rows = []
        for element in TYPES:
            for case in LAWS[name](Type(element)):
                rows.append(json.dumps(case.rows(), ensure_ascii=False))
        content = '{"name": "' + name + '", "cases": [\n' + ",\n".join(rows) + "\n]}\n"
        (DATA / f"{name}.json").write_text(content, encoding="utf-8")
        print(f"{name}: {len(rows)} cases, {len(content)} bytes", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
