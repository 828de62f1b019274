"""The warehouse as one DuckDB file: filled under another name, and published in one step.

A reader opens the last published file and keeps it while the next one is being made: DuckDB lets
nobody read a file that is being written.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import duckdb

from load.atomic import TEMPORARY, make_folder, naming_trouble, sync_folder
from load.parquet import LONGEST_LINE
from load.warehouse_copy import encode_rows
from load.warehouse_ddl import (
    DUCKDB,
    SCHEMA_VERSION,
    TABLES,
    comment_tables,
    create_tables,
    create_views,
    drop_views,
    identifier,
    literal,
)
from load.warehouse_store import Result, hold_file, pending_steps
from schemas.errors import OutputLocked, OutputUnusable

MEMORY = "512MB"
"""For DuckDB itself; it takes 80 % of the machine if it is not told."""

FLUSH_BYTES = 2**26
"""Rows wait in files until there are so many: one COPY of a report's rows takes 2 ms a table."""


class DuckdbStore:
    """An open copy of the warehouse, which nobody else sees yet."""

    def __init__(self, database: duckdb.DuckDBPyConnection, spool: Path) -> None:
        """Rows wait in the folder `spool`."""
        self._database = database
        self._spool = spool
        self._files: dict[str, BinaryIO] = {}
        self._waiting = 0
        self.is_changed = False

    def query(self, sql: str) -> Result:
        """All rows of a query."""
        self._flush()
        return self._database.execute(sql).fetchall()

    def execute(self, sql: str) -> None:
        """Run a statement over all that was stored."""
        self._flush()
        self._database.execute(sql)

    def add(self, rows: Mapping[str, bytes], supersedes: str | None) -> None:
        """Store the rows of one report; none is seen before the file is published."""
        self.is_changed = True
        if supersedes is not None:
            self._flush()
            self._database.execute(
                "UPDATE report SET is_current = false WHERE source_key = ? AND is_current",
                [supersedes],
            )
        for table, content in rows.items():
            if table not in self._files:
                self._files[table] = (self._spool / f"{table}.csv").open("wb")
            self._waiting += self._files[table].write(content)
        if self._waiting > FLUSH_BYTES:
            self._flush()

    def make_current(self, source: str, version: str) -> None:
        """Make an earlier version of a source the one that holds."""
        self.is_changed = True
        self._flush()
        self._database.execute(
            "UPDATE report SET is_current = (version_key = ?::UUID) WHERE source_key = ?",
            [version, source],
        )

    def replace(self, table: str, keys: tuple[str, ...], rows: bytes) -> None:
        """Put rows in place of those with the same keys."""
        self.is_changed = True
        key = next(one.key[0] for one in TABLES if one.name == table)
        self._database.execute(
            f"DELETE FROM {identifier(table)}"  # noqa: S608  # quoted
            f" WHERE {identifier(key)} IN (SELECT unnest(?::VARCHAR[]))",
            [list(keys)],
        )
        self.add({table: rows}, None)

    def migrate(self) -> None:
        """Make the tables, or bring those of an earlier program to this one's."""
        found = self.query("SELECT 1 FROM duckdb_tables() WHERE table_name = 'migration'")
        version = 0
        if found:
            version = _number(self.query("SELECT max(schema_version) FROM migration"))
            if version == SCHEMA_VERSION:
                return
        steps = (*pending_steps(version, DUCKDB),) if found else (*create_tables(DUCKDB),)
        self._database.execute("BEGIN")
        for step in (*drop_views(), *steps, *comment_tables(), *create_views()):
            self._database.execute(step)
        self._database.execute("COMMIT")
        applied = (SCHEMA_VERSION, datetime.now(UTC).replace(tzinfo=None).isoformat())
        self.add({"migration": encode_rows((applied,))}, None)

    def finish(self) -> None:
        """Bring everything into the file."""
        self._flush()
        self._database.execute("CHECKPOINT")

    def _flush(self) -> None:
        for table in TABLES:
            file = self._files.pop(table.name, None)
            if file is None:
                continue
            file.close()
            self._database.execute(
                f"COPY {identifier(table.name)} FROM {literal(file.name)} (FORMAT csv,"
                " header false, delim ',', quote '\"', escape '\"', comment '', nullstr '',"
                " allow_quoted_nulls false, auto_detect false, new_line '\\r\\n',"
                f" parallel false, max_line_size {LONGEST_LINE})"
            )
            Path(file.name).unlink()
        self._waiting = 0


@contextmanager
def fill_duckdb(path: Path) -> Generator[DuckdbStore]:
    """A copy of the warehouse that takes its place when the block ends well and changed it.

    Raises:
        OutputLocked: another load holds it, or another program writes into it.
        OutputUnusable: it cannot be written, or is no DuckDB file.
    """
    with naming_trouble(path):
        make_folder(path.parent)
    with hold_file(path), _scratch(path) as scratch:
        fresh = scratch / "warehouse.duckdb"
        with naming_trouble(path):
            if path.exists():
                shutil.copyfile(path, fresh)
        with _naming_duckdb(path), _connect(fresh, scratch) as database:
            store = DuckdbStore(database, scratch)
            store.migrate()
            yield store
            store.finish()
        if store.is_changed:
            _publish(fresh, path)


@contextmanager
def read_duckdb(path: Path) -> Generator[DuckdbStore]:
    """The published warehouse, to be read.

    Raises:
        OutputUnusable: there is none, or it is no DuckDB file.
    """
    if not path.is_file():
        raise OutputUnusable(f"There is no warehouse {path}.", "Make it with ogrogoti load.")
    with _naming_duckdb(path), duckdb.connect(str(path), read_only=True) as database:
        yield DuckdbStore(database, path.parent)


def _connect(path: Path, scratch: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        str(path),
        config={
            "memory_limit": MEMORY,
            "threads": str(os.cpu_count() or 1),
            "temp_directory": str(scratch / "spill"),
            "autoinstall_known_extensions": "false",
        },
    )


@contextmanager
def _naming_duckdb(path: Path) -> Generator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise OutputUnusable(
            f"DuckDB cannot use {path}: {error}",
            "What was published before is as it was. Free some space, or name another file.",
        ) from error


@contextmanager
def _scratch(path: Path) -> Generator[Path]:
    """A folder beside the warehouse; those that killed loads left are removed."""
    begins = f"{TEMPORARY}{path.name}-"
    if path.with_name(f"{path.name}.wal").exists():
        raise OutputLocked(
            f"Another program is writing into {path}, or was ended while it did.",
            "Let it end, or open and close the file once with DuckDB; then run again.",
        )
    scratch = path.with_name(f"{begins}{secrets.token_hex(8)}")
    with naming_trouble(path):
        for found in path.parent.iterdir():
            if found.name.startswith(begins):
                shutil.rmtree(found)
        scratch.mkdir()
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch)


def _publish(fresh: Path, path: Path) -> None:
    with naming_trouble(path):
        handle = os.open(fresh, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        fresh.replace(path)
        sync_folder(path.parent)


def _number(rows: Result) -> int:
    value = rows[0][0]
    return value if isinstance(value, int) else 0
