"""Converted folders and warehouses that the tests of the warehouse load, in one place."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

import pytest

from load.datapackage import write_datapackage
from load.quarter_tables import Spool, pack
from load.warehouse import open_warehouse
from load.warehouse_ddl import TABLES
from load.warehouse_store import Result
from schemas.document import Ledger
from schemas.report import Report
from tests.load_samples import convert, indicator, ledger, report
from tests.postgres_server import find_programs, serve

needs_postgres = pytest.mark.skipif(
    find_programs() is None, reason="there is no PostgreSQL (apt-get install postgresql)"
)

Pair = tuple[Report, Ledger]


def pairs(number: int, first: int = 0) -> list[Pair]:
    """Reports of several quarters, each of a source of its own."""
    held = [ledger(f"{first + each}", "cell", "a,b", 'c"d') for each in range(number)]
    return [
        (report(one, quarter=((first + each) % 4) or None, name=f"{first + each}.txt"), one)
        for each, one in enumerate(held)
    ]


def corrected(pair: Pair, remark: str) -> Pair:
    """The same report after a correction of its first remark."""
    found, held = pair
    section = found.sections[0]
    activity = section.activities[0]
    changed = activity.model_copy(
        update={"indicators": (indicator(1, remark), *activity.indicators[1:])}
    )
    sections = (section.model_copy(update={"activities": (changed,)}),)
    return found.model_copy(update={"sections": sections}), held


def write_folder(out: Path, given: Iterable[Pair], run: str | None = None) -> Path:
    """A folder as a conversion leaves it."""
    out.mkdir(exist_ok=True)
    spool = Spool(out)
    for found, held in given:
        made = convert(found, held)
        path = out / made.output
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.content)
        spool.add(made.output, pack(made.rows))
    spool.merge()
    write_datapackage(out)
    if run is not None:
        (out / "run.json").write_text(run, encoding="utf-8")
    return out


def counts(url: str) -> dict[str, int]:
    """How many rows each table has."""
    with open_warehouse(url) as store:
        return {
            table.name: whole(store.query(f'SELECT count(*) FROM "{table.name}"'))  # noqa: S608
            for table in TABLES
        }


def whole(rows: Result) -> int:
    """The one whole number that a query gives."""
    ((value,),) = rows
    assert isinstance(value, int)
    return value


def ask(url: str, sql: str) -> Result:
    """The rows of a query."""
    with open_warehouse(url) as store:
        return store.query(sql)


@contextmanager
def postgres() -> Generator[str]:
    """A server, or none where there is none to start."""
    if find_programs() is None:
        pytest.skip("there is no PostgreSQL (apt-get install postgresql)")
    with serve() as url:
        yield url


def empty(url: str) -> str:
    """A database without a warehouse."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS ogrogoti CASCADE")
    return url
