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
MUST_STAND = "weight"
"""The field of an indicator without which nothing adds up."""
EMPTY = (State.NONE, State.BLANK)


def check(report: Report) -> Iterator[Finding]:
    """Tell each reading that is written and has no one value, and each weight that is empty."""
    units = {one.id: one.unit.value for one in report.indicators()}
    for owner, field, cell, near in all_readings(report):
        if cell.state is State.INVALID and (leaf := field.rpartition("/")[2]) not in NOT_NUMBERS:
            ref, id = f"{owner}/{field}", owner.partition(":")[2]
            is_target = field.startswith("targets/")
            if leaf == "date" or (is_target and units.get(id) == "date") or _has_dates(cell):
                evidence = _year_before(id, plan_of(report)) if is_target else None
                yield _tell(Code.DATE_INVALID, ref, cell, near, evidence)
            else:
                yield _tell(Code.NUMBER_INVALID, ref, cell, near, None)
        elif cell.state in EMPTY and field == MUST_STAND and owner.startswith("indicator:"):
            yield _tell(Code.NUMBER_INVALID, f"{owner}/{field}", cell, near, None)


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


def _year_before(id: str, plan: Plan | None) -> dict[str, JsonValue] | None:
    """What the plan of the year before asks where the same thing is measured."""
    now = plan.indicator(id) if plan else None
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
