"""Writes tests/Hillock.Tests/Data/tables/mixed.csv: a table of every type that columns have, from which tables.sql (DuckDB) and tables.mjs (polars, arrow-rs and
Arrow's JavaScript) write the same content as Parquet and Arrow files. Needs Python alone; node tables.mjs runs the rest."""

import datetime
import os
import random

FOLDER = os.path.join(os.path.dirname(__file__), "../../tests/Hillock.Tests/Data/tables")
ROWS = 130
WORDS = ["maple", "Öl & Essig", "naïve, quoted", "日本", "x" * 40]


def main():
    draw = random.Random(14)
    lines = ["number,small,wide,real,single,word,kind,flag,day,stamp,clock,price,large,class"]
    for row in range(ROWS):
        day = datetime.date(2021, 1, 1) + datetime.timedelta(days=7 * row + draw.randrange(5))
        stamp = datetime.datetime(2023, 3, 4, 5, 6, 7, 125000) + datetime.timedelta(milliseconds=draw.randrange(10 ** 10))
        cells = [
            str(draw.randrange(-1000, 1000)),
            str(draw.randrange(-100, 100)),
            str(draw.randrange(4 * 10 ** 9)),
            repr(draw.uniform(-5, 5)),
            repr(draw.randrange(-4096, 4096) / 64),
            draw.choice(WORDS),
            "abc"[draw.randrange(3)],
            draw.choice(["true", "false"]),
            day.isoformat(),
            stamp.isoformat(sep=" ", timespec="milliseconds"),
            "%02d:%02d:%02d" % (draw.randrange(24), draw.randrange(60), draw.randrange(60)),
            "%d.%02d" % (draw.randrange(-500, 500), draw.randrange(100)),
            str(2 ** 60 + draw.randrange(3)),
            draw.choice(["low", "high", "middle"]),
        ]
        for column in range(len(cells) - 1):
            if column not in (8, 12) and draw.random() < 0.08:
                cells[column] = ""
        lines.append(",".join('"%s"' % cell if "," in cell else cell for cell in cells))
    with open(os.path.join(FOLDER, "mixed.csv"), "w", encoding="utf-8", newline="") as file:
        file.write("\n".join(lines) + "\n")


main()
