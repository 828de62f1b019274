"""Ids that are skipped, and ids that stand twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pydantic import JsonValue

from checks._ids import gaps
from checks._walk import plan_of, texts
from schemas.finding import Code, Finding, Severity, report_finding
from schemas.plan import Plan
from schemas.reading import Reading
from schemas.report import Report, places

CODES = (Code.ID_GAP, Code.ID_DUPLICATE)


def check(report: Report) -> Iterator[Finding]:
    """Tell what the numbering skips and what it repeats."""
    for gap in gaps(report):
        yield report_finding(
            Code.ID_GAP,
            gap.ref,
            at=gap.at,
            evidence={"missing": gap.ids, "after": gap.after, "before": gap.before},
            missing=f"{gap.kind}:{gap.ids}",
            after=gap.after or gap.within,
            before=gap.before,
        )
    plan = plan_of(report)
    standing: defaultdict[tuple[str, str], list[Reading]] = defaultdict(list)
    for titled in texts(report):
        if "?" not in titled.id:
            standing[titled.kind, titled.id].append(titled.text)
    for (kind, id), readings in standing.items():
        if len(readings) > 1:
            yield _tell_duplicate(kind, id, readings, plan)


def _tell_duplicate(kind: str, id: str, readings: list[Reading], plan: Plan | None) -> Finding:
    misprint = (
        next((one for one in plan.indicators if one.id_printed == id), None) if plan else None
    )
    evidence: dict[str, JsonValue] = {"texts": [reading.raw for reading in readings]}
    if misprint and plan:
        evidence["official_form"] = f"{plan.name} prints {id} for {misprint.id}"
    return report_finding(
        Code.ID_DUPLICATE,
        f"{kind}:{id}",
        at=places(*readings),
        evidence=evidence,
        severity=Severity.WARNING if misprint else None,
        id=id,
        count=len(readings),
    )
