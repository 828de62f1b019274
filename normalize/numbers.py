"""Reads the number of a cell: counts, amounts and decimals, in digits or in words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from normalize.digits import read_digits, restore
from normalize.number_words import add_up, ambiguous_alone, read_atoms
from normalize.spellings import NOT_IN_WORD, WORD_ENDS, one_of, words
from normalize.unicode_forms import link_key, plain
from normalize.verdicts import declined, taken
from schemas.reading import Parsed

# Whole cells of one script and no ornament, which is what most number cells are.
_SIMPLE = re.compile(r"[০-৯]{1,4}|[1-9১-৯](?:[০-৯]{1,14}|[0-9]{1,14})|[0-9]{1,4}")
_DECIMAL = re.compile(r"(?:[০-৯]{1,9}\.[০-৯]{1,6}|[0-9]{1,9}\.[0-9]{1,6})")
_MOST_DIGITS = 15  # a JSON number carries no more
_PHONE = re.compile(r"\+?0\d{4,}|\+?88\d{11}")
_COMMA = re.compile(r"(\d{1,3}),(\d{1,2})")
_POINT_LOST = re.compile(r"(\d{1,9})[।:](\d{1,6})")
_RANGE = re.compile(r"(\d{1,9})\s{0,2}[-/]\s{0,2}(\d{1,9})")
_TRUE_MINUS = "-\u2212\uff0d\ufe63"
_STROKE = re.compile(r"/\s?[-=]")  # closes an amount of money, as in 12,357/-


@cache
def _head() -> re.Pattern[str]:
    total, money = one_of(words("counters", "total")), one_of(words("counters", "money"))
    return re.compile(
        rf"\s{{0,9}}(?P<open>\()?\s{{0,3}}(?:{total}\s?[:ঃ]?\s{{1,3}})?(?:{money}\.?\s{{0,3}})?"
        r"(?P<sign>[+\-])?",
        re.IGNORECASE,
    )


@cache
def counter_pattern() -> str:
    """What may stand after a count, with its endings."""
    counters = one_of(
        word for role in ("suffix", "unit", "money") for word in words("counters", role)
    )
    return rf"{counters}{one_of(words('connectors', 'ending'))}?{WORD_ENDS}"


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(
        rf"\s{{0,3}}(?:\(\s{{0,3}}(?P<again>[^()]{{1,40}})\)\s{{0,3}})?(?P<counter>{counter_pattern()})?",
        re.IGNORECASE,
    )


@cache
def _unsafe() -> re.Pattern[str]:
    """Words that make a count a bound, its opposite or one of many, and a second count."""
    limits = one_of(
        word for role in ("number", "not", "each") for word in words("qualifiers", role)
    )
    suffix = one_of(words("counters", "suffix"))
    return re.compile(rf"\d|{NOT_IN_WORD}{limits}{WORD_ENDS}|{suffix}{WORD_ENDS}")


def parse_number(text: str) -> Parsed:
    """The one number of a cell; int where it is whole, else Decimal with the digits as written."""
    if _SIMPLE.fullmatch(text) and (text.isascii() or not _mixed(text)):
        return taken(int(text), "integer")
    if _DECIMAL.fullmatch(text):
        return taken(Decimal(text), "decimal")
    mended = plain(text).strip()
    cell = restore(mended)
    parsed = read_digits(cell, lambda digits, flags: _read(digits, flags, text.strip()))
    if cell != mended and parsed.value is not None:
        return taken(parsed.value, parsed.rule, (*parsed.flags, "letter-for-digit"))
    return parsed


def _mixed(text: str) -> bool:
    return any(sign.isascii() for sign in text)


def _read(cell: str, flags: tuple[str, ...], raw: str) -> Parsed:
    if _PHONE.fullmatch(cell):
        return declined("not-a-quantity")
    head = _head().match(cell)
    position = head.end() if head else 0
    sign = head["sign"] if head else None
    atoms = read_atoms(cell, position)
    value = add_up(atoms) if atoms else None
    if value is None:
        return _unread(cell)
    if len(value.as_tuple().digits) > _MOST_DIGITS or _leading_zero(cell[position:]):
        return declined("not-a-quantity")
    if sign == "-" and raw[:1] not in _TRUE_MINUS and raw[:2].strip("(")[:1] not in _TRUE_MINUS:
        return declined("dash-or-minus", whole(value), whole(-value))
    value = -value if sign == "-" else value
    if any(atom.role == "scale" for atom in atoms) and value == value.to_integral_value():
        value = value.to_integral_value()
    if atoms[0].role != "figure":
        flags = (*flags, "number-in-words")
    counter, objection = _read_tail(cell[atoms[-1].end :], value, bool(head and head["open"]))
    if objection:
        return objection
    first = link_key(cell[position : atoms[0].end])
    if len(atoms) == 1 and first in ambiguous_alone() and not counter:
        return declined("word-unclear", whole(value))
    if head and head["open"]:
        flags = (*flags, "bracketed")
    return taken(whole(value), "counter" if counter else "number", flags)


def _read_tail(rest: str, value: Decimal, opened: bool) -> tuple[bool, Parsed | None]:
    """Whether a counter follows, and the reason to decline, if there is one."""
    tail = _tail().match(rest)
    again, counter = (tail["again"], tail["counter"]) if tail else (None, None)
    if again is not None:
        repeated = _repeated(again)
        if repeated is None:
            return False, declined("words-left", whole(value))
        if repeated != value:
            return False, declined("figures-and-words-differ", whole(value), whole(repeated))
    left = rest[tail.end() :] if tail else rest
    if opened:
        if not left.startswith(")"):
            return False, declined("list-mark-or-number", whole(value))
        left = left[1:]
    return bool(counter), _objection(left, value, bool(counter), opened)


def _objection(left: str, value: Decimal, counted: bool, opened: bool) -> Parsed | None:
    left = _STROKE.sub("", left, count=1).strip(" ।.")
    if not left:
        return None
    if opened or not counted or _unsafe().search(left) or left[0] in "-/+)":
        return declined("words-left", whole(value))
    return None


def _repeated(words_again: str) -> Decimal | None:
    """The number in brackets that repeats the one before: 01 (one)."""
    atoms = read_atoms(words_again, 0)
    if not atoms:
        return None
    rest = _tail().match(words_again, atoms[-1].end)
    ended = rest.end() if rest else atoms[-1].end
    return add_up(atoms) if not words_again[ended:].strip() else None


def _leading_zero(digits: str) -> bool:
    """Zeros before a long number: a telephone number, a code, or a date without separators."""
    return re.match(r"0\d{4}|০\d{4}|0\d{0,3},|০\d{0,3},|0\d{2,3}\.|০\d{2,3}\.", digits) is not None


def whole(value: Decimal) -> int | Decimal:
    """An int where the value was written without decimals or has none after scaling."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= 0:
        return int(value)
    return value


def _unread(cell: str) -> Parsed:
    comma = _COMMA.fullmatch(cell)
    if comma:
        return declined(
            "comma-unclear", int(comma[1] + comma[2]), Decimal(f"{comma[1]}.{comma[2]}")
        )
    point = _POINT_LOST.fullmatch(cell)
    if point:
        return declined("point-unclear", Decimal(f"{point[1]}.{point[2]}"))
    several = _RANGE.match(cell)
    if several:
        return declined("several-numbers", int(several[1]), int(several[2]))
    return declined("no-number")
