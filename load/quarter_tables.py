"""The tables of each quarter, from the rows of each report, with flat memory.

Workers hand over ready rows. They wait in a spool, which outlives a killed run, and `merge`
brings them into the tables at the end.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import os
import shutil
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, NoReturn

from load.atomic import make_folder, naming_trouble, place_file, replace_file, stage_file
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
        path = self._path(quarter, report_id)
        if isinstance(rows, bytes):
            make_folder(self._folder)
            rows = stage_file(self._folder, rows, lasting=lasting)
        place_file(rows, path, lasting=lasting)
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

    def merge(self) -> dict[Path, str]:
        """Bring everything into the tables, and empty the spool.

        Returns:
            The tables that were written, with their hashes (SHA-256); those of a quarter that is
            left without any row are removed, and not among them.

        Raises:
            OutputUnusable: a table cannot be written, or was changed by somebody else.
        """
        written: dict[Path, str] = {}
        for quarter, waiting in sorted(self._waiting.items()):
            paths = {name: self._out / quarter / f"{name}.csv" for name in tables()}
            hashes = {
                path: _merge(tables()[name], path, self._fresh(quarter, name), waiting)
                for name, path in paths.items()
            }
            if any(next(read_groups(path), None) for path in hashes):
                written |= hashes
            else:
                _remove(hashes)
        with naming_trouble(self._folder), suppress(FileNotFoundError):
            shutil.rmtree(self._folder)
        self._waiting.clear()
        return written

    def _path(self, quarter: str, report_id: str) -> Path:
        return self._folder / quarter / f"{report_id}{SUFFIX}"

    def _fresh(self, quarter: str, name: str) -> Iterator[Group]:
        for report_id in sorted(self._waiting[quarter]):
            with self._path(quarter, report_id).open("rb") as rows:
                yield report_id, _unpack(rows, name)


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


def _unpack(packed: BinaryIO, name: str) -> bytes:
    sizes: dict[str, int] = json.loads(packed.readline())[0]
    if name not in sizes:
        return b""
    before = [*sizes][: [*sizes].index(name)]
    packed.seek(sum(sizes[other] for other in before), os.SEEK_CUR)
    return packed.read(sizes[name])


def _split(output: str) -> tuple[str, str]:
    folder, _, name = output.rpartition("/")
    return folder, name.removesuffix(".json")


def _merge(table: Table, path: Path, fresh: Iterable[Group], waiting: Collection[str]) -> str:
    groups = heapq.merge(_kept(table, path, waiting), fresh, key=itemgetter(0))
    digest = hashlib.sha256()
    with replace_file(path) as handle:
        last, content = "", header(table.FIELDS)
        handle.write(content)
        digest.update(content)
        for report_id, content in groups:
            if report_id <= last:
                _refuse(path, f"{report_id} is out of order")
            if content and not content.startswith(f"{report_id},".encode()):
                _refuse(path, f"{report_id}: a row of another report")
            handle.write(content)
            digest.update(content)
            last = report_id
    return digest.hexdigest()


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
