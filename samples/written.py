"""What stands in a cell and what it means: the truth of a sample, told by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

BANGLA_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")

Value = str | int | Decimal | date


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a cell, its meaning, and the findings that must be raised about it."""

    raw: str | None
    value: Value | None = None
    state: str = "value"
    tells: tuple[str, ...] = ()


BLANK = Written(None, state="blank")
LOST = Written(None, state="lost")

UNITS = {"তারিখ": "date", "সংখ্যা": "count", "%": "percent"}


def bn(number: object) -> str:
    """The text of a number with Bangla digits."""
    return str(number).translate(BANGLA_DIGITS)


def day(day: int, month: int, year: int) -> Written:
    """A date as most forms print it: ০৪/০৫/২০২৩."""
    return Written(bn(f"{day:02}/{month:02}/{year}"), date(year, month, day))


def number(value: int) -> Written:
    """A whole number."""
    return Written(bn(value), value)


def percent(value: int) -> Written:
    """A whole percent with its sign."""
    return Written(bn(f"{value}%"), value)


def dash(strokes: str = "-", *tells: str) -> Written:
    """A dash: the form sets no target here."""
    return Written(strokes, state="none", tells=tells)


def shown(raw: str, value: Value, *tells: str) -> Written:
    """A value that is written in its own way."""
    return Written(raw, value, tells=tells)


def unreadable(raw: str, *tells: str) -> Written:
    """Something that has no one meaning."""
    return Written(raw, state="invalid", tells=tells)


def numbers(*values: int | str) -> tuple[Written, ...]:
    """Counts, and dashes where a text is given."""
    return tuple(dash(value) if isinstance(value, str) else number(value) for value in values)


def percents(*values: int) -> tuple[Written, ...]:
    """Percents with their signs."""
    return tuple(map(percent, values))
