"""Re-checks an output folder: schema, hashes, accounting, and the sources rebuilt from cells.csv.

Reports are looked at one by one, so that memory does not grow with the folder.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

from pydantic import BaseModel, ValidationError

from load import cells
from load.archive_findings import ARCHIVE_FIELDS, ARCHIVE_FILE
from load.datapackage import FILE, describe, find_tables, is_hidden
from load.groups import read_groups, read_header
from load.invalid import OutputInvalid
from load.report_json import output_path, parse, validate
from load.rows import csv_rows, find_fault, header, parse_rows, tables
from schemas.document import Ledger
from schemas.report import Report

RUN = "run.json"
JSON = "report"
LEFTOVER = "leftover"
REBUILDABLE = "text/tab-separated-values"

REDO = "Run ogrogoti convert again with --no-resume into the same folder."
RECHECK = "Run ogrogoti check on the folder again."
RENEW = "Run ogrogoti convert again into the same folder."


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be, and what to do about it."""

    path: str
    """Within the output folder."""
    what: str
    remedy: str


class _Input(BaseModel):
    output: str | None = None
    output_sha256: str | None = None


class _Run(BaseModel):
    inputs: tuple[_Input, ...]
    kept: tuple[str, ...] = ()
    """Reports of earlier runs, whose hash this run file no longer tells."""


def verify(folder: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with an output folder; nothing is changed."""
    return tuple(_problems(folder))


def _problems(folder: Path) -> Iterator[Problem]:
    try:
        promised = _promised(folder)
    except (OSError, ValidationError) as error:
        promised = None
        yield Problem(RUN, f"It cannot be read: {error}", RENEW)
    for output in sorted(promised or ()):
        if not (folder / output).is_file():
            yield Problem(output, "run.json names it, and it is not there.", REDO)
    for quarter in _quarters(folder):
        yield from _verify_quarter(folder, quarter, promised)
    yield from _verify_archive(folder)
    yield from _verify_descriptor(folder)


def _promised(folder: Path) -> dict[str, str | None]:
    run = _Run.model_validate_json((folder / RUN).read_bytes())
    kept: dict[str, str | None] = dict.fromkeys(run.kept)
    return kept | {found.output: found.output_sha256 for found in run.inputs if found.output}


def _quarters(folder: Path) -> tuple[Path, ...]:
    """The folders that hold reports or tables."""
    reports = (
        path
        for path in folder.rglob("*.json")
        if path.parent != folder and not is_hidden(path.relative_to(folder))
    )
    return tuple(sorted({path.parent for path in chain(reports, find_tables(folder))}))


def _verify_archive(folder: Path) -> Iterator[Problem]:
    """Findings between reports: the columns, the content, and the reports that they are about."""
    path = folder / ARCHIVE_FILE
    if not path.exists():
        return
    if read_header(path) != header(ARCHIVE_FIELDS):
        yield Problem(ARCHIVE_FILE, "Its columns are not the published ones.", RECHECK)
        return
    try:
        lines = parse_rows(path.read_bytes())[1:]
    except ValueError as error:
        yield Problem(ARCHIVE_FILE, f"Damaged: {error}.", RECHECK)
        return
    fault = find_fault(ARCHIVE_FIELDS, lines)
    if fault is not None:
        yield Problem(ARCHIVE_FILE, f"{fault}.", RECHECK)
        return
    here = {report.stem for quarter in _quarters(folder) for report in quarter.glob("*.json")}
    for gone in sorted({line[0] for line in lines} - here):
        yield Problem(ARCHIVE_FILE, f"It tells of {gone}, which is not there.", RECHECK)


def _verify_descriptor(folder: Path) -> Iterator[Problem]:
    path = folder / FILE
    if not path.is_file():
        yield Problem(FILE, "It is not there.", RENEW)
    elif path.read_bytes() != describe(folder):
        yield Problem(FILE, "It does not tell the tables as they are now.", RENEW)


def _verify_quarter(
    folder: Path, quarter: Path, promised: Mapping[str, str | None] | None
) -> Iterator[Problem]:
    troubles: list[Problem] = []
    sound = {name for name in tables() if _has_header(folder, quarter, name, troubles)}
    streams = [_stream(folder, quarter, name, troubles) for name in sorted(sound)]
    reports = ((path.stem, JSON, b"") for path in sorted(quarter.glob("*.json")))
    merged = heapq.merge(reports, *streams, key=itemgetter(0))
    for report_id, parts in groupby(merged, key=itemgetter(0)):
        rows = {kind: content for _, kind, content in parts}
        path = quarter / f"{report_id}.json"
        name = path.relative_to(folder).as_posix()
        if rows.pop(JSON, None) is None:
            yield Problem(name, f"{', '.join(rows)}: rows of a report that is not there.", REDO)
            continue
        content = path.read_bytes()
        if promised is not None:
            yield from _verify_hash(name, content, promised)
        yield from _verify_report(name, content, {kind: rows.get(kind, b"") for kind in sound})
    yield from troubles


def _has_header(folder: Path, quarter: Path, name: str, troubles: list[Problem]) -> bool:
    path = quarter / f"{name}.csv"
    if read_header(path) == header(tables()[name].FIELDS):
        return True
    what = "Its columns are not the published ones." if path.exists() else "It is not there."
    troubles.append(Problem(path.relative_to(folder).as_posix(), what, REDO))
    return False


def _stream(
    folder: Path, quarter: Path, name: str, troubles: list[Problem]
) -> Iterator[tuple[str, str, bytes]]:
    path = quarter / f"{name}.csv"
    try:
        for report_id, content in read_groups(path):
            yield report_id, name, content
    except ValueError as error:
        troubles.append(Problem(path.relative_to(folder).as_posix(), f"Damaged: {error}.", REDO))


def _verify_hash(
    name: str, content: bytes, promised: Mapping[str, str | None]
) -> Iterator[Problem]:
    if name not in promised:
        yield Problem(name, "run.json does not know it.", "Move it away, or convert again.")
    elif promised[name] not in (None, hashlib.sha256(content).hexdigest()):
        yield Problem(name, "It is not as it was written: the hash is another one.", REDO)


def _verify_report(name: str, content: bytes, rows: Mapping[str, bytes]) -> Iterator[Problem]:
    try:
        validate(content)
        report = parse(content)
    except OutputInvalid as error:
        yield Problem(name, f"{error.where}: {error.what}", REDO)
        return
    except ValidationError as error:
        yield Problem(name, str(error), REDO)
        return
    if name != output_path(report):
        yield Problem(name, f"By its content it belongs to {output_path(report)}.", REDO)
    ledger = Ledger(())
    if cells.NAME in rows:
        try:
            ledger = cells.read_ledger(parse_rows(rows[cells.NAME]))
        except ValueError as error:
            yield Problem(name, f"Its rows in cells.csv: {error}", REDO)
            return
        yield from _verify_ledger(name, report, ledger)
    for kind, found in rows.items():
        try:
            due = csv_rows(tables()[kind], report, ledger)
        except OutputInvalid as error:
            yield Problem(name, f"{error.where}: {error.what}", REDO)
        else:
            yield from _verify_rows(name, kind, found, due)


def _verify_rows(name: str, kind: str, found: bytes, due: bytes) -> Iterator[Problem]:
    if found == due:
        return
    try:
        fault = find_fault(tables()[kind].FIELDS, parse_rows(found))
    except ValueError as error:
        fault = str(error)
    what = fault or "they do not say what the report says"
    yield Problem(name, f"Its rows in {kind}.csv: {what}.", REDO)


def _verify_ledger(name: str, report: Report, ledger: Ledger) -> Iterator[Problem]:
    roles = Counter(entry.role for entry in ledger.entries)
    leftover = roles.pop(LEFTOVER, 0)
    told = {role: count for role, count in report.accounting.roles.items() if role != LEFTOVER}
    if len(ledger.entries) != report.accounting.cells:
        what = f"cells.csv has {len(ledger.entries)} cells, accounting {report.accounting.cells}"
        yield Problem(name, f"{what}.", REDO)
    if dict(roles) != told or leftover != report.accounting.leftover:
        yield Problem(name, "The roles in cells.csv are not those of accounting.", REDO)
    yield from _verify_source(name, report, ledger)


def _verify_source(name: str, report: Report, ledger: Ledger) -> Iterator[Problem]:
    kind = Message()
    kind["Content-Type"] = report.source.media_type
    charset = kind.get_content_charset()
    if kind.get_content_type() != REBUILDABLE or charset is None:
        return
    try:
        rebuilt = ledger.rebuild().encode(charset)
    except (UnicodeEncodeError, LookupError) as error:
        yield Problem(name, f"The source cannot be rebuilt from cells.csv: {error}.", REDO)
        return
    if hashlib.sha256(rebuilt).hexdigest() != report.source.sha256:
        yield Problem(name, "The source rebuilt from cells.csv is not the one that was read.", REDO)
