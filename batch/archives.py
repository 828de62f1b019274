"""Zip archives: told from office packages by what is in them; their names never become paths."""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from batch.content import LIMIT_BYTES, open_place, too_big, unreadable
from batch.inputs import Input, is_address, text_of
from schemas.errors import InputError, InputRejected, Refusal

HEADS = (b"PK\x03\x04", b"PK\x05\x06")
"""Of an archive, and of an empty one (APPNOTE 4.3.7, 4.3.16)."""

HEAD_BYTES = 64
"""Of a file that are looked at before it is opened as an archive."""

NAME_SIZE, NAME = 26, 30
"""Where the first entry tells the length of its name, and the name itself (APPNOTE 4.3.7)."""

DEPTH = 2
"""An archive inside an archive is opened, one inside that is not."""

ENTRIES = 100_000
BOMB_RATIO = 100
BOMB_BYTES = 64 * 1024 * 1024
"""What unpacks to more than a hundredfold *and* to more than this is a bomb: honest office packages
reach 31:1, an honest table of a million cells 342:1 at 62 MiB."""

PACKAGE_NAMES = frozenset({"[Content_Types].xml", "mimetype"})
PACKAGE_FOLDERS = ("word/", "xl/", "ppt/", "_rels/")
"""What an office package has, a damaged one, too (ECMA-376 part 2, 10.1; ODF 1.3 part 2, 3.3)."""

ENCRYPTED_FLAG = 0x1
UTF8_FLAG = 0x800
UNIX = 3
"""Who made the entry: only there the upper half of its attributes is a mode (APPNOTE 4.4.2)."""

BROKEN = (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, ValueError)
"""What the library raises on archives that are damaged, or of a kind that it does not know."""


@dataclass(frozen=True, slots=True)
class _Archive:
    file: zipfile.ZipFile
    entries: dict[str, tuple[zipfile.ZipInfo, ...]]
    """By name: two of one name cannot be told apart."""

    def read(self, name: str, size: int = -1) -> bytes:
        """An entry's bytes, the first of them or all.

        Raises:
            InputRejected: ENCRYPTED, ZIP_BOMB, ZIP_UNSAFE or TOO_BIG.
        """
        entries = self.entries.get(name, ())
        if len(entries) != 1:
            raise _unsafe(
                f"The archive has {len(entries)} entries of this name.",
                "Unpack it and give each file a name of its own.",
            )
        _refuse_entry(entries[0])
        try:
            with self.file.open(entries[0]) as content:
                return content.read(size)
        except (*BROKEN, OSError, RuntimeError) as error:
            raise _unsafe(
                f"The entry cannot be unpacked ({error}).",
                "Fetch the archive again from where it came from.",
            ) from error


def members_of(found: Input) -> Iterator[Input]:
    """The input itself, or, if it is an archive, one input for each entry."""
    try:
        names = _names(found)
    except InputError as trouble:
        yield Input(found.name, found.place, found.members, _alone(trouble))
        return
    if names is None:
        yield found
        return
    for name in names:
        inside = f"{found.name}/{text_of(name)}"
        yield from members_of(Input(inside, found.place, (*found.members, name)))


def _alone(trouble: InputError) -> InputError:
    """A trouble that is kept without the way it came, on which the open archive stands."""
    trouble.__cause__ = trouble.__context__ = None
    return trouble.with_traceback(None)


def _names(found: Input) -> tuple[str, ...] | None:
    """The entries of an archive; None if it is none, or one that only its own reader understands.

    Raises:
        InputRejected, InputFailed: it cannot be read, or is not safe to open.
    """
    if found.trouble:
        raise found.trouble
    head = _head(found)
    if not head.startswith(HEADS) or _begins_package(head):
        return None
    try:
        archive = _open(found.place, _version(found.place), found.members)
    except BROKEN:
        return None
    names = tuple(sorted(name for name in archive.entries if not name.endswith("/")))
    if PACKAGE_NAMES.intersection(names) or any(name.startswith(PACKAGE_FOLDERS) for name in names):
        return None
    _refuse_archive(archive, len(found.members) + 1)
    return names


def _head(found: Input) -> bytes:
    if found.members:
        archive = _open(found.place, _version(found.place), found.members[:-1])
        return archive.read(found.members[-1], HEAD_BYTES)
    with open_place(found.place) as content:
        return content.read(HEAD_BYTES)


def _begins_package(head: bytes) -> bool:
    """Whether the first entry is one that office packages have: then the list need not be read."""
    size = int.from_bytes(head[NAME_SIZE : NAME_SIZE + 2], "little")
    name = head[NAME : NAME + size].decode("latin-1")
    return name in PACKAGE_NAMES or name.startswith(PACKAGE_FOLDERS)


def read_member(found: Input) -> bytes:
    """The unpacked bytes of an archive's entry.

    Raises:
        InputRejected: ENCRYPTED, ZIP_BOMB, ZIP_UNSAFE or TOO_BIG.
        InputFailed: the archive went away.
    """
    try:
        archive = _open(found.place, _version(found.place), found.members[:-1])
    except BROKEN as error:
        raise _unsafe(f"The archive cannot be opened any more ({error}).", "Run again.") from error
    return archive.read(found.members[-1])


def _version(place: str) -> tuple[int, ...]:
    """What changes when a file does; an address is taken for what it was when the run began."""
    if is_address(place):
        return ()
    try:
        status = os.stat(place)
    except OSError as error:
        raise unreadable(error) from error
    return status.st_ino, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=DEPTH + 1)
def _open(place: str, version: tuple[int, ...], members: tuple[str, ...]) -> _Archive:
    """An archive, kept open: its inputs follow each other, and its list may have 100,000 names."""
    if members:
        outer = _open(place, version, members[:-1])
        return _archive(io.BytesIO(outer.read(members[-1])))
    if not is_address(place):
        return _archive(place)
    with open_place(place) as content:
        return _archive(io.BytesIO(content.read(LIMIT_BYTES)))


def _archive(content: str | BinaryIO) -> _Archive:
    file = zipfile.ZipFile(content)
    entries: dict[str, tuple[zipfile.ZipInfo, ...]] = {}
    for entry in file.infolist():
        name = _entry_name(entry)
        entries[name] = (*entries.get(name, ()), entry)
    return _Archive(file, entries)


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The name as its maker meant it: many write UTF-8 and do not say so, and then it reads so."""
    if entry.flag_bits & UTF8_FLAG:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _refuse_archive(archive: _Archive, depth: int) -> None:
    """Refuse an archive as a whole."""
    entries = archive.file.infolist()
    if not entries:
        raise InputRejected(
            Refusal.EMPTY, "The archive holds nothing.", "Fetch it again from where it came from."
        )
    if depth > DEPTH:
        raise _unsafe(
            f"It is an archive inside {depth - 1} others.", "Unpack the outer ones, and run again."
        )
    if len(entries) > ENTRIES:
        raise _unsafe(f"The archive has {len(entries):,} entries.", "Unpack it, and run again.")
    unpacked = sum(entry.file_size for entry in entries)
    # the list of the entries lies behind their bytes
    packed = max(archive.file.start_dir, 1)
    if unpacked > BOMB_BYTES and unpacked > BOMB_RATIO * packed:
        raise InputRejected(
            Refusal.ZIP_BOMB,
            f"The archive unpacks {packed:,} bytes to {unpacked:,}.",
            "Leave it out: no reports compress so well.",
        )


def _refuse_entry(entry: zipfile.ZipInfo) -> None:
    """Refuse an entry by what the archive's list says of it."""
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or parts[0].endswith(":"):
        raise _unsafe(
            "The entry's name leads out of the archive.", "Make the archive anew, and run again."
        )
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.create_system == UNIX and kind not in (0, stat.S_IFREG):
        raise _unsafe("The entry is a link or a device.", "Leave it out of the archive.")
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise InputRejected(
            Refusal.ENCRYPTED, "The entry needs a password.", "Unpack the archive and run again."
        )
    if entry.file_size > BOMB_BYTES and entry.file_size > BOMB_RATIO * entry.compress_size:
        raise InputRejected(
            Refusal.ZIP_BOMB,
            f"The entry unpacks {entry.compress_size:,} bytes to {entry.file_size:,}.",
            "Leave it out: no report compresses so well.",
        )
    if entry.file_size > LIMIT_BYTES:
        raise too_big(entry.file_size)


def _unsafe(reason: str, remedy: str) -> InputRejected:
    return InputRejected(Refusal.ZIP_UNSAFE, reason, remedy)
