"""Reviewers' decisions applied to a report: raw stays, value changes, and a finding says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import JsonValue

from normalize.achievement import derive
from normalize.joints import Part
from normalize.measures import Context
from normalize.readings import (
    prose_reading,
    target_kinds,
    text_reading,
    typed_reading,
    unit_reading,
    weight_reading,
)
from normalize.unicode_forms import plain
from normalize.values import Kind
from schemas.catalog import vocabulary
from schemas.correction import Correction
from schemas.document import Cell
from schemas.finding import Code, Finding, Severity
from schemas.leaves import leaves, ref_of, rewrite
from schemas.reading import Place, Reading, State
from schemas.report import Indicator, Report

SURE = 1.0
"""A person looked at the original."""


def reread(report: Report, key: str, text: str) -> Reading:
    """What a text means in the place of one reading: typed as that column is typed.

    Args:
        report: holds the reading, and the unit that its targets are in.
        key: the reading, as schemas.leaves names it.
        text: what a person reads in the original.

    Raises:
        KeyError: the report has no such reading.
    """
    found = {leaf.key: leaf.reading for leaf in leaves(report)}
    old = found[key]
    place = old.at[0] if old.at else Place(1, 1, 1)
    parts = [Part(Cell(text, place.page, place.line, place.column))] if text.strip() else []
    owner, _, field = key.partition("/")
    return _typed(field, parts, found.get(f"{owner}/unit"))


def _typed(field: str, parts: list[Part], unit: Reading | None) -> Reading:
    head, _, rest = field.partition("/")
    match head:
        case "weight":
            return weight_reading(parts)[0]
        case "unit":
            return unit_reading(parts)
        case "date":
            return typed_reading(parts, ("date",))[0]
        case "targets" if unit is not None:
            return typed_reading(parts, target_kinds(unit))[0]
        case "text" | "title":
            return text_reading(parts)
        case "nested_tables" if "/rows/" in rest:
            return _cell_reading(parts, first=rest.endswith("/0"))
        case _:
            return prose_reading(parts)


def _cell_reading(parts: list[Part], *, first: bool) -> Reading:
    """A cell of a small table; the first of a row names it, and is text."""
    kind: Kind = "percent" if parts and "%" in plain(parts[0].cell.text) else "number"
    reading, _ = typed_reading(parts, (kind,))
    return prose_reading(parts) if first or reading.state is State.INVALID else reading


def apply_corrections(
    report: Report, corrections: Iterable[Correction], *, with_scores: bool = False
) -> Report:
    """The report with what reviewers decided, and a finding for each decision.

    The raw text, its places and all earlier findings stay. A decision that was made for another raw
    text is not applied: its finding is an error. Remarks are interpreted again.
    """
    due = tuple(corrections)
    if not due:
        return report
    changed: dict[str, Reading] = {}
    findings: list[Finding] = []
    found = {leaf.key: leaf.reading for leaf in leaves(report)}
    for one in due:
        old = found.get(one.key)
        if old is None or old.raw != one.old_raw:
            findings.append(_refused(one, old))
            continue
        changed[one.key] = new = _decided(report, one, old)
        findings.append(_applied(one, old, new))
    corrected = rewrite(report, changed.get)
    owners = {key.partition("/")[0] for key in changed}
    return _derive_again(corrected, owners, with_scores=with_scores).model_copy(
        update={"findings": (*report.findings, *findings)}
    )


def _decided(report: Report, one: Correction, old: Reading) -> Reading:
    if one.kind == "reject" or one.text is None:
        new = Reading(raw=old.raw, state=State.INVALID)
    else:
        new = reread(report, one.key, one.text)
    return new.model_copy(update={"raw": old.raw, "at": old.at, "confidence": SURE})


def _applied(one: Correction, old: Reading, new: Reading) -> Finding:
    outcome = "corrected" if one.kind == "correct" else "rejected"
    return _finding(outcome, one, old, after=one.text or "", value=new)


def _refused(one: Correction, old: Reading | None) -> Finding:
    return _finding("refused", one, old, after=one.old_raw or "", value=None)


def _finding(
    outcome: str, one: Correction, old: Reading | None, *, after: str, value: Reading | None
) -> Finding:
    row = next(row for row in vocabulary("corrections") if row["outcome"] == outcome)
    before = old.raw if old and old.raw is not None else ""
    words = {"by": one.by, "ref": ref_of(one.key), "before": before, "after": after}
    evidence: dict[str, JsonValue] = {
        "outcome": outcome,
        "key": one.key,
        "before": {
            "raw": one.old_raw,
            "state": old.state.value if old else None,
            "value": _plain(old),
        },
        "after": {
            "text": one.text,
            "state": value.state.value if value else None,
            "value": _plain(value),
        },
        "by": one.by,
        "when": one.when,
        "why": one.why,
        "entry": one.entry,
    }
    return Finding(
        code=Code.CORRECTED,
        severity=Severity(row["severity"]),
        message=row["message"].format_map(words),
        message_bn=row["message_bn"].format_map(words),
        ref=ref_of(one.key),
        at=old.at if old else (),
        evidence=evidence,
    )


def _plain(reading: Reading | None) -> JsonValue:
    return None if reading is None or reading.value is None else str(reading.value)


def _derive_again(report: Report, owners: set[str], *, with_scores: bool) -> Report:
    """Interpret the remarks of the indicators of which a reading changed."""
    signed = report.signature.date.value
    context = Context(
        report.fiscal_year,
        report.period,
        signed if isinstance(signed, date) else None,
        with_scores=with_scores,
    )
    ids = {owner.partition(":")[2].partition("#")[0] for owner in owners}
    everything = "signature" in owners

    def again(one: Indicator) -> Indicator:
        if not (everything or one.id in ids):
            return one
        remark = one.remark
        said = remark.raw if _says_what_is_written(remark) else remark.value
        derived = derive(
            one.unit,
            one.text,
            remark,
            one.targets,
            one.weight,
            context,
            said=said if isinstance(said, str) else None,
        )
        return one.model_copy(update={"derived": derived})

    return report.model_copy(
        update={
            "sections": tuple(
                section.model_copy(
                    update={
                        "activities": tuple(
                            activity.model_copy(
                                update={"indicators": tuple(map(again, activity.indicators))}
                            )
                            for activity in section.activities
                        )
                    }
                )
                for section in report.sections
            )
        }
    )


def _says_what_is_written(remark: Reading) -> bool:
    """Whether the value is the raw text but for its Unicode form: no codes, and not corrected."""
    return prose_reading([Part(Cell(remark.raw or "", 1, 1, 1))]).value == remark.value
