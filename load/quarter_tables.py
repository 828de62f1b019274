"""The tables of each quarter, from the rows of each report, with flat memory.

Workers hand over ready rows. They wait in a spool, which outlives a killed run, and `merge`
brings them into the tables at the end.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO, NoReturn

from load.atomic import (
    make_folder,
    naming_trouble,
    place_file,
    replace_file,
    stage_file,
    sync_folder,
)
from load.groups import Group, read_groups, read_header
from load.rows import find_fault, header, parse_rows, tables
from schemas.errors import OutputUnusable
from schemas.ports import Table

SPOOL = ".spool"
"""The folder inside the output where rows wait; it is gone when a run has ended well."""

SUFFIX = ".rows"


class Spool:
    """Rows on their way into the tables of an output folder, a file for each report.

    An input counts as done once `add` has returned: a later run takes up what a killed one left.
    """

    def __init__(self, out: Path) -> None:
        """Take up what an earlier run has left behind.

        Raises:
            OutputUnusable: the folder cannot be read or written.
        """
        self._out = out
        self._folder = out / SPOOL
        self._waiting: dict[str, set[str]] = {}
        """The reports whose rows wait, by quarter."""
        with naming_trouble(self._folder):
            for path in sorted(self._folder.rglob(f"*{SUFFIX}")):
                # what a power cut has torn belongs to an input that is not done then
                if not _is_whole(path.read_bytes()):
                    path.unlink()
                    continue
                quarter = path.parent.relative_to(self._folder).as_posix()
                self._waiting.setdefault(quarter, set()).add(path.stem)

    def add(self, output: str, rows: bytes | Path, *, lasting: bool = False) -> None:
        """Keep the rows of a report until the merge, in place of those of an earlier version.

        Args:
            output: the report's JSON file within the output, such as `2022-23/Q4/<id>.json`.
            rows: packed by `pack`, or where they were staged so.
            lasting: whether they must outlive a power cut; of an input that is there they need
                not, for it is done again.

        Raises:
            OutputUnusable: no space, or no permission.
        """
        quarter, report_id = _split(output)
        if isinstance(rows, bytes):
            make_folder(self._folder)
            rows = stage_file(self._folder, rows, lasting=lasting)
        place_file(rows, self._path(quarter, report_id), lasting=lasting)
        self._waiting.setdefault(quarter, set()).add(report_id)

    def holds(self, output: str) -> bool:
        """Whether the rows of a report wait for the merge."""
        quarter, report_id = _split(output)
        return report_id in self._waiting.get(quarter, ())

    def touches(self, quarter: str) -> bool:
        """Whether the merge will write the tables of a quarter."""
        return quarter in self._waiting

    def drop(self, output: str) -> None:
        """Take a report that is no longer there out of the tables."""
        self.add(output, pack({}), lasting=True)

    def merge(self, jobs: int = 1) -> dict[Path, str]:
        """Bring everything into the tables, and empty the spool.

        Args:
            jobs: quarters that are merged at once; most of it is reading, hashing and writing,
                for which Python lets other threads run.

        Returns:
            The tables that were written, with their hashes (SHA-256); those of a quarter that is
            left without any row are removed, and not among them.

        Raises:
            OutputUnusable: a table cannot be written, or was changed by somebody else.
        """
        written: dict[Path, str] = {}
        with ThreadPoolExecutor(jobs) as threads:
            merged = [*threads.map(self._merge_quarter, sorted(self._waiting))]
        for growing in merged:
            if any(one.last for one in growing):
                written |= {one.path: one.digest.hexdigest() for one in growing}
            else:
                _remove(one.path for one in growing)
        with naming_trouble(self._folder), suppress(FileNotFoundError):
            shutil.rmtree(self._folder)
        self._waiting.clear()
        return written

    def _merge_quarter(self, quarter: str) -> tuple[_Growing, ...]:
        waiting, folder = self._waiting[quarter], self._out / quarter
        if folder.is_dir():
            # reports of this run or of a killed one outlive a power cut before tables tell of them
            with naming_trouble(folder):
                sync_folder(folder)
        growing: dict[str, _Growing] = {}
        with ExitStack() as open_files:
            for name, table in tables().items():
                path = folder / f"{name}.csv"
                kept = _kept(table, path, waiting)
                handle = open_files.enter_context(replace_file(path))
                growing[name] = _Growing(table, path, handle, kept)
            for report_id in sorted(waiting):
                fresh = _unpack(self._path(quarter, report_id).read_bytes())
                for name, one in growing.items():
                    one.add(report_id, fresh.get(name, b""))
            for one in growing.values():
                one.add_kept()
        return tuple(growing.values())

    def _path(self, quarter: str, report_id: str) -> Path:
        return self._folder / quarter / f"{report_id}{SUFFIX}"


class _Growing:
    """A table on its way: rows that stay and fresh ones, in the order of their reports."""

    def __init__(self, table: Table, path: Path, handle: BinaryIO, kept: Iterator[Group]) -> None:
        self.path = path
        self.digest = hashlib.sha256()
        self.last = ""
        """The last report that has rows."""
        self._handle = handle
        self._kept = kept
        self._next_kept = next(kept, None)
        self._write(header(table.FIELDS))

    def add(self, report_id: str, rows: bytes) -> None:
        """Add the fresh rows of a report, behind those that stay and come before it."""
        self.add_kept(report_id)
        if rows and not rows.startswith(f"{report_id},".encode()):
            _refuse(self.path, f"{report_id}: a row of another report")
        self._add(report_id, rows)

    def add_kept(self, before: str | None = None) -> None:
        """Add the rows that stay of the reports that come before another one, or of all."""
        while self._next_kept and (before is None or self._next_kept[0] < before):
            self._add(*self._next_kept)
            self._next_kept = next(self._kept, None)

    def _add(self, report_id: str, rows: bytes) -> None:
        if rows:
            if report_id <= self.last:
                _refuse(self.path, f"{report_id} is out of order")
            self._write(rows)
            self.last = report_id

    def _write(self, content: bytes) -> None:
        self._handle.write(content)
        self.digest.update(content)


def pack(rows: Mapping[str, bytes]) -> bytes:
    """The rows of a report, as they wait for the merge.

    Args:
        rows: CSV rows of each table, by its name; none at all if the report is gone.
    """
    content = b"".join(rows.values())
    sizes = {name: len(part) for name, part in rows.items()}
    return json.dumps([sizes, zlib.crc32(content)]).encode() + b"\n" + content


def _is_whole(packed: bytes) -> bool:
    head, _, content = packed.partition(b"\n")
    try:
        sizes, check = json.loads(head)
        return bool(sum(sizes.values()) == len(content) and check == zlib.crc32(content))
    except (ValueError, TypeError, AttributeError):
        return False


def _unpack(packed: bytes) -> dict[str, bytes]:
    head, _, content = packed.partition(b"\n")
    sizes: dict[str, int] = json.loads(head)[0]
    ends = [*accumulate(sizes.values())]
    return {
        name: content[end - size : end]
        for (name, size), end in zip(sizes.items(), ends, strict=True)
    }


def _split(output: str) -> tuple[str, str]:
    folder, _, name = output.rpartition("/")
    return folder, name.removesuffix(".json")


def _kept(table: Table, path: Path, waiting: Collection[str]) -> Iterator[Group]:
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


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with naming_trouble(path):
            path.unlink()
