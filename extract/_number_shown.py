"""What number formats share: the shown text, the bare number, the digits of a script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from extract._number_format import ASCII_DIGITS

WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
"""Room for any number of a spreadsheet, written out."""

PLAIN_EXPONENTS = range(-9, 15)
"""Numbers of these sizes are written without an exponent."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows, and how that differs from what it stores."""

    text: str
    exact: bool = True
    """Whether all that is stored can be told from the text."""
    day: date | None = None
    """The stored day, where the format shows one."""
    seen: str | None = None
    """What is seen on a screen, where it was not taken because the month stands before the day."""
    known: bool = True
    """Whether the format was understood; if not, the text is the bare number."""


def general(number: Decimal) -> str:
    """The number with up to 15 digits, as a cell without a format has it."""
    if not number:
        return "0"
    if number.adjusted() in PLAIN_EXPONENTS:
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    digits = "".join(map(str, number.as_tuple().digits)).rstrip("0")
    mantissa = f"{digits[0]}.{digits[1:]}".rstrip(".")
    return f"{'-' if number < 0 else ''}{mantissa}E{number.adjusted():+03d}"


def in_digits(text: str, digits: str) -> str:
    """A text with its ASCII digits replaced by ten others."""
    return text if digits == ASCII_DIGITS else text.translate(str.maketrans(ASCII_DIGITS, digits))
