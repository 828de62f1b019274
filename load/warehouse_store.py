"""What both engines of the warehouse can do, and what they refuse."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from load.atomic import naming_trouble
from load.warehouse_ddl import MIGRATIONS, SCHEMA_VERSION, Dialect
from schemas.errors import BadUsage, OutputLocked, OutputUnusable

DIR_LOCK = ".lock"
"""The file in an output folder that a conversion holds."""

Result = list[tuple[object, ...]]


class RowsUnfit(Exception):
    """The engine cannot hold the rows of one report; nothing of it was stored."""


class Store(Protocol):
    """An open warehouse that one load holds alone."""

    def query(self, sql: str) -> Result:
        """All rows of a query."""
        ...

    def add(self, rows: Mapping[str, bytes], supersedes: str | None) -> None:
        """Store the rows of one report, by table, all or none.

        Args:
            rows: as `encode_rows` makes them.
            supersedes: the source whose current version becomes history, if it has one.

        Raises:
            RowsUnfit: the engine cannot hold them.
        """
        ...

    def make_current(self, source: str, version: str) -> None:
        """Make an earlier version of a source the one that holds."""
        ...

    def replace(self, table: str, keys: tuple[str, ...], rows: bytes) -> None:
        """Put rows in place of those with the same keys, all or none."""
        ...


def pending_steps(version: int, dialect: Dialect) -> tuple[str, ...]:
    """The statements that bring tables of a version to that of this program.

    Raises:
        BadUsage: they were made by a later program.
    """
    if version > SCHEMA_VERSION:
        raise BadUsage(
            f"The warehouse has schema version {version}, and this program knows {SCHEMA_VERSION}.",
            "Use the program that made it, or a later one.",
        )
    return tuple(
        step for one in range(version, SCHEMA_VERSION) for step in MIGRATIONS[one](dialect)
    )


@contextmanager
def hold_file(path: Path) -> Generator[None]:
    """Hold a warehouse file while the block runs; the kernel lets go if the process dies.

    Raises:
        OutputLocked: another load holds it.
        OutputUnusable: its folder cannot be written.
    """
    lock = path.with_name(f".{path.name}.lock")
    with naming_trouble(lock):
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _flock(handle, fcntl.LOCK_EX, f"Another load holds {path}.")
        yield
    finally:
        os.close(handle)


@contextmanager
def keep_still(folder: Path) -> Generator[None]:
    """Keep conversions out of a folder while the block runs; other loads may read it.

    Raises:
        OutputLocked: a conversion is writing into it.
    """
    lock = folder / DIR_LOCK
    if not lock.exists():
        yield
        return
    try:
        handle = os.open(lock, os.O_RDONLY)
    except PermissionError as error:
        raise OutputUnusable(
            f"{lock} cannot be read, so a conversion may be writing into {folder}.",
            "Get the right to read the folder, and run again.",
        ) from error
    try:
        _flock(handle, fcntl.LOCK_SH, f"A conversion is writing into {folder}.")
        yield
    finally:
        os.close(handle)


def _flock(handle: int, how: int, reason: str) -> None:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OutputLocked(reason, "Wait until it has ended, and run again.") from error
