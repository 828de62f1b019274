"""What each Bijoy code prints: the glyph table, and the neighbours that decide contested codes.

A code that two generations of fonts use for two glyphs has several rows in the table; the first
one whose neighbours fit is meant. Each such meaning gets a character of its own, so that all later
steps see one meaning for each character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from schemas.catalog import vocabulary

_STAND_INS = 0xE100  # private use; symbol fonts use U+F000 to U+F0FF
_SPACES = frozenset(" \t\n\r\x0b\x0c\u00a0")
_DIGITS = frozenset("0123456789\u09e6\u09e7\u09e8\u09e9\u09ea\u09eb\u09ec\u09ed\u09ee\u09ef")
UNICODE_CLASSES = {
    "vowel": "\u0985-\u0994",
    "letter": "\u0995-\u09b9\u09ce\u09f0\u09f1",
    "sign": "\u09be-\u09cc\u09d7",
    "mark": "\u0981-\u0983",
}
"""For each kind the letters of Unicode, for a class of a regular expression."""
UNICODE_KINDS = {
    char: kind
    for char in map(chr, range(0x0980, 0x0A00))
    for kind, chars in UNICODE_CLASSES.items()
    if re.match(f"[{chars}]", char)
} | {"\u09bc": "letter", "\u09cd": "hasanta"}
"""The letters of Unicode that take part in a syllable; a dot below belongs to its letter."""

# Readers give the same code under several characters: Latin-1 gives C1 controls for what cp1252
# has as letters and marks, symbol fonts in Word add U+F000, and look-alikes stand for signs.
_CP1252 = {code: bytes((code,)).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_LOOK_ALIKES = {
    0x02C9: "\u00af",  # modifier macron
    0x03BC: "\u00b5",  # Greek mu
    0x2212: "\u00ad",  # minus sign
    0x2219: "\u00b7",  # bullet operator
    0x200C: "",  # joiners print nothing
    0x200D: "",
}
_SYMBOLS = {0xF000 + code: _CP1252.get(code) or chr(code) for code in range(0x20, 0x100)}
READERS = {code: mark for code, mark in _CP1252.items() if mark} | _LOOK_ALIKES | _SYMBOLS
"""For `str.translate`: any reader's characters to cp1252."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One glyph of a code, between certain neighbours."""

    char: str
    """The character that stands for this meaning; the code itself where it is kept as it is."""
    after: frozenset[str] | None
    before: frozenset[str] | None

    def fits(self, previous: str, following: str) -> bool:
        """Whether the code means this between these two characters."""
        return (self.after is None or previous in self.after) and (
            self.before is None or following in self.before
        )


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The table of codes, ready for use."""

    kinds: dict[str, str]
    """Each character, code or stand-in, to its kind: letter, half, sub, sign, pre, …"""
    texts: dict[str, str]
    """Each character to its Unicode text."""
    contested: dict[str, tuple[Meaning, ...]]
    told: frozenset[str]
    """Stand-ins of meanings that a person must be told of."""
    codes: frozenset[str]
    """All codes, as cp1252 has them."""


@cache
def glyphs() -> Glyphs:
    """The glyph table of vocab/bijoy_glyphs.csv."""
    rows = vocabulary("bijoy_glyphs")
    counts: dict[str, int] = {}
    for row in rows:
        code = chr(int(row["code"], 16))
        conditional = bool(row["after"] or row["before"])
        counts[code] = counts.get(code, 0) + 1 + conditional
    of_kind = _codes_of_kinds(rows)
    kinds: dict[str, str] = {}
    texts: dict[str, str] = {}
    contested: dict[str, list[Meaning]] = {}
    told: set[str] = set()
    for place, row in enumerate(rows):
        code = chr(int(row["code"], 16))
        kept = row["kind"] == "kept"
        char = code if counts[code] == 1 or kept else chr(_STAND_INS + place)
        if not kept:
            kinds[char], texts[char] = row["kind"], row["text"]
        if counts[code] > 1:
            after = _neighbours(row["after"], of_kind, -1)
            before = _neighbours(row["before"], of_kind, 0)
            contested.setdefault(code, []).append(Meaning(char, after, before))
        if row["told"]:
            told.add(char)
    return Glyphs(
        kinds,
        texts,
        {code: tuple(meanings) for code, meanings in contested.items()},
        frozenset(told),
        frozenset(counts),
    )


def _codes_of_kinds(rows: tuple[dict[str, str], ...]) -> dict[str, dict[str, str]]:
    """For each kind its codes, and the text of each."""
    of_kind: dict[str, dict[str, str]] = {}
    for row in rows:
        of_kind.setdefault(row["kind"], {})[chr(int(row["code"], 16))] = row["text"]
    return of_kind


def _neighbours(words: str, of_kind: dict[str, dict[str, str]], end: int) -> frozenset[str] | None:
    """The characters that a condition names, and what they look like in half-converted words."""
    if not words:
        return None
    texts = {code: text for codes in of_kind.values() for code, text in codes.items()}
    places = {"edge": frozenset(("",)), "space": _SPACES, "digit": _DIGITS}
    found: set[str] = set()
    for word in words.split():
        code = chr(int(word[2:], 16)) if word.startswith("U+") else word
        found |= places.get(word) or of_kind.get(word, {}).keys() or {code}
    return frozenset(found | {texts[char][end] for char in found if texts.get(char)})
