"""Inputs and outputs at addresses, such as `s3://bucket/archive`, by way of fsspec."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from batch.content import LIMIT_BYTES, too_big, unreadable
from schemas.errors import BadUsage, InputError, MachineLacks, OutputLocked, OutputUnusable

LOCK = ".lock"

LAST = ("datapackage.json", "run.json")
"""Sent last: who reads them finds all that they name."""

REMEDY = "Run uv sync --frozen --extra distributed, and install the package of that kind of store."


class FileSystem(Protocol):
    """What is used of fsspec's file systems."""

    def isfile(self, path: str) -> bool:
        """Whether there is an object."""
        ...

    def find(self, path: str) -> list[str]:
        """All objects below a path."""
        ...

    def info(self, path: str) -> dict[str, Any]:
        """What is known of an object, its size among it."""
        ...

    def open(self, path: str, mode: str) -> BinaryIO:
        """An object, open for reading."""
        ...

    def makedirs(self, path: str, exist_ok: bool) -> None:
        """Make a folder, where the store has any."""
        ...

    def get_file(self, rpath: str, lpath: str) -> None:
        """Copy an object to a file."""
        ...

    def put_file(self, lpath: str, rpath: str) -> None:
        """Copy a file to an object, which appears as a whole."""
        ...

    def pipe_file(self, path: str, value: bytes, *, mode: str) -> None:
        """Write an object; the mode `create` fails if it is there."""
        ...

    def rm_file(self, path: str) -> None:
        """Take an object away."""
        ...

    def unstrip_protocol(self, name: str) -> str:
        """The address of a path."""
        ...


def file_system(address: str) -> tuple[FileSystem, str]:
    """The file system of an address, and the path in it.

    Raises:
        MachineLacks: the package for such addresses is not installed.
        BadUsage: there are no such addresses.
    """
    try:
        found: tuple[FileSystem, str] = import_module("fsspec").core.url_to_fs(address)
    except ImportError as error:
        raise MachineLacks(f"{address} cannot be reached ({error}).", REMEDY) from error
    except ValueError as error:
        raise BadUsage(f"{address} is no address ({error}).", "Write it as s3://….") from error
    return found


def walk_address(root: str) -> Iterator[tuple[str, str, InputError | None]]:
    """Every object at or below an address: its name, its own address, and no trouble.

    Raises:
        BadUsage: there is nothing.
    """
    files, path = file_system(root)
    try:
        if files.isfile(path):
            yield path.rsplit("/", 1)[-1], files.unstrip_protocol(path), None
            return
        found = sorted(files.find(path))
    except FileNotFoundError:
        # such as a bucket that is not there; without one, some stores only find nothing
        found = []
    except OSError as error:
        raise BadUsage(
            f"{root} cannot be listed ({error}).", "Check the address and the right to read there."
        ) from error
    if not found:
        raise BadUsage(f"There is nothing at {root}.", "Name a file, a folder or a zip archive.")
    for below in found:
        yield below.removeprefix(path).lstrip("/"), files.unstrip_protocol(below), None


@contextmanager
def open_address(address: str) -> Generator[BinaryIO]:
    """An object, open for reading.

    Raises:
        InputRejected: it is too big.
        InputFailed: it may not be read, or has gone.
    """
    files, path = file_system(address)
    try:
        size_bytes = files.info(path).get("size") or 0
        if size_bytes > LIMIT_BYTES:
            raise too_big(size_bytes)
        with files.open(path, "rb") as content:
            yield content
    except OSError as error:
        raise unreadable(error) from error


@contextmanager
def mirrored(address: str) -> Generator[Path]:
    """A folder here that begins as the one at an address; at the end that one becomes as it.

    Each object appears there as a whole, and what names the others comes last.

    Raises:
        OutputLocked: another run holds the address.
        OutputUnusable: it cannot be written.
    """
    files, root = file_system(address)
    lock = f"{root}/{LOCK}"
    try:
        files.makedirs(root, exist_ok=True)
        try:
            files.pipe_file(lock, f"{os.uname().nodename} {os.getpid()}\n".encode(), mode="create")
        except FileExistsError as error:
            raise OutputLocked(
                f"Another run holds {address}.",
                f"Wait until it has ended; if there is none, take {LOCK} away there.",
            ) from error
        try:
            with tempfile.TemporaryDirectory(prefix="ogrogoti-") as scratch:
                folder = Path(scratch, "out")
                folder.mkdir()
                before = _pull(files, root, folder)
                try:
                    yield folder
                finally:
                    _push(files, root, folder, before)
        finally:
            files.rm_file(lock)
    except OSError as error:
        raise OutputUnusable(
            f"{address} cannot be written ({error}).", "Check the store, and run again."
        ) from error


def _pull(files: FileSystem, root: str, folder: Path) -> dict[str, str]:
    """Copy everything here; its hashes."""
    hashes: dict[str, str] = {}
    for path in files.find(root):
        name = path.removeprefix(root).lstrip("/")
        if name != LOCK:
            local = folder / name
            local.parent.mkdir(parents=True, exist_ok=True)
            files.get_file(path, str(local))
            hashes[name] = _hash(local)
    return hashes


def _push(files: FileSystem, root: str, folder: Path, before: dict[str, str]) -> None:
    here = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and path.name != LOCK
    }
    for name in sorted(here, key=lambda name: (name in LAST, name)):
        if before.get(name) != _hash(here[name]):
            there = f"{root}/{name}"
            files.makedirs(there.rpartition("/")[0], exist_ok=True)
            files.put_file(str(here[name]), there)
    for name in before.keys() - here.keys():
        files.rm_file(f"{root}/{name}")


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
