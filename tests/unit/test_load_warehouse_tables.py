"""The tables and views as SQL: comments, names that are only names, migrations."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import duckdb
import pytest

from load import warehouse_ddl, warehouse_store
from load.warehouse import load_folder, open_warehouse, verify_warehouse
from load.warehouse_copy import encode_rows
from load.warehouse_ddl import (
    DUCKDB,
    POSTGRES,
    SCHEMA_VERSION,
    TABLES,
    Dialect,
    comment_tables,
    create_table,
    create_tables,
    create_views,
    drop_views,
    identifier,
    views,
)
from load.warehouse_schema import WarehouseTable, required, text
from schemas.errors import BadUsage, OutputUnusable
from tests.warehouse_folders import ask, empty, pairs, postgres, write_folder

PAYLOADS = tuple(
    f"{head}{body}{tail}"
    for head in ("", "'", '"', "')", '")', "'; ", "\\'", "$$", "a.b", "অ'")
    for body in ("; DROP TABLE report", "); DROP TABLE report", "' OR '1'='1", "UNION SELECT 1")
    for tail in ("", ";--", " /*", "';--", '"')
)


class Runs(Protocol):
    def __call__(self, sql: str) -> list[tuple[object, ...]]: ...


@pytest.fixture(scope="module")
def server() -> Generator[str]:
    with postgres() as url:
        yield url


@contextmanager
def duckdb_runs() -> Generator[Runs]:
    with duckdb.connect() as database:
        yield lambda sql: database.execute(sql).fetchall()


@contextmanager
def postgres_runs(url: str) -> Generator[Runs]:
    import psycopg

    with psycopg.connect(url) as connection:

        def run(sql: str) -> list[tuple[object, ...]]:
            done = connection.execute(sql.encode())
            return done.fetchall() if done.description else []

        run("CREATE SCHEMA scratch")
        run("SET search_path TO scratch")
        yield run
        connection.rollback()


@pytest.fixture(params=["duckdb", "postgres"])
def engine(request: pytest.FixtureRequest) -> Iterator[tuple[Dialect, Runs]]:
    if request.param == "duckdb":
        with duckdb_runs() as run:
            yield DUCKDB, run
    else:
        with postgres_runs(request.getfixturevalue("server")) as run:
            yield POSTGRES, run


def test_each_table_and_column_tells_what_it_is() -> None:
    for table in TABLES:
        assert table.comment.endswith("."), table.name
        assert {column.name for column in table.columns} >= set(table.key)
        assert len({column.name for column in table.columns}) == len(table.columns)
        for column in table.columns:
            assert column.comment.endswith("."), f"{table.name}.{column.name}"
    for view in views():
        assert view.comment.endswith("."), view.name
        assert all(comment.endswith(".") for _, comment in view.columns), view.name


def test_references_lead_to_keys() -> None:
    keys = {table.name: table.key for table in TABLES}
    for table in TABLES:
        for reference in table.references:
            assert (reference.target or reference.columns) == keys[reference.table]


def test_tables_and_views_can_be_made_and_made_again(engine: tuple[Dialect, Runs]) -> None:
    dialect, run = engine
    for step in (*create_tables(dialect), *create_views(), *drop_views(), *create_views()):
        run(step)
    for view in views():
        assert run(f"SELECT count(*) FROM {view.name}") == [(0,)]  # noqa: S608
        columns = [f"count({name})" for name, _ in view.columns]
        run(f"SELECT {', '.join(columns)} FROM {view.name}")  # noqa: S608


COMMENTS = {
    "duckdb": "SELECT count(*), count(comment) FROM duckdb_columns() WHERE NOT internal",
    "postgres": "SELECT count(*), count(col_description(c.oid, a.attnum)) FROM pg_class c"
    " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
    " WHERE c.relnamespace = 'scratch'::regnamespace AND c.relkind IN ('r', 'v')",
}


def test_the_database_holds_the_comments(engine: tuple[Dialect, Runs]) -> None:
    dialect, run = engine
    for step in (*create_tables(dialect), *comment_tables(), *create_views()):
        run(step)
    ((all_, told),) = run(COMMENTS["duckdb" if dialect is DUCKDB else "postgres"])
    due = sum(len(table.columns) for table in TABLES) + sum(len(view.columns) for view in views())
    assert (all_, told) == (due, due)


def test_a_name_is_only_a_name(engine: tuple[Dialect, Runs]) -> None:
    dialect, run = engine
    run("CREATE TABLE report (n INTEGER)")
    assert len(PAYLOADS) == 200
    for payload in PAYLOADS:
        # PostgreSQL cuts names after 63 bytes
        name = payload.encode()[:60].decode(errors="ignore")
        table = WarehouseTable(name, "It's.", (required(name, "text", "It's."),), (name,))
        for step in (*create_tables(dialect, (table,)), *comment_tables((table,))):
            run(step)
        assert run(f"SELECT count({identifier(name)}) FROM {identifier(name)}") == [(0,)]  # noqa: S608
        run(f"DROP TABLE {identifier(name)}")
    assert run("SELECT count(*) FROM report") == [(0,)]


STEP = "ALTER TABLE report ADD COLUMN colour {text}"


@pytest.mark.parametrize("kind", ["duckdb", "postgres"])
def test_an_older_warehouse_is_brought_up_and_keeps_its_rows(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = (
        f"duckdb:///{tmp_path}/w.duckdb"
        if kind == "duckdb"
        else empty(request.getfixturevalue("server"))
    )
    folder = write_folder(tmp_path / "in", pairs(3))
    load_folder(folder, url)
    step = STEP.format(text="VARCHAR")
    later = SCHEMA_VERSION + 1

    def steps(dialect: Dialect) -> tuple[str, ...]:
        assert dialect in (DUCKDB, POSTGRES)
        return (step,)

    for module in (warehouse_ddl, warehouse_store):
        monkeypatch.setattr(module, "SCHEMA_VERSION", later)
        monkeypatch.setattr(module, "MIGRATIONS", {SCHEMA_VERSION: steps})
    monkeypatch.setattr(f"load.warehouse_{kind}.SCHEMA_VERSION", later)
    assert load_folder(folder, url).reports == {"unchanged": 3}
    assert ask(url, "SELECT count(*), count(colour) FROM report") == [(3, 0)]
    found = ask(url, "SELECT schema_version FROM migration ORDER BY schema_version")
    assert found == [(SCHEMA_VERSION,), (later,)]
    assert len(ask(url, "SELECT * FROM wide")) > 0
    monkeypatch.undo()
    with pytest.raises(BadUsage, match=f"schema version {later}"):
        load_folder(folder, url)


FIRST = (
    *(f"DROP VIEW {view.name}" for view in reversed(views())),
    *(
        f"ALTER TABLE progress DROP COLUMN concept_{name}"
        for name in ("state", "basis", "score", "margin", "evidence")
    ),
    "DROP TABLE archive_finding",
    "UPDATE migration SET schema_version = 1",
)
"""Back to the tables of the first schema version."""


@pytest.mark.parametrize("kind", ["duckdb", "postgres"])
def test_a_warehouse_of_the_first_version_is_brought_up(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    first, second = write_folder(tmp_path / "a", pairs(2)), write_folder(tmp_path / "b", pairs(3))
    if kind == "duckdb":
        url = f"duckdb:///{tmp_path}/w.duckdb"
        load_folder(first, url)
        with duckdb.connect(str(tmp_path / "w.duckdb")) as database:
            for step in FIRST:
                database.execute(step)
    else:
        import psycopg

        url = empty(request.getfixturevalue("server"))
        load_folder(first, url)
        with psycopg.connect(url, options="-c search_path=ogrogoti") as connection:
            for step in FIRST:
                connection.execute(step.encode())
    assert load_folder(second, url).reports == {"unchanged": 2, "new": 1}
    assert ask(url, "SELECT schema_version FROM migration ORDER BY 1") == [(1,), (SCHEMA_VERSION,)]
    assert len(ask(url, "SELECT concept_state FROM wide")) == 6
    assert verify_warehouse(url) == ()


def test_a_column_may_be_null_unless_it_says_so(engine: tuple[Dialect, Runs]) -> None:
    dialect, run = engine
    table = WarehouseTable("t", "T.", (required("a", "text", "A."), text("b", "B.")), ("a",))
    run(create_table(dialect, table))
    run("INSERT INTO t VALUES ('x', NULL)")
    with pytest.raises(Exception, match=r"(?i)not.null"):
        run("INSERT INTO t VALUES (NULL, 'x')")


def test_what_is_no_warehouse_is_told(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    path.write_bytes(encode_rows((("no", "database"),)))
    with pytest.raises(OutputUnusable, match="DuckDB cannot use"):
        load_folder(write_folder(tmp_path / "in", pairs(1)), f"duckdb:///{path}")
    assert path.read_bytes() == b"no,database\r\n"
    with pytest.raises(OutputUnusable, match="There is no warehouse"):
        ask(f"duckdb:///{tmp_path}/none.duckdb", "SELECT 1")
    for url in ("sqlite:///x", "duckdb://", "duckdb:///", "x"):
        with pytest.raises(BadUsage, match="no warehouse of the kind"):
            open_warehouse(url)
