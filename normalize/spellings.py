"""Patterns for the words of a vocabulary that forgive what writers and scanners mix up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import product
from unicodedata import normalize

from normalize.unicode_forms import link_key
from schemas.catalog import vocabulary

LETTER = "\u0980-\u0982\u0985-\u09e3\u09f0-\u09feA-Za-z"
"""Inside of a character class: letters and signs, without visarga, which ends abbreviations."""

NOT_IN_WORD = f"(?<![{LETTER}])"
WORD_ENDS = f"(?![{LETTER}])"

_NUKTA = "\u09bc"
FOLDED = ("\u09bf\u09c0", "\u09c1\u09c2", "\u09a8\u09a3", "\u09b8\u09b6\u09b7", "\u09c7\u09c8")
_ANY_OF = {sign: f"[{signs}]" for signs in FOLDED for sign in signs}
_SAME = {sign: signs for signs in FOLDED for sign in signs}
_CANDRABINDU = "\u0981"


def forgiving(word: str) -> str:
    """A pattern for a word: i for ii, one n for the other, a nukta lost, and any spacing."""
    parts: list[str] = []
    for sign in normalize("NFC", word):
        if sign in _NUKTA + _CANDRABINDU:
            parts.append(f"{sign}?")
        elif sign == " ":
            parts.append(r"\s{1,3}")
        else:
            parts.append(_ANY_OF.get(sign) or re.escape(sign))
    return "".join(parts)


def one_of(words: Iterable[str]) -> str:
    """A group that matches the longest of the words."""
    longest_first = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(forgiving, longest_first))})"


def beginnings(words: Iterable[str], length: int) -> str:
    """The first characters of words in each spelling that `one_of` and IGNORECASE allow.

    Spelt out they are found much quicker than the words: a hint to look for before these.
    """
    starts = (normalize("NFC", word).split(" ")[0][:length] for word in words)
    ways = {"".join(way) for start in starts for way in product(*map(_ways, start))}
    return "|".join(map(re.escape, sorted(ways)))


def _ways(sign: str) -> set[str]:
    if sign in _NUKTA + _CANDRABINDU:
        return {sign, ""}
    return set(_SAME.get(sign) or (sign.lower(), sign.upper()))


@cache
def words(table: str, role: str) -> tuple[str, ...]:
    """The words of one role in a vocabulary table."""
    return tuple(row["word"] for row in vocabulary(table) if row["role"] == role)


@cache
def numbered(table: str, column: str = "spelling") -> dict[str, int]:
    """The number that each spelling in a table stands for, by link key."""
    return {link_key(row[column]): int(row["number"]) for row in vocabulary(table)}
