"""Rows that must have been there: cells without their row, or skipped ids and missing points."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import JsonValue

from checks._ids import Gap, gaps, parse, write
from checks._walk import plan_of
from checks.weights import form_has_it_too
from schemas.finding import Code, Finding, report_finding
from schemas.plan import Plan
from schemas.reading import Place
from schemas.report import Orphan, Report, SectionSum, places

CODES = (Code.ROW_LOST,)
UNKNOWN = "?"
PRINTED = re.compile(r"\s*\[\s*(\d{1,2}(?:\.\d{1,2}){1,2})\s*\]")


def check(report: Report) -> Iterator[Finding]:
    """Tell each lost row, and what speaks for it; its weight is a hypothesis and named so."""
    plan = plan_of(report)
    short = {
        added.id: added
        for added in report.arithmetic.sections
        if added.difference and added.difference > 0 and not form_has_it_too(plan, added)
    }
    if not short and not report.orphans:
        return
    skipped = gaps(report)
    open_gaps = list(skipped)
    for index, orphan in enumerate(report.orphans):
        if not (orphan.nested_tables or orphan.cells):
            continue
        here = [gap for gap in open_gaps if _lies_between(gap, orphan)]
        open_gaps = [gap for gap in open_gaps if gap not in here]
        yield _tell_orphan(index, orphan, here, short)
    for gap in open_gaps:
        if gap.kind != "section" and str(gap.first[0]) in short:
            yield _tell_gap(gap, short)
    if plan is not None and short:
        yield from _tell_missing_from_plan(report, plan, skipped, short)


def _lies_between(gap: Gap, orphan: Orphan) -> bool:
    after, before = _path(orphan.after), _path(orphan.before)
    return after is not None and after < gap.first and (before is None or gap.last < before)


def _path(ref: str) -> tuple[int, ...] | None:
    return parse(ref.partition(":")[2])


def _tell_orphan(
    index: int, orphan: Orphan, here: list[Gap], short: dict[str, SectionSum]
) -> Finding:
    evidence: dict[str, JsonValue] = {
        "orphan": index,
        "missing": [gap.ids for gap in here],
        "between": [orphan.after, orphan.before],
    }
    for gap in here:
        evidence |= _weight(gap, short)
    return report_finding(
        Code.ROW_LOST,
        here[0].ref if here else orphan.after or "report",
        at=_places(orphan),
        evidence=evidence,
        after=orphan.after or "report",
        lost=", ".join(gap.ids for gap in here) or _printed(orphan) or UNKNOWN,
    )


def _printed(orphan: Orphan) -> str:
    """The ids that the orphan's own cells print."""
    found = (PRINTED.match(cell.raw or "") for cell in orphan.cells)
    return ", ".join(
        ".".join(str(int(number)) for number in match[1].split(".")) for match in found if match
    )


def _tell_gap(gap: Gap, short: dict[str, SectionSum]) -> Finding:
    return report_finding(
        Code.ROW_LOST,
        gap.ref,
        at=gap.at,
        evidence={
            "missing": [gap.ids],
            "between": [gap.after, gap.before],
            **_weight(gap, short),
        },
        after=gap.after or gap.within,
        lost=gap.ids,
    )


def _weight(gap: Gap, short: dict[str, SectionSum]) -> dict[str, JsonValue]:
    added = short.get(str(gap.first[0]))
    if added is None:
        return {}
    return {
        "weight_hypothesis": str(added.difference),
        "weight_hypothesis_basis": (
            f"section:{added.id} declares {added.declared}, its indicators add up to {added.sum}"
        ),
    }


def _places(orphan: Orphan) -> tuple[Place, ...]:
    cells = [cell for table in orphan.nested_tables for row in table.rows for cell in row]
    return places(*cells, *orphan.cells)


def _tell_missing_from_plan(
    report: Report, plan: Plan, skipped: tuple[Gap, ...], short: dict[str, SectionSum]
) -> Iterator[Finding]:
    """Indicators of the plan where the section's points are missing and no gap shows it."""
    present = {one.id for one in report.indicators()}
    for section_id, added in short.items():
        missing = [
            asked.id
            for asked in plan.indicators
            if (path := parse(asked.id)) is not None
            and str(path[0]) == section_id
            and asked.id not in present
            and not any(gap.holds(path) for gap in skipped)
        ]
        if missing:
            yield report_finding(
                Code.ROW_LOST,
                f"indicator:{missing[0]}",
                evidence={
                    "missing": [*missing],
                    "plan": plan.name,
                    "status": plan.status,
                    "points_missing": str(added.difference),
                },
                after=_last_before(missing[0], report) or f"section:{section_id}",
                lost=", ".join(missing),
            )


def _last_before(id: str, report: Report) -> str:
    lost = parse(id) or ()
    earlier = [
        path for one in report.indicators() if (path := parse(one.id)) is not None and path < lost
    ]
    return f"indicator:{write(max(earlier))}" if earlier else ""
