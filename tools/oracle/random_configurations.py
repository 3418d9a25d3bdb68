#!/usr/bin/env python3
"""Writes random configurations of Hillock's functions with PyTorch's answers, one of them a line of JSON.

Needs a Python with torch (made with PyTorch 1.13). Run from anywhere:

    /usr/bin/python3 tools/oracle/random_configurations.py --seed 1 --count 100000 --output /tmp/configurations.jsonl.gz
    /usr/bin/python3 tools/oracle/random_configurations.py --sample

The second command writes tests/Hillock.Tests/Data/torch/random_configurations.jsonl, some of every kind. A line has the kind, its options, the inputs in their own
types with the way they lie in memory and the views that lead to the arguments, and the outputs, gradients and gradients of gradients, computed in float64
from exactly those inputs. With w(k)[i] = (2((5i + 3k) mod 14) - 13)/8: "gradients" are those of the sum over outputs k of y·w(k), and "second" those of the
sum over inputs j of gradient[j]·w(10 + j). "scale" says how much the most sensitive element changes per relative change of the inputs, where that is more
than the largest element. "refused" stands in a configuration that has no answer. Configuration i of a seed is the same however many are written.
"""

import argparse
import gzip
import json
import sys
import warnings
from pathlib import Path

import torch

from configurations import elementwise, layers, losses, products, reductions, shapes, softmaxes, specials, training
from configurations.core import Draw, line

KINDS = {}
for module in (elementwise, reductions, shapes, products, softmaxes, losses, layers, training, specials):
    KINDS |= module.KINDS
SAMPLE = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch" / "random_configurations.jsonl"


def configuration(seed, index, kind=None):
    draw = Draw(seed, index)
    names = list(KINDS)
    chosen = draw.random.choices(names, [KINDS[name][0] for name in names])[0] if kind is None else kind
    item = line(KINDS[chosen][1](draw))
    return {"seed": seed, "index": index, "family": chosen} | item


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--output", default="-")
    parser.add_argument("--kind", help="only configurations of one family")
    parser.add_argument("--sample", action="store_true")
    arguments = parser.parse_args()
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    if arguments.sample:
        with open(SAMPLE, "w", encoding="utf-8") as file:
            for family in KINDS:
                for index in range(6):
                    file.write(json.dumps(configuration(2026, index, family), separators=(",", ":")) + "\n")
        return
    file = sys.stdout if arguments.output == "-" else gzip.open(arguments.output, "wt", compresslevel=3) if arguments.output.endswith(".gz") else open(arguments.output, "w")
    for index in range(arguments.start, arguments.start + arguments.count):
        file.write(json.dumps(configuration(arguments.seed, index, arguments.kind), separators=(",", ":")) + "\n")
    file.close()


if __name__ == "__main__":
    main()
