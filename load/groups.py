"""A table file report by report: streamed, in the bytes in which it was written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

Group = tuple[str, bytes]
"""A report_id, and its rows."""


def read_header(path: Path) -> bytes:
    """The first line of a table; empty if there is no such file."""
    if not path.exists():
        return b""
    with path.open("rb") as lines:
        return lines.readline()


def read_groups(path: Path) -> Iterator[Group]:
    """Yield the rows of each report; a table keeps those of one report together.

    Raises:
        ValueError: the file ends within a row.
    """
    for report_id, records in groupby(_records(path), key=itemgetter(0)):
        yield report_id.decode("ascii", "replace"), b"".join(record for _, record in records)


def _records(path: Path) -> Iterator[tuple[bytes, bytes]]:
    # a line end inside quotes is part of a cell: there the count of quotes so far is odd
    with path.open("rb") as lines:
        lines.readline()
        held: list[bytes] = []
        quotes = 0
        for line in lines:
            held.append(line)
            quotes += line.count(b'"')
            if quotes % 2 == 0 and line.endswith(b"\r\n"):
                record = b"".join(held)
                yield record.partition(b",")[0], record
                held.clear()
                quotes = 0
        if held:
            raise ValueError("the file ends within a row")
