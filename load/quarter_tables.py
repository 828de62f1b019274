"""The tables of each quarter, from the rows of each report, with flat memory.

Workers hand over ready rows. They wait in a spool file for each quarter, which outlives a
killed run, and `merge` brings them into the tables at the end.
"""

from __future__ import annotations

import heapq
import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import NoReturn

from load.atomic import naming_trouble, replace_file
from load.groups import Group, read_groups, read_header
from load.rows import find_fault, header, parse_rows, tables
from schemas.errors import OutputUnusable
from schemas.ports import Table

SPOOL = ".spool"
"""The folder inside the output where rows wait; it is gone when a run has ended well."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Where the rows of one report wait in a spool file; no table, no rows."""

    offset: int
    sizes: dict[str, int]


class Spool:
    """Rows on their way into the tables of an output folder.

    An input counts as done once `add` has returned: a later run takes up what a killed one left.
    """

    def __init__(self, out: Path) -> None:
        """Take up what an earlier run has left behind.

        Raises:
            OutputUnusable: the folder cannot be read or written.
        """
        self._out = out
        self._folder = out / SPOOL
        self._quarters: dict[str, dict[str, _Waiting]] = {}
        with naming_trouble(self._folder):
            for path in sorted(self._folder.rglob("*.rows")):
                quarter = path.relative_to(self._folder).with_suffix("").as_posix()
                self._quarters[quarter] = _take_up(path)

    def add(self, output: str, rows: Mapping[str, bytes]) -> None:
        """Keep the rows of a report until the merge, in place of those of an earlier version.

        Args:
            output: the report's JSON file within the output, such as `2022-23/Q4/<id>.json`.
            rows: the CSV rows of each table, by its name.

        Raises:
            OutputUnusable: no space, or no permission.
        """
        quarter, report_id = _split(output)
        sizes = {name: len(content) for name, content in rows.items()}
        content = b"".join(rows.values())
        head = json.dumps([report_id, sizes, zlib.crc32(content)]).encode() + b"\n"
        path = self._path(quarter)
        with naming_trouble(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            start = _append(path, head + content)
        waiting = self._quarters.setdefault(quarter, {})
        waiting[report_id] = _Waiting(start + len(head), sizes)

    def holds(self, output: str) -> bool:
        """Whether the rows of a report wait for the merge."""
        quarter, report_id = _split(output)
        return report_id in self._quarters.get(quarter, {})

    def touches(self, quarter: str) -> bool:
        """Whether the merge will write the tables of a quarter."""
        return quarter in self._quarters

    def drop(self, output: str) -> None:
        """Take a report that is no longer there out of the tables."""
        self.add(output, {})

    def merge(self) -> tuple[Path, ...]:
        """Bring everything into the tables, and empty the spool.

        Returns:
            The tables that were written; a quarter without any row keeps none.

        Raises:
            OutputUnusable: a table cannot be written, or was changed by somebody else.
        """
        written: list[Path] = []
        for quarter, waiting in sorted(self._quarters.items()):
            paths = {name: self._out / quarter / f"{name}.csv" for name in tables()}
            for name, path in paths.items():
                _merge(tables()[name], path, self._fresh(quarter, name), waiting)
            if any(waiting[report_id].sizes for report_id in waiting) or _hold_rows(paths):
                written.extend(paths.values())
            else:
                _remove(paths.values())
        with naming_trouble(self._folder), suppress(FileNotFoundError):
            shutil.rmtree(self._folder)
        self._quarters.clear()
        return tuple(written)

    def _path(self, quarter: str) -> Path:
        return self._folder / f"{quarter}.rows"

    def _fresh(self, quarter: str, name: str) -> Iterator[Group]:
        waiting = self._quarters[quarter]
        with self._path(quarter).open("rb") as spool:
            for report_id, place in sorted(waiting.items(), key=itemgetter(0)):
                before = list(place.sizes).index(name) if name in place.sizes else 0
                spool.seek(place.offset + sum(list(place.sizes.values())[:before]))
                yield report_id, spool.read(place.sizes.get(name, 0))


def _split(output: str) -> tuple[str, str]:
    path = PurePosixPath(output)
    return path.parent.as_posix(), path.stem


def _append(path: Path, content: bytes) -> int:
    """Append the whole content or nothing; where it begins, in bytes."""
    with path.open("ab", buffering=0) as spool:
        start = spool.tell()
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(spool.fileno(), view) :]
        except OSError:
            spool.truncate(start)
            raise
    return start


def _take_up(path: Path) -> dict[str, _Waiting]:
    """The whole entries of a spool file; what a kill has torn at its end is cut off."""
    found: dict[str, _Waiting] = {}
    with path.open("r+b") as spool:
        end = 0
        while entry := _entry(spool.readline()):
            report_id, sizes, check = entry
            start = spool.tell()
            if zlib.crc32(spool.read(sum(sizes.values()))) != check:
                break
            found[report_id] = _Waiting(start, sizes)
            end = spool.tell()
        spool.truncate(end)
    return found


def _entry(line: bytes) -> tuple[str, dict[str, int], int] | None:
    if not line.endswith(b"\n"):
        return None
    try:
        report_id, sizes, check = json.loads(line)
    except ValueError:
        return None
    return report_id, sizes, check


def _merge(
    table: Table, path: Path, fresh: Iterable[Group], waiting: Mapping[str, _Waiting]
) -> None:
    groups = heapq.merge(_kept(table, path, waiting), fresh, key=itemgetter(0))
    with replace_file(path) as handle:
        handle.write(header(table.FIELDS))
        last = ""
        for report_id, content in groups:
            if report_id <= last:
                _refuse(path, f"{report_id} is out of order")
            if content and not content.startswith(f"{report_id},".encode()):
                _refuse(path, f"{report_id}: a row of another report")
            handle.write(content)
            last = report_id


def _kept(table: Table, path: Path, waiting: Mapping[str, _Waiting]) -> Iterator[Group]:
    """The rows that stay, proved again: fresh ones were proved where they were made."""
    if not path.exists():
        return
    known = read_header(path) == header(table.FIELDS)
    try:
        for report_id, content in read_groups(path):
            if report_id in waiting:
                continue
            # a table of another version is no trouble as long as all of it is replaced
            fault = _fault(table, report_id, content) if known else "it has other columns"
            if fault:
                _refuse(path, fault)
            yield report_id, content
    except ValueError as error:
        _refuse(path, str(error))


def _fault(table: Table, report_id: str, content: bytes) -> str | None:
    try:
        lines = parse_rows(content)
    except ValueError as error:
        return f"{report_id}: {error}"
    fault = find_fault(table.FIELDS, lines)
    if any(line[0] != report_id for line in lines):
        fault = "a row of another report"
    return f"{report_id}: {fault}" if fault else None


def _refuse(path: Path, fault: str) -> NoReturn:
    raise OutputUnusable(
        f"{path} was not written by this program, or was changed since: {fault}.",
        "Move the output folder away, or delete that file, and run again with --no-resume.",
    )


def _hold_rows(paths: Mapping[str, Path]) -> bool:
    return any(next(read_groups(path), None) for path in paths.values())


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with naming_trouble(path):
            path.unlink()
