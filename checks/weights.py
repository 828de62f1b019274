"""Weights against what the sections and the plan declare."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from checks._confusions import rebalance
from checks._walk import plan_of
from checks.arithmetic import number
from schemas.finding import Code, Finding, Severity, report_finding
from schemas.plan import Plan
from schemas.report import Report, Section, SectionSum, places

CODES = (Code.SECTION_WEIGHT_MISMATCH, Code.PLAN_TOTAL_MISMATCH)


def check(report: Report) -> Iterator[Finding]:
    """Tell each section, and the whole, whose weights do not add up."""
    plan = plan_of(report)
    for section, added in zip(report.sections, report.arithmetic.sections, strict=True):
        if added.difference:
            yield _tell_section(section, added, plan)
    total = report.arithmetic.total
    if total.declared_by_plan not in (None, total.sum):
        yield report_finding(
            Code.PLAN_TOTAL_MISMATCH,
            "report",
            evidence={
                "plan": plan.name if plan else None,
                "declared": str(total.declared_by_plan),
                "sum": str(total.sum),
                "unread": _unread(report.sections),
            },
            declared=total.declared_by_plan,
            sum=total.sum,
        )


def form_has_it_too(plan: Plan | None, added: SectionSum) -> bool:
    """Whether the official form itself declares for the section what its weights do not give."""
    if plan is None or plan.status != "official":
        return False
    declared = next((one.weight for one in plan.sections if one.id == added.id), None)
    return (declared, plan.sum_of(added.id)) == (added.declared, added.sum)


def _tell_section(section: Section, added: SectionSum, plan: Plan | None) -> Finding:
    indicators = [one for activity in section.activities for one in activity.indicators]
    weights = [
        (f"indicator:{one.id}/weight", weight)
        for one in indicators
        if (weight := number(one.weight)) is not None
    ]
    evidence: dict[str, JsonValue] = {"weights": {ref: str(weight) for ref, weight in weights}}
    in_form = form_has_it_too(plan, added)
    if in_form and plan:
        evidence["official_form"] = plan.name
    elif added.declared is not None:
        suggestions = rebalance((f"section:{section.id}/weight", added.declared), weights)
        if suggestions:
            evidence["digit_confusions"] = suggestions
    return report_finding(
        Code.SECTION_WEIGHT_MISMATCH,
        f"section:{section.id}",
        at=places(section.weight),
        evidence=evidence,
        severity=Severity.WARNING if in_form else None,
        id=section.id,
        declared=added.declared,
        sum=added.sum,
        difference=added.difference,
    )


def _unread(sections: tuple[Section, ...]) -> list[JsonValue]:
    return [
        f"indicator:{one.id}/weight"
        for section in sections
        for activity in section.activities
        for one in activity.indicators
        if number(one.weight) is None
    ]
