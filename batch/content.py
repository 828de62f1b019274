"""The bytes of an input, read once and whole, wherever it is."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from typing import BinaryIO

from batch.inputs import Input, is_address
from schemas.errors import InputError, InputFailed, InputRejected, Refusal

CHUNK_BYTES = 1024 * 1024

LIMIT_BYTES = 256 * 1024 * 1024
"""The largest of 1,499 real files was under 30 MiB."""


def read_content(found: Input) -> bytes:
    """All bytes of an input.

    Raises:
        InputRejected: it is no file, too big, encrypted or unsafe.
        InputFailed: it may not be read, or has gone.
    """
    if found.trouble:
        raise found.trouble
    if found.members:
        from batch.archives import read_member

        return read_member(found)
    with open_place(found.place) as content:
        read = content.read(LIMIT_BYTES + 1)
    if len(read) > LIMIT_BYTES:
        raise too_big(len(read))
    return read


def sha256_of(found: Input) -> str:
    """The hash of an input's bytes.

    Raises:
        InputRejected, InputFailed: as `read_content`.
    """
    if found.trouble or found.members:
        return hashlib.sha256(read_content(found)).hexdigest()
    with open_place(found.place) as content:
        digest = hashlib.sha256()
        while chunk := content.read(CHUNK_BYTES):
            digest.update(chunk)
        return digest.hexdigest()


@contextmanager
def open_place(place: str) -> Generator[BinaryIO]:
    """A regular file, or an object at an address, open for reading.

    Raises:
        InputRejected: it is no regular file, or too big.
        InputFailed: it may not be read, or has gone.
    """
    if is_address(place):
        from batch.remote import open_address

        with open_address(place) as content:
            yield content
        return
    try:
        # a pipe without a writer would wait for ever
        handle = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as content:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise not_a_file()
            if status.st_size > LIMIT_BYTES:
                raise too_big(status.st_size)
            yield content
    except OSError as error:
        # a socket cannot even be opened
        raise (not_a_file() if error.errno == errno.ENXIO else unreadable(error)) from error


def not_a_file() -> InputRejected:
    """The refusal of a pipe, a socket, a device or a folder."""
    return InputRejected(
        Refusal.NOT_A_DOCUMENT, "It is no regular file.", "Leave it out of the input."
    )


def too_big(size_bytes: int) -> InputRejected:
    """The refusal of a file that would not fit into memory beside what is made of it."""
    return InputRejected(
        Refusal.TOO_BIG,
        f"The file has {size_bytes:,} bytes or more; at most {LIMIT_BYTES:,} are read.",
        "Split it into single reports.",
    )


def unreadable(error: OSError, what: str = "file") -> InputError:
    """What the operating system says about reading, as a reason and a remedy."""
    if isinstance(error, PermissionError):
        return InputFailed(
            Refusal.NO_PERMISSION, f"The {what} may not be read.", "Grant read permission on it."
        )
    return InputFailed(
        Refusal.TOOL_FAILED,
        f"The {what} could not be read ({error.strerror}).",
        "See that it is still there, and run again.",
    )
