"""The numbers of a list as its format writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

LETTERS_LIMIT = 780
"""Word writes z thirty times at 780, and begins anew behind it."""
ROMAN_LIMIT = 3_999

# The first number of a format that the file writes out, such as 001 or ১.
SAMPLE = re.compile(r"\d{1,9}")

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip

# Number formats that differ from `decimal` in their digits only, by the zero of the script.
ZEROS = {
    "decimal": "0",
    "hindiNumbers": "\u0966",
    "thaiNumbers": "\u0e50",
    "decimalFullWidth": "\uff10",
    "decimalHalfWidth": "0",
}


def written(count: int, numbers: str, sample: str) -> str | None:
    """A number in a format of `w:numFmt`; None if the format is not known.

    Args:
        count: the number.
        numbers: the format's name.
        sample: the first of the numbers that a `custom` format writes out.
    """
    if numbers in ZEROS:
        return _digits(count, ZEROS[numbers], 1)
    if numbers == "custom":
        first = int(sample) if SAMPLE.fullmatch(sample) else None
        if first not in (0, 1):
            return None
        return _digits(count, chr(ord(sample[-1]) - first), len(sample))
    write = _FORMATS.get(numbers)
    return write(count) if write else None


def _digits(count: int, zero: str, width: int) -> str:
    return "".join(chr(ord(zero) + int(digit)) for digit in f"{count:0{width}}")


def _roman(count: int) -> str:
    if not 0 < count <= ROMAN_LIMIT:
        return str(count)
    text = ""
    for value, letters in ROMAN:
        text += letters * (count // value)
        count %= value
    return text


def _letters(count: int) -> str:
    if not 0 < count <= LETTERS_LIMIT:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _ordinal(count: int) -> str:
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10)
    return f"{count}{ending or 'th'}"


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": lambda count: f"{count:02}",
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "ordinal": _ordinal,
    "numberInDash": lambda count: f"- {count} -",
}
