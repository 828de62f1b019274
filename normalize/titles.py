"""Title lines in; plan, office, fiscal year and period out, checked against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from normalize.fiscal import parse_fiscal_year, parse_period, parse_quarter, quarter_of
from normalize.fiscal_terms import FIRST_MONTH, quarter_span, year_span
from normalize.lexicon import words
from normalize.offices import find_organisation, level_of, likely_spelling, named_by_option
from normalize.periods import find_month_names
from normalize.unicode_forms import link_key, plain
from schemas.catalog import vocabulary
from schemas.document import Cell
from schemas.finding import Code, Finding, report_finding
from schemas.reading import Span, State
from schemas.report import FiscalYear, Organisation, Period

YEAR_PAIR = re.compile(r"\d{4}\s*[-/‐‑–—]\s*\d{2,4}")
DIGIT = re.compile(r"\d")
BRACKETS = re.compile(r"\([^()]*\)")

PeriodKind = Literal["month", "quarter", "half_year", "year", "range", "unknown"]
MONTHS_IN: dict[int, PeriodKind] = {1: "month", 3: "quarter", 6: "half_year", 12: "year"}


@dataclass(frozen=True, slots=True)
class Hints:
    """What the caller says, used only where the document does not."""

    organisation: str | None = None
    fiscal_year: str | None = None
    quarter: int | None = None


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """What the title says."""

    plan_type: str
    level: str
    organisation: Organisation
    fiscal_year: FiscalYear
    period: Period
    findings: tuple[Finding, ...]


def read_title(titles: Sequence[Cell], header_years: Sequence[str], hints: Hints) -> TitleFacts:
    """Read the lines above the first header.

    Args:
        titles: the cells above the header.
        header_years: labels of the header that print a fiscal year.
        hints: used where the document is silent.
    """
    lines = tuple(cell.text for cell in titles)
    findings: list[Finding] = []
    organisation = find_organisation(lines)
    if organisation.state == "missing" and hints.organisation:
        organisation = named_by_option(hints.organisation)
    findings.extend(likely_spelling(organisation, tuple(cell.at for cell in titles)))
    fiscal_year = _fiscal_year(lines, header_years, hints, findings)
    period = _period(lines, fiscal_year, hints, findings)
    return TitleFacts(
        plan_type=_plan_type(lines),
        level=level_of(organisation, lines),
        organisation=organisation,
        fiscal_year=fiscal_year,
        period=period,
        findings=tuple(findings),
    )


def _plan_type(lines: Sequence[str]) -> str:
    key = link_key(" ".join(lines))
    for row in vocabulary("plan_types"):
        if link_key(row["words"]) in key:
            return row["plan_type"]
    return "unknown"


def year_from(start: int, raw: str | None) -> FiscalYear:
    """The fiscal year that begins in July of a year."""
    span = year_span(start)
    label = f"{start}-{(start + 1) % 100:02d}"
    return FiscalYear(label=label, start=span.start, end=span.end, raw=raw)


def _years(texts: Sequence[str]) -> list[tuple[int, str]]:
    """Start years and the stretches of text that say them."""
    found: list[tuple[int, str]] = []
    for text in texts:
        for raw in YEAR_PAIR.findall(text):
            parsed = parse_fiscal_year(raw)
            if parsed.state is State.VALUE and isinstance(parsed.value, tuple):
                found.append((int(str(parsed.value[0])), raw))
    return found


def _fiscal_year(
    lines: Sequence[str], header_years: Sequence[str], hints: Hints, findings: list[Finding]
) -> FiscalYear:
    in_header = _years(header_years)
    said = _years(lines) or in_header
    everywhere = said + in_header
    if not said:
        if hints.fiscal_year and (hinted := _years([hints.fiscal_year])):
            return year_from(hinted[0][0], None)
        return FiscalYear()
    odd = _odd_years(lines)
    if odd or len({start for start, _ in everywhere}) > 1:
        findings.append(_contradiction([*odd, *[raw for _, raw in everywhere]]))
    return year_from(*said[0])


def _odd_years(lines: Sequence[str]) -> list[str]:
    """Pairs of years in the title of which the second does not follow the first."""
    pairs = (raw for line in lines for raw in YEAR_PAIR.findall(line))
    return [raw for raw in pairs if parse_fiscal_year(raw).rule == "fiscal-year-invalid"]


def _contradiction(said: Sequence[str]) -> Finding:
    distinct = list(dict.fromkeys(said))
    return report_finding(
        Code.PERIOD_CONTRADICTION,
        "report/period",
        evidence={"said": [*distinct]},
        said=" ↔ ".join(distinct),
    )


def _period(
    lines: Sequence[str], year: FiscalYear, hints: Hints, findings: list[Finding]
) -> Period:
    ordinal, ordinal_raw = _ordinal(lines)
    span, raw = _months(lines)
    if span is None:
        span, raw = _bare_months(lines, year)
    if span is None:
        quarter = ordinal or hints.quarter
        if quarter is None or year.start is None:
            return Period(quarter=quarter, kind="quarter" if quarter else "unknown")
        span = quarter_span((year.start.year, year.start.year + 1), quarter)
        raw = ordinal_raw
    quarter = quarter_of(span)
    if ordinal is not None and quarter != ordinal:
        findings.append(_contradiction([text for text in (raw, ordinal_raw) if text]))
    if year.start and year.end and not (year.start <= span.start and span.end <= year.end):
        findings.append(_contradiction([text for text in (raw, year.raw) if text]))
    return Period(
        kind=_kind(span),
        quarter=quarter,
        start=span.start,
        end=span.end,
        cumulative=_is_cumulative(lines),
        raw=raw,
    )


def _kind(span: Span) -> PeriodKind:
    """Whole months have a name by their number, three of them only as a quarter of the year."""
    whole = span.start.day == 1 and (span.end + timedelta(days=1)).day == 1
    n_months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
    if not whole or (MONTHS_IN.get(n_months) == "quarter" and quarter_of(span) is None):
        return "range"
    return MONTHS_IN.get(n_months, "range")


def _ordinal(lines: Sequence[str]) -> tuple[int | None, str | None]:
    for line in lines:
        parsed = parse_quarter(_without_months(line))
        if parsed.state is State.VALUE and isinstance(parsed.value, int):
            return parsed.value, line.strip()
    return None, None


def _without_months(line: str) -> str:
    """The line without what stands in brackets: the months there are read on their own."""
    outside = BRACKETS.sub(" ", line)
    return outside if outside.strip() else line


def _months(lines: Sequence[str]) -> tuple[Span | None, str | None]:
    """The stretch of time that a title line names; the fiscal year by itself is not one."""
    for line in lines:
        for text in (*(inside.strip("()") for inside in BRACKETS.findall(line)), line):
            if not DIGIT.search(text):
                continue
            parsed = parse_period(text)
            if (
                parsed.state is State.VALUE
                and isinstance(parsed.value, Span)
                and parsed.rule != "fiscal-year"
            ):
                return parsed.value, text.strip()
    return None, None


def _bare_months(lines: Sequence[str], year: FiscalYear) -> tuple[Span | None, str | None]:
    """Months without their year: the fiscal year has each of them once."""
    if year.start is None:
        return None, None
    for line in lines:
        found = set(find_month_names(plain(line)))
        if len(found) == 1:
            first, last = ((month - FIRST_MONTH) % 12 for month in found.pop())
            if first > last:
                return None, None
            start, end = _month(year.start, first), _month(year.start, last + 1)
            return Span(start, end - timedelta(days=1)), line.strip()
    return None, None


def _month(start: date, later: int) -> date:
    """The first day of the month that comes so many months later than July."""
    month = start.month - 1 + later
    return date(start.year + month // 12, month % 12 + 1, 1)


def _is_cumulative(lines: Sequence[str]) -> bool | None:
    text = plain(" ".join(lines))
    return True if any(word in text for word in words("phrases", "kind", "cumulative")) else None
