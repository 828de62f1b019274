"""Writes Unicode Bangla in Bijoy codes, as typists with either generation of fonts did.

Several codes print one glyph, and a typist takes whichever the keyboard gave; here the seed does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from random import Random
from typing import Literal
from unicodedata import normalize

from schemas.catalog import vocabulary

Dialect = Literal["old", "new"]

_HASANTA = "\u09cd"
_NUKTA = "\u09bc"
_LETTER = f"[\u0995-\u09b9\u09ce]{_NUKTA}?"
_SYLLABLE = re.compile(
    f"(?P<reph>\u09b0{_HASANTA}(?={_LETTER}))?"
    f"(?P<body>{_LETTER}(?:[\u200c\u200d]?{_HASANTA}[\u200c\u200d]?{_LETTER})*)"
    f"(?P<end>{_HASANTA}\u200c?)?(?P<vowel>[\u09be-\u09c4\u09c7\u09c8\u09cb\u09cc\u09d7]?)"
    "(?P<marks>[\u0981-\u0983]*)"
)
_IN_TWO = {"\u09cb": ("\u09c7", "\u09be"), "\u09cc": ("\u09c7", "\u09d7")}  # o and au signs
_AA = "\u0986"
_JOINERS = re.compile("[\u200c\u200d]")
_EDGES = ("edge", "space", "digit")  # conditions of codes that are no glyphs there


@dataclass(frozen=True, slots=True)
class _Glyph:
    code: str
    kind: str
    after: frozenset[str]
    before: frozenset[str]


@dataclass(frozen=True)
class _Font:
    """The glyphs of one generation of fonts, by what they print."""

    glyphs: dict[str, tuple[_Glyph, ...]]

    @cached_property
    def longest(self) -> int:
        """The length of the longest text of one glyph."""
        return max(map(len, self.glyphs))

    def printing(self, text: str, *kinds: str) -> Iterator[tuple[_Glyph, str]]:
        """The glyphs for the beginning of a text, and the rest of it."""
        for size in range(min(self.longest, len(text)), 0, -1):
            if text[size : size + 1] != _NUKTA:
                for glyph in self.glyphs.get(text[:size], ()):
                    if glyph.kind in kinds:
                        yield glyph, text[size:]


@cache
def _font(dialect: Dialect) -> _Font:
    rows = [row for row in vocabulary("bijoy_glyphs") if row["dialect"] in ("both", dialect)]
    kinds: dict[str, set[str]] = {}
    for row in vocabulary("bijoy_glyphs"):
        kinds.setdefault(row["kind"], set()).add(chr(int(row["code"], 16)))
    found: dict[str, list[_Glyph]] = {}
    for row in rows:
        if row["kind"] != "kept" and not row["told"] and row["after"].split()[:1] != ["space"]:
            glyph = _Glyph(
                chr(int(row["code"], 16)),
                row["kind"],
                _named(row["after"], kinds),
                _named(row["before"], kinds),
            )
            found.setdefault(row["text"], []).append(glyph)
    return _Font({text: tuple(glyphs) for text, glyphs in found.items()})


def _named(words: str, kinds: dict[str, set[str]]) -> frozenset[str]:
    named: set[str] = set()
    for word in words.split():
        own = {chr(int(word[2:], 16))} if word.startswith("U+") else {word}
        named |= kinds.get(word, own) if word not in _EDGES else set()
    return frozenset(named)


def encode(text: str, dialect: Dialect, *, seed: int = 0, reph_last: bool = False) -> str:
    """The text in Bijoy codes; what has no glyph stays as it is.

    Args:
        text: Unicode Bangla in any normal form.
        dialect: "old" for Bijoy 2000 and Avro, "new" for fonts since Bijoy 52.
        seed: chooses among codes that print the same glyph.
        reph_last: type the reph behind the vowel sign, as some do.
    """
    font, random = _font(dialect), Random(seed)
    text = normalize("NFC", text)
    out: list[str] = []
    at = 0
    while at < len(text):
        syllable = _SYLLABLE.match(text, at)
        if syllable:
            out.append(_write(syllable, font, random, reph_last=reph_last))
            at = syllable.end()
        else:
            out.append(_single(text[at], font, random, "".join(out[-1:])))
            at += 1
    return "".join(out)


def _single(char: str, font: _Font, random: Random, before: str) -> str:
    if char == _AA:
        return "Av"
    if char.isascii():
        return char
    glyphs = [glyph.code for glyph in font.glyphs.get(char, ()) if _fits(glyph, before)]
    return random.choice(glyphs) if glyphs else char


def _fits(glyph: _Glyph, before: str) -> bool:
    """Whether the glyph has its meaning behind these codes."""
    return not glyph.after or before[-1:] in glyph.after


def _write(syllable: re.Match[str], font: _Font, random: Random, *, reph_last: bool) -> str:
    """One syllable in the order of the eye."""
    body = _JOINERS.sub("", syllable["body"])
    vowel = syllable["vowel"]
    left, right = _IN_TWO.get(vowel, ("", vowel))
    if right and right in "\u09bf\u09c7\u09c8":
        left, right = right, ""
    ways = tuple(_ways(body + right, font)) if right and not syllable["reph"] else ()
    ways = tuple(way for way in ways if "&" not in way)
    right = "" if ways else right
    ways = ways or tuple(_ways(body, font))
    plain = tuple(way for way in ways if "&" not in way) or ways
    shortest = min(map(len, plain))
    codes = random.choice([way for way in plain if len(way) == shortest])
    sign = _sign(right, codes, font, random)
    reph = "\u00a9" if syllable["reph"] else ""
    end = "&" if syllable["end"] else ""
    marks = "".join(_single(mark, font, random, "") for mark in syllable["marks"])
    tail = sign + reph if reph_last else reph + sign
    return _sign(left, "", font, random) + codes + tail + end + marks


def _sign(vowel: str, codes: str, font: _Font, random: Random) -> str:
    """A vowel sign behind these codes: those made for the place before those for any place."""
    if not vowel:
        return ""
    fitting = [glyph for glyph in font.glyphs[vowel] if _fits(glyph, codes)]
    return random.choice(fitting).code


def _ways(text: str, font: _Font, before: str = "", last: _Glyph | None = None) -> Iterator[str]:
    """All ways to print a cluster: full letters, halves in front, small letters behind.

    Args:
        text: what is still to print; behind a full letter it begins with a hasanta.
        font: the glyphs.
        before: the codes so far.
        last: the last of them; half a letter holds the hasanta of the next one.
    """
    half = last is not None and last.kind == "half"
    wanted = last.before if last else frozenset[str]()
    if not text:
        if not half and not wanted:
            yield before
        return
    if not before or half:
        whole = font.printing(text, "letter", "half")
        behind = font.printing(_HASANTA + text, "sub") if half else iter(())
        pieces = (*whole, *behind)
    else:
        pieces = (*font.printing(text, "sub"), *_joined(text, font))
    for glyph, rest in pieces:
        ends = glyph.kind == "half" or not rest or rest.startswith(_HASANTA)
        if ends and _fits(glyph, before) and (not wanted or glyph.code in wanted):
            yield from _ways(rest, font, before + glyph.code, glyph)


def _joined(text: str, font: _Font) -> Iterator[tuple[_Glyph, str]]:
    """A full letter behind a visible hasanta, where no small letter is cut."""
    if text.startswith(_HASANTA):
        for glyph, rest in font.printing(text[1:], "letter"):
            if not glyph.after:
                joined = _Glyph("&" + glyph.code, "letter", frozenset(), frozenset())
                yield joined, rest
