"""Goes through a report and names each reading by its ref."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from schemas.plan import Plan, plan_for
from schemas.reading import Place, Reading, State
from schemas.report import Activity, Indicator, NestedTable, Orphan, Report, Section


class Titled(NamedTuple):
    """A text of the plan in the report: of a section, an activity or an indicator."""

    ref: str
    id: str
    text: Reading


def plan_of(report: Report) -> Plan | None:
    """The plan file that the report follows, where there is one."""
    return plan_for(report.plan_type, report.fiscal_year.label, report.level)


def activities(report: Report) -> Iterator[Activity]:
    """All activities in the order of the document."""
    for section in report.sections:
        yield from section.activities


def texts(report: Report) -> Iterator[Titled]:
    """The texts of sections, activities and indicators, in the order of the document."""
    for section in report.sections:
        yield Titled(f"section:{section.id}/title", section.id, section.title)
        for activity in section.activities:
            yield Titled(f"activity:{activity.id}/title", activity.id, activity.title)
            for one in activity.indicators:
                yield Titled(f"indicator:{one.id}/text", one.id, one.text)


def tables(
    sections: Iterable[Section], orphans: Iterable[Orphan]
) -> Iterator[tuple[str, NestedTable]]:
    """Every small table with its ref; numbers in refs count from 0, as in the JSON."""
    for section in sections:
        for activity in section.activities:
            for one in activity.indicators:
                for number, table in enumerate(one.nested_tables):
                    yield f"indicator:{one.id}/nested_tables/{number}", table
    for index, orphan in enumerate(orphans):
        for number, table in enumerate(orphan.nested_tables):
            yield f"orphan:{index}/nested_tables/{number}", table


def table_readings(ref: str, table: NestedTable) -> Iterator[tuple[str, Reading]]:
    """The cells of a small table."""
    for column, cell in enumerate(table.header):
        yield f"{ref}/header/{column}", cell
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            yield f"{ref}/rows/{number}/{column}", cell


def indicator_readings(one: Indicator) -> Iterator[tuple[str, Reading]]:
    """The cells of an indicator's row, without small tables."""
    ref = f"indicator:{one.id}"
    yield f"{ref}/text", one.text
    yield f"{ref}/unit", one.unit
    yield f"{ref}/weight", one.weight
    for band, target in one.targets.items():
        yield f"{ref}/targets/{band}", target
    yield f"{ref}/remark", one.remark
    for name, cell in one.extra.items():
        yield f"{ref}/extra/{name}", cell


def row_readings(report: Report) -> Iterator[tuple[str, Reading, tuple[Place, ...]]]:
    """Every reading outside of small tables, and where to look if it has no place itself."""
    yield "report/title", report.title, report.title.at
    for section in report.sections:
        ref = f"section:{section.id}"
        yield f"{ref}/title", section.title, section.title.at
        yield f"{ref}/weight", section.weight, section.title.at
        for activity in section.activities:
            yield f"activity:{activity.id}/title", activity.title, activity.title.at
            for one in activity.indicators:
                for cell_ref, cell in indicator_readings(one):
                    yield cell_ref, cell, one.text.at
    signature = report.signature
    yield "signature/date", signature.date, signature.date.at
    yield "signature/designation", signature.designation, signature.designation.at
    yield "signature/office", signature.office, signature.office.at
    yield "signature/name", signature.name, signature.name.at


def all_readings(report: Report) -> Iterator[tuple[str, Reading, tuple[Place, ...]]]:
    """Every reading of the report, small tables and orphans included."""
    yield from row_readings(report)
    for ref, table in tables(report.sections, report.orphans):
        for cell_ref, cell in table_readings(ref, table):
            yield cell_ref, cell, cell.at
    for index, orphan in enumerate(report.orphans):
        for number, cell in enumerate(orphan.cells):
            yield f"orphan:{index}/cells/{number}", cell, cell.at


def text_of(reading: Reading) -> str:
    """The text of a reading in NFC; empty if it has no value."""
    return reading.value if reading.state is State.VALUE and isinstance(reading.value, str) else ""
