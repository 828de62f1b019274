"""Finds dates in plain text: with a month's number, a month's name, or a Bangla month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from normalize.days import resolve, resolve_bangla
from normalize.digits import read_digits
from normalize.spellings import (
    NOT_IN_WORD,
    WORD_ENDS,
    numbered,
    one_of,
    words,
)
from normalize.unicode_forms import link_key
from normalize.verdicts import Found, declined
from schemas.catalog import vocabulary
from schemas.reading import Parsed

_SEPARATOR = r"\s?[/.\-।]{1,2}\s?"
_ORDINARY = re.compile(r"[/.\-]")
# A code or a letter's number goes on after a stop: 36.00.0000.064, [1.1.10]
_BEFORE = r"(?<!\d)(?:(?<=[/.\-]\d{4}-)|(?<!\d[/.\-।]))(?<![ও])"
_AFTER = r"(?!\d)(?![/.।]\d)(?!-\d(?!\d?[/.\-]\d{1,2}[/.\-]\d{4}))"

_NUMERIC = rf"(?P<d>\d{{1,2}})(?P<s1>{_SEPARATOR})(?P<m>\d{{1,2}})(?P<s2>{_SEPARATOR})(?P<y>\d{{4}}|\d{{2}})"
_ISO = rf"(?P<y>\d{{4}})(?P<s1>{_SEPARATOR})(?P<m>\d{{1,2}})(?P<s2>{_SEPARATOR})(?P<d>\d{{1,2}})"
NUMERIC = re.compile(_BEFORE + _NUMERIC + _AFTER)
ISO = re.compile(_BEFORE + _ISO + _AFTER)

_GAP = r"[\s,./:ঃ'\-]{0,4}"
_WIDE = r"[\s,./:ঃ'\-]{0,40}"  # a weekday may have been blanked here


class Names(NamedTuple):
    """The patterns that need the names of months."""

    month: str
    day_first: re.Pattern[str]
    month_first: re.Pattern[str]
    year_first: re.Pattern[str]
    bangla: re.Pattern[str]
    any_month: re.Pattern[str]


def month_group(name: str) -> str:
    """A named group for a Gregorian month, whole word, with its endings."""
    ending, month = one_of(words("connectors", "ending")), one_of(words("connectors", "month-word"))
    months = one_of(row["spelling"] for row in vocabulary("months"))
    return f"{NOT_IN_WORD}(?P<{name}>{months}){ending}?(?:\s{{1,2}}{month})?{WORD_ENDS}"


@cache
def names() -> Names:
    """Compiled when first needed; the names are in the vocabulary."""
    months = month_group("mon")
    bangla = one_of(row["spelling"] for row in vocabulary("bangla_months"))
    suffix = one_of(words("ordinals", "day-suffix"))
    ending = one_of(words("connectors", "ending"))
    ordinal = one_of(words("ordinals", "day"))
    day = rf"(?<!\d)(?<!\d[/.\-])(?:(?P<d>\d{{1,2}})(?:\s?{suffix}{WORD_ENDS})?|{NOT_IN_WORD}(?P<w>{ordinal}))"
    year = r"(?P<y>\d{4}|(?<=[/.'\-])\d{2}|(?<=\s)\d{2}(?=\s{0,9}$))(?!\d)"
    ce = r"(?P<y>\d{4})\s{0,2}" + one_of(words("quarters", "calendar-year")) + f"{ending}?"
    return Names(
        months,
        re.compile(rf"{day}{_WIDE}{months}{_WIDE}{year}", re.IGNORECASE),
        re.compile(
            rf"{months}\s{{0,3}}(?P<d>\d{{1,2}})(?P<w>(?!))?(?:{suffix}{WORD_ENDS})?[\s,]{{1,40}}"
            r"(?P<y>\d{4})(?!\d)",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<!\d){ce}\s{{0,2}},?\s{{0,2}}{day}\s{{0,3}}{months}", re.IGNORECASE),
        re.compile(
            rf"{day}{_WIDE}{NOT_IN_WORD}(?P<mon>{bangla}){ending}?{WORD_ENDS}{_GAP}"
            r"(?P<y>\d{4})(?!\d)"
        ),
        re.compile(rf"{months}|{NOT_IN_WORD}{bangla}{WORD_ENDS}", re.IGNORECASE),
    )


def month_number(spelling: str) -> int:
    """1 to 12 for a matched name."""
    return numbered("months")[link_key(spelling)]


@cache
def _day_words() -> dict[str, int]:
    return {
        link_key(row["word"]): int(row["value"])
        for row in vocabulary("ordinals")
        if row["role"] == "day"
    }


def _day(match: re.Match[str]) -> int:
    return _day_words()[link_key(match["w"])]


def _read_numeric(match: re.Match[str], rule: str) -> Parsed:
    day, month, year = match["d"], match["m"], match["y"]
    first, second = match["s1"], match["s2"]
    odd = first != second or not _ORDINARY.fullmatch(first)
    if len(year) < 4 and first == "." and len(day + month) < 4:  # noqa: PLR2004  1.1.10 is a code
        return declined("code-or-date")

    def read(text: str, flags: tuple[str, ...]) -> Parsed:
        d, m, y = text.split("/")
        return resolve(int(d), int(m), y, rule, (*flags, "separator-odd") if odd else flags)

    return read_digits(f"{day}/{month}/{year}", read)


def _read_named(match: re.Match[str]) -> Parsed:
    month = month_number(match["mon"])

    def read(text: str, flags: tuple[str, ...]) -> Parsed:
        day, year = text.split("/")
        return resolve(int(day) if day else _day(match), month, year, "named-month", flags)

    return read_digits(f"{match['d'] or ''}/{match['y']}", read)


def _read_bangla(match: re.Match[str]) -> Parsed:
    month = numbered("bangla_months")[link_key(match["mon"])]

    def read(text: str, flags: tuple[str, ...]) -> Parsed:
        day, year = text.split("/")
        return resolve_bangla(int(day) if day else _day(match), month, year, flags)

    return read_digits(f"{match['d'] or ''}/{match['y']}", read)


def find_numeric(text: str) -> Iterator[Found]:
    """Dates in figures alone."""
    for match in NUMERIC.finditer(text):
        yield Found(match.start(), match.end(), _read_numeric(match, "numeric"))
    for match in ISO.finditer(text):
        yield Found(match.start(), match.end(), _read_numeric(match, "iso"))


def find_named(text: str) -> Iterator[Found]:
    """Dates with the name of a Gregorian month."""
    patterns = names()
    for pattern in (patterns.year_first, patterns.day_first, patterns.month_first):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), _read_named(match))


def find_bangla(text: str) -> Iterator[Found]:
    """Dates of the Bangla calendar."""
    for match in names().bangla.finditer(text):
        yield Found(match.start(), match.end(), _read_bangla(match))
