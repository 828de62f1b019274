"""A report as rows of the warehouse: what it is about, and the report itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from load.warehouse_fact_rows import Row, fact_rows, indicator_key, is_own
from schemas.catalog import vocabulary
from schemas.plan import Plan, plan_for
from schemas.reading import Reading
from schemas.report import Activity, Indicator, Report

LAYOUT = 1
"""Raised when the rows of a report change: a load then makes a new version of each report."""

UNKNOWN = "unknown"
LAST_QUARTER = 4


@dataclass(frozen=True, slots=True)
class ReportRows:
    """All rows of one version of a report; `report` lacks what only the warehouse can tell."""

    dimensions: dict[str, tuple[Row, ...]]
    """By table, each key once."""
    report: Row
    facts: dict[str, list[Row]]
    """By table, without the version key, and without the ledger."""


def version_key(content: bytes, cells: bytes) -> UUID:
    """The key of a report's version: the same content is the same version, wherever it lies."""
    digest = hashlib.sha256(b"%d\0%d\0" % (LAYOUT, len(content)))
    digest.update(content)
    digest.update(cells)
    return UUID(bytes=digest.digest()[:16])


def report_rows(report: Report, key: UUID) -> ReportRows:
    """The rows of a report."""
    plan = plan_for(report.plan_type, report.fiscal_year.label, report.level)
    return ReportRows(
        {name: tuple(dict.fromkeys(rows)) for name, rows in _dimensions(report, plan).items()},
        (str(key), *_report(report)),
        fact_rows(report, plan_key(report)),
    )


def year_key(report: Report) -> str:
    """The key of its fiscal year."""
    return report.fiscal_year.label or UNKNOWN


def quarter_key(report: Report) -> str:
    """The key of its quarter."""
    quarter = report.period.quarter
    return f"{year_key(report)}-{f'q{quarter}' if quarter else UNKNOWN}"


def plan_key(report: Report) -> str:
    """The key of its plan."""
    return "/".join((report.plan_type, report.level, year_key(report)))


def _dimensions(report: Report, plan: Plan | None) -> dict[str, list[Row]]:
    year, source = year_key(report), report.source
    known = {one.id: one for one in plan.indicators} if plan else {}
    indicators: list[Row] = []
    concepts: list[Row] = []
    for activity, indicator in _walk(report):
        found = known.get(indicator.id) if is_own(activity, indicator) else None
        key = indicator_key(plan_key(report), activity, indicator)
        told = (found.concept, found.text, found.unit, found.weight) if found else (None,) * 4
        indicators.append((key, plan_key(report), activity.id, indicator.id, *told))
        concepts += [
            (one,)
            for one in (found and found.concept, indicator.concept and indicator.concept.name)
            if one
        ]
    return {
        "organisation": [_organisation(report)],
        "fiscal_year": [(year, *_days(report.fiscal_year.label, None))],
        "quarter": [
            (
                quarter_key(report),
                year,
                report.period.quarter,
                *(
                    _days(report.fiscal_year.label, report.period.quarter)
                    if report.period.quarter
                    else (None, None)
                ),
            )
        ],
        "plan": [
            (
                plan_key(report),
                report.plan_type,
                report.level,
                year,
                plan.name if plan else None,
                plan.total if plan else None,
            )
        ],
        "concept": concepts,
        "indicator": indicators,
        "source_document": [
            (source.sha256, source.file, source.media_type, source.bytes, source.pages)
        ],
    }


def _walk(report: Report) -> Iterator[tuple[Activity, Indicator]]:
    for section in report.sections:
        for activity in section.activities:
            for indicator in activity.indicators:
                yield activity, indicator


@cache
def _registry() -> dict[str, dict[str, str]]:
    # the first row of a slug has the official name, later ones its spellings
    return {row["slug"]: row for row in reversed(vocabulary("offices"))}


def _organisation(report: Report) -> Row:
    stated = report.organisation
    known = _registry().get(stated.slug)
    if known is None:
        return (stated.slug, stated.name, stated.name_en, None, False)
    return (stated.slug, known["words"], known["name_en"], known["level"], True)


def _days(label: str | None, quarter: int | None) -> tuple[date | None, date | None]:
    """The first and last day of a fiscal year, or of one of its quarters."""
    if label is None:
        return None, None
    july = date(int(label[:4]), 7, 1)
    starts = [july, *(_month_later(july, 3 * n) for n in range(1, LAST_QUARTER + 1))]
    if quarter is None:
        return july, starts[-1] - timedelta(days=1)
    return starts[quarter - 1], starts[quarter] - timedelta(days=1)


def _month_later(day: date, months: int) -> date:
    month = day.month - 1 + months
    return day.replace(year=day.year + month // 12, month=month % 12 + 1)


def _day(reading: Reading) -> date | None:
    return reading.value if isinstance(reading.value, date) else None


def _text(reading: Reading) -> str | None:
    return reading.value if isinstance(reading.value, str) else None


def _report(report: Report) -> Row:
    ocr = report.source.ocr
    return (
        report.report_id,
        report.source.sha256,
        report.organisation.slug,
        quarter_key(report),
        plan_key(report),
        _text(report.title),
        report.title.raw,
        report.organisation.state,
        report.organisation.name,
        report.organisation.raw,
        report.organisation.basis,
        report.fiscal_year.raw,
        report.period.kind,
        report.period.start,
        report.period.end,
        report.period.cumulative,
        report.period.raw,
        _day(report.signature.date),
        report.signature.date.raw,
        _text(report.signature.name),
        _text(report.signature.designation),
        _text(report.signature.office),
        report.accounting.cells,
        report.accounting.leftover,
        len(report.indicators()),
        len(report.findings),
        report.arithmetic.total.declared_by_plan,
        report.arithmetic.total.sum,
        report.source.file,
        report.source.reader,
        f"{ocr.engine} {ocr.version} ({ocr.languages})" if ocr else None,
        ocr.mean_confidence if ocr else None,
    )
