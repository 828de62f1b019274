"""Dates that no calendar has, and what cannot be read as one number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import JsonValue

from checks._walk import all_readings, plan_of
from schemas.finding import Code, Finding, report_finding
from schemas.plan import Plan, year_before
from schemas.reading import Place, Reading, State
from schemas.report import Report

CODES = (Code.DATE_INVALID, Code.NUMBER_INVALID)
NOT_NUMBERS = ("text", "title", "remark", "unit", "name", "office", "designation")
"""Leaves that hold words: what is wrong with a unit is told by the check of units."""
MUST_STAND = ("weight",)
"""Leaves of an indicator without which nothing adds up."""
CANNOT_BE_EMPTY = (State.NONE, State.BLANK)


def check(report: Report) -> Iterator[Finding]:
    """Tell each reading that is written and has no one value, and each weight that is empty."""
    units = {one.id: one.unit.value for one in report.indicators()}
    for ref, cell, near in all_readings(report):
        if cell.state is State.VALUE:
            continue
        leaf = ref.rpartition("/")[2]
        owner, _, id = ref.partition("/")[0].partition(":")
        if cell.state in CANNOT_BE_EMPTY and leaf in MUST_STAND and owner == "indicator":
            yield _tell(Code.NUMBER_INVALID, ref, cell, near, None)
        elif cell.state is State.INVALID and leaf not in NOT_NUMBERS:
            unit = units.get(id) if "/targets/" in ref else None
            if unit == "date" or leaf == "date" or _has_dates(cell):
                evidence = _year_before(ref, id, plan_of(report))
                yield _tell(Code.DATE_INVALID, ref, cell, near, evidence)
            else:
                yield _tell(Code.NUMBER_INVALID, ref, cell, near, None)


def _has_dates(cell: Reading) -> bool:
    return any(isinstance(candidate, date) for candidate in cell.candidates)


def _tell(
    code: Code,
    ref: str,
    cell: Reading,
    near: tuple[Place, ...],
    evidence: dict[str, JsonValue] | None,
) -> Finding:
    return report_finding(
        code,
        ref,
        at=cell.at or near,
        candidates=cell.candidates,
        evidence=evidence,
        raw=cell.raw or "",
    )


def _year_before(ref: str, id: str, plan: Plan | None) -> dict[str, JsonValue] | None:
    """What the plan of the year before asks where the same thing is measured."""
    now = plan.indicator(id) if plan and "/targets/" in ref else None
    before = year_before(plan) if plan else None
    then = before.measure(now.concept) if before and now else None
    if before is None or then is None:
        return None
    return {
        "year_before": {
            "plan": before.name,
            "indicator": then.id,
            "targets": {band: raw for band, raw in then.targets.items()},
        }
    }
