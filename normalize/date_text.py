"""Finds dates in plain text: with a month's number, a month's name, or a Bangla month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from normalize.days import resolve, resolve_bangla
from normalize.digits import LETTER_LIKE_THREE, read_digits
from normalize.spellings import (
    FOLDED,
    LETTER,
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
_ORDINARY = frozenset("/.-")
# A code or the number of a letter goes on after a stop: 36.00.0000.064, [1.1.10]. Patterns begin
# with the digit itself, not with what must not stand before it: the engine then skips the rest.
_NOT_INSIDE = r"(?<!\d\d)(?:(?<=[/.\-]\d{4}-\d)|(?<!\d[/.\-।]\d))"
_NOT_JOINED = rf"(?<!{LETTER_LIKE_THREE}\d)"  # "and" written to a digit, or a misread three
_AFTER = r"(?!\d)(?![/.।]\d)(?!-\d(?!\d?[/.\-]\d{1,2}[/.\-]\d{4}))"
_SEP_1, _SEP_2 = rf"(?P<s1>{_SEPARATOR})", rf"(?P<s2>{_SEPARATOR})"
_MONTH = r"(?P<m>\d{1,2})"
NUMERIC = re.compile(
    rf"(?P<d>\d{_NOT_INSIDE}{_NOT_JOINED}\d?){_SEP_1}{_MONTH}{_SEP_2}(?P<y>\d{{4}}|\d{{2}}){_AFTER}"
)
ISO = re.compile(
    rf"(?P<y>\d{_NOT_INSIDE}{_NOT_JOINED}\d{{3}}){_SEP_1}{_MONTH}{_SEP_2}(?P<d>\d{{1,2}}){_AFTER}"
)

FREE_DAY = r"\d(?<!\d\d)(?:(?<=\d{4}/\d)|(?<!\d[/.\-]\d))\d?"
"""One or two digits that are not part of something longer."""

_GAP = r"[\s,./:ঃ'\-]{0,4}"
_WIDE = r"[\s,./:ঃ'\-]{0,40}"  # a weekday may have been blanked here


class Names(NamedTuple):
    """The patterns that need the names of months."""

    starts: re.Pattern[str]
    """What a name may begin with: quicker to look for than the names."""
    any_month: re.Pattern[str]
    gregorian: tuple[re.Pattern[str], ...]
    month_first: re.Pattern[str]
    bangla: re.Pattern[str]
    gregorian_spoken: re.Pattern[str]
    bangla_spoken: re.Pattern[str]


def month_group(name: str) -> str:
    """A named group for a Gregorian month, whole word, with its endings."""
    ending, month = one_of(words("connectors", "ending")), one_of(words("connectors", "month-word"))
    months = one_of(row["spelling"] for row in vocabulary("months"))
    return f"{NOT_IN_WORD}(?P<{name}>{months}){ending}?(?:\\s{{1,2}}{month})?{WORD_ENDS}"


@cache
def names() -> Names:
    """Compiled when first needed; the names are in the vocabulary."""
    spellings = [row["spelling"] for row in vocabulary("bangla_months")]
    bangla_months = one_of(spellings)
    spellings += [row["spelling"] for row in vocabulary("months")]
    starts = {start for word in spellings for start in _starts(word[:_HINT])}
    suffix = one_of(words("ordinals", "day-suffix"))
    ending = one_of(words("connectors", "ending"))
    months = month_group("mon")
    figure = rf"(?P<d>{FREE_DAY})(?:\s?{suffix}{WORD_ENDS})?"
    spoken = rf"{NOT_IN_WORD}(?P<w>{one_of(words('ordinals', 'day'))})"
    full = r"(?P<y>\d{4})(?!\d)"
    year = r"(?P<y>\d{4}|(?<=[/.'\-])\d{2}|(?<=\s)\d{2}(?=\s{0,9}$))(?!\d)"
    of_year = one_of(words("quarters", "calendar-year")) + f"{ending}?"
    bangla = rf"{_WIDE}{NOT_IN_WORD}(?P<mon>{bangla_months}){ending}?{WORD_ENDS}{_GAP}{full}"
    shapes = (
        rf"(?P<y>\d(?<!\d\d)\d{{3}})\s{{0,2}}{of_year}[\s,]{{0,4}}{figure}\s{{0,3}}{months}",
        rf"{figure}{_WIDE}{months}{_WIDE}{year}",
    )
    american = rf"{months}\s{{0,3}}(?P<d>\d{{1,2}})(?:{suffix}{WORD_ENDS})?[\s,]{{1,40}}{full}"
    return Names(
        re.compile(_by_first(sorted(starts))),
        re.compile(rf"{months}|{NOT_IN_WORD}{bangla_months}{WORD_ENDS}", re.IGNORECASE),
        tuple(re.compile(shape, re.IGNORECASE) for shape in shapes),
        re.compile(american, re.IGNORECASE),
        re.compile(figure + bangla),
        re.compile(rf"{spoken}{_WIDE}{months}{_WIDE}{year}", re.IGNORECASE),
        re.compile(spoken + bangla),
    )


_HINT = 3  # characters of a month's name that are looked for first


def _by_first(starts: Iterable[str]) -> str:
    """An alternation that looks at each first letter of a word once."""
    return "|".join(
        f"{re.escape(first)}(?<![{LETTER}].)(?:{'|'.join(re.escape(start[1:]) for start in group)})"
        for first, group in groupby(starts, key=itemgetter(0))
    )


def _starts(start: str) -> set[str]:
    """The spellings of the first characters that `forgiving` and IGNORECASE allow."""
    return {start, start.lower(), start.upper()} | {
        start.replace(one, other) for signs in FOLDED for one in signs for other in signs
    }


@lru_cache(maxsize=256)
def month_places(text: str) -> tuple[int, ...]:
    """Where a text names months of either calendar; asked several times of each text."""
    patterns = names()
    starts = (start.start() for start in patterns.starts.finditer(text))
    return tuple([start for start in starts if patterns.any_month.match(text, start)])


def has_month(text: str) -> bool:
    """Whether a text names a month of either calendar."""
    return bool(month_places(text))


def led_by_month(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What `finditer` finds, for a pattern that begins with a month's name."""
    free = 0
    for place in month_places(text):
        match = pattern.match(text, place) if place >= free else None
        if match:
            yield match
            free = match.end()


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


def _day_and_year(match: re.Match[str]) -> tuple[str, int]:
    """Day and year as written, and the day where it is a word."""
    groups = match.groupdict()
    if "w" in groups:
        return f"/{groups['y']}", _day_words()[link_key(groups["w"])]
    return f"{groups['d']}/{groups['y']}", 0


def _read_numeric(match: re.Match[str], rule: str) -> Parsed:
    day, month, year = match["d"], match["m"], match["y"]
    first, second = match["s1"].strip(), match["s2"].strip()
    odd = first != second or first not in _ORDINARY
    if len(year) < 4 and match["s1"] == "." and len(day + month) < 4:  # noqa: PLR2004  1.1.10 is a code
        return declined("code-or-date")

    def read(text: str, flags: tuple[str, ...]) -> Parsed:
        d, m, y = text.split("/")
        return resolve(int(d), int(m), y, rule, (*flags, "separator-odd") if odd else flags)

    return read_digits(f"{day}/{month}/{year}", read)


def _read_named(match: re.Match[str]) -> Parsed:
    month = month_number(match["mon"])
    written, word = _day_and_year(match)

    def read(text: str, flags: tuple[str, ...]) -> Parsed:
        day, year = text.split("/")
        return resolve(int(day or word), month, year, "named-month", flags)

    return read_digits(written, read)


def _read_bangla(match: re.Match[str]) -> Parsed:
    month = numbered("bangla_months")[link_key(match["mon"])]
    written, word = _day_and_year(match)

    def read(text: str, flags: tuple[str, ...]) -> Parsed:
        day, year = text.split("/")
        return resolve_bangla(int(day or word), month, year, flags)

    return read_digits(written, read)


def find_day_first(text: str) -> Iterator[Found]:
    """Dates in figures alone, day first."""
    for match in NUMERIC.finditer(text):
        yield Found(match.start(), match.end(), _read_numeric(match, "numeric"))


def find_numeric(text: str) -> Iterator[Found]:
    """Dates in figures alone."""
    yield from find_day_first(text)
    for match in ISO.finditer(text):
        yield Found(match.start(), match.end(), _read_numeric(match, "iso"))


def find_named(text: str) -> Iterator[Found]:
    """Dates with the name of a month, of either calendar."""
    patterns = names()
    spoken = any(word in text for word in words("ordinals", "day"))
    gregorian = patterns.gregorian + ((patterns.gregorian_spoken,) if spoken else ())
    for pattern in gregorian:
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), _read_named(match))
    for match in led_by_month(patterns.month_first, text):
        yield Found(match.start(), match.end(), _read_named(match))
    for pattern in (patterns.bangla, *((patterns.bangla_spoken,) if spoken else ())):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), _read_bangla(match))
