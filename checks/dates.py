"""Dates against the calendar of the report: its fiscal year and its period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from schemas.finding import Code, Finding, report_finding
from schemas.report import Indicator, Report

CODES = (Code.DATE_OUTSIDE_YEAR, Code.DATE_AFTER_PERIOD)


def check(report: Report) -> Iterator[Finding]:
    """Tell targets outside of the fiscal year, and remarks that look past the period."""
    for one in report.indicators():
        yield from _outside_year(one, report)
        yield from _after_period(one, report)


def _outside_year(one: Indicator, report: Report) -> Iterator[Finding]:
    year = report.fiscal_year
    if year.start is None or year.end is None:
        return
    for band, target in one.targets.items():
        value = target.value
        if isinstance(value, date) and not year.start <= value <= year.end:
            yield report_finding(
                Code.DATE_OUTSIDE_YEAR,
                f"indicator:{one.id}/targets/{band}",
                at=target.at,
                value=value,
                year=year.label,
            )


def _after_period(one: Indicator, report: Report) -> Iterator[Finding]:
    end = report.period.end
    if one.derived is None or end is None:
        return
    for fact in one.derived.facts:
        if isinstance(fact.value, date) and fact.value > end:
            yield report_finding(
                Code.DATE_AFTER_PERIOD,
                f"indicator:{one.id}/remark",
                at=one.remark.at,
                evidence={"raw": fact.raw, "start": fact.start},
                value=fact.value,
                end=end,
            )
