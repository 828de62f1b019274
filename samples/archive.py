"""Writes an archive of 20 offices and eight quarters with planted contradictions, and their gold.

    python -m samples.archive FOLDER [SEED]

The reports go into FOLDER/reports, the gold into FOLDER/gold.csv: 40 contradictions and as many
places that only look like one. The bytes depend on the seed alone.
"""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random

from samples.archive_innocents import innocents
from samples.archive_offices import drafts, report_text
from samples.archive_plants import Ground, Mark, plants

SEED = 1
COLUMNS = ("kind", "file", "code", "ref", "about")


@dataclass(frozen=True, slots=True)
class Planted:
    """The archive and its truth."""

    reports: dict[str, str]
    """Text by file name."""
    marks: tuple[Mark, ...]

    def gold(self) -> str:
        """The truth, as CSV."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows(
            (one.kind, f"{one.name}.tsv", one.code, one.ref, one.about) for one in self.marks
        )
        return text.getvalue()


def planted_archive(seed: int = SEED) -> Planted:
    """An archive with its contradictions; another seed puts them elsewhere."""
    chance = Random(seed)
    found = drafts(chance)
    ground = Ground(found, chance)
    marks = (*innocents(ground), *plants(ground))
    texts = {f"{one.name}.tsv": report_text(one) for one in found.values()}
    return Planted(texts, marks)


def write(folder: Path, seed: int = SEED) -> Planted:
    """Write the archive into a folder."""
    made = planted_archive(seed)
    reports = folder / "reports"
    reports.mkdir(parents=True, exist_ok=True)
    for name, text in made.reports.items():
        (reports / name).write_text(text, encoding="utf-8", newline="")
    (folder / "gold.csv").write_text(made.gold(), encoding="utf-8", newline="")
    return made


def main(arguments: list[str]) -> int:
    """Write into the named folder."""
    if not arguments:
        print("Name a folder.")
        return 2
    made = write(Path(arguments[0]), int(arguments[1]) if arguments[1:] else SEED)
    print(f"{len(made.reports)} reports with {len(made.marks)} marks are in {arguments[0]}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
