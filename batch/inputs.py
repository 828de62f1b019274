"""Paths in, inputs out: files, folders and zip archives, in an order that no machine changes."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import BadUsage, InputFailed, InputRejected, Refusal

MEMBER_LIMIT_BYTES = 256 * 1024 * 1024
ARCHIVE_ENTRIES = 100_000
BOMB_RATIO = 100
BOMB_BYTES = 64 * 1024 * 1024
"""A member that unpacks to more than a hundredfold *and* to more than this is a bomb: honest
office packages reach 31:1, an honest table of a million cells 342:1 at 62 MiB."""

ENCRYPTED_FLAG = 0x1


@dataclass(frozen=True, slots=True, order=True)
class Input:
    """One file to convert, on its own or inside a zip archive."""

    name: str
    """Path within what the caller named, with `/`, in NFC: the name that outputs carry."""
    path: Path
    member: str | None = None
    """Name of the entry inside the archive at `path`."""


def discover(paths: Iterable[Path]) -> tuple[Input, ...]:
    """All inputs below the paths, sorted by name.

    Raises:
        BadUsage: a path does not exist.
    """
    return tuple(sorted(found for path in paths for found in _below(path)))


def _below(path: Path) -> Iterator[Input]:
    if not path.exists():
        raise BadUsage(f"There is no {path}.", "Name a file, a folder or a zip archive.")
    if path.is_dir():
        for folder, folders, files in os.walk(path):
            folders.sort()
            for file in files:
                found = Path(folder, file)
                yield from _members(found, _name(found.relative_to(path).as_posix()))
    else:
        yield from _members(path, _name(path.name))


def _name(name: str) -> str:
    return unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))


def _members(path: Path, name: str) -> Iterator[Input]:
    """The file itself, or the entries of a plain zip archive; office packages are zips, too."""
    if not name.lower().endswith(".zip") or not path.is_file():
        yield Input(name, path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError):
        yield Input(name, path)
        return
    if len(entries) > ARCHIVE_ENTRIES:
        yield Input(name, path)
        return
    for entry in entries:
        if not entry.is_dir():
            yield Input(f"{name}/{_name(entry.filename)}", path, entry.filename)


def read_member(found: Input) -> bytes:
    """The unpacked bytes of an archive's entry; its name never becomes a path.

    Raises:
        InputRejected: ENCRYPTED, ZIP_BOMB, ZIP_UNSAFE or TOO_BIG.
        InputFailed: the archive went away.
    """
    try:
        with zipfile.ZipFile(found.path) as archive:
            entries = [item for item in archive.infolist() if item.filename == found.member]
            if len(entries) != 1:
                raise InputRejected(
                    Refusal.ZIP_UNSAFE,
                    f"The archive has {len(entries)} entries of this name.",
                    "Unpack it and give each file a name of its own.",
                )
            _refuse_bomb(entries[0])
            return archive.read(entries[0])
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise InputRejected(
            Refusal.ZIP_UNSAFE,
            f"The entry cannot be unpacked ({error}).",
            "Fetch the archive again from where it came from.",
        ) from error
    except OSError as error:
        raise _unreadable(error) from error


def _refuse_bomb(entry: zipfile.ZipInfo) -> None:
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
    if entry.file_size > MEMBER_LIMIT_BYTES:
        raise InputRejected(
            Refusal.TOO_BIG,
            f"The entry has {entry.file_size:,} bytes; at most {MEMBER_LIMIT_BYTES:,} are read.",
            "Split it into single reports.",
        )


def sha256_of(found: Input) -> str:
    """The hash of an input's bytes.

    Raises:
        InputRejected, InputFailed: as `read_member`; or it is no regular file.
    """
    if found.member is not None:
        return hashlib.sha256(read_member(found)).hexdigest()
    try:
        # opening a pipe would wait for ever
        if not stat.S_ISREG(found.path.stat().st_mode):
            raise InputRejected(
                Refusal.NOT_A_DOCUMENT, "It is no regular file.", "Leave it out of the input."
            )
        with found.path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> InputFailed:
    if isinstance(error, PermissionError):
        return InputFailed(
            Refusal.NO_PERMISSION, "The file may not be read.", "Grant read permission on it."
        )
    return InputFailed(
        Refusal.TOOL_FAILED,
        f"The file could not be read ({error.strerror}).",
        "See that it is still there, and run again.",
    )
