"""Messages over a pipe between processes: a kind, a length, and bytes; never half a message."""

from __future__ import annotations

import os
import struct
from enum import IntEnum

HEAD = struct.Struct(">BQ")

MESSAGE_BYTES = 256 * 1024 * 1024
"""No result comes near it: that of a report with 1,000 rows has 2 MiB."""

CHUNK_BYTES = 1024 * 1024


class Kind(IntEnum):
    """What a message is."""

    TASK = 1
    RESULT = 2
    TROUBLE = 3
    PAGE = 4
    """A page is done: the worker lives."""
    WORN = 5
    """Trouble, after which the worker had better be replaced."""


class BrokenFrame(Exception):
    """What came over the pipe is no message."""


def send(handle: int, kind: Kind, content: bytes = b"") -> None:
    """Write a message.

    Raises:
        OSError: the other side has gone.
    """
    view = memoryview(HEAD.pack(kind, len(content)) + content)
    while view:
        view = view[os.write(handle, view) :]


class Frames:
    """Puts messages together from what a pipe gives, without ever waiting for the rest of one."""

    def __init__(self, handle: int) -> None:
        """Read from a handle."""
        self._handle = handle
        self._held = bytearray()

    def read(self) -> bool:
        """Take in what is there, at most a chunk; whether more may come.

        Raises:
            BlockingIOError: nothing is there now, and the handle does not wait.
        """
        chunk = os.read(self._handle, CHUNK_BYTES)
        self._held += chunk
        return bool(chunk)

    def next(self) -> tuple[Kind, bytes] | None:
        """The next whole message that was taken in.

        Raises:
            BrokenFrame: it is none, or it is too long.
        """
        if len(self._held) < HEAD.size:
            return None
        number, size = HEAD.unpack_from(self._held)
        try:
            kind = Kind(number)
        except ValueError as error:
            raise BrokenFrame(f"a message of the unknown kind {number}") from error
        if size > MESSAGE_BYTES:
            raise BrokenFrame(f"a message of {size:,} bytes")
        if len(self._held) < HEAD.size + size:
            return None
        content = bytes(self._held[HEAD.size : HEAD.size + size])
        del self._held[: HEAD.size + size]
        return kind, content

    def wait(self) -> tuple[Kind, bytes] | None:
        """The next message; None if the other side has gone.

        Raises:
            BrokenFrame: it is none, or it is too long.
        """
        while True:
            if (message := self.next()) is not None:
                return message
            if not self.read():
                return None
