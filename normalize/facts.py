"""Finds what running text states: dates, periods, percentages and counts, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from operator import attrgetter

from normalize.date_text import find_day_first, has_month
from normalize.dates import blank_weekdays, scan_dates, with_lists
from normalize.digits import read_digits
from normalize.fiscal_terms import find_fiscal_years, year_span
from normalize.number_words import read_atoms, to_decimal
from normalize.percents import find_percents
from normalize.periods import find_date_pairs, find_months, find_periods
from normalize.spellings import LETTER, NOT_IN_WORD, WORD_ENDS, one_of, words
from normalize.unicode_forms import link_key, traced
from normalize.verdicts import Found, apart, taken
from schemas.catalog import vocabulary
from schemas.reading import Fact, Parsed, Span, State

_DIGIT = re.compile(r"\d")
_BRACKETED = re.compile(r"\[[\d.\s]{1,16}\]")
_LETTER_NUMBER = re.compile(r"\d(?<!\d\d)\d{0,2}(?:\.\d{1,4}){3,12}")
# What most remarks hold: dates of one shape, and short numbers that stand apart. Without a year of
# its own no number of theirs can belong to a month's name, a fiscal year or a code.
_TEXT = r"[\x00-/:-Z\\-\u065f\u0964\u0965\u0980-\u09e5\u09f0-\u0a65\u2000-\u2fff]*"
_SIMPLE = re.compile(
    rf"{_TEXT}(?:(?:"
    r"(?<![/.\-।'])(?P<date>\d{1,2}(?P<s>[/.\-])\d{1,2}(?P=s)\d{4})(?!\d|[/.\-।]\d)"
    r"|(?P<alone>\d|(?<![/.\-।'])\d\d|\d{3})(?!\d|\s?[/.\-।,:]{1,2}\s?\d|\s{0,9}$))"
    rf"{_TEXT})*"
)
_GROUPED = r"(?:,\d{3}){1,3}|(?:,\d{2}){1,3},\d{3}"
_LAST_WORD = re.compile(rf"[{LETTER}]+\Z")
_BLANK = "\x1f"
_LONGEST_WORD = 18  # characters of a number word
_SPOKEN = 0.95


@cache
def _figure() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<n>\d(?<!\d\d)(?<!\d[.,/\-:]\d)(?:\d{{0,2}}(?:{_GROUPED})|\d{{0,5}}))(?!\d)"
        rf"(?:\s{{0,2}}\([^()\d]{{1,20}}\))?\s{{0,2}}{_counter()}"
    )


@cache
def _counter() -> str:
    endings = one_of(words("connectors", "ending"))
    return f"{one_of(words('counters', 'suffix'))}{endings}?{WORD_ENDS}"


@cache
def _spoken() -> tuple[re.Pattern[str], dict[str, int]]:
    numbers = {link_key(row["word"]): int(row["value"]) for row in vocabulary("number_words")}
    return re.compile(_counter()), numbers


@cache
def _before() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What tells a count apart when it stands before it: a total, or a bound."""
    total = one_of(words("counters", "total"))
    bound = one_of(words("qualifiers", "number"))
    return (
        re.compile(rf"{NOT_IN_WORD}{total}\s?[:ঃ]?\s{{0,3}}$"),
        re.compile(rf"{NOT_IN_WORD}{bound}\s{{0,3}}$"),
    )


def find_facts(text: str) -> tuple[Fact, ...]:
    """The facts of a text in order, without overlap; offsets are those of the text as given.

    An impossible date has the kind `date-invalid` and its characters as value. Ordinals, list
    marks, bracketed codes, years and digits in Latin words are no counts.
    """
    return read_facts(text, *traced(text))


def read_facts(text: str, shown: str, offsets: tuple[int, ...] | None) -> tuple[Fact, ...]:
    """`find_facts` for a text whose `traced` form is at hand."""
    found: list[Found] = []
    counts: list[Found] = []
    if _DIGIT.search(shown):
        shown = blank_weekdays(shown)[0]
        simple = _SIMPLE.fullmatch(shown)
        if simple is None:
            shown = _without_codes(shown)
            found = _stretches_and_dates(shown)
        elif simple["date"]:
            found = _simple_dates(shown)
        shown = _blank(shown, found)
        found += find_percents(shown)
        if simple is None or simple["alone"]:
            counts = [*_figures(_blank(shown, found))]
    else:
        found = [*find_percents(shown)]
    counts += [one for one in _spoken_counts(shown) if not _overlaps(one, (*found, *counts))]
    facts = [_fact(text, offsets, one, _kind(one)) for one in found]
    facts += [_fact(text, offsets, one, "count") for one in counts]
    return tuple(sorted((fact for fact in facts if fact), key=attrgetter("start")))


def _simple_dates(text: str) -> list[Found]:
    """The dates of a simple text, and the stretches between two of them."""
    dates = (*with_lists(text, find_day_first(text)),)
    pairs = (*find_date_pairs(text, dates),) if len(dates) > 1 else ()
    found = [one for one in apart(pairs) if one.parsed.state is State.VALUE]
    return [*found, *(one for one in dates if not _overlaps(one, found))]


def _stretches_and_dates(text: str) -> list[Found]:
    dates = scan_dates(text)
    found = [*_stretches(text, dates)]
    return [*found, *(one for one in _dates(text, dates) if not _overlaps(one, found))]


def _without_codes(text: str) -> str:
    """Without bracketed ids and the numbers of letters."""
    if "[" in text:
        text = _BRACKETED.sub(lambda code: _BLANK * len(code[0]), text)
    return _LETTER_NUMBER.sub(lambda code: _BLANK * len(code[0]), text) if "." in text else text


def _overlaps(one: Found, others: Iterable[Found]) -> bool:
    return any(other.start < one.end and one.start < other.end for other in others)


def _kind(one: Found) -> str:
    if isinstance(one.parsed.value, Span):
        return "period"
    return "percent" if one.parsed.rule.startswith("percent") else "date"


def _fact(text: str, offsets: tuple[int, ...] | None, one: Found, kind: str) -> Fact | None:
    start, end = one.start, one.end
    if offsets is not None:
        start, end = offsets[start], offsets[end]
    parsed = one.parsed
    if parsed.value is not None:
        return Fact(kind, parsed.value, start, end, parsed.rule, parsed.confidence)
    if kind == "date" and parsed.rule == "date-impossible":
        return Fact("date-invalid", text[start:end], start, end, parsed.rule, parsed.confidence)
    return None


def _stretches(text: str, dates: tuple[Found, ...]) -> Iterator[Found]:
    """Periods first: a date inside of one is its border and no event."""
    found = [one for one in find_periods(text, dates) if one.parsed.state is State.VALUE]
    yield from found
    for one in find_fiscal_years(text):
        year = one.parsed.value
        if isinstance(year, tuple) and isinstance(year[0], int) and not _overlaps(one, found):
            span = replace(one.parsed, value=year_span(year[0]))
            yield Found(one.start, one.end, span)


def _dates(text: str, dates: tuple[Found, ...]) -> Iterator[Found]:
    """Dates, then whole months where no date needs the name."""
    certain = [
        one
        for one in dates
        if one.parsed.rule != "named-month" or "two-digit-year" not in one.parsed.flags
    ]
    yield from certain
    if not has_month(text):
        return
    rest = _blank(text, certain)
    for month in apart(find_months(rest)):
        day_before = rest[: month.start].rstrip()[-1:].isdecimal()
        certain_year = "two-digit-year" not in month.parsed.flags
        if month.parsed.state is State.VALUE and certain_year and not day_before:
            yield month


def _blank(text: str, found: Iterable[Found]) -> str:
    for one in found:
        text = text[: one.start] + _BLANK * (one.end - one.start) + text[one.end :]
    return text


def _figures(text: str) -> Iterator[Found]:
    for match in _figure().finditer(text):
        if not _is_part(text, match.start()):
            read = partial(_read_figure, rule=_rule(text, match.start()))
            yield Found(match.start(), match.end(), read_digits(match["n"], read))


def _read_figure(digits: str, flags: tuple[str, ...], rule: str) -> Parsed:
    return taken(int(to_decimal(digits)), rule, flags)


def _spoken_counts(text: str) -> Iterator[Found]:
    """Counts such as "three" with a counter."""
    counter, numbers = _spoken()
    for match in counter.finditer(text):
        start, word = _word_before(text, match.start())
        value = numbers.get(link_key(word)) if word else None
        if value is not None and not _is_part(text, start):
            parsed = Parsed(State.VALUE, value, (), _SPOKEN, _rule(text, start))
            yield Found(start, match.end(), parsed)


def _word_before(text: str, end: int) -> tuple[int, str]:
    """The word that ends at `end`, or one space before it, and where it starts."""
    if text[end - 1 : end] == " ":
        end -= 1
    word = _LAST_WORD.search(text, max(0, end - _LONGEST_WORD), end)
    return (word.start(), word[0]) if word else (end, "")


def _is_part(text: str, start: int) -> bool:
    """Whether a longer number goes on before: two thousand five, two or three, 2-3."""
    if text[max(0, start - 1) : start] in ("-", "/", ".", ","):
        return True
    _, word = _word_before(text, start)
    atoms = read_atoms(word, 0) if word else ()
    return bool(atoms) and atoms[-1].end == len(word)


def _rule(text: str, start: int) -> str:
    before = text[max(0, start - _LONGEST_WORD) : start]
    total, bound = _before()
    if total.search(before):
        return "total"
    return "bounded" if bound.search(before) else "counter"
