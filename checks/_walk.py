"""Goes through a report and names each reading by its ref."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from schemas.plan import Plan, plan_for
from schemas.reading import Place, Reading, State
from schemas.report import Activity, Indicator, NestedTable, Orphan, Report, Section

Found = tuple[str, str, Reading, tuple[Place, ...]]
"""A reading with its owner and its field, whose ref is `owner/field`, and with where to look if it
has no place itself. Plain, and not joined: a report has over a hundred, and few are told of."""


Part = TypeVar("Part")


class Titled(NamedTuple):
    """A text of the plan in the report: of a section, an activity or an indicator."""

    kind: Literal["section", "activity", "indicator"]
    id: str
    text: Reading

    @property
    def ref(self) -> str:
        """Where the text stands in the report."""
        return f"{self.kind}:{self.id}/{'text' if self.kind == 'indicator' else 'title'}"


@dataclass(frozen=True, slots=True)
class _Itself:
    """A report as a key: it holds dicts, so it is told from others by being another object."""

    report: Report

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.report is other.report

    def __hash__(self) -> int:
        return id(self.report)


def once(walk: Callable[[Report], Iterable[Part]]) -> Callable[[Report], tuple[Part, ...]]:
    """Go through each report once for all checks: what the last one gave is remembered."""

    @lru_cache(maxsize=1)
    def walked(key: _Itself) -> tuple[Part, ...]:
        return tuple(walk(key.report))

    return lambda report: walked(_Itself(report))


def plan_of(report: Report) -> Plan | None:
    """The plan file that the report follows, where there is one."""
    return plan_for(report.plan_type, report.fiscal_year.label, report.level)


def activities(report: Report) -> Iterator[Activity]:
    """All activities in the order of the document."""
    for section in report.sections:
        yield from section.activities


@once
def texts(report: Report) -> Iterator[Titled]:
    """The texts of sections, activities and indicators, in the order of the document."""
    for section in report.sections:
        yield Titled("section", section.id, section.title)
        for activity in section.activities:
            yield Titled("activity", activity.id, activity.title)
            for one in activity.indicators:
                yield Titled("indicator", one.id, one.text)


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


def table_readings(table: NestedTable) -> Iterator[tuple[str, Reading]]:
    """The cells of a small table, each with its field."""
    for column, cell in enumerate(table.header):
        yield f"header/{column}", cell
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            yield f"rows/{number}/{column}", cell


def indicator_readings(one: Indicator) -> list[Found]:
    """The cells of an indicator's row, without small tables."""
    owner, near = f"indicator:{one.id}", one.text.at
    return [
        (owner, "text", one.text, near),
        (owner, "unit", one.unit, near),
        (owner, "weight", one.weight, near),
        *[(owner, f"targets/{band}", cell, near) for band, cell in one.targets.items()],
        (owner, "remark", one.remark, near),
        *[(owner, f"extra/{name}", cell, near) for name, cell in one.extra.items()],
    ]


@once
def row_readings(report: Report) -> Iterator[Found]:
    """Every reading outside of small tables."""
    yield "report", "title", report.title, report.title.at
    for section in report.sections:
        owner = f"section:{section.id}"
        yield owner, "title", section.title, section.weight.at
        yield owner, "weight", section.weight, section.title.at
        for activity in section.activities:
            first = activity.indicators[0].text if activity.indicators else activity.title
            yield f"activity:{activity.id}", "title", activity.title, first.at
            for one in activity.indicators:
                yield from indicator_readings(one)
    signature = report.signature
    yield "signature", "date", signature.date, signature.date.at
    yield "signature", "designation", signature.designation, signature.designation.at
    yield "signature", "office", signature.office, signature.office.at
    yield "signature", "name", signature.name, signature.name.at


@once
def all_readings(report: Report) -> Iterator[Found]:
    """Every reading of the report, small tables and orphans included."""
    yield from row_readings(report)
    for ref, table in tables(report.sections, report.orphans):
        for field, cell in table_readings(table):
            yield ref, field, cell, cell.at
    for index, orphan in enumerate(report.orphans):
        for number, cell in enumerate(orphan.cells):
            yield f"orphan:{index}", f"cells/{number}", cell, cell.at


def text_of(reading: Reading) -> str:
    """The text of a reading in NFC; empty if it has no value."""
    return reading.value if reading.state is State.VALUE and isinstance(reading.value, str) else ""
