"""Cells that are lost, and small tables that stand inside of cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from checks._walk import row_readings, tables
from schemas.finding import Code, Finding, report_finding
from schemas.reading import Place, Reading, State
from schemas.report import NestedTable, Report, places

CODES = (Code.CELL_LOST, Code.NESTED_TABLE, Code.NESTED_ROW_INCOMPLETE)
TOLD_ELSEWHERE = ("report", "signature")
"""The check of what a report must say of itself tells of these."""


def check(report: Report) -> Iterator[Finding]:
    """Tell each lost cell that no shift explains, and each small table."""
    yield from _lost_cells(report)
    for ref, table in tables(report.sections, report.orphans):
        yield from _tell_table(ref, table)


def _lost_cells(report: Report) -> Iterator[Finding]:
    lost: defaultdict[str, list[tuple[str, tuple[Place, ...]]]] = defaultdict(list)
    for owner, field, cell, near in row_readings(report):
        if cell.state is State.LOST and owner not in TOLD_ELSEWHERE:
            lost[owner].append((field, near))
    shifts = [one.ref for one in report.findings if one.code is Code.CELL_SHIFTED]
    for owner, cells in lost.items():
        told = [ref for ref in shifts if ref.partition("/")[0] == owner]
        # a shift tells of one lost cell; it may name the row or the cell it was found in
        if len(cells) > len(told):
            yield from (
                _tell_lost(owner, field, near)
                for field, near in cells
                if f"{owner}/{field}" not in told
            )


def _tell_lost(owner: str, field: str, near: tuple[Place, ...]) -> Finding:
    kind = owner.partition(":")[0]
    # the roles of an indicator's cells are those of the ledger
    role = field.replace("targets/", "target.").replace("/", ".")
    return report_finding(
        Code.CELL_LOST,
        f"{owner}/{field}",
        at=near,
        role=role if kind == "indicator" else f"{kind}.{role}",
    )


def _tell_table(ref: str, table: NestedTable) -> Iterator[Finding]:
    columns = max((len(row) for row in (table.header, *table.rows)), default=0)
    cells = [cell for row in (table.header, *table.rows) for cell in row]
    yield report_finding(
        Code.NESTED_TABLE, ref, at=places(*cells)[:1], rows=len(table.rows), columns=columns
    )
    filled = [sum(map(_is_there, row)) for row in table.rows]
    for number, (row, found) in enumerate(zip(table.rows, filled, strict=True)):
        # the fullest other row: a lone row has nothing to be held against
        expected = max((*filled[:number], *filled[number + 1 :]), default=0)
        if found < expected:
            yield report_finding(
                Code.NESTED_ROW_INCOMPLETE,
                f"{ref}/rows/{number}",
                at=places(*row),
                evidence={"cells": [cell.raw for cell in row]},
                row=number + 1,
                found=found,
                columns=expected,
            )


def _is_there(cell: Reading) -> bool:
    return cell.state not in (State.LOST, State.BLANK)
