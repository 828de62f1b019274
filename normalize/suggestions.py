"""What a text that was read from a picture most likely is: said beside it, never in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from normalize.links import link_concept
from normalize.unicode_forms import nfc
from schemas.finding import Code, Finding, Severity, report_finding
from schemas.plan import Plan
from schemas.reading import Reading, State
from schemas.report import Section

TYPED = 1.0
"""Confidence of what was never a picture."""


def suggestions(sections: Iterable[Section], plan: Plan | None) -> Iterator[Finding]:
    """The wording of the plan's form for each indicator that was read otherwise.

    Args:
        sections: with their indicators.
        plan: the form that the report follows; None compares with all known forms.
    """
    for section in sections:
        for activity in section.activities:
            for indicator in activity.indicators:
                if _is_seen(indicator.text):
                    known = indicator.unit.state is State.VALUE
                    unit = str(indicator.unit.value) if known else None
                    ref = f"indicator:{indicator.id}/text"
                    yield from _wording(ref, indicator.text, unit, plan)


def _is_seen(reading: Reading) -> bool:
    return reading.state is State.VALUE and reading.confidence < TYPED


def _wording(ref: str, reading: Reading, unit: str | None, plan: Plan | None) -> Iterator[Finding]:
    read = str(reading.value)
    link = link_concept(read, unit=unit, plan=plan)
    # what a person decided may be like no wording of the lists
    if link.name is None or not link.proposals:
        return
    proposal = link.proposals[0]
    wording = nfc(proposal.evidence.rpartition(" (plans/")[0])
    if wording == read:
        return
    yield report_finding(
        Code.TEXT_SUSPECT,
        ref,
        severity=Severity.INFO if link.basis == "equal" else None,
        at=reading.at,
        candidates=(wording,),
        evidence={
            "concept": link.name,
            "ratio": proposal.score,
            "margin": proposal.margin,
            "source": proposal.evidence,
        },
        word=read,
        suggestion=wording,
    )
