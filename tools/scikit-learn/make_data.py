"""Draws three tables of the kinds that people compare networks on. All rows are drawn from the models written here; none is from a public data set.

adult.csv.gz     4,000 rows: numbers (two of them mostly 0 and skewed), words with up to 42 levels, "?" for missing, no header, ", " between cells, 76 : 24
penguins.csv.gz    340 rows: measurements in two units, island, sex and year, NA for missing, three species
wine.csv.gz      2,000 rows: eleven numbers, semicolons, seven classes of which the rarest has eight rows

usage: make_data.py FOLDER
"""
import gzip
import math
import random
import sys
from pathlib import Path

SECTORS = [("Private", 70, 0.0), ("Own-business", 11, 0.2), ("Town", 7, 0.0), ("State", 4, -0.1), ("Federal", 3, 0.5), ("Unpaid", 1, -2.0)]
SCHOOLS = [("Primary", 5, 5), ("Some-secondary", 9, 8), ("Secondary", 32, 9), ("Some-college", 23, 10), ("Trade-school", 8, 11), ("Bachelor", 16, 13),
           ("Master", 5, 14), ("Doctor", 2, 16)]
TRADES = [("Craft", 13, 0.1), ("Office", 12, -0.2), ("Manager", 13, 0.9), ("Professional", 13, 0.7), ("Sales", 11, 0.3), ("Service", 10, -0.9),
          ("Machines", 7, -0.3), ("Transport", 5, -0.1), ("Cleaning", 4, -1.0), ("Farm", 3, -0.9), ("Technical", 3, 0.5), ("Guard", 2, 0.4)]
COUNTRIES = 42


def pick(draw, table):
    """An entry of a table whose second number is its weight."""
    place = draw.random() * sum(entry[1] for entry in table)
    for entry in table:
        place -= entry[1]
        if place < 0:
            return entry
    return table[-1]


def adult(draw):
    countries = [(f"Country-{i + 1:02}", 900 if i == 0 else 60 / (i + 1), draw.gauss(0, 0.4)) for i in range(COUNTRIES)]
    rows = []
    for _ in range(4000):
        age = min(90, 17 + int(draw.gammavariate(2.6, 8.5)))
        sector, school, trade, country = pick(draw, SECTORS), pick(draw, SCHOOLS), pick(draw, TRADES), pick(draw, countries)
        married = draw.random() < min(0.75, (age - 17) / 30)
        sex = draw.choice(["Female", "Male", "Male"])
        hours = max(1, min(99, 40 if draw.random() < 0.47 else round(draw.gauss(41, 13))))
        score = (-7.05 + 0.34 * school[2] + 1.9 * married + trade[2] + sector[2] + country[2] + 0.03 * (hours - 40)
                 + 0.9 * math.exp(-((age - 48) / 14) ** 2) + 0.5 * (sex == "Male") * (not married))
        gain = min(99999, round(math.exp(draw.gauss(8.6, 1.1)))) if draw.random() < 0.05 + 0.05 * (score > 0) else 0
        loss = round(draw.gauss(1850, 260)) if gain == 0 and draw.random() < 0.045 else 0
        score += (2.5 if gain > 6000 else 0.2 if gain > 0 else 0) + 0.4 * (loss > 1900)
        rich = draw.random() < 1 / (1 + math.exp(-1.3 * score))
        household = "Married" if married else draw.choice(["Single", "Single", "Divorced", "Widowed"])
        unknown = draw.random() < 0.055
        rows.append(", ".join([
            str(age), "?" if unknown else sector[0], str(round(math.exp(draw.gauss(12, 0.5)))), school[0], str(school[2]), household,
            "?" if unknown else trade[0], "Head" if married and sex == "Male" else "Partner" if married else draw.choice(["Own", "Shared", "Parents"]), sex,
            str(gain), str(loss), str(hours), "?" if draw.random() < 0.018 else country[0], ">50K" if rich else "<=50K"]))
    return rows


# species, weight, islands, bill length and depth, flipper, mass: mean and deviation of females; males are larger
BIRDS = [("Auk", 44, ["Rook", "Dove", "Tern"], (37.6, 2.1), (17.9, 1.0), (188, 6.2), (3420, 330), 1.07),
         ("Murre", 20, ["Dove"], (46.4, 2.9), (17.9, 0.9), (193, 6.8), (3560, 320), 1.07),
         ("Puffin", 36, ["Rook"], (45.8, 2.6), (14.4, 0.8), (213, 6.0), (4720, 320), 1.08)]


def penguins(draw):
    rows = ["species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year"]
    for _ in range(340):
        name, _, islands, length, depth, flipper, mass, growth = pick(draw, BIRDS)
        male = draw.random() < 0.5
        size = [(draw.gauss(*part) * (1 + (growth - 1) * share * male)) for part, share in ((length, 1), (depth, 1), (flipper, 0.4), (mass, 2))]
        cells = [f"{size[0]:.1f}", f"{size[1]:.1f}", f"{size[2]:.0f}", f"{round(size[3] / 25) * 25}"]
        if draw.random() < 0.01:
            cells = ["NA"] * 4
        sex = "NA" if draw.random() < 0.03 else "male" if male else "female"
        rows.append(",".join([name, draw.choice(islands), *cells, sex, str(draw.choice([2007, 2008, 2009]))]))
    return rows


# name, mean and deviation, digits, whether it is skewed, effect on the quality, effect of its square
SUBSTANCES = [("fixed acidity", 7.1, 0.9, 1, False, -0.10, 0.0), ("volatile acidity", 0.29, 0.33, 2, True, -0.55, 0.0),
              ("citric acid", 0.33, 0.11, 2, False, 0.05, -0.20), ("residual sugar", 4.5, 0.8, 1, True, 0.15, 0.0), ("chlorides", 0.045, 0.35, 3, True, -0.25, 0.0),
              ("free sulfur dioxide", 33, 16, 0, False, 0.30, -0.30), ("total sulfur dioxide", 136, 42, 0, False, -0.10, 0.0),
              ("density", 0.994, 0.0029, 5, False, -0.35, 0.0), ("pH", 3.19, 0.15, 2, False, 0.10, -0.10), ("sulphates", 0.49, 0.22, 2, True, 0.20, 0.0),
              ("alcohol", 10.5, 1.2, 1, False, 0.80, 0.10)]
QUALITIES = [(3, 8), (4, 70), (5, 590), (6, 880), (7, 360), (8, 80), (9, 12)]


def wine(draw):
    drawn = []
    for _ in range(2000):
        normal = [draw.gauss(0, 1) for _ in SUBSTANCES]
        normal[7] = -0.75 * normal[10] + 0.66 * normal[7]
        normal[6] = 0.6 * normal[5] + 0.8 * normal[6]
        score = sum(effect * z + square * z * z for z, (*_, effect, square) in zip(normal, SUBSTANCES)) + 0.4 * normal[10] * normal[1] + draw.gauss(0, 1.0)
        cells = [f"{(mean * math.exp(deviation * z) if skewed else max(0, mean + deviation * z)):.{digits}f}"
                 for z, (_, mean, deviation, digits, skewed, *_) in zip(normal, SUBSTANCES)]
        drawn.append((score, cells))
    order = sorted(range(len(drawn)), key=lambda i: drawn[i][0])
    quality, place = {}, 0
    for value, count in QUALITIES:
        for i in order[place:place + count]:
            quality[i] = value
        place += count
    return [";".join(f'"{name}"' for name, *_ in SUBSTANCES) + ';"quality"'] + [";".join(cells) + f";{quality[i]}" for i, (_, cells) in enumerate(drawn)]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for seed, make in enumerate([adult, penguins, wine], start=1):
        text = "\n".join(make(random.Random(seed))) + "\n"
        (folder / f"{make.__name__}.csv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
