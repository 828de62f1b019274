"""What a load decides: which reports are new, which supersede, and which are known already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path

from load.warehouse_archive import read_archive_findings
from load.warehouse_copy import encode_rows
from load.warehouse_dimensions import DIMENSIONS
from load.warehouse_folder import AGAIN, Declined, Run, read_reports
from load.warehouse_prepare import Prepared
from load.warehouse_rows import version_key
from load.warehouse_store import RowsUnfit, Store
from load.warehouse_workers import Task, prepare_all

NEW, CORRECTED, UNCHANGED, RESTORED, OLDER = "new", "corrected", "unchanged", "restored", "older"


@dataclass(slots=True)
class Loaded:
    """What became of each report of the folder."""

    reports: Counter[str] = field(default_factory=Counter[str])
    """How many were new, corrected, unchanged, restored (an earlier version holds again), or
    older (converted by an earlier program, and kept as history)."""
    declined: list[Declined] = field(default_factory=list[Declined])

    def in_words(self) -> str:
        """For people."""
        counts = ", ".join(f"{number:,} {what}" for what, number in sorted(self.reports.items()))
        lines = [f"Reports: {self.reports.total():,} ({counts or 'nothing to do'})."]
        if self.declined:
            lines.append(f"Not loaded: {len(self.declined):,}.")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Version:
    """A version that the warehouse has."""

    source: str
    number: int
    is_current: bool
    program: str | None


class Load:
    """One folder on its way into an open warehouse."""

    def __init__(self, store: Store, run: Run | Declined) -> None:
        """Look at what the warehouse has."""
        self._store = store
        self._loaded = Loaded()
        self._run = Run() if isinstance(run, Declined) else run
        if isinstance(run, Declined):
            self._loaded.declined.append(run)
        self._programs = self._run.program_versions()
        self._versions = {
            str(key): _Version(str(source), _integer(number), bool(is_current), _string(program))
            for key, source, number, is_current, program in store.query(
                "SELECT version_key, source_key, version, is_current, program_version FROM report"
            )
        }
        self._current = {one.source: one for one in self._versions.values() if one.is_current}
        self._latest: dict[str, int] = {}
        for one in self._versions.values():
            self._latest[one.source] = max(one.number, self._latest.get(one.source, 0))
        self._seen = {
            table.name: {
                row[0]
                for row in store.query(f'SELECT "{table.key[0]}" FROM "{table.name}"')  # noqa: S608  # ours
            }
            for table in DIMENSIONS
        }
        self._names: dict[str, str] = {}
        self._there: set[str] = set()

    def take(self, folder: Path) -> Loaded:
        """Load everything, and tell what became of it."""
        for task, outcome in prepare_all(self._unknown(folder)):
            if isinstance(outcome, ValueError):
                self._decline(task.found.name, str(outcome))
            elif self._is_first(outcome.source, task.found.name):
                self._take_version(task.found.name, outcome)
        for gone in sorted(self._programs.keys() - self._there):
            self._decline(gone, "run.json names it, and it is not there.")
        self._take_inputs()
        self._take_archive(folder)
        return self._loaded

    def _unknown(self, folder: Path) -> Iterator[Task]:
        """The reports that the warehouse does not have; the others are dealt with on the way."""
        for found in read_reports(folder):
            if isinstance(found, Declined):
                self._loaded.declined.append(found)
                self._there.add(found.name)
                continue
            self._there.add(found.name)
            key = version_key(found.content, found.cells)
            known = self._versions.get(str(key))
            if known is None:
                yield Task(found, key)
            elif self._is_first(known.source, found.name):
                self._take_known(str(key), known, found.name)

    def _take_known(self, key: str, known: _Version, name: str) -> None:
        if known.is_current:
            self._loaded.reports[UNCHANGED] += 1
        elif _is_older(self._programs.get(name) or known.program, self._current[known.source]):
            self._loaded.reports[OLDER] += 1
        else:
            self._store.make_current(known.source, key)
            self._loaded.reports[RESTORED] += 1

    def _take_version(self, name: str, made: Prepared) -> None:
        program, current = self._programs.get(name), self._current.get(made.source)
        older = current is not None and _is_older(program, current)
        dimensions = {
            table: [row for row in rows if row[0] not in self._seen[table]]
            for table, rows in made.dimensions.items()
        }
        number = self._latest.get(made.source, 0) + 1
        # as a text, since a date would lose the time
        now = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
        report = (*made.report, program, number, "false" if older else "true", now)
        tables = {table: encode_rows(rows) for table, rows in dimensions.items() if rows}
        tables |= {"report": encode_rows((report,))} | made.tables
        try:
            self._store.add(tables, made.source if current and not older else None)
        except RowsUnfit as error:
            self._decline(name, f"The database cannot hold it: {error}.")
            return
        for table, rows in dimensions.items():
            self._seen[table].update(row[0] for row in rows)
        self._loaded.reports[OLDER if older else CORRECTED if current else NEW] += 1

    def _is_first(self, source: str, name: str) -> bool:
        """Whether no other report of the folder was read from the same source."""
        first = self._names.setdefault(source, name)
        if first != name:
            self._decline(name, f"{first} was read from the same source.")
        return first == name

    def _decline(self, name: str, reason: str) -> None:
        self._loaded.declined.append(Declined(name, reason, AGAIN))

    def _take_inputs(self) -> None:
        stored = {row[0]: row for row in self._store.query('SELECT * FROM "input_file"')}
        due = {row[0]: row for row in self._run.rows()}
        fresh = [row for key, row in due.items() if stored.get(key) != row]
        if fresh:
            self._store.replace(
                "input_file", tuple(str(row[0]) for row in fresh), encode_rows(fresh)
            )

    def _take_archive(self, folder: Path) -> None:
        """Findings between reports take the place of earlier ones about the same reports."""
        found = read_archive_findings(folder)
        if isinstance(found, Declined):
            self._loaded.declined.append(found)
        if found is None or isinstance(found, Declined):
            return
        loaded = {str(row[0]) for row in self._store.query("SELECT source_key FROM report")}
        stored = {
            row
            for row in self._store.query('SELECT * FROM "archive_finding"')
            if row[1] in self._names
        }
        due = {row for row in found if row[1] in loaded}
        if stored != due:
            keys = tuple(str(row[0]) for row in stored | due)
            self._store.replace(
                "archive_finding", keys, encode_rows(sorted(due, key=itemgetter(0)))
            )


def _is_older(program: str | None, current: _Version) -> bool:
    """Whether a program is known to be an earlier one than that of the version that holds."""
    if program is None or current.program is None:
        return False
    return _numbers(program) < _numbers(current.program)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))


def _integer(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None
