"""Reads the percentage of a cell, and finds percentages in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import product
from typing import NamedTuple

from normalize.digits import read_digits, restore
from normalize.number_words import add_up, read_atoms
from normalize.numbers import counter_pattern, whole
from normalize.spellings import LETTER, NOT_IN_WORD, WORD_ENDS, one_of, words
from normalize.unicode_forms import plain
from normalize.verdicts import Found, apart, declined, taken
from schemas.catalog import vocabulary
from schemas.reading import Parsed

_HIGHEST = 200  # over 100 is legal (work done beyond the plan); far over is a lost point
_SIMPLE = re.compile(r"([০-৯]{1,3}(?:\.[০-৯]{1,4})?|[0-9]{1,3}(?:\.[0-9]{1,4})?)\s?%")
_ALL = 100
_BARE = re.compile(r"\d{1,3}(?:\.\d{1,6})?")
_COMMA = re.compile(r"(\d{1,3})[,।](\d{1,2})\s?%")
_BOUND = re.compile("[<>\u2264\u2265~+\u00b1\u2248]")
_SIGN_FIRST = re.compile(r"%\s?(\d{1,3}(?:\.\d{1,6})?)")
# What may hold other digits beside a percentage: years, dates, bracketed codes.
_EXPLAINED = (
    r"\d{4}\s?-\s?\d{2,4}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\[[\d.]{1,12}\]|\d{4}(?=\s{0,2}[^\s\d%,])"
)


_HINT = 2  # characters of a word for percent that are looked for first


class Patterns(NamedTuple):
    """Compiled when first needed; the words are in the vocabulary."""

    hint: re.Pattern[str]
    figure: re.Pattern[str]
    led: re.Pattern[str]
    whole: re.Pattern[str]


@cache
def _patterns() -> Patterns:
    after = one_of(words("percent_words", "after"))
    before = one_of(words("percent_words", "before"))
    parts = one_of(words("percent_words", "parts"))
    all_of_it = one_of(words("percent_words", "whole"))
    point = one_of(row["word"] for row in vocabulary("scale_words") if row["role"] == "point")
    decimals = rf"(?:\.\d{{1,6}}|\s{{1,2}}{point}\s{{1,2}}\d{{1,6}})?"
    ends = r")(?!\d|[.,/:।\-]\d)"
    free = r"\d(?<!\d\d)(?<!\d[.,/:।\-\s]\d)\d{0,2}"
    roles = ("after", "before", "whole")
    hints = {word[:_HINT] for role in roles for word in words("percent_words", role)}
    return Patterns(
        re.compile("|".join(["%", *sorted(written for hint in hints for written in _cases(hint))])),
        re.compile(rf"(?P<n>{free}{decimals}{ends}\s{{0,2}}(?:%|{after})", re.IGNORECASE),
        re.compile(
            rf"{NOT_IN_WORD}{before}\s{{0,3}}(?P<n>\d{{1,3}}{decimals}{ends}(?:\s{{0,2}}(?:%|{parts}))?"
        ),
        re.compile(rf"{NOT_IN_WORD}{all_of_it}"),
    )


def _cases(word: str) -> Iterator[str]:
    """The word in small and capital letters, mixed in any way; spelt out they are found quicker."""
    return map("".join, product(*({sign.lower(), sign.upper()} for sign in word)))


@cache
def _parts() -> re.Pattern[str]:
    unit = one_of(words("percent_words", "parts"))
    return re.compile(rf"(\d{{1,3}}(?:\.\d{{1,6}})?)\s{{0,2}}{unit}{WORD_ENDS}[\s।]{{0,3}}")


@cache
def _after_words() -> re.Pattern[str]:
    units = one_of((*words("percent_words", "after"), *words("percent_words", "parts")))
    return re.compile(rf"\s{{0,3}}(?:{units}|%)(?![{LETTER}])[\s।]{{0,3}}")


@cache
def _explained() -> re.Pattern[str]:
    return re.compile(rf"{_EXPLAINED}|\d{{1,6}}\s?{counter_pattern()}")


@cache
def _limits() -> re.Pattern[str]:
    limits = one_of((*words("qualifiers", "number"), *words("qualifiers", "not")))
    return re.compile(rf"{NOT_IN_WORD}{limits}{WORD_ENDS}")


def find_percents(text: str) -> Iterator[Found]:
    """The percentages of a plain text, in order."""
    patterns = _patterns()
    if patterns.hint.search(text):
        yield from apart(_find(text, patterns))


def _find(text: str, patterns: Patterns) -> Iterator[Found]:
    for match in patterns.led.finditer(text):
        yield Found(match.start(), match.end(), read_digits(match["n"], _value))
    for match in patterns.whole.finditer(text):
        yield Found(match.start(), match.end(), taken(_ALL, "percent-word"))
    for match in patterns.figure.finditer(text):
        start = match.start()
        if text[max(0, start - 2) : start].strip() != "-":  # a sign, or the end of a range
            yield Found(start, match.end(), read_digits(match["n"], _value))


def _value(digits: str, flags: tuple[str, ...], rule: str = "percent") -> Parsed:
    pieces = re.findall(r"\d+", digits)
    value = whole(Decimal(".".join(pieces)))
    if value > _HIGHEST:
        return declined("percent-out-of-range", value)
    return taken(value, rule, flags)


def _bare(digits: str, flags: tuple[str, ...]) -> Parsed:
    """A number in a percent column; spreadsheets write 85 % as 0.85, so below one it is unclear."""
    value = Decimal(digits)
    if 0 < value < 1:
        return declined("percent-or-fraction", value, whole(value * _ALL))
    return _value(digits, flags, "percent-bare")


def parse_percent(text: str) -> Parsed:
    """The one percentage of a cell; a bare number counts, for the unit stands in the column."""
    text = text.strip()
    simple = _SIMPLE.fullmatch(text)
    if simple:
        return _value(simple[1], ())
    mended = plain(text).strip()
    cell = restore(mended)
    parsed = _read_cell(cell)
    if cell != mended and parsed.value is not None:
        return taken(parsed.value, parsed.rule, (*parsed.flags, "letter-for-digit"))
    return parsed


def _read_cell(cell: str) -> Parsed:
    found = tuple(find_percents(cell))
    if not found:
        return _without_sign(cell)
    values = tuple(dict.fromkeys(one.parsed.value for one in found if one.parsed.value is not None))
    only, *others = found
    if others:
        return declined("several-percents", *values)
    if only.parsed.value is None:
        return only.parsed
    left = cell[: only.start] + "\x1f" + cell[only.end :]
    if re.search(r"\d", _explained().sub("", left)) or "%" in left:
        return declined("digits-left", *values)
    if _limits().search(left) or _BOUND.search(left):
        return declined("qualified", *values)
    if left.strip("\x1f ।.()"):
        return taken(only.parsed.value, only.parsed.rule, (*only.parsed.flags, "words-left"))
    return only.parsed


def _without_sign(cell: str) -> Parsed:
    comma = _COMMA.fullmatch(cell.rstrip("। "))
    if comma:
        return declined("comma-unclear", Decimal(f"{comma[1]}.{comma[2]}"))
    if _BARE.fullmatch(cell):
        return read_digits(cell, _bare)
    first = _SIGN_FIRST.fullmatch(cell)
    if first:
        return read_digits(first[1], lambda d, flags: _value(d, (*flags, "separator-odd")))
    parts = _parts().fullmatch(cell)
    if parts:
        return read_digits(parts[1], lambda d, flags: _value(d, (*flags, "percent-sign-missing")))
    return _in_words(cell)


def _in_words(cell: str) -> Parsed:
    atoms = read_atoms(cell, 0)
    value = add_up(atoms) if atoms else None
    if value is None or not _after_words().fullmatch(cell, atoms[-1].end):
        return declined("no-percent")
    in_parts = any(word in cell for word in words("percent_words", "parts"))
    if in_parts and value != _ALL:
        return declined("parts-unclear", whole(value))  # "three parts" of how many?
    if not 0 <= value <= _HIGHEST:
        return declined("percent-out-of-range")
    return taken(whole(value), "percent", ("number-in-words",))
