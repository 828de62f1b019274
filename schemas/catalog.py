"""Reads the project's own data (vocabulary and plan files) once, and never a document."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

VOCAB = Path(__file__).with_name("vocab")


@cache
def vocabulary(name: str) -> tuple[dict[str, str], ...]:
    """The rows of vocab/<name>.csv, in file order; every table has a `source` column."""
    with (VOCAB / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))
