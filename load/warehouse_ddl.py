"""The tables and views of the warehouse in SQL, alike for DuckDB and PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from load.warehouse_archive import ARCHIVE_FINDING
from load.warehouse_dimensions import DIMENSIONS, INPUT_FILE, MIGRATION, REPORT
from load.warehouse_facts import CONCEPT, FACTS
from load.warehouse_schema import Kind, WarehouseTable

SCHEMA_VERSION = 2
"""Of the tables; a change of theirs raises it and adds a step to MIGRATIONS."""

TABLES: tuple[WarehouseTable, ...] = (
    *DIMENSIONS,
    REPORT,
    *FACTS,
    ARCHIVE_FINDING,
    INPUT_FILE,
    MIGRATION,
)

VIEWS = Path(__file__).with_name("views")

_COLUMN = re.compile(r"(?:^|\s)(\w+),?\s+-- (.+)$", re.MULTILINE)
_HEAD = re.compile(r"(?:^-- .*\n)+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What an engine says differently."""

    types: Mapping[Kind, str]
    keys: bool
    """Whether tables get their primary key: DuckDB holds such indexes in memory."""


DUCKDB = Dialect(
    {
        "key": "UUID",
        "text": "VARCHAR",
        "integer": "INTEGER",
        # DuckDB has no decimal of any length; this one holds each number of 15 digits exactly
        "number": "DECIMAL(38, 15)",
        "ratio": "DOUBLE",
        "date": "DATE",
        "boolean": "BOOLEAN",
        "time": "TIMESTAMP",
    },
    keys=False,
)

POSTGRES = Dialect(
    {
        "key": "UUID",
        "text": "TEXT",
        "integer": "INTEGER",
        "number": "NUMERIC",
        "ratio": "DOUBLE PRECISION",
        "date": "DATE",
        "boolean": "BOOLEAN",
        "time": "TIMESTAMP",
    },
    keys=True,
)


@dataclass(frozen=True, slots=True)
class View:
    """A view for people, told by a file of load/views."""

    name: str
    comment: str
    columns: tuple[tuple[str, str], ...]
    """Names and comments."""
    query: str


def identifier(name: str) -> str:
    """A name of a table or column, quoted: whatever is in it, it stays one name."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text, quoted."""
    return "'" + text.replace("'", "''") + "'"


@cache
def views() -> tuple[View, ...]:
    """The views, in an order in which each comes after those it reads.

    Raises:
        ValueError: a file lacks its comment.
    """
    return tuple(_view(path) for path in sorted(VIEWS.glob("*.sql")))


def create_tables(dialect: Dialect, tables: tuple[WarehouseTable, ...] = TABLES) -> Iterator[str]:
    """Statements that make the tables."""
    for table in tables:
        yield create_table(dialect, table)


def comment_tables(tables: tuple[WarehouseTable, ...] = TABLES) -> Iterator[str]:
    """Statements that put the comments on tables and columns."""
    for table in tables:
        yield from _comments(
            "TABLE", table.name, table.comment, [(one.name, one.comment) for one in table.columns]
        )


def create_table(dialect: Dialect, table: WarehouseTable) -> str:
    """The statement that makes one table."""
    lines = [
        f"{identifier(column.name)} {dialect.types[column.kind]}"
        f"{' NOT NULL' if column.required else ''}"
        for column in table.columns
    ]
    if dialect.keys:
        lines.append(f"PRIMARY KEY ({names(table.key)})")
    return f"CREATE TABLE {identifier(table.name)} ({', '.join(lines)})"


def _add_concepts(dialect: Dialect) -> Iterator[str]:
    """To version 2: what an indicator measures, with its proof; findings between reports."""
    for column in CONCEPT:
        kind = dialect.types[column.kind]
        yield f'ALTER TABLE "progress" ADD COLUMN {identifier(column.name)} {kind}'
    yield create_table(dialect, ARCHIVE_FINDING)


MIGRATIONS: Mapping[int, Callable[[Dialect], Iterable[str]]] = {1: _add_concepts}
"""By the version that a warehouse has: the statements that bring it to the next one."""


def drop_views() -> Iterator[str]:
    """Statements that take the views away: a column that a view reads cannot be changed."""
    for view in reversed(views()):
        yield f"DROP VIEW IF EXISTS {identifier(view.name)}"


def create_views() -> Iterator[str]:
    """Statements that make the views, with their comments."""
    for view in views():
        yield f"CREATE VIEW {identifier(view.name)} AS {view.query}"
        yield from _comments("VIEW", view.name, view.comment, view.columns)


def names(columns: tuple[str, ...]) -> str:
    """Names with commas between."""
    return ", ".join(map(identifier, columns))


def _comments(
    kind: str, name: str, comment: str, columns: list[tuple[str, str]] | tuple[tuple[str, str], ...]
) -> Iterator[str]:
    yield f"COMMENT ON {kind} {identifier(name)} IS {literal(comment)}"
    for column, told in columns:
        yield f"COMMENT ON COLUMN {identifier(name)}.{identifier(column)} IS {literal(told)}"


def _view(path: Path) -> View:
    content = path.read_text(encoding="utf-8")
    head = _HEAD.match(content)
    if head is None:
        raise ValueError(f"{path.name} begins without a comment")
    comment = " ".join(line.removeprefix("-- ") for line in head[0].splitlines())
    body = content[head.end() :]
    columns = tuple((name, told) for name, told in _COLUMN.findall(body))
    # the number in front keeps the files in the order in which they must be made
    return View(path.stem.partition("_")[2], comment, columns, body.strip().rstrip(";"))
