"""What people know of an input beside its content: from a table, or from the folders it is in."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from schemas.errors import BadUsage

FILE = "file"
"""The column of a sidecar table that names the input, as run.json does."""

PLACEHOLDER = re.compile(r"\{(\w+)\}|\*\*/?|\*|\?")

SIGNS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
"""What a pattern's signs stand for, as in the shell."""

REMEDY = "Write the columns file, organisation, fiscal_year and quarter, as in docs/batch.md."


@dataclass(frozen=True, slots=True)
class Label:
    """One fact that stands beside a document, and not in it."""

    value: str
    basis: str
    """`sidecar` or `path`."""


Known = Mapping[str, Callable[[str], bool]]
"""What labels may tell, and which values fit."""

Labels = Mapping[str, Label]
"""By what they tell: organisation, fiscal_year, quarter."""


@dataclass(frozen=True, slots=True)
class Labelling:
    """Where the labels of inputs come from."""

    table: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """By the input's name."""
    pattern: re.Pattern[str] | None = None
    known: Known = field(default_factory=dict[str, Callable[[str], bool]])
    """A folder whose name does not fit tells nothing."""

    def of(self, name: str) -> Labels:
        """The labels of an input; the table goes before the folders."""
        fits = self.pattern.fullmatch(name) if self.pattern else None
        said = fits.groupdict() if fits else {}
        from_path = {
            key: Label(value, "path") for key, value in said.items() if self.known[key](value)
        }
        told = self.table.get(name, {})
        return from_path | {key: Label(value, "sidecar") for key, value in told.items()}


def labelling(sidecar: Path | None, pattern: str | None, known: Known) -> Labelling:
    """Read a sidecar table and a pattern of folders.

    Args:
        sidecar: a CSV file with the column `file` and some of the known ones.
        pattern: such as `{organisation}/{fiscal_year}/Q{quarter}/*`.
        known: what a label may tell.

    Raises:
        BadUsage: one of them cannot be read, or tells something else.
    """
    return Labelling(
        _read_table(sidecar, known) if sidecar else {},
        _compile(pattern, known) if pattern else None,
        known,
    )


def _read_table(path: Path, known: Known) -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            header = [name.strip() for name in rows.fieldnames or ()]
            rows.fieldnames = header
            unknown = {*header} - {FILE, *known}
            if FILE not in header or unknown or len({*header}) != len(header):
                raise BadUsage(
                    f"{path} has the columns {', '.join(header) or 'of nothing'}.", REMEDY
                )
            for row in rows:
                name, labels = _row(row, known, f"{path}, line {rows.line_num}")
                if table.setdefault(name, labels) != labels:
                    raise BadUsage(f"{path} says two things of {name}.", "Leave one of them.")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadUsage(f"{path} cannot be read as a CSV table ({error}).", REMEDY) from error
    return table


def _row(
    row: Mapping[str | None, str | None], known: Known, where: str
) -> tuple[str, dict[str, str]]:
    if None in row or None in row.values():
        raise BadUsage(f"{where} has more or fewer cells than columns.", REMEDY)
    cells = {str(key): unicodedata.normalize("NFC", str(cell)) for key, cell in row.items()}
    name = cells.pop(FILE)
    if not name:
        raise BadUsage(f"{where} names no file.", REMEDY)
    labels = {key: cell.strip() for key, cell in cells.items() if cell.strip()}
    for key, value in labels.items():
        if not known[key](value):
            raise BadUsage(f"{where}: {value} is no {key}.", "Write 2022-23, and 1 to 4.")
    return name, labels


def _compile(pattern: str, known: Known) -> re.Pattern[str]:
    names = [name for name in PLACEHOLDER.findall(pattern) if name]
    if not names or {*names} - {*known} or len({*names}) != len(names):
        raise BadUsage(
            f"{pattern} is no pattern of folders.",
            f"Name each of {', '.join(f'{{{name}}}' for name in known)} once at most, such as "
            "'{organisation}/{fiscal_year}/Q{quarter}/*'.",
        )
    parts: list[str] = []
    at = 0
    form = unicodedata.normalize("NFC", pattern)
    for found in PLACEHOLDER.finditer(form):
        parts.append(re.escape(form[at : found.start()]))
        parts.append(f"(?P<{found[1]}>[^/]+?)" if found[1] else SIGNS[found[0]])
        at = found.end()
    return re.compile("".join(parts) + re.escape(form[at:]), re.DOTALL)
