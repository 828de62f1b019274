"""A converted folder as a warehouse takes it in: each report with its rows of the ledger."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from pydantic import BaseModel, ValidationError

from load import cells
from load.datapackage import find_tables, is_hidden
from load.groups import read_groups, read_header
from load.rows import header
from schemas.table import Scalar

RUN = "run.json"
AGAIN = "Run ogrogoti convert again with --no-resume into the same folder, then load."

JSON = "json"
LEDGER = f"{cells.NAME}.csv"


@dataclass(frozen=True, slots=True)
class Found:
    """A report as it lies in the folder."""

    name: str
    """Its path within the folder."""
    content: bytes
    cells: bytes
    """Its rows of cells.csv."""


@dataclass(frozen=True, slots=True)
class Declined:
    """What is not loaded, and why."""

    name: str
    reason: str
    remedy: str


class _Input(BaseModel):
    file: str
    state: str
    sha256: str | None = None
    reason: str | None = None
    remedy: str | None = None
    report_id: str | None = None
    output: str | None = None


class _Versions(BaseModel):
    ogrogoti: str | None = None


class Run(BaseModel):
    """What the folder's run file tells of its inputs."""

    inputs: tuple[_Input, ...] = ()
    versions: _Versions = _Versions()

    def program_versions(self) -> dict[str, str | None]:
        """By the report's path: the program that converted it; others were kept from before."""
        return {one.output: self.versions.ogrogoti for one in self.inputs if one.output}

    def rows(self) -> Iterator[tuple[Scalar, ...]]:
        """The rows of the table `input_file`."""
        for one in self.inputs:
            state, _, code = one.state.partition(":")
            state = "converted" if state == "unchanged" else state
            key = hashlib.sha256(f"{one.file}\0{one.sha256}".encode()).hexdigest()[:32]
            told = (one.reason, one.remedy, one.report_id)
            yield (key, one.file, one.sha256, state, code or None, *told)


def read_run(folder: Path) -> Run | Declined:
    """The run file; a folder without one is loaded all the same."""
    path = folder / RUN
    try:
        return Run.model_validate_json(path.read_bytes()) if path.exists() else Run()
    except (OSError, ValidationError) as error:
        return Declined(RUN, f"It cannot be read: {error}", AGAIN)


def read_reports(folder: Path) -> Iterator[Found | Declined]:
    """The reports of a folder, sorted by quarter and name, one in memory at a time."""
    for quarter in _quarters(folder):
        yield from _read_quarter(folder, quarter)


def _quarters(folder: Path) -> tuple[Path, ...]:
    reports = (
        path
        for path in folder.rglob("*.json")
        if path.parent != folder and not is_hidden(path.relative_to(folder))
    )
    return tuple(sorted({path.parent for path in (*reports, *find_tables(folder))}))


def _read_quarter(folder: Path, quarter: Path) -> Iterator[Found | Declined]:
    within = quarter.relative_to(folder).as_posix()
    if read_header(quarter / LEDGER) != header(cells.FIELDS):
        yield Declined(f"{within}/{LEDGER}", "It is not there, or has other columns.", AGAIN)
        return
    torn: list[str] = []
    stems = sorted(path.stem for path in quarter.glob("*.json"))
    reports = ((stem, JSON, b"") for stem in stems)
    merged = heapq.merge(reports, _ledger(quarter / LEDGER, torn), key=itemgetter(0))
    for stem, parts in groupby(merged, key=itemgetter(0)):
        kinds = {kind: content for _, kind, content in parts}
        if JSON in kinds:
            content = (quarter / f"{stem}.json").read_bytes()
            yield Found(f"{within}/{stem}.json", content, kinds.get(LEDGER, b""))
        else:
            yield Declined(f"{within}/{stem}.json", f"{LEDGER} has rows of it; it is gone.", AGAIN)
    yield from (Declined(f"{within}/{LEDGER}", f"It is damaged: {fault}.", AGAIN) for fault in torn)


def _ledger(path: Path, torn: list[str]) -> Iterator[tuple[str, str, bytes]]:
    try:
        for report_id, rows in read_groups(path):
            yield report_id, LEDGER, rows
    except ValueError as error:
        torn.append(str(error))
