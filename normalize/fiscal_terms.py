"""Finds fiscal years (July to June) and numbered quarters in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from normalize.date_text import names
from normalize.digits import read_digits
from normalize.spellings import NOT_IN_WORD, beginnings, one_of, words
from normalize.unicode_forms import link_key
from normalize.verdicts import Found, declined, taken
from schemas.catalog import vocabulary
from schemas.reading import Parsed, Span

FIRST_MONTH = 7  # July
_EARLIEST, _LATEST = 1971, 2099
_QUARTERS = 4
_QUARTER_MONTHS = 3
_SHORT = 2

FISCAL_YEAR = re.compile(
    r"(?P<a>\d(?<!\d\d)(?<!\d[/.\-]\d)\d{3})\s{0,2}(?P<s>[-/])\s{0,2}(?P<b>\d{4}|\d{2})(?!\d)(?![/.\-]\d)"
)
_LATIN_QUARTER = re.compile(r"[Qq](?<![A-Za-z\d].)\s?-?\s?([1-4])(?!\d)(?![A-Za-z])")
_HINT = 5  # characters of a word for a quarter that are looked for first
_REACH = 60  # characters that a quarter with its ordinals has at most on either side of there


def year_span(start: int) -> Span:
    """The days of the fiscal year that begins in July of `start`."""
    return Span(date(start, FIRST_MONTH, 1), date(start + 1, FIRST_MONTH - 1, 30))


def fiscal_year_of(day: date) -> tuple[int, int]:
    """The two calendar years of the fiscal year that holds a day."""
    start = day.year if day.month >= FIRST_MONTH else day.year - 1
    return start, start + 1


def quarter_span(year: tuple[int, int], quarter: int) -> Span:
    """The days of a quarter; the third, January to March, begins the second calendar year."""
    month = (FIRST_MONTH - 1 + (quarter - 1) * _QUARTER_MONTHS) % 12 + 1
    start = date(year[0] if month >= FIRST_MONTH else year[1], month, 1)
    return Span(start, date(start.year, month + 2, 31 if month + 2 in (3, 12) else 30))


def quarter_of(span: Span) -> int | None:
    """1 to 4 if the span is exactly one quarter of a fiscal year."""
    year = fiscal_year_of(span.start)
    for quarter in range(1, _QUARTERS + 1):
        if quarter_span(year, quarter) == span:
            return quarter
    return None


def find_fiscal_years(text: str) -> Iterator[Found]:
    """What looks like a fiscal year; declined where the second year is not the next."""
    for match in FISCAL_YEAR.finditer(text):
        if not names().any_month.match(text, _skip_spaces(text, match.end())) or match["s"] == "/":
            yield Found(match.start(), match.end(), _read_year(match))


def _skip_spaces(text: str, position: int) -> int:
    while text[position : position + 1] == " ":
        position += 1
    return position


def _read_year(match: re.Match[str]) -> Parsed:
    odd = ("separator-odd",) if match["s"] == "/" else ()

    def read(written: str, flags: tuple[str, ...]) -> Parsed:
        first, second = written.split("-")
        start = int(first)
        end = int(second) if len(second) > _SHORT else start + (int(second) - start) % 100
        if not _EARLIEST <= start <= _LATEST:
            return declined("not-fiscal")
        if end != start + 1:
            return declined("fiscal-year-invalid", (start, start + 1))
        return taken((start, end), "fiscal-year", (*flags, *odd))

    return read_digits(f"{match['a']}-{match['b']}", read)


@cache
def _ordinals() -> tuple[dict[str, int], dict[str, frozenset[int]], frozenset[str]]:
    """Words with their number, endings with the digits they follow, and endings spelt rightly."""
    by_word: dict[str, int] = {}
    by_ending: dict[str, set[int]] = {}
    right: set[str] = set()
    for row in vocabulary("ordinals"):
        if row["role"] != "quarter":
            continue
        word, value = row["word"], int(row["value"])
        if word[0].isdecimal():
            by_ending.setdefault(link_key(word[1:]), set()).add(value)
            if "scan" not in row["source"]:
                right.add(word[1:].lower())
        else:
            by_word[link_key(word)] = value
    return by_word, {key: frozenset(found) for key, found in by_ending.items()}, frozenset(right)


@cache
def _quarter() -> re.Pattern[str]:
    rows = [row["word"] for row in vocabulary("ordinals") if row["role"] == "quarter"]
    endings = one_of(word[1:] for word in rows if word[0].isdecimal())
    spoken = one_of(word for word in rows if not word[0].isdecimal())
    unit = one_of(words("quarters", "quarter"))
    ordinal = rf"(?:(?<!\d)\d\s?{endings}|{spoken})"
    joint = one_of(words("connectors", "and") + words("connectors", "to"))
    firsts = beginnings((word for word in rows if not word[0].isdecimal()), 1).replace("|", "")
    return re.compile(
        rf"(?=[\d{firsts}])(?P<more>{ordinal}\s{{0,3}}(?:{joint}|[,&\-])\s{{0,3}})?"
        rf"(?:(?<!\d)(?P<d>\d)\s?(?P<s>{endings})|{NOT_IN_WORD}(?P<w>{spoken}))[\s\-]{{0,3}}{unit}",
        re.IGNORECASE,
    )


@cache
def _quarter_hint() -> re.Pattern[str]:
    return re.compile(beginnings(words("quarters", "quarter"), _HINT))


def find_quarters(text: str) -> Iterator[Found]:
    """Quarters with their number, as the text counts them."""
    hints = [hint.start() for hint in _quarter_hint().finditer(text)]
    if hints:
        around = max(0, hints[0] - _REACH), hints[-1] + _REACH
        for match in _quarter().finditer(text, *around):
            yield Found(match.start(), match.end(), _read_quarter(match))
    for match in _LATIN_QUARTER.finditer(text):
        yield Found(match.start(), match.end(), taken(int(match[1]), "quarter"))


def _read_quarter(match: re.Match[str]) -> Parsed:
    by_word, by_ending, right = _ordinals()
    if match["more"]:
        return declined("several-quarters")
    if match["w"]:
        return taken(by_word[link_key(match["w"])], "quarter")
    number, ending = int(match["d"]), match["s"]
    allowed = by_ending[link_key(ending)]
    if number not in allowed:
        return declined("ordinal-unclear", *sorted({number, *allowed} & {1, 2, 3, 4}))
    misspelt = () if ending.lower() in right else ("ordinal-misspelt",)
    return taken(number, "quarter", misspelt)
