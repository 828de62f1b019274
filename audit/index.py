"""The index: the published reports in a SQLite file, so that lists are paged and never held whole.

It holds nothing of its own: it can be deleted, and is made again from the reports.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pydantic import ValidationError

from audit.published import Sheet, points_of, severities, sheet_of
from audit.trail import FOLDER
from schemas.report import Report

INDEX = "index.sqlite"
RUN = "run.json"
CELLS = "cells.csv"
VERSION = 7
LONGEST_CELL = 2**31 - 1

TABLES = (
    "CREATE TABLE folder (name TEXT PRIMARY KEY, signature TEXT NOT NULL) STRICT",
    "CREATE TABLE report (report INTEGER PRIMARY KEY, folder TEXT, report_id TEXT UNIQUE, "
    "path TEXT, search TEXT, slot TEXT, slug TEXT, organisation TEXT, plan_type TEXT, year TEXT, "
    "quarter INTEGER, "
    "source_file TEXT, source_sha256 TEXT, media_type TEXT, pages INTEGER, n_rows INTEGER, "
    "error INTEGER, warning INTEGER, info INTEGER, value INTEGER, "
    "planned REAL, achieved REAL, unstated REAL) STRICT",
    "CREATE INDEX report_in_order ON report (year, quarter, organisation, report_id)",
    "CREATE INDEX report_by_folder ON report (folder)",
    "CREATE INDEX report_by_slot ON report (slot)",
    "CREATE TABLE line (report INTEGER, seq INTEGER, kind TEXT, id TEXT, page INTEGER, "
    "line INTEGER, PRIMARY KEY (report, seq)) STRICT, WITHOUT ROWID",
    "CREATE TABLE value (report INTEGER, number INTEGER, seq INTEGER, key TEXT, "
    "column_name TEXT, raw TEXT, value TEXT, state TEXT, confidence REAL, points TEXT, "
    "places TEXT, candidates TEXT, "
    "PRIMARY KEY (report, number)) STRICT, WITHOUT ROWID",
    "CREATE INDEX value_by_row ON value (report, seq, number)",
    "CREATE INDEX value_by_raw ON value (raw, column_name)",
    "CREATE INDEX value_by_key ON value (report, key)",
    "CREATE TABLE item (report INTEGER, number INTEGER, key TEXT, ref TEXT, code TEXT, "
    "severity TEXT, rank INTEGER, confidence REAL, message TEXT, message_bn TEXT, seq INTEGER, "
    "places TEXT, candidates TEXT, PRIMARY KEY (report, number)) "
    "STRICT, WITHOUT ROWID",
    "CREATE INDEX item_in_order ON item (report, rank, number)",
    "CREATE INDEX item_by_key ON item (report, key)",
    "CREATE INDEX item_by_code ON item (code, report)",
    "CREATE TABLE cell (report INTEGER, number INTEGER, page INTEGER, line INTEGER, "
    '"column" INTEGER, role TEXT, ref TEXT, raw TEXT, before TEXT, '
    "PRIMARY KEY (report, number)) STRICT, WITHOUT ROWID",
    "CREATE INDEX cell_by_line ON cell (report, line)",
)
REPORT_TABLES = ("line", "value", "item", "cell", "report")


@contextmanager
def reading(folder: Path) -> Generator[sqlite3.Connection]:
    """A connection to the index of an output folder, for queries; rows go by name."""
    path = folder / FOLDER / INDEX
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA query_only = ON")
        yield connection


def refresh(folder: Path) -> bool:
    """Bring the index up to what is published now; quarters that are as they were stay.

    Returns:
        Whether anything had changed.
    """
    (folder / FOLDER).mkdir(exist_ok=True)
    path = folder / FOLDER / INDEX
    with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            _make(connection)
        connection.execute("PRAGMA synchronous = OFF")
        known = dict(connection.execute("SELECT name, signature FROM folder"))
        now = _signature(folder, (folder / RUN,))
        if known.get(RUN) == now and now:
            return False
        connection.execute("BEGIN IMMEDIATE")
        found = {quarter.relative_to(folder).as_posix(): quarter for quarter in _quarters(folder)}
        for name in sorted(known.keys() - found.keys() - {RUN}):
            _forget(connection, name)
        for name, quarter in sorted(found.items()):
            files = sorted((*quarter.glob("*.json"), quarter / CELLS))
            signature = _signature(folder, files)
            if known.get(name) != signature:
                _forget(connection, name)
                _add_quarter(connection, folder, quarter)
                connection.execute("INSERT INTO folder VALUES (?, ?)", (name, signature))
        connection.execute("DELETE FROM folder WHERE name = ?", (RUN,))
        connection.execute("INSERT INTO folder VALUES (?, ?)", (RUN, now))
        connection.execute("COMMIT")
    return True


def _make(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in names:
        connection.execute(f'DROP TABLE "{name}"')
    for statement in TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _signature(folder: Path, files: tuple[Path, ...] | list[Path]) -> str:
    """Names, sizes and times of files; empty if one of them is not there."""
    digest = hashlib.sha256()
    for path in files:
        try:
            status = path.stat()
        except OSError:
            continue
        name = path.relative_to(folder).as_posix()
        digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _quarters(folder: Path) -> Iterator[Path]:
    """The folders that hold reports, hidden ones left out; links are not followed."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if Path(place) != folder and any(name.endswith(".json") for name in files):
            yield Path(place)


def _forget(connection: sqlite3.Connection, name: str) -> None:
    for table in REPORT_TABLES:
        connection.execute(
            f"DELETE FROM {table} WHERE report IN (SELECT report FROM report WHERE folder = ?)",  # noqa: S608  # fixed names
            (name,),
        )
    connection.execute("DELETE FROM folder WHERE name = ?", (name,))


def _add_quarter(connection: sqlite3.Connection, folder: Path, quarter: Path) -> None:
    numbers: dict[str, int] = {}
    for path in sorted(quarter.glob("*.json")):
        try:
            report = Report.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            continue  # ogrogoti verify tells what is wrong with it
        numbers[report.report_id] = _add_report(connection, folder, path, report)
    _add_cells(connection, quarter / CELLS, numbers)


def _add_report(connection: sqlite3.Connection, folder: Path, path: Path, report: Report) -> int:
    sheet, points = sheet_of(report), points_of(report)
    counts = severities(sheet.items)
    row = (
        path.parent.relative_to(folder).as_posix(),
        report.report_id,
        path.relative_to(folder).as_posix(),
        f"{report.organisation.name or ''} {report.source.file} {report.report_id}".lower(),
        report.report_id.rpartition("-")[0],
        report.organisation.slug,
        report.organisation.name,
        report.plan_type,
        report.fiscal_year.label,
        report.period.quarter,
        report.source.file,
        report.source.sha256,
        report.source.media_type,
        report.source.pages,
        len(sheet.rows),
        *(counts[severity] for severity in ("error", "warning", "info", "value")),
        *(float(sum_) for sum_ in (points.planned, points.achieved, points.unstated)),
    )
    blanks = ", ".join("?" * len(row))
    added = connection.execute(f"INSERT OR REPLACE INTO report VALUES (NULL, {blanks})", row)  # noqa: S608  # question marks
    number = added.lastrowid or 0
    _add_sheet(connection, number, sheet)
    return number


def _add_sheet(connection: sqlite3.Connection, number: int, sheet: Sheet) -> None:
    connection.executemany(
        "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?)",
        ((number, seq, *row) for seq, row in enumerate(sheet.rows)),
    )
    connection.executemany(
        "INSERT INTO value VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (number, n, *one[:-2], json.dumps(one[-2]), json.dumps(one[-1]))
            for n, one in enumerate(sheet.values)
        ),
    )
    connection.executemany(
        "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (number, n, *one[:-2], json.dumps(one[-2]), json.dumps(one[-1]))
            for n, one in enumerate(sheet.items)
        ),
    )


def _add_cells(connection: sqlite3.Connection, path: Path, numbers: dict[str, int]) -> None:
    """The ledger of a quarter; a table that is broken shows no cells, and verify says why."""
    if not path.is_file():
        return
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        connection.executemany(
            "INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    numbers[row["report_id"]],
                    n,
                    int(row["page"]),
                    int(row["line"]),
                    int(row["column"]),
                    row["role"],
                    row["ref"],
                    row["raw"],
                    row["before"],
                )
                for n, row in enumerate(rows)
                if row["report_id"] in numbers
            ),
        )
