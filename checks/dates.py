"""Dates against the calendar of the report: its fiscal year and its period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from schemas.finding import Code, Finding, report_finding
from schemas.report import FiscalYear, Indicator, Report, StatedFact

CODES = (Code.DATE_OUTSIDE_YEAR, Code.DATE_AFTER_PERIOD)


def check(report: Report) -> Iterator[Finding]:
    """Tell targets outside of the fiscal year, and remarks that look past the period."""
    year, end = report.fiscal_year, report.period.end
    for one in report.indicators():
        if year.start is not None and year.end is not None:
            yield from _outside(one, year, year.start, year.end)
        if end is not None and one.derived is not None and one.derived.facts:
            yield from _after(one, one.derived.facts, end)


def _outside(one: Indicator, year: FiscalYear, start: date, end: date) -> Iterator[Finding]:
    for band, target in one.targets.items():
        value = target.value
        if isinstance(value, date) and not start <= value <= end:
            yield report_finding(
                Code.DATE_OUTSIDE_YEAR,
                f"indicator:{one.id}/targets/{band}",
                at=target.at,
                value=value,
                year=year.label,
            )


def _after(one: Indicator, facts: tuple[StatedFact, ...], end: date) -> Iterator[Finding]:
    for fact in facts:
        if isinstance(fact.value, date) and fact.value > end:
            yield report_finding(
                Code.DATE_AFTER_PERIOD,
                f"indicator:{one.id}/remark",
                at=one.remark.at,
                evidence={"raw": fact.raw, "start": fact.start},
                value=fact.value,
                end=end,
            )
