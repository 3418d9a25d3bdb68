#!/usr/bin/env python3
"""Compares liboracle.so with the arbitrary-precision formulas: at the float32 oracle points and at random inputs."""

import ctypes
import json
import math
import random
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from mpmath import mp, mpf

from functions import FUNCTIONS
from make import DATA, at
from points import bits, from_bits

RANDOM = 3000
BOUND = mpf(2) ** -50
SMALLEST = mpf(2) ** -1000  # a double's own underflow is no concern of float32 results


def main(names):
    library = ctypes.CDLL(str(HERE / "liboracle.so"))
    library.oracle_name.restype = ctypes.c_char_p
    known, i = [], 0
    while (name := library.oracle_name(i)) is not None:
        known.append(name.decode())
        i += 1
    failed = False
    for f in FUNCTIONS:
        for order in (0, 1):
            name = f.name.replace("-", "_") + ("_d1" if order else "")
            if name in known and (not names or f.name in names):
                failed |= not check(library, f, order, name)
                known.remove(name)
    if not names and known:
        sys.exit(f"no formula in functions.py for {known}")
    sys.exit(1 if failed else 0)


def check(library, f, order, name):
    function = getattr(library, f"oracle_{name}")
    out = ctypes.c_double()

    def actual(b):
        function(ctypes.c_uint32(b), ctypes.c_uint32(1), ctypes.byref(out))
        return out.value

    worst, where, wrong, count = mpf(0), 0, [], 0
    path = DATA / ("primitives" if f.primitive else "activations") / f"{f.name}.json"
    points = json.loads(path.read_text(encoding="utf-8"))["sets"][0]["points"]
    pairs = [(int(p[0], 16), p[2 + order]) for p in points]
    rng = random.Random(f"exhaustive/{name}")
    p = {k: mpf(v) for k, v in f.parameters[0].items()}
    for i in range(RANDOM):
        x = rng.choice([lambda: from_bits(rng.getrandbits(32), "float32"), lambda: rng.uniform(-9, 9), lambda: rng.uniform(-110, 110),
                        lambda: rng.choice((-1, 1)) * 2.0 ** rng.uniform(-30, 7)])()
        b = bits(x, "float32")
        x = from_bits(b, "float32")
        if math.isfinite(x) and x != 0:
            pairs.append((b, at(f, p, x)[order]))
    for b, expected in pairs:
        got = actual(b)
        count += 1
        if expected in ("nan", "inf", "-inf"):
            ok = math.isnan(got) if expected == "nan" else got == float(expected)
        elif expected == "-0":
            ok = got == 0 and math.copysign(1, got) < 0
        else:
            e = mpf(expected)
            if e == 0:
                ok = got == 0
            elif abs(e) > mpf(2) ** 1024:
                ok = math.isinf(got) and (got > 0) == (e > 0)
            elif math.isinf(got):
                ok = False
            elif abs(e) < SMALLEST:
                ok = abs(got) <= 2 * SMALLEST and (got == 0 or (got > 0) == (e > 0)) and (math.copysign(1, got) > 0) == (e > 0)
            else:
                error = abs(mpf(got) - e) / abs(e)
                ok = error < BOUND
                if error > worst:
                    worst, where = error, b
        if not ok:
            wrong.append(f"0x{b:08x} ({from_bits(b, 'float32')!r}): {got!r}, expected {expected if isinstance(expected, str) else mp.nstr(expected, 20)}")
    print(f"{name}: {count} points, 2^{float(mp.log(worst, 2)) if worst else -math.inf:.1f} at 0x{where:08x}{', WRONG: ' + str(len(wrong)) if wrong else ''}", flush=True)
    for line in wrong[:5]:
        print("   ", line)
    return not wrong


if __name__ == "__main__":
    mp.prec = 400
    main(sys.argv[1:])
