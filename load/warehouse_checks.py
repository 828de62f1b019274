"""What must hold in a warehouse, as SQL that counts the rows for which it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from load.warehouse_ddl import SCHEMA_VERSION, TABLES, identifier, literal, names
from load.warehouse_schema import Reference, WarehouseTable
from load.warehouse_store import Result


@dataclass(frozen=True, slots=True)
class Assertion:
    """One thing that must hold."""

    what: str
    """For people, as it should be."""
    query: str
    """Gives one number: the rows that break it."""


@dataclass(frozen=True, slots=True)
class Broken:
    """An assertion that does not hold."""

    what: str
    rows: int


def assertions() -> Iterator[Assertion]:
    """Everything that must hold."""
    for table in TABLES:
        yield _unique(table)
        yield from _required(table)
        yield from _accepted(table)
        yield from (_referred(table, reference) for reference in table.references)
    yield from _SUMS


def broken_assertions(query: Callable[[str], Result]) -> tuple[Broken, ...]:
    """The assertions that the warehouse behind `query` breaks."""
    found: list[Broken] = []
    for assertion in assertions():
        count = query(assertion.query)[0][0]
        if not isinstance(count, int):
            raise TypeError(f"{assertion.query} gives no number")
        if count:
            found.append(Broken(assertion.what, count))
    return tuple(found)


def _unique(table: WarehouseTable) -> Assertion:
    key = names(table.key)
    grouped = f"SELECT 1 FROM {identifier(table.name)} GROUP BY {key} HAVING count(*) > 1"  # noqa: S608
    return Assertion(f"{table.name}: each {key} once", _count(grouped))


def _required(table: WarehouseTable) -> Iterator[Assertion]:
    for column in table.columns:
        if column.required:
            where = f"{identifier(column.name)} IS NULL"
            yield Assertion(f"{table.name}.{column.name}: never NULL", _count_where(table, where))


def _accepted(table: WarehouseTable) -> Iterator[Assertion]:
    for column in table.columns:
        if column.enum:
            accepted = ", ".join(literal(str(value)) for value in column.enum)
            where = f"{identifier(column.name)} NOT IN ({accepted})"
            yield Assertion(
                f"{table.name}.{column.name}: one of {accepted}", _count_where(table, where)
            )


def _referred(table: WarehouseTable, reference: Reference) -> Assertion:
    there = reference.target or reference.columns
    pairs = zip(reference.columns, there, strict=True)
    joined = " AND ".join(f"t.{identifier(mine)} = r.{identifier(its)}" for mine, its in pairs)
    stated = " AND ".join(f"t.{identifier(mine)} IS NOT NULL" for mine in reference.columns)
    orphans = (
        f"SELECT 1 FROM {identifier(table.name)} t WHERE {stated} AND NOT EXISTS"  # noqa: S608
        f" (SELECT 1 FROM {identifier(reference.table)} r WHERE {joined})"
    )
    columns = names(reference.columns)
    return Assertion(f"{table.name}: {columns} stands in {reference.table}", _count(orphans))


def _count(rows: str) -> str:
    return f"SELECT count(*) FROM ({rows}) AS broken"  # noqa: S608


def _count_where(table: WarehouseTable, where: str) -> str:
    return f"SELECT count(*) FROM {identifier(table.name)} WHERE {where}"  # noqa: S608


def _counted(table: str, column: str) -> Assertion:
    return Assertion(
        f"report.{column}: as many rows as there are in {table}",
        _count(
            f"SELECT 1 FROM report r LEFT JOIN"  # noqa: S608
            f" (SELECT version_key, count(*) AS n FROM {identifier(table)} GROUP BY version_key) t"
            f" ON t.version_key = r.version_key WHERE coalesce(t.n, 0) <> r.{identifier(column)}"
        ),
    )


_SUMS = (
    _counted("cell", "n_cells"),
    _counted("progress", "n_indicators"),
    _counted("finding", "n_findings"),
    Assertion(
        "report.n_leftover: as many cells have the role leftover",
        _count(
            "SELECT 1 FROM report r LEFT JOIN (SELECT version_key, count(*) AS n FROM cell"
            " WHERE role = 'leftover' GROUP BY version_key) t ON t.version_key = r.version_key"
            " WHERE coalesce(t.n, 0) <> r.n_leftover"
        ),
    ),
    Assertion(
        "report: one version of each source holds",
        _count(
            "SELECT 1 FROM report GROUP BY source_key"
            " HAVING sum(CASE WHEN is_current THEN 1 ELSE 0 END) <> 1"
        ),
    ),
    Assertion(
        "report: the versions of a source count from 1 without a gap",
        _count(
            "SELECT 1 FROM report GROUP BY source_key HAVING min(version) <> 1"
            " OR max(version) <> count(*) OR count(DISTINCT version) <> count(*)"
        ),
    ),
    Assertion(
        "weight.indicators_sum: what the weights of the section's indicators add up to",
        _count(
            "SELECT 1 FROM weight s LEFT JOIN (SELECT version_key, section_no,"
            " sum(value_number) AS n FROM weight WHERE scope = 'indicator'"
            " GROUP BY version_key, section_no) t"
            " ON t.version_key = s.version_key AND t.section_no = s.section_no"
            " WHERE s.scope = 'section' AND s.indicators_sum <> coalesce(t.n, 0)"
        ),
    ),
    Assertion(
        "weight.difference: what is declared less what the indicators add up to",
        _count("SELECT 1 FROM weight WHERE difference <> value_number - indicators_sum"),
    ),
    Assertion(
        "report.weight_total: what the sections' sums add up to",
        _count(
            "SELECT 1 FROM report r JOIN (SELECT version_key, sum(indicators_sum) AS n FROM weight"
            " WHERE scope = 'section' GROUP BY version_key HAVING count(*) = count(indicators_sum))"
            " t ON t.version_key = r.version_key WHERE t.n <> r.weight_total"
        ),
    ),
    Assertion(
        "target, weight, extra, nested_cell: a value stands beside the state value alone",
        _count(
            " UNION ALL ".join(
                f"SELECT 1 FROM {table} WHERE (state = 'value') <> (value IS NOT NULL)"  # noqa: S608
                for table in ("target", "weight", "extra", "nested_cell")
            )
        ),
    ),
    Assertion(
        "progress and weight: each indicator has its weight",
        _count(
            "SELECT 1 FROM progress p LEFT JOIN weight w ON w.version_key = p.version_key"
            " AND w.scope = 'indicator' AND w.scope_no = p.indicator_no"
            " WHERE w.version_key IS NULL OR w.scope_id <> p.indicator_id"
        ),
    ),
    Assertion(
        f"migration: the tables have schema version {SCHEMA_VERSION}",
        f"SELECT count(*) FROM migration WHERE schema_version > {SCHEMA_VERSION}",  # noqa: S608
    ),
)
