#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/sparse_coding.json: lasso problems with their solutions in float64.

    /usr/bin/python3 tools/oracle/sparse_coding.py

Nothing but numpy. The solution of each lasso comes from coordinate descent, another method than the one tested, run until no coordinate
moves by more than 1e-15. The first objectives of ISTA and FISTA, and the fixed point of iterative hard thresholding, are those of the textbook
recurrences with the step that the case gives.
"""

import json
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data"


def objective(x, d, z, penalty):
    return 0.5 * np.sum((x - z @ d) ** 2) + penalty(z)


def soft(z, t):
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)


def hard(z, t):
    return np.where(np.abs(z) > t, z, 0)


def lasso(x, d, weight):
    codes = np.zeros((len(x), len(d)))
    gram = d @ d.T
    for row, signal in enumerate(x):
        z, right = codes[row], d @ signal
        for _ in range(200000):
            largest = 0.0
            for j in range(len(d)):
                new = soft(right[j] - gram[j] @ z + gram[j, j] * z[j], weight) / gram[j, j]
                largest, z[j] = max(largest, abs(new - z[j])), new
            if largest < 1e-15:
                break
    return codes


def ista(x, d, weight, lipschitz, steps, fast):
    penalty = lambda z: weight * np.sum(np.abs(z))
    z = y = np.zeros((len(x), len(d)))
    t, history = 1.0, [objective(x, d, z, penalty)]
    for _ in range(steps):
        new = soft(y - (y @ d - x) @ d.T / lipschitz, weight / lipschitz)
        t_new = (1 + np.sqrt(1 + 4 * t * t)) / 2
        y = new + (t - 1) / t_new * (new - z) if fast else new
        z, t = new, t_new
        history.append(objective(x, d, z, penalty))
    return history


def hard_thresholding(x, d, weight, lipschitz, steps):
    z = np.zeros((len(x), len(d)))
    for _ in range(steps):
        z = hard(z - (z @ d - x) @ d.T / lipschitz, np.sqrt(2 * weight / lipschitz))
    return z


def case(random, name, rows, atoms, features, weight):
    d = random.normal(size=(atoms, features))
    d = np.round(d / np.linalg.norm(d, axis=1, keepdims=True), 5)
    true = np.where(random.uniform(size=(rows, atoms)) < 3 / atoms, random.normal(size=(rows, atoms)), 0)
    x = np.round(true @ d + 0.02 * random.normal(size=(rows, features)), 5)
    largest = float(np.linalg.eigvalsh(d @ d.T)[-1])
    lipschitz = round(1.01 * largest, 6)
    codes = lasso(x, d, weight)
    return {"name": name, "rows": rows, "atoms": atoms, "features": features, "lambda": weight, "dictionary": d.ravel().tolist(), "signals": x.ravel().tolist(),
            "largestEigenvalue": largest, "lipschitz": lipschitz, "codes": codes.ravel().tolist(),
            "objective": objective(x, d, codes, lambda z: weight * np.sum(np.abs(z))),
            "ista": ista(x, d, weight, lipschitz, 40, False), "fista": ista(x, d, weight, lipschitz, 40, True),
            "hard": hard_thresholding(x, d, weight / 4, lipschitz, 20000).ravel().tolist(), "hardLambda": weight / 4}


def main():
    random = np.random.default_rng(2009)
    cases = [
        case(random, "more features than atoms", 4, 8, 12, 0.05),
        case(random, "more atoms than features", 5, 24, 12, 0.1),
        case(random, "one signal", 1, 30, 20, 0.02),
    ]
    (DATA / "sparse_coding.json").write_text("{\n  \"cases\": [\n" + ",\n".join("    " + json.dumps(item) for item in cases) + "\n  ]\n}\n")


if __name__ == "__main__":
    main()
