"""What each indicator measures: told by its wording, by its id in a known plan, or by neither."""

from __future__ import annotations

from normalize.links import LEAST_SCORE, Link, link_concept
from schemas.plan import Plan, PlanIndicator, plan_for
from schemas.reading import State
from schemas.report import Activity, Concept, Indicator, Report

AGREED = "equal, as its id says"
BY_ID = "by its id: the wording is not known, or not read"
BY_BOTH = "by its id, and the wording is alike"
AGAINST = "neither its wording nor its id decides"


def with_concepts(report: Report) -> Report:
    """The report with what each of its indicators measures.

    A wording decides where it is close enough to that of one indicator alone, of the plan of that
    year or else of any. The id has a say only where it stands under its own activity, and never
    against the wording: renumbered forms are common.
    """
    plan = plan_for(report.plan_type, report.fiscal_year.label, report.level)
    sections = tuple(
        section.model_copy(
            update={"activities": tuple(_activity(each, plan) for each in section.activities)}
        )
        for section in report.sections
    )
    return report.model_copy(update={"sections": sections})


def _activity(activity: Activity, plan: Plan | None) -> Activity:
    indicators = tuple(
        one.model_copy(update={"concept": _concept(activity, one, plan)})
        for one in activity.indicators
    )
    return activity.model_copy(update={"indicators": indicators})


def _concept(activity: Activity, indicator: Indicator, plan: Plan | None) -> Concept:
    own = indicator.id.rpartition(".")[0] == activity.id
    by_id = plan.indicator(indicator.id) if plan and own else None
    text = indicator.text
    if text.state is not State.VALUE:
        return _by_id(by_id, plan) or Concept(state="missing", basis="it has no wording")
    unit = str(indicator.unit.value) if indicator.unit.state is State.VALUE else None
    link = link_concept(str(text.value), unit=unit, plan=plan)
    if link.name is None and plan is not None:
        anywhere = link_concept(str(text.value), unit=unit)
        link = anywhere if anywhere.name is not None else link
    if link.name is not None:
        agrees = link.basis == "equal" and by_id is not None and by_id.concept == link.name
        return _told(link, link.name, link.state, AGREED if agrees else link.basis)
    if by_id is None:
        return _told(link, None, "missing", link.basis)
    if by_id.text is None:
        return _by_id(by_id, plan) or _told(link, None, "missing", AGAINST)
    first = link.proposals[0] if link.proposals else None
    if first is not None and first.name == by_id.concept and first.score >= LEAST_SCORE:
        return _told(link, by_id.concept, "inferred", BY_BOTH)
    return _told(link, None, "missing", AGAINST)


def _by_id(found: PlanIndicator | None, plan: Plan | None) -> Concept | None:
    if found is None or plan is None:
        return None
    evidence = f"plans/{plan.name}.toml [{found.id}]"
    return Concept(state="inferred", name=found.concept, basis=BY_ID, evidence=evidence)


def _told(link: Link, name: str | None, state: str, basis: str) -> Concept:
    first = link.proposals[0] if link.proposals else None
    return Concept.model_validate(
        {
            "state": state,
            "name": name,
            "basis": basis,
            "score": first.score if first else None,
            "margin": first.margin if first else None,
            "evidence": first.evidence if first else None,
        }
    )
