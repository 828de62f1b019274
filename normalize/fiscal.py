"""Reads fiscal years, quarters and periods from cells and titles."""

from __future__ import annotations

import re
from functools import cache

from normalize.date_text import has_month
from normalize.dates import quiet, without
from normalize.digits import restore
from normalize.fiscal_terms import (
    find_fiscal_years,
    find_quarters,
    fiscal_year_of,
    quarter_of,
    quarter_span,
    year_span,
)
from normalize.periods import find_month_names, find_months, find_periods, spans
from normalize.spellings import NOT_IN_WORD, one_of, words
from normalize.unicode_forms import plain
from normalize.verdicts import Found, declined, taken
from schemas.reading import Parsed, Span, State

__all__ = ["fiscal_year_of", "parse_fiscal_year", "parse_period", "parse_quarter", "quarter_of"]

_SHORT_YEARS = re.compile(r"\D{0,20}(\d{2})\s?-\s?(\d{2})\D{0,20}")
_DIGIT = re.compile(r"\d")
_CENTURY = 2000
_QUARTER_MONTHS = 3


@cache
def _word(role: str) -> re.Pattern[str]:
    return re.compile(rf"{NOT_IN_WORD}{one_of(words('quarters', role))}", re.IGNORECASE)


def _letters(parsed: Parsed, changed: bool) -> Parsed:
    if not changed or parsed.value is None:
        return parsed
    return taken(parsed.value, parsed.rule, (*parsed.flags, "letter-for-digit"))


def parse_fiscal_year(text: str) -> Parsed:
    """The two calendar years of the one fiscal year that a text names."""
    mended = plain(text)
    cell = restore(mended)
    if _word("not-fiscal").search(cell):
        return declined("not-fiscal")
    found = tuple(find_fiscal_years(cell))
    if not found:
        return _no_fiscal_year(cell)
    values = tuple(dict.fromkeys(one.parsed.value for one in found if one.parsed.value))
    refused = [one.parsed for one in found if one.parsed.state is not State.VALUE]
    if refused:
        return refused[0] if len(found) == 1 else declined(refused[0].rule, *values)
    if len(values) > 1:
        return declined("several-fiscal-years", *values)
    return _letters(found[0].parsed, cell != mended)


def _no_fiscal_year(cell: str) -> Parsed:
    short = _SHORT_YEARS.fullmatch(cell)
    if short and int(short[2]) == int(short[1]) + 1:
        return declined("century-missing", (_CENTURY + int(short[1]), _CENTURY + int(short[2])))
    return declined("no-fiscal-year")


def parse_quarter(text: str) -> Parsed:
    """1 to 4, from the ordinal or the months; they must agree."""
    cell = restore(plain(text))
    found = tuple(find_quarters(cell))
    said = tuple(dict.fromkeys(one.parsed.value for one in found if one.parsed.value))
    refused = [one.parsed for one in found if one.parsed.state is not State.VALUE]
    if refused:
        return refused[0]
    months = _quarters_of_months(cell)
    if len(said) > 1 or len(months) > 1:
        return declined("several-quarters", *dict.fromkeys((*said, *months)))
    if not said:
        return taken(months[0], "months") if months else declined("no-quarter")
    if months and months[0] != said[0]:
        return declined("quarter-contradiction", said[0], months[0])
    if not months and _word("calendar-year").search(cell) and not any(find_fiscal_years(cell)):
        # "the fourth quarter of 2022" of the calendar is October to December, the second here
        number = int(str(said[0]))
        return declined("calendar-quarter", number, (number + 1) % 4 + 1)
    return found[0].parsed


def _quarters_of_months(cell: str) -> tuple[int, ...]:
    stretches = tuple(dict.fromkeys(find_month_names(cell)))
    return tuple(
        (first + 5) % 12 // _QUARTER_MONTHS + 1
        for first, last in stretches
        if first % _QUARTER_MONTHS == 1 and last == first + 2
    )


def parse_period(text: str) -> Parsed:
    """The one stretch of days that a cell or title names."""
    mended = plain(text)
    cell = restore(mended)
    changed = cell != mended
    cell = quiet(cell)
    found = find_periods(cell)
    if not found:
        months = tuple(find_months(cell))
        found = months if len(months) == 1 else ()
    left = without(cell, found)
    quarters = tuple(find_quarters(left))
    left = without(left, quarters)
    years = tuple(find_fiscal_years(left))
    left = without(left, years)
    if any(one.parsed.state is not State.VALUE for one in (*found, *quarters, *years)):
        return _refused((*found, *quarters, *years))
    if _DIGIT.search(left) or has_month(left):
        return declined("digits-left", *spans(found))
    if _word("not-fiscal").search(left):
        return declined("calendar-unclear", *spans(found))
    return _letters(_one_period(found, quarters, years, cell), changed)


def _refused(found: tuple[Found, ...]) -> Parsed:
    first = next(one.parsed for one in found if one.parsed.state is not State.VALUE)
    return declined(first.rule, *spans(found))


def _one_period(
    found: tuple[Found, ...], quarters: tuple[Found, ...], years: tuple[Found, ...], cell: str
) -> Parsed:
    said = {one.parsed.value for one in quarters}
    fiscal = {one.parsed.value for one in years}
    if len(found) > 1 or len(said) > 1 or len(fiscal) > 1:
        return declined("several-periods", *spans(found))
    quarter = next(iter(said), None)
    year = next(iter(fiscal), None)
    if found:
        return _agreeing(found[0].parsed, quarter, year)
    if not isinstance(year, tuple):
        return declined("no-period")
    start, end = (int(str(part)) for part in year)
    if isinstance(quarter, int):
        return taken(quarter_span((start, end), quarter), "quarter-of-year", years[0].parsed.flags)
    if _word("quarter").search(cell) or _word("part-of-year").search(cell):
        # the year is named, but which part of it is not
        return declined("no-period", year_span(start))
    return taken(year_span(start), "fiscal-year", years[0].parsed.flags)


def _agreeing(parsed: Parsed, quarter: object, year: object) -> Parsed:
    span = parsed.value
    if not isinstance(span, Span):
        return parsed
    if quarter is not None and quarter_of(span) not in (quarter, None):
        return declined("period-contradiction", span)
    if isinstance(year, tuple) and fiscal_year_of(span.start) != year:
        return declined("period-contradiction", span)
    return parsed
