"""Title lines in; plan, office, fiscal year and period out, checked against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from normalize.digits import to_ascii
from normalize.fiscal import parse_fiscal_year, parse_period, parse_quarter, quarter_of
from normalize.fiscal_terms import quarter_span, year_span
from normalize.lexicon import words
from normalize.offices import find_organisation, level_of, named_by_option
from normalize.unicode_forms import link_key, nfc, plain
from schemas.catalog import vocabulary
from schemas.document import Cell
from schemas.finding import Code, Finding, report_finding
from schemas.reading import Span, State
from schemas.report import FiscalYear, Organisation, Period

YEAR_PAIR = re.compile(r"\d{4}\s*[-/‐‑–—]\s*\d{2,4}")
MONTHS_IN = {1: "month", 3: "quarter", 6: "half_year", 12: "year"}


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
    organisation = find_organisation(lines, words_of_plans())
    if organisation.state == "missing" and hints.organisation:
        organisation = named_by_option(hints.organisation)
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


def words_of_plans() -> tuple[str, ...]:
    """Names of the plans as they are printed."""
    return tuple(row["words"] for row in vocabulary("plan_types"))


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
        for match in YEAR_PAIR.finditer(to_ascii(text)):
            raw = text[match.start() : match.end()]
            parsed = parse_fiscal_year(raw)
            if parsed.state is State.VALUE and isinstance(parsed.value, tuple):
                found.append((int(str(parsed.value[0])), raw))
    return found


def _fiscal_year(
    lines: Sequence[str], header_years: Sequence[str], hints: Hints, findings: list[Finding]
) -> FiscalYear:
    said = _years(lines) or _years(header_years)
    everywhere = said + _years(header_years)
    if not said:
        if hints.fiscal_year and (hinted := _years([hints.fiscal_year])):
            return year_from(hinted[0][0], None)
        return FiscalYear()
    if len({start for start, _ in everywhere}) > 1:
        findings.append(_contradiction([raw for _, raw in everywhere]))
    return year_from(*said[0])


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
    span, raw = _months(lines, year)
    if span is None:
        quarter = ordinal
        if quarter is None and hints.quarter:
            quarter = hints.quarter
        if quarter is None or year.start is None:
            return Period(quarter=quarter, kind="quarter" if quarter else "unknown", raw=raw)
        span = quarter_span((year.start.year, year.start.year + 1), quarter)
        raw = ordinal_raw
    quarter = quarter_of(span)
    if ordinal is not None and quarter != ordinal:
        findings.append(_contradiction([text for text in (raw, ordinal_raw) if text]))
    if year.start and year.end and not (year.start <= span.start and span.end <= year.end):
        findings.append(_contradiction([text for text in (raw, year.raw) if text]))
    n_months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
    return Period(
        kind=_kind(n_months),
        quarter=quarter,
        start=span.start,
        end=span.end,
        cumulative=_is_cumulative(lines),
        raw=raw,
    )


def _kind(n_months: int) -> str:
    return MONTHS_IN.get(n_months, "range")


def _ordinal(lines: Sequence[str]) -> tuple[int | None, str | None]:
    for line in lines:
        parsed = parse_quarter(_without_months(line))
        if parsed.state is State.VALUE and isinstance(parsed.value, int):
            return parsed.value, line.strip()
    return None, None


def _without_months(line: str) -> str:
    """The line without what stands in brackets: the months there are read on their own."""
    outside = re.sub(r"\([^()]*\)", " ", line)
    return outside if outside.strip() else line


def _months(lines: Sequence[str], year: FiscalYear) -> tuple[Span | None, str | None]:
    """The stretch of months that a title line names; the fiscal year itself is not one."""
    whole_year = Span(year.start, year.end) if year.start and year.end else None
    for line in lines:
        for text in (*re.findall(r"\(([^()]+)\)", line), line):
            parsed = parse_period(text)
            if (
                parsed.state is State.VALUE
                and isinstance(parsed.value, Span)
                and parsed.value != whole_year
            ):
                return parsed.value, text.strip()
    return None, None


def _is_cumulative(lines: Sequence[str]) -> bool | None:
    text = plain(nfc(" ".join(lines)))
    return True if any(word in text for word in words("phrases", "kind", "cumulative")) else None
