"""Scores scikit-learn's MLPClassifier on the parts that `hillock compare` used, and writes both as a table in Markdown.

The customary pipeline: the median for a missing number and one hot column for each word, missing words among them; StandardScaler; two hidden layers of 64;
everything else as scikit-learn has it, with and without early_stopping. The interval is mean ± t·s/√k over the k = 5 parts, as on the page.

usage: compare.py HILLOCK [SEED...]     HILLOCK: the command, such as "dotnet artifacts/bin/Hillock.Cli/release/Hillock.Cli.dll"
"""
import csv
import gzip
import json
import math
import shlex
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import sklearn
from scipy import stats
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "tests/Hillock.Tests/Data/mixed"
# file, delimiter, whether there is a header, target, options of the tool
FILES = [("adult", ",", False, -1, ["--impute"]), ("penguins", ",", True, 0, ["--target", "species", "--impute"]), ("wine", ";", True, -1, [])]


def read(name, delimiter, header, target):
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file, delimiter=delimiter)][1 if header else 0:]
    classes = np.array([row[target] for row in rows])
    columns = [column for i, column in enumerate(zip(*rows)) if i != target % len(rows[0])]
    numbers, words = [], []
    for column in columns:
        try:
            numbers.append([math.nan if cell in ("NA", "?") else float(cell) for cell in column])
        except ValueError:
            words.append(column)
    table = np.empty((len(rows), len(columns)), dtype=object)
    for i, column in enumerate(numbers + words):
        table[:, i] = column
    return table, len(numbers), classes


def score(table, numbers, classes, folds, seed, early):
    scores = []
    for fold in sorted(set(folds)):
        held_out = folds == fold
        prepare = ColumnTransformer([("numbers", SimpleImputer(strategy="median"), list(range(numbers))),
                                     ("words", OneHotEncoder(handle_unknown="ignore"), list(range(numbers, table.shape[1])))], sparse_threshold=0)
        network = MLPClassifier(hidden_layer_sizes=(64, 64), early_stopping=early, random_state=seed)
        model = make_pipeline(prepare, StandardScaler(), network)
        scores.append(model.fit(table[~held_out], classes[~held_out]).score(table[held_out], classes[held_out]))
    return np.array(scores)


def interval(scores):
    half = stats.t.ppf(0.975, len(scores) - 1) * scores.std(ddof=1) / math.sqrt(len(scores))
    return scores.mean() - half, scores.mean() + half


def main():
    warnings.filterwarnings("ignore")
    tool, seeds = shlex.split(sys.argv[1]), [int(seed) for seed in sys.argv[2:]] or [0]
    print(f"scikit-learn {sklearn.__version__}\n")
    print("| file | seed | Hillock, relu | scikit-learn | its interval | with early stopping | its interval |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, delimiter, header, target, options in FILES:
        table, numbers, classes = read(name, delimiter, header, target)
        for seed in seeds:
            with tempfile.TemporaryDirectory() as folder:
                found, parts = Path(folder) / "found.json", Path(folder) / "folds.csv"
                subprocess.run([*tool, "compare", str(DATA / f"{name}.csv.gz"), *options, "--activations", "relu", "--seed", str(seed),
                                "--json", str(found), "--folds-file", str(parts)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                runs = json.loads(found.read_text(encoding="utf-8"))["activations"][0]["runs"]
                folds = np.array([int(row["fold"]) for row in csv.DictReader(parts.open())])
            own = np.array([run["score"] for run in runs])
            cells = [f"{100 * own.mean():.1f}"]
            for early in (False, True):
                other = score(table, numbers, classes, folds, seed, early)
                low, high = interval(other)
                cells += [f"{100 * other.mean():.1f}", f"{100 * low:.1f} to {100 * high:.1f}"]
            print(f"| {name} | {seed} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
