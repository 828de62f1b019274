"""A report in, its extract out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from sys import intern

from checks._archive_text import has_word, holds, sentence_at
from schemas.archive import ArchiveCell, ArchiveRow, Extract, StatedDate
from schemas.reading import Reading
from schemas.report import Derived, Indicator, Report


def extract_of(report: Report, notes: tuple[str, ...] = ()) -> Extract:
    """What is compared of one report.

    Args:
        report: the report as it was converted.
        notes: texts of its lines with the role `note`, which stand in the ledger only.
    """
    organisation = report.organisation
    return Extract(
        report_id=report.report_id,
        office="unknown" if organisation.state == "missing" else organisation.slug,
        office_name=organisation.name or organisation.slug,
        plan_type=report.plan_type,
        level=report.level,
        fiscal_year=report.fiscal_year.label,
        year_start=report.fiscal_year.start,
        quarter=report.period.quarter,
        kind=report.period.kind,
        start=report.period.start,
        end=report.period.end,
        cumulative=report.period.cumulative,
        title=_cell(report.title),
        signed=_cell(report.signature.date),
        sections=tuple((one.id, _cell(one.weight)) for one in report.sections),
        rows=tuple(map(_row, report.indicators())),
        notes=notes,
    )


def _cell(reading: Reading) -> ArchiveCell:
    # the raws of targets and units recur in every report of a plan
    raw = None if reading.raw is None else intern(reading.raw)
    at = reading.at[0] if reading.at else None
    return ArchiveCell(raw, reading.state, reading.value, at)


def _row(one: Indicator) -> ArchiveRow:
    achieved = one.extra.get("achieved")
    return ArchiveRow(
        id=intern(one.id),
        text=_cell(one.text),
        unit=_cell(one.unit),
        weight=_cell(one.weight),
        targets=tuple((intern(band), _cell(cell)) for band, cell in one.targets.items()),
        remark=_cell(one.remark),
        achieved=_cell(achieved) if achieved else None,
        achievement=one.derived.achievement if one.derived else None,
        covers=one.derived.covers if one.derived else None,
        dates=tuple(_dates(one.remark, one.derived)) if one.derived else (),
    )


def _dates(remark: Reading, derived: Derived) -> Iterator[StatedDate]:
    text = remark.raw or ""
    for fact in derived.facts:
        if isinstance(fact.value, date):
            sentence = sentence_at(text, fact.start)
            yield StatedDate(
                fact.value,
                fact.raw,
                any(holds(sentence, role) for role in ("future", "planned", "negated", "later")),
                has_word(sentence, "referred"),
            )
