"""Finds what running text states: dates, periods, percentages and counts, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from normalize.date_text import names
from normalize.dates import apart, blank_weekdays, scan_dates
from normalize.fiscal_terms import find_fiscal_years, year_span
from normalize.number_words import to_decimal
from normalize.numbers import whole
from normalize.percents import find_percents
from normalize.periods import find_months, find_periods
from normalize.spellings import LETTER, NOT_IN_WORD, WORD_ENDS, one_of, words
from normalize.unicode_forms import link_key, traced
from normalize.verdicts import Found
from schemas.catalog import vocabulary
from schemas.reading import Fact, Parsed, Span, State

_DIGIT = re.compile(r"\d")
_YEARS = re.compile(r"\d{4}\s?[-/]")
_CODE = re.compile(r"\[[\d.\s]{1,16}\]|(?<!\d)\d{1,3}(?:\.\d{1,4}){3,12}")
_GROUPED = r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,2}(?:,\d{2}){1,3},\d{3}|\d{1,6})"
_BLANK = "\x1f"


@cache
def _endings() -> str:
    return one_of(words("connectors", "ending")) + "?"


@cache
def _counts() -> re.Pattern[str]:
    counter = one_of(words("counters", "suffix"))
    total = one_of(words("counters", "total"))
    return re.compile(
        rf"(?:{NOT_IN_WORD}(?P<total>{total})\s?[:ঃ]?\s{{0,3}})?"
        rf"(?<!\d)(?<!\d[.,/\-:])(?P<n>{_GROUPED})(?:\s{{0,2}}\([^()\d]{{1,20}}\))?"
        rf"\s{{0,2}}{counter}{_endings()}{WORD_ENDS}"
    )


@cache
def _spoken() -> tuple[re.Pattern[str], dict[str, int]]:
    suffixes = words("counters", "suffix")
    numbers = {link_key(row["word"]): int(row["value"]) for row in vocabulary("number_words")}
    spelt = one_of(row["word"] for row in vocabulary("number_words") if row["value"] != "0")
    pattern = re.compile(rf"(?P<n>{spelt})\s?(?P<c>{one_of(suffixes)}){_endings()}{WORD_ENDS}")
    return pattern, numbers


@cache
def _suffix_at_end() -> re.Pattern[str]:
    return re.compile(one_of(words("counters", "suffix")) + rf"{_endings()}{WORD_ENDS}")


@cache
def _total_before() -> re.Pattern[str]:
    return re.compile(rf"{NOT_IN_WORD}{one_of(words('counters', 'total'))}\s?[:ঃ]?\s{{0,3}}$")


def find_facts(text: str) -> tuple[Fact, ...]:
    """The facts of a text in order, without overlap; offsets are those of the text as given.

    An impossible date has the kind `date-invalid` and its characters as value. Ordinals, list
    marks, bracketed codes, years and digits in Latin words are no counts.
    """
    mended, offsets = traced(text)
    found: list[Found] = []
    counts: list[Found] = []
    if _DIGIT.search(mended):
        shown, _ = blank_weekdays(mended)
        shown = _CODE.sub(lambda code: _BLANK * len(code[0]), shown)
        found = [*_stretches(shown)]
        shown = _blank(shown, found)
        found += _dates(shown)
        shown = _blank(shown, found)
        found += find_percents(shown)
        shown = _blank(shown, found)
        counts = [*_figures(shown)]
    else:
        found = [*find_percents(mended)]
    counts += _spoken_counts(mended, [*found, *counts])
    facts = [_fact(text, offsets, one, kind) for kind, one in _kinds(found, counts)]
    return tuple(sorted((fact for fact in facts if fact), key=lambda fact: fact.start))


def _kinds(found: Iterable[Found], counts: Iterable[Found]) -> Iterator[tuple[str, Found]]:
    for one in found:
        value = one.parsed.value
        if isinstance(value, Span):
            yield "period", one
        elif one.parsed.rule.startswith("percent"):
            yield "percent", one
        else:
            yield "date", one
    for one in counts:
        yield "count", one


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


def _stretches(text: str) -> Iterator[Found]:
    """Periods that are certain before dates are looked for."""
    has_months = names().any_month.search(text) is not None
    if has_months or "-" in text:
        yield from (one for one in find_periods(text) if one.parsed.state is State.VALUE)
    if _YEARS.search(text):
        for one in find_fiscal_years(text):
            year = one.parsed.value
            if isinstance(year, tuple) and isinstance(year[0], int):
                parsed = one.parsed
                span = Parsed(State.VALUE, year_span(year[0]), (), parsed.confidence, parsed.rule)
                yield Found(one.start, one.end, span)


def _dates(text: str) -> Iterator[Found]:
    dates = [
        one
        for one in scan_dates(text)
        if one.parsed.rule != "named-month" or "two-digit-year" not in one.parsed.flags
    ]
    yield from dates
    rest = _blank(text, dates)
    if names().any_month.search(rest):
        for month in apart(find_months(rest)):
            before = rest[max(0, month.start - 3) : month.start].rstrip()
            whole_month = month.parsed.state is State.VALUE and not before[-1:].isdecimal()
            if whole_month and "two-digit-year" not in month.parsed.flags:
                yield month


def _blank(text: str, found: Iterable[Found]) -> str:
    for one in found:
        text = text[: one.start] + _BLANK * (one.end - one.start) + text[one.end :]
    return text


def _figures(text: str) -> Iterator[Found]:
    for match in _counts().finditer(text):
        rule = "total" if match["total"] else "counter"
        value = whole(to_decimal(match["n"]))
        digits = match["n"]
        mixed = any(sign.isascii() for sign in digits) and not digits.isascii()
        if not mixed:
            yield Found(match.start("n"), match.end(), Parsed(State.VALUE, value, (), 1.0, rule))


def _spoken_counts(text: str, taken: list[Found]) -> Iterator[Found]:
    """Counts such as "three" with a counter; the word must begin where the number does."""
    if not _suffix_at_end().search(text):
        return
    pattern, numbers = _spoken()
    for match in pattern.finditer(text):
        start = match.start()
        inside = start > 0 and re.match(f"[{LETTER}]", text[start - 1]) is not None
        if inside or any(one.start < match.end() and start < one.end for one in taken):
            continue
        total = _total_before().search(text[max(0, start - 12) : start])
        value = numbers[link_key(match["n"])]
        rule = "total" if total else "counter"
        yield Found(start, match.end(), Parsed(State.VALUE, value, (), 0.95, rule))
