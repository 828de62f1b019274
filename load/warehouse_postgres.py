"""The warehouse in PostgreSQL: one transaction for each report, its rows brought in by COPY."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg

from load.warehouse_copy import encode_rows
from load.warehouse_ddl import (
    POSTGRES,
    SCHEMA_VERSION,
    TABLES,
    comment_tables,
    create_tables,
    create_views,
    drop_views,
    identifier,
)
from load.warehouse_store import Result, RowsUnfit, pending_steps
from schemas.errors import MachineLacks, OutputLocked, OutputUnusable

SCHEMA = "ogrogoti"
"""All tables and views stand in this schema of the database."""

LOCK = 0x6F67726F676F7469
"""The advisory lock of who loads: the name in ASCII."""

WAIT_S = 3.0
"""A server notices within a second that the process that held the lock was killed."""

CONNECT_S = 10

Connection = psycopg.Connection[tuple[object, ...]]


class PostgresStore:
    """A connection that holds the right to load."""

    def __init__(self, connection: Connection) -> None:
        """The connection commits each statement unless a transaction is begun."""
        self._connection = connection

    def query(self, sql: str) -> Result:
        """All rows of a query."""
        return self._connection.execute(sql.encode()).fetchall()

    def add(self, rows: Mapping[str, bytes], supersedes: str | None) -> None:
        """Store the rows of one report in one transaction.

        Raises:
            RowsUnfit: PostgreSQL cannot hold them, such as a text with U+0000.
        """
        try:
            with self._connection.transaction():
                if supersedes is not None:
                    self._connection.execute(
                        "UPDATE report SET is_current = false WHERE source_key = %s AND is_current",
                        [supersedes],
                    )
                self._copy(rows)
        except psycopg.DataError as error:
            raise RowsUnfit(error.diag.message_primary or str(error)) from error

    def make_current(self, source: str, version: str) -> None:
        """Make an earlier version of a source the one that holds."""
        self._connection.execute(
            "UPDATE report SET is_current = (version_key = %s::UUID) WHERE source_key = %s",
            [version, source],
        )

    def replace(self, table: str, keys: tuple[str, ...], rows: bytes) -> None:
        """Put rows in place of those with the same keys, in one transaction."""
        key = next(one.key[0] for one in TABLES if one.name == table)
        with self._connection.transaction():
            self._connection.execute(
                f"DELETE FROM {identifier(table)}"  # noqa: S608  # quoted
                f" WHERE {identifier(key)} = ANY(%s)".encode(),
                [list(keys)],
            )
            self._copy({table: rows})

    def migrate(self) -> None:
        """Make the tables, or bring those of an earlier program to this one's, all or none."""
        with self._connection.transaction():
            found = self.query(
                "SELECT 1 FROM pg_tables WHERE schemaname = current_schema()"
                " AND tablename = 'migration'"
            )
            version = 0
            if found:
                told = self.query("SELECT max(schema_version) FROM migration")[0][0]
                version = told if isinstance(told, int) else 0
                if version == SCHEMA_VERSION:
                    return
            steps = pending_steps(version, POSTGRES) if found else (*create_tables(POSTGRES),)
            if not found:
                self._connection.execute(
                    f"CREATE SCHEMA IF NOT EXISTS {identifier(SCHEMA)}".encode()
                )
            for step in (*drop_views(), *steps, *comment_tables(), *create_views()):
                self._connection.execute(step.encode())
            applied = (SCHEMA_VERSION, datetime.now(UTC).replace(tzinfo=None).isoformat())
            self._copy({"migration": encode_rows((applied,))})

    def finish(self) -> None:
        """Make all that was stored outlive a crash of the server."""
        self._connection.execute("SET synchronous_commit = on")
        # a commit that waits for the disk brings all earlier ones there, too
        self._connection.execute("UPDATE migration SET applied_at = applied_at")

    def _copy(self, rows: Mapping[str, bytes]) -> None:
        with self._connection.cursor() as cursor:
            for table, content in rows.items():
                with cursor.copy(
                    f"COPY {identifier(table)} FROM STDIN (FORMAT csv)".encode()
                ) as copy:
                    copy.write(content)


@contextmanager
def fill_postgres(url: str) -> Generator[PostgresStore]:
    """A connection that may load, with the tables made.

    Raises:
        OutputLocked: another load is under way.
        OutputUnusable: the server cannot be reached, or refuses.
        MachineLacks: the database is not in UTF-8.
    """
    with _connected(url) as connection:
        _take_lock(connection)
        # a crash of the server could take the last reports, each whole; finish() rules it out
        connection.execute("SET synchronous_commit = off")
        store = PostgresStore(connection)
        store.migrate()
        yield store
        store.finish()


@contextmanager
def read_postgres(url: str) -> Generator[PostgresStore]:
    """The warehouse as it is at one moment, to be read.

    Raises:
        OutputUnusable: the server cannot be reached, or has no warehouse.
    """
    with _connected(url) as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield PostgresStore(connection)


@contextmanager
def _connected(url: str) -> Generator[Connection]:
    try:
        with psycopg.connect(
            url, autocommit=True, client_encoding="utf8", connect_timeout=CONNECT_S
        ) as connection:
            encoding = connection.info.parameter_status("server_encoding")
            if encoding != "UTF8":
                raise MachineLacks(
                    f"The database is in {encoding}, which cannot hold Bangla.",
                    "Make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
                )
            connection.execute(f"SET search_path TO {identifier(SCHEMA)}".encode())
            yield connection
    except psycopg.Error as error:
        raise OutputUnusable(
            f"PostgreSQL: {str(error).strip()}",
            "Every report that was loaded before is whole. See to the server, and run again.",
        ) from error


def _take_lock(connection: Connection) -> None:
    end = time.monotonic() + WAIT_S
    while connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchall() != [(True,)]:
        if time.monotonic() > end:
            raise OutputLocked(
                "Another load into this database is under way.",
                "Wait until it has ended, and run again.",
            )
        time.sleep(0.1)
