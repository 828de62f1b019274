"""Digits of any script, and what it means when scripts are mixed inside one value."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import decimal, name

from bangla import (  # type: ignore[import-untyped]  # it has no types
    convert_bangla_digit_to_english_digit,  # pyright: ignore[reportUnknownVariableType] same
)

from normalize.verdicts import declined
from schemas.reading import Parsed

BANGLA = "০১২৩৪৫৬৭৮৯"
_LETTER_O = "Oo\u0391\u039f\u03bf\u041e\u043e"
LETTER_LIKE_THREE = "ও"
"""The letter o, which is also the word "and"."""
_LOOKS_LIKE = {"8": "৪", "9": "৭", "৪": "8", "৭": "9"}
"""A Latin 8 prints as a Bangla 4: in 15 of 15 scans that held one, it was a 4."""

_TYPED_SCRIPTS: frozenset[str] = frozenset({"latin", "bengali"})
_BANGLA_FIGURE = BANGLA + "/.,-"
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_NOT_BANGLA = re.compile(rf"(?![{BANGLA}])\d")
_ZERO = re.compile(
    rf"(?<![A-Za-z])[{_LETTER_O}]{{1,3}}(?=\d)|(?<=\d)[{_LETTER_O}]{{1,3}}(?![A-Za-z])"
)
_THREE = re.compile(
    rf"{LETTER_LIKE_THREE}(?:(?<=\d.)(?=\d|[/.\-]\d|%)|(?<=\d\d\d.)(?=\s*$)|(?<=^.)(?=\d[/.\-]\d))"
)
_LETTERS = re.compile(f"[{_LETTER_O}{LETTER_LIKE_THREE}]")


def to_ascii(text: str) -> str:
    """The text with every decimal digit, of whatever script, as 0 to 9."""
    text = str(convert_bangla_digit_to_english_digit(text))
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda digit: str(decimal(digit[0])), text)


def scripts(text: str) -> frozenset[str]:
    """The scripts of the digits in a text: `latin`, `bengali`, `devanagari` and so on."""
    return frozenset(_script(sign) for sign in text if sign.isdecimal())


def _script(digit: str) -> str:
    return "latin" if digit.isascii() else name(digit).split(" DIGIT")[0].lower()


def restore(text: str) -> str:
    """A cell with letters that stand for digits replaced; as long as before."""
    if not _LETTERS.search(text):
        return text
    text = _ZERO.sub(lambda letters: "০" * len(letters[0]), text)
    return _THREE.sub("৩", text)


def read_digits(text: str, read: Callable[[str, tuple[str, ...]], Parsed]) -> Parsed:
    """Reads a value, minding mixed scripts.

    Args:
        text: the characters of one value.
        read: takes the text and the flags found so far.

    Returns:
        What `read` makes of it; declined with both readings where a digit looks like another.
    """
    if text.isascii() or not text.strip(_BANGLA_FIGURE) or not _NOT_BANGLA.search(text):
        return read(text, ())
    found = scripts(text)
    if len(found) == 1:
        return read(text, ())
    other = _second_reading(text) if found == _TYPED_SCRIPTS else text
    if other == text:
        return read(text, ("digits-mixed",))
    both = (read(text, ()), read(other, ()))
    values = tuple(one.value for one in both if one.value is not None)
    return declined("digits-ambiguous", *dict.fromkeys(values))


def _second_reading(text: str) -> str:
    latin = "".join(sign for sign in text if sign.isascii() and sign.isdecimal())
    bangla = "".join(sign for sign in text if sign in BANGLA)
    doubtful = {sign for sign in latin if sign in _LOOKS_LIKE}
    if not doubtful and set(bangla) <= set(_LOOKS_LIKE):
        doubtful = set(bangla)  # Latin digits, and the odd one out looks like one of them
    return "".join(_LOOKS_LIKE[sign] if sign in doubtful else sign for sign in text)
