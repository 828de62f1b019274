"""Holds a warehouse against the reports that people decided about: each reading is as published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from audit.agreement import published
from audit.chain import Fault
from audit.published import written
from audit.trail import Trail, standing
from schemas.leaves import leaves
from schemas.report import Report

Query = Callable[[str], Sequence[Sequence[object]]]
"""All rows of a query to the warehouse."""

Where = tuple[str, int, str]
"""A kind of owner, its place in the report from 1, and the field of the reading."""
Read = tuple[str | None, str | None, str | None]
"""What was read, its state, and its value as text."""

WAREHOUSE = "warehouse"
RELOAD = "Ask who changed it; load the folder into a new warehouse."

# they differ in their columns only: the owner, its place, the field, raw, state, value
QUERIES = (
    "SELECT 'indicator', indicator_no, 'targets/' || band, raw, state, value FROM target",
    "SELECT scope, scope_no, 'weight', raw, state, value FROM weight",
    "SELECT 'indicator', indicator_no, 'text', indicator_text_raw, indicator_text_state, "
    "indicator_text FROM progress",
    "SELECT 'indicator', indicator_no, 'unit', unit_raw, unit_state, unit FROM progress",
    "SELECT 'indicator', indicator_no, 'remark', remark_raw, remark_state, remark FROM progress",
)


def warehouse_disagreements(folder: Path, query: Query) -> tuple[Fault, ...]:
    """Where a warehouse does not hold what is published of the reports that were decided about.

    Args:
        folder: the output folder that was loaded.
        query: asks the warehouse.
    """
    entries = Trail(folder).entries()
    numbers = {which: entry.n for which, entry in standing(entries).items()}
    sources = {entry.source_sha256 for entry in entries}
    return tuple(
        fault
        for _, report in published(folder, sources)
        for fault in _of_report(report, _kept(query, report.report_id), numbers)
    )


def _of_report(
    report: Report, kept: dict[Where, Read], numbers: dict[tuple[str, str], int]
) -> Iterator[Fault]:
    if not kept:
        said = f"{report.report_id} is published, and not in the warehouse."
        yield Fault(said, "Load the folder again.", where=WAREHOUSE)
        return
    for key, place, read in _published(report):
        if kept.get(place) != read:
            number = numbers.get((report.source.sha256, key))
            decided = f"Entry {number}: " if number else ""
            said = f"{decided}{key} of {report.report_id} is not what is published."
            yield Fault(said, RELOAD, number, WAREHOUSE)


def _published(report: Report) -> Iterator[tuple[str, Where, Read]]:
    """The readings that a warehouse holds, each with its place there."""
    found = leaves(report)
    owners = dict.fromkeys(leaf.key.partition("/")[0] for leaf in found)
    place_of: dict[str, int] = {}
    for kind in ("section", "indicator"):
        same = (owner for owner in owners if owner.startswith(f"{kind}:"))
        place_of |= {owner: place for place, owner in enumerate(same, start=1)}
    for leaf in found:
        owner, _, field = leaf.key.partition("/")
        kind = owner.partition(":")[0]
        fields = ("weight",) if kind == "section" else ("weight", "text", "unit", "remark")
        if owner in place_of and (field in fields or field.startswith("targets/")):
            reading = leaf.reading
            read = (reading.raw, reading.state.value, written(reading))
            yield leaf.key, (kind, place_of[owner], field), read


def _kept(query: Query, report_id: str) -> dict[Where, Read]:
    """What the newest version of a report in the warehouse holds."""
    named = "'" + report_id.replace("'", "''") + "'"
    version = (
        f"WHERE version_key = (SELECT version_key FROM report WHERE report_id = {named} "  # noqa: S608  # quoted
        "ORDER BY version DESC LIMIT 1)"
    )
    return {
        (str(row[0]), int(str(row[1])), str(row[2])): (_text(row[3]), _text(row[4]), _text(row[5]))
        for statement in QUERIES
        for row in query(f"{statement} {version}")
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
