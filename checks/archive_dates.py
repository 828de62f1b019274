"""Achievements dated before their year, long after their period, or after the signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from checks._archive_editions import histories
from checks._archive_tell import Spot, Told, tell
from schemas.archive import Archive, ArchiveRow, Extract, StatedDate
from schemas.finding import Code, Severity
from schemas.reading import State

ARCHIVE_CODES = (Code.DATE_AFTER_PERIOD, Code.DATE_OUTSIDE_YEAR)

GRACE = timedelta(days=31)
"""Reports are due within 17 days (APA guideline 2021-22 p. 17 and 44) and come some days later;
what is dated a month after the period belongs to the next."""


def check_archive(archive: Archive) -> Iterator[Told]:
    """Tell dates of what was done that the report cannot have known, or that are not its own."""
    replaced = {
        version.report_id
        for history in histories(archive)
        for edition in history.editions
        for version in edition.versions
        if version not in edition.best
    }
    for extract in archive.extracts:
        if extract.report_id in replaced:
            continue
        for row in extract.rows:
            for stated in row.dates:
                if not stated.planned:
                    yield from _tell(extract, row, stated)


def _tell(extract: Extract, row: ArchiveRow, stated: StatedDate) -> Iterator[Told]:
    here = Spot(extract, f"indicator:{row.id}/remark", row.remark)
    signed = _signed_on(extract)
    end, start = extract.end, extract.year_start
    if end is not None and stated.value > end:
        late = signed is not None and stated.value > signed
        if late or stated.value > end + GRACE:
            yield tell(
                Code.DATE_AFTER_PERIOD,
                here,
                Spot(extract, "signature/date", extract.signed) if late else None,
                severity=Severity.WARNING,
                evidence={
                    "date": stated.raw,
                    "reason": "after the signature" if late else "long after the period",
                },
                value=stated.value,
                end=end,
            )
    if start is not None and stated.value < start and not stated.referred:
        yield tell(
            Code.DATE_OUTSIDE_YEAR,
            here,
            None,
            evidence={"date": stated.raw, "reason": "before the fiscal year"},
            value=stated.value,
            year=extract.fiscal_year,
        )


def _signed_on(extract: Extract) -> date | None:
    """The date of the signature, unless it lies before the period that is signed for."""
    signed = extract.signed.value
    if extract.signed.state is not State.VALUE or not isinstance(signed, date):
        return None
    return signed if extract.start is None or signed >= extract.start else None
