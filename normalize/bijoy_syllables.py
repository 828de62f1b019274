"""Syllables of Bijoy codes, found as a whole and put into the order of Unicode.

The codes follow the eye, not the ear: a vowel sign that prints on the left is typed first, the
hook of a reph last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from normalize.bijoy_glyphs import UNICODE_CLASSES, UNICODE_KINDS, glyphs
from normalize.unicode_forms import nfc

_HASANTA = "\u09cd"
_NUKTA = "\u09bc"
_RA_YA = "\u09b0\u09cd\u09af"  # typed as letter and sign it prints a full ra, never a reph
_RA_ZWJ_YA = "\u09b0\u200d\u09cd\u09af"
_A_AA, _AA = "\u0985\u09be", "\u0986"
_CHANDRABINDU = "\u0981"
_TWO_SIGNS = re.compile("[\u09be-\u09cc\u09d7]{2,}")
_SYLLABLES = 16384  # remembered; the 110,750 words of a dictionary have 3,810 of them


@dataclass(frozen=True, slots=True)
class Turned:
    """A text whose codes are turned."""

    text: str
    left: tuple[str, ...]
    """Codes that fit into no syllable: plain signs are turned alone, others stay as they were."""
    n_kept: int
    """How many of those stay."""
    doubts: tuple[str, ...]
    """Codes that were turned but hardly mean a glyph, and signs that no letter can bear."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The patterns for one kind of text: codes alone, or codes among Unicode letters."""

    contested: re.Pattern[str]
    syllable: re.Pattern[str]
    others: dict[int, str]
    """What is turned one by one: digits, stops, quotation marks, signs that stand alone."""
    left: re.Pattern[str]
    told: re.Pattern[str]

    def turn(self, raw: str) -> Turned:
        """The text with all syllables and single signs turned, in NFC."""
        meant = self.contested.sub(_resolve, raw)
        text = self.syllable.sub(lambda found: _turn_syllable(found[0]), meant)
        left = tuple(self.left.findall(text))
        n_kept = sum(ord(char) not in self.others for char in left)
        told = (raw[found.start()] for found in self.told.finditer(meant))
        text = nfc(text.translate(self.others))
        return Turned(text, left, n_kept, (*told, *_TWO_SIGNS.findall(text)))


def scheme(codes: Iterable[str], contested: str, *, among_unicode: bool = False) -> Scheme:
    """The patterns for texts in which these codes are glyphs.

    Args:
        codes: the codes as cp1252 has them.
        contested: where a contested code is looked at; the end of a pattern, for instance a class.
        among_unicode: whether letters of Unicode may stand in one syllable with codes.
    """
    table = glyphs()
    chars = frozenset(codes)
    chars |= {meaning.char for code in chars for meaning in table.contested.get(code, ())}
    ours = {char: kind for char, kind in table.kinds.items() if char in chars}
    others = {
        ord(char): table.texts[char]
        for char, kind in ours.items()
        if kind == "other" or char.isascii()
    }
    return Scheme(
        contested=re.compile(contested),
        syllable=_pattern(ours, among_unicode=among_unicode),
        others=others,
        left=re.compile(_class(char for char in chars if ours.get(char) != "other")),
        told=re.compile(_class(table.told)),
    )


def _class(chars: Iterable[str]) -> str:
    return f"[{''.join(re.escape(char) for char in sorted(chars))}]"


def _pattern(kinds: dict[str, str], *, among_unicode: bool) -> re.Pattern[str]:
    """One syllable, as classes of characters of certain kinds."""

    def one(*wanted: str) -> str:
        own = "".join(re.escape(char) for char, kind in sorted(kinds.items()) if kind in wanted)
        return f"[{own}{''.join(UNICODE_CLASSES.get(kind, '') for kind in wanted * among_unicode)}]"

    half, sub, hasanta = one("half"), one("sub"), "\u09cd" if among_unicode else one("hasanta")
    letter = f"{one('letter')}{_NUKTA}?" if among_unicode else one("letter")
    # bounded, so that no input takes longer than its length: no syllable has four halves
    body = (
        f"(?:{half}{{1,3}}+(?:{letter}|{sub})|{letter})"
        f"(?:{sub}|{hasanta}{half}{{0,3}}+{letter}){{0,6}}"
    )
    tail = f"(?:{one('sign', 'mark')}|{hasanta}(?!{letter})|{one('reph')}{sub}{{0,3}}){{0,8}}"
    vowel = f"{one('vowel')}{sub}{{0,3}}{one('sign', 'mark')}{{0,8}}"
    return re.compile(f"(?:{one('pre')}{one('mark')}?)?{body}{tail}|{vowel}")


def _resolve(found: re.Match[str]) -> str:
    """The meaning of a contested code between its neighbours; itself where none fits."""
    text, at = found.string, found.start()
    previous, following = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    for meaning in glyphs().contested[found[0]]:
        if meaning.fits(previous, following):
            return meaning.char
    return found[0]


@lru_cache(maxsize=_SYLLABLES)
def _turn_syllable(codes: str) -> str:
    """Reph, letters, vowel sign, other signs: the order of Unicode."""
    table = glyphs()
    parts = {"reph": "", "body": "", "pre": "", "sign": "", "mark": ""}
    for char in codes:
        kind = table.kinds.get(char) or UNICODE_KINDS[char]
        parts[kind if kind in parts else "body"] += table.texts.get(char, char)
    body = parts["body"].replace(_HASANTA * 2, _HASANTA)
    if body.startswith(_RA_YA) and not codes.startswith(_RA_YA):
        body = _RA_ZWJ_YA + body[len(_RA_YA) :]
    marks = "".join(sorted(parts["mark"], key=lambda mark: mark != _CHANDRABINDU))
    return (parts["reph"] + body + parts["pre"] + parts["sign"]).replace(_A_AA, _AA) + marks
