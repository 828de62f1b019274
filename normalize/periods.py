"""Finds stretches of days in plain text: from day to day, month to month, or one month."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from normalize.date_text import (
    FREE_DAY,
    has_month,
    led_by_month,
    month_group,
    month_number,
)
from normalize.dates import scan_dates
from normalize.days import resolve
from normalize.digits import read_digits
from normalize.fiscal_terms import FIRST_MONTH
from normalize.spellings import one_of, words
from normalize.verdicts import Found, apart, declined, taken
from schemas.reading import Parsed, Span

_BETWEEN = r"[\s\x1f:,]{0,12}"
_GAP = r"[\s,./:ঃ'\-]{0,4}"
_SHARED = re.compile(
    rf"({FREE_DAY})\s?-\s?(\d{{1,2}})([/.])(\d{{1,2}})\3(\d{{4}})(?!\d)(?![/.\-]\d)"
)
_CENTURY = 2000
_SHORT = 2


class Shapes(NamedTuple):
    """The patterns of stretches with the names of months."""

    joint: re.Pattern[str]
    days: re.Pattern[str]
    months: re.Pattern[str]
    loose: re.Pattern[str]
    month: re.Pattern[str]


@cache
def _shapes() -> Shapes:
    to = one_of(words("connectors", "to"))
    joint = rf"{_BETWEEN}(?:-{{1,3}}|{to}){_BETWEEN}"
    suffix = rf"(?:\s?{one_of(words('ordinals', 'day-suffix'))})?"
    first, second = month_group("m1"), month_group("m2")
    short = r"(?<=[/.'\-])\d{2}"
    year_1 = rf"{_GAP}(?P<y1>\d{{4}}|{short})(?!\d)"
    year_2 = rf"{_GAP}(?P<y2>\d{{4}}|{short}|(?<=\s)\d{{2}}(?=\s{{0,9}}$))(?!\d)"
    fiscal = r"(?:\s?-\s?(?P<fy>\d{4}|\d{2})(?!\d)(?![/.\-]\d))?"
    return Shapes(
        re.compile(joint),
        re.compile(
            rf"(?P<d1>{FREE_DAY}){suffix}(?:\s{{0,3}}{first}(?:{year_1})?)?{joint}"
            rf"(?P<d2>\d{{1,2}}){suffix}{_GAP}{second}{_GAP}(?P<y2>\d{{4}})(?!\d)",
            re.IGNORECASE,
        ),
        re.compile(rf"{first}(?:{year_1})?{joint}{second}{year_2}{fiscal}", re.IGNORECASE),
        re.compile(rf"{first}{year_1}\s{{1,3}}{second}{year_2}", re.IGNORECASE),
        re.compile(rf"{month_group('m2')}{year_2}{fiscal}", re.IGNORECASE),
    )


def find_periods(text: str, dates: tuple[Found, ...] | None = None) -> tuple[Found, ...]:
    """The stretches of a plain text in order; single months are left to `find_months`."""
    found = [*_numeric_days(text)]
    if has_month(text):
        found += _named(text)
    pairs = scan_dates(text) if dates is None else dates
    found += find_date_pairs(text, pairs)
    return tuple(apart(found))


def _numeric_days(text: str) -> Iterator[Found]:
    for match in _SHARED.finditer(text):
        first, last, _, month, year = match.groups()
        yield Found(
            match.start(), match.end(), _days((first, int(month), year), (last, int(month), year))
        )


def _days(start: tuple[str, int, str], end: tuple[str, int, str]) -> Parsed:
    """From day, month and year to day, month and year."""

    def read(written: str, flags: tuple[str, ...]) -> Parsed:
        day_1, year_1, day_2, year_2 = written.split("/")
        first = resolve(int(day_1), start[1], year_1, "", flags)
        return _stretch(first, resolve(int(day_2), end[1], year_2, "", flags), "days")

    return read_digits("/".join((start[0], start[2], end[0], end[2])), read)


def _stretch(start: Parsed, end: Parsed, rule: str) -> Parsed:
    if not isinstance(start.value, date) or not isinstance(end.value, date):
        return declined("date-impossible")
    if start.value > end.value:
        return declined("period-reversed")
    return taken(Span(start.value, end.value), rule, (*start.flags, *end.flags))


def find_date_pairs(text: str, dates: tuple[Found, ...]) -> Iterator[Found]:
    """Two whole dates with a dash or "to" between them."""
    joint = _shapes().joint
    for place in range(len(dates) - 1):
        one, two = dates[place], dates[place + 1]
        if joint.fullmatch(text, one.end, two.start):
            yield Found(one.start, two.end, _stretch(one.parsed, two.parsed, "days"))


def _named(text: str) -> Iterator[Found]:
    shapes = _shapes()
    for match in shapes.days.finditer(text):
        month = month_number(match["m2"])
        first = month_number(match["m1"]) if match["m1"] else month
        year = match["y1"] if match["m1"] and match["y1"] else match["y2"]
        parsed = _days((match["d1"], first, year), (match["d2"], month, match["y2"]))
        yield Found(match.start(), match.end(), parsed)
    for shape in (shapes.months, shapes.loose):
        for match in led_by_month(shape, text):
            yield Found(match.start(), match.end(), _read_months(match))


def find_months(text: str) -> Iterator[Found]:
    """Single months with their year, unless the text counts from there or up to there."""
    for match in led_by_month(_shapes().month, text):
        if not _bound().match(text, match.end()):
            yield Found(match.start(), match.end(), _read_months(match))


@cache
def _bound() -> re.Pattern[str]:
    bounds = one_of(words("connectors", "to") + words("connectors", "until"))
    return re.compile(rf"\s{{0,3}}{bounds}")


def _read_months(match: re.Match[str]) -> Parsed:
    groups = match.groupdict()
    last = month_number(groups["m2"])
    first = month_number(groups["m1"]) if groups.get("m1") else last
    years = "/".join((groups.get("y1") or "", groups["y2"], groups.get("fy") or ""))
    return read_digits(years, lambda digits, flags: _month_span(first, last, digits, flags))


def _month_span(first: int, last: int, years: str, flags: tuple[str, ...]) -> Parsed:
    written_1, written_2, fiscal = years.split("/")
    year_2 = _full(written_2)
    year_1 = _full(written_1) if written_1 else year_2
    if _SHORT in (len(written_1), len(written_2)):
        flags = (*flags, "two-digit-year")
    if fiscal:
        if written_1 or int(fiscal[-2:]) != (year_2 + 1) % 100 or len(fiscal + written_2) < 6:  # noqa: PLR2004
            return declined("fiscal-year-invalid")
        year_1, year_2 = (
            start + (month < FIRST_MONTH) for start, month in ((year_2, first), (year_2, last))
        )
    if (year_1, first) > (year_2, last):
        return declined("period-reversed")
    if not 1 <= year_1 <= 9998 or not 1 <= year_2 <= 9998:  # noqa: PLR2004
        return declined("year-impossible")
    span = Span(date(year_1, first, 1), date(year_2, last, monthrange(year_2, last)[1]))
    if not (_LIKELY[0] <= year_1 and year_2 <= _LIKELY[1]):
        flags = (*flags, "year-unlikely")
    return taken(span, "months" if first != last or year_1 != year_2 else "month", flags)


_LIKELY = (1990, 2050)


def _full(year: str) -> int:
    return int(year) + (_CENTURY if len(year) == _SHORT else 0)


@cache
def _bare() -> re.Pattern[str]:
    to = one_of(words("connectors", "to"))
    joint = rf"{_BETWEEN}(?:-{{1,3}}|{to}){_BETWEEN}"
    return re.compile(rf"{month_group('m1')}{joint}{month_group('m2')}", re.IGNORECASE)


def find_month_names(text: str) -> Iterator[tuple[int, int]]:
    """First and last month of stretches, with or without a year: April-June is 4, 6."""
    for match in led_by_month(_bare(), text):
        yield month_number(match["m1"]), month_number(match["m2"])


def spans(found: Iterable[Found]) -> tuple[Span, ...]:
    """The distinct stretches that were read, in order."""
    values = (one.parsed.value for one in found)
    return tuple(dict.fromkeys(value for value in values if isinstance(value, Span)))
