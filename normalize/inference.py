"""Offices that a report without a named office mentions: candidates for a person, never a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalize.lexicon import words
from normalize.offices import known_offices
from schemas.finding import Code, Finding, report_finding
from schemas.reading import Place, State
from schemas.report import Organisation, Section, Signature


def infer_organisation(
    organisation: Organisation, sections: Sequence[Section], signature: Signature
) -> tuple[Finding, ...]:
    """Name the likely offices of a report that does not say whose it is.

    The office that signed comes first, then an office *in* which something was done (locative
    case), then offices merely named. The division that receives all reports is left out.
    """
    if organisation.state == "inferred":
        return (_finding((organisation.name or "",), organisation.basis or "option", ()),)
    if organisation.state == "value":
        return ()
    office = signature.office
    if office.state is State.VALUE and isinstance(office.value, str):
        signed = tuple(found.name for found, _ in known_offices(office.value)) or (office.value,)
        return (_finding(signed, "signature", office.at),)
    mentions = tuple(_mentions(sections))
    if not mentions:
        return ()
    best = {
        name: min(rank for rank, other, _ in mentions if other == name) for _, name, _ in mentions
    }
    names = tuple(sorted(best, key=lambda name: (best[name], name)))
    at = next(at for _, name, at in mentions if name == names[0])
    return (_finding(names, "remarks", at),)


def _mentions(sections: Sequence[Section]) -> Iterator[tuple[int, str, tuple[Place, ...]]]:
    """Rank, name and place of each office that a remark names."""
    receivers = words("phrases", "kind", "recipient")
    locatives = words("phrases", "kind", "locative")
    remarks = (
        indicator.remark
        for section in sections
        for activity in section.activities
        for indicator in activity.indicators
    )
    for remark in remarks:
        if isinstance(remark.value, str):
            for office, ending in known_offices(remark.value):
                if office.name not in receivers:
                    yield int(ending not in locatives), office.name, remark.at


def _finding(names: tuple[str, ...], basis: str, at: tuple[Place, ...]) -> Finding:
    return report_finding(
        Code.ORGANISATION_INFERRED,
        "report/organisation",
        at=at,
        candidates=names,
        evidence={"basis": basis},
        name=names[0],
        basis=basis,
    )
