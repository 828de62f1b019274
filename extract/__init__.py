"""Bytes in, a `Document` out: one reader per format, found by looking into this folder."""

from __future__ import annotations

import hashlib
import stat
from functools import cache
from pathlib import Path

from schemas.document import Document, SourceFile
from schemas.errors import InputFailed, InputRejected, Refusal
from schemas.plugins import plugins
from schemas.ports import Looking, LookingReader, Reader

HEAD_BYTES = 4096
"""How much of a file a reader sees before it bids; a Word package names its type within 2 KiB."""

INPUT_LIMIT_BYTES = 256 * 1024 * 1024
"""The largest of 1,499 real files was under 30 MiB."""


@cache
def readers() -> tuple[Reader, ...]:
    """All readers of this room."""
    return plugins("extract", Reader)


def reader_for(name: str, head: bytes) -> Reader:
    """The reader with the highest bid.

    Raises:
        InputRejected: none of them can read such a file.
    """
    bids = [(reader.sniff(name, head), reader.NAME, reader) for reader in readers()]
    bid, _, reader = max(bids, key=lambda entry: (entry[0], entry[1]))
    if bid <= 0:
        known = ", ".join(sorted(reader.NAME for reader in readers()))
        raise InputRejected(
            Refusal.NOT_A_DOCUMENT,
            f"No reader knows this kind of file (there are readers for: {known}).",
            "Convert it to one of these formats, or leave it out.",
        )
    return reader


def read_file(path: Path, name: str | None = None, looking: Looking | None = None) -> Document:
    """Read a file once, whole; it is called `name`, or as it is on disk.

    Raises:
        InputRejected: it is empty, too big, or no reader can read it.
        InputFailed: this user may not read it, or it went away.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputRejected(
                Refusal.NOT_A_DOCUMENT,
                "It is no regular file.",
                "Name a file that holds a report.",
            )
        size_bytes = status.st_size
        if size_bytes > INPUT_LIMIT_BYTES:
            raise InputRejected(
                Refusal.TOO_BIG,
                f"The file has {size_bytes:,} bytes; at most {INPUT_LIMIT_BYTES:,} are read.",
                "Split it into single reports.",
            )
        content = path.read_bytes()
    except PermissionError as error:
        raise InputFailed(
            Refusal.NO_PERMISSION, "The file may not be read.", "Grant read permission on it."
        ) from error
    except OSError as error:
        raise InputFailed(
            Refusal.TOOL_FAILED,
            f"The file could not be read ({error.strerror}).",
            "See that it is still there, and run again.",
        ) from error
    return read_bytes(name or path.name, content, looking)


def read_bytes(name: str, content: bytes, looking: Looking | None = None) -> Document:
    """Read a file that is already in memory.

    Args:
        name: what the file is called.
        content: all of it.
        looking: how pictures of pages are to be read.

    Raises:
        InputRejected: it is empty, or no reader can read it.
    """
    if not content:
        raise InputRejected(
            Refusal.EMPTY, "The file has 0 bytes.", "Fetch it again from where it came from."
        )
    reader = reader_for(name, content[:HEAD_BYTES])
    source = SourceFile(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        media_type="application/octet-stream",
    )
    if looking is not None and isinstance(reader, LookingReader):
        return reader.look(source, content, looking)
    return reader.read(source, content)
