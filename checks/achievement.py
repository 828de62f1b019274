"""What the remarks say of achievement, and where they do not say it."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.finding import Code, Finding, Severity, report_finding
from schemas.reading import State
from schemas.report import Derived, Indicator, Report

CODES = (
    Code.ACHIEVEMENT_NOT_STATED,
    Code.ACHIEVEMENT_AMBIGUOUS,
    Code.ACHIEVEMENT_QUARTER_ONLY,
)
KINDS = {"count": ("count", "number"), "amount": ("amount", "count", "number")}
"""The facts that speak of a unit; other units are named as their facts are."""
EMPTY = (State.NONE, State.BLANK)


def check(report: Report) -> Iterator[Finding]:
    """Tell each indicator whose achievement the remark leaves open."""
    indicators = report.indicators()
    if indicators and all(map(_has_nothing, indicators)):
        # a form without remarks, or one that nobody filled in: told once
        yield report_finding(Code.ACHIEVEMENT_NOT_STATED, "report", severity=Severity.INFO)
        return
    for one in indicators:
        yield from _tell(one)


def _has_nothing(one: Indicator) -> bool:
    return one.remark.state is State.BLANK and one.derived is None


def _tell(one: Indicator) -> Iterator[Finding]:
    ref = f"indicator:{one.id}/remark"
    derived = one.derived
    at = one.remark.at or one.text.at
    if derived is not None and derived.covers == "quarter":
        yield report_finding(
            Code.ACHIEVEMENT_QUARTER_ONLY,
            ref,
            at=at,
            candidates=() if derived.achievement is None else (derived.achievement,),
        )
    if derived is not None and derived.achievement is not None:
        return
    if one.remark.state in EMPTY:
        yield report_finding(Code.ACHIEVEMENT_NOT_STATED, ref, at=at, severity=Severity.INFO)
    elif derived is not None:
        stated = derived.candidates or _facts(one, derived)
        yield report_finding(
            Code.ACHIEVEMENT_AMBIGUOUS if stated else Code.ACHIEVEMENT_NOT_STATED,
            ref,
            at=at,
            candidates=derived.candidates,
            evidence={"basis": derived.basis, "band": derived.band},
            candidates_told=", ".join(map(str, stated)),
        )


def _facts(one: Indicator, derived: Derived) -> tuple[str, ...]:
    unit = str(one.unit.value)
    kinds = KINDS.get(unit, (unit,))
    return tuple(fact.raw for fact in derived.facts if unit == "text" or fact.kind in kinds)
