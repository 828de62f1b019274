"""Cells that are lost, and small tables that stand inside of cells."""

from __future__ import annotations

from collections.abc import Iterator

from checks._walk import indicator_readings, tables
from schemas.finding import Code, Finding, report_finding
from schemas.reading import Reading, State
from schemas.report import Indicator, NestedTable, Report, places

CODES = (Code.CELL_LOST, Code.NESTED_TABLE, Code.NESTED_ROW_INCOMPLETE)


def check(report: Report) -> Iterator[Finding]:
    """Tell each lost cell that no shift explains, and each small table."""
    shifts = [found for found in report.findings if found.code is Code.CELL_SHIFTED]
    for section in report.sections:
        yield from _lost_parent(f"section:{section.id}/title", section.title, section.weight)
        yield from _lost_parent(f"section:{section.id}/weight", section.weight, section.title)
        for activity in section.activities:
            first = activity.indicators[0].text if activity.indicators else activity.title
            yield from _lost_parent(f"activity:{activity.id}/title", activity.title, first)
            for one in activity.indicators:
                yield from _lost_cells(one, shifts)
    for ref, table in tables(report.sections, report.orphans):
        yield from _tell_table(ref, table)


def _lost_parent(ref: str, cell: Reading, near: Reading) -> Iterator[Finding]:
    if cell.state is State.LOST:
        owner, field = ref.split(":")[0], ref.rpartition("/")[2]
        yield report_finding(Code.CELL_LOST, ref, at=near.at, role=f"{owner}.{field}")


def _lost_cells(one: Indicator, shifts: list[Finding]) -> Iterator[Finding]:
    lost = [ref for ref, cell in indicator_readings(one) if cell.state is State.LOST]
    if not lost:
        return
    told = [found.ref for found in shifts if found.ref.split("/")[0] == f"indicator:{one.id}"]
    # a shift tells of one lost cell; it may name the row or the cell it was found in
    if len(lost) <= len(told):
        return
    for ref in lost:
        if ref not in told:
            role = ref.partition("/")[2].replace("targets/", "target.").replace("/", ".")
            yield report_finding(Code.CELL_LOST, ref, at=one.text.at, role=role)


def _tell_table(ref: str, table: NestedTable) -> Iterator[Finding]:
    columns = max((len(row) for row in (table.header, *table.rows)), default=0)
    cells = [cell for row in (table.header, *table.rows) for cell in row]
    yield report_finding(
        Code.NESTED_TABLE, ref, at=places(*cells)[:1], rows=len(table.rows), columns=columns
    )
    for number, row in enumerate(table.rows):
        found = sum(map(_is_there, row))
        expected = _usual_cells(table, number)
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


def _usual_cells(table: NestedTable, number: int) -> int:
    """How many cells the fullest other row holds: a lone row has nothing to be held against."""
    others = [row for index, row in enumerate(table.rows) if index != number]
    return max((sum(map(_is_there, row)) for row in others), default=0)


def _is_there(cell: Reading) -> bool:
    return cell.state not in (State.LOST, State.BLANK)
