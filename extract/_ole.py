"""OLE files, which hold old Word and Excel documents: the names of their streams, and their bytes.

The format is a small file system of sectors (MS-CFB). Every chain is walked within the file's own
size, so that a loop in it ends.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_BYTES = 512
ENTRY_BYTES = 128
MINI_SECTOR_BYTES = 64
LAST_SECTOR = 0xFFFFFFFA
"""Numbers from here on mark the end of a chain, or a sector that is free."""

SECTOR_SHIFTS = {9, 12}
STREAM, ROOT = 2, 5


class BrokenOle(ValueError):
    """The sectors do not hold together: most often the end of the file is missing."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One file inside an OLE file."""

    name: str
    kind: int
    start: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class OleFile:
    """An OLE file, its directory read."""

    content: bytes
    sector_bytes: int
    mini_limit: int
    table: tuple[int, ...]
    mini_table: tuple[int, ...]
    streams: tuple[Stream, ...]

    def find(self, *names: str) -> Stream | None:
        """The first stream with one of the names."""
        return next((s for s in self.streams if s.kind == STREAM and s.name in names), None)

    def read(self, stream: Stream, limit: int | None = None) -> bytes:
        """The bytes of a stream, or the first `limit` of them.

        Raises:
            BrokenOle: some of its sectors are not in the file.
        """
        wanted = stream.size_bytes if limit is None else min(limit, stream.size_bytes)
        if stream.size_bytes >= self.mini_limit:
            return _gather(self.content, stream.start, self.table, self.sector_bytes, wanted)
        root = next((s for s in self.streams if s.kind == ROOT), None)
        if root is None:
            raise BrokenOle("there is no root entry")
        minis = _gather(self.content, root.start, self.table, self.sector_bytes, root.size_bytes)
        sectors = list(_chain(stream.start, self.mini_table))
        parts = [minis[n * MINI_SECTOR_BYTES : (n + 1) * MINI_SECTOR_BYTES] for n in sectors]
        return _exactly(b"".join(parts), wanted)


def open_ole(content: bytes) -> OleFile:
    """Read the header, the tables of sectors, and the directory.

    Raises:
        BrokenOle: it is no OLE file, or not all of one.
    """
    if not content.startswith(MAGIC) or len(content) < HEADER_BYTES:
        raise BrokenOle("the header is not whole")
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in SECTOR_SHIFTS:
        raise BrokenOle(f"sectors of 2^{shift} bytes")
    size = 1 << shift
    directory, mini_limit, mini_start = struct.unpack_from("<I4xII", content, 48)
    table = _table(content, size)
    entries = b"".join(_sector(content, n, size) for n in _chain(directory, table))
    mini = b"".join(_sector(content, n, size) for n in _chain(mini_start, table))
    return OleFile(content, size, mini_limit, table, _numbers(mini), tuple(_streams(entries)))


def _table(content: bytes, size: int) -> tuple[int, ...]:
    """Which sector follows which, put together from its own sectors."""
    parts = [n for n in struct.unpack_from("<109I", content, 76) if n < LAST_SECTOR]
    (more,) = struct.unpack_from("<I", content, 68)
    n_most = len(content) // size + 1
    for _ in range(n_most):
        if more >= LAST_SECTOR:
            break
        *numbers, more = _numbers(_sector(content, more, size))
        parts += [n for n in numbers if n < LAST_SECTOR]
    if len(parts) > n_most:
        raise BrokenOle("the table of sectors is longer than the file")
    return _numbers(b"".join(_sector(content, n, size) for n in parts))


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _sector(content: bytes, number: int, size: int) -> bytes:
    # the header takes the place of one sector
    start = (number + 1) * size
    sector = content[start : start + size]
    if not sector:
        raise BrokenOle(f"sector {number} is not in the file")
    return sector.ljust(size, b"\0")


def _chain(start: int, table: tuple[int, ...]) -> Iterator[int]:
    number, seen = start, 0
    while number < LAST_SECTOR:
        if number >= len(table) or seen > len(table):
            raise BrokenOle(f"sector {number} leads nowhere")
        yield number
        number = table[number]
        seen += 1


def _gather(content: bytes, start: int, table: tuple[int, ...], size: int, wanted: int) -> bytes:
    parts: list[bytes] = []
    for number in _chain(start, table):
        if len(parts) * size >= wanted:
            break
        # not filled up: of the last sector only the used part has to be there
        place = (number + 1) * size
        parts.append(content[place : place + size])
    return _exactly(b"".join(parts), wanted)


def _exactly(gathered: bytes, wanted: int) -> bytes:
    if len(gathered) < wanted:
        raise BrokenOle(f"{wanted - len(gathered):,} of {wanted:,} bytes are not in the file")
    return gathered[:wanted]


def _streams(entries: bytes) -> Iterator[Stream]:
    for start in range(0, len(entries) - ENTRY_BYTES + 1, ENTRY_BYTES):
        name_bytes, kind = struct.unpack_from("<HB", entries, start + 64)
        first, size_bytes = struct.unpack_from("<II", entries, start + 116)
        if kind in {STREAM, ROOT, 1} and 0 < name_bytes <= 64:  # noqa: PLR2004  the field's size
            name = entries[start : start + name_bytes - 2].decode("utf-16-le", "replace")
            yield Stream(name, kind, first, size_bytes)
