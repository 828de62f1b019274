"""Checks and corrects what the glyphs of a font stand for, by setting Bangla in it.

Fonts exchange single glyphs in contexts in ways that no table explains: in Hind Siliguri a reph
over ি becomes part of the sign's glyph, and its own glyph becomes an empty one. So syllables are
set with HarfBuzz and read back; a glyph whose reading is wrong gets the one that makes all its
syllables right, and where none is found the least sure glyph of each wrong
syllable is forgotten, so that it is told as unread instead of being read wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from extract._glyph_order import JOINER, MARKS, SIGNS, YA, spelled
from extract._glyph_symbols import HASANTA, RA, REPH
from schemas.catalog import VOCAB

_LETTERS = "".join(chr(code) for code in range(0x0995, 0x09BA))
_CONJUNCT = re.compile(f"[{_LETTERS}](?:{HASANTA}[{_LETTERS}])+")
_USUAL_SIGNS = sorted(SIGNS - set("\u09c4\u09d7\u09e2\u09e3"))
_UNKNOWN = "\ufffd"
_ROUNDS = 5
"""Of corrections; Noto Sans Bengali 3.011 needs most."""


@dataclass(frozen=True, slots=True)
class _Syllable:
    text: str
    names: tuple[str, ...]


def corrected(
    font: Any, path: Path, index: int, texts: Mapping[str, str], inkless: frozenset[str]
) -> dict[str, str]:
    """The readings of a font's glyphs, checked; "" is one whose meaning others carry.

    Raises:
        ImportError: HarfBuzz (uharfbuzz) is not installed.
    """
    readings = {**texts, **dict.fromkeys(inkless, "")}
    characters: dict[int, str] = font.getBestCmap() or {}
    if ord(_LETTERS[0]) not in characters:
        return readings
    syllables = list(_set(font, path, index, characters))
    for _ in range(_ROUNDS):
        if not _improve(syllables, readings, inkless):
            break
    return _sure(syllables, readings)


def _sure(syllables: list[_Syllable], readings: dict[str, str]) -> dict[str, str]:
    """Without the least sure glyph of every syllable that is still read wrong."""
    right, wrong = _counts(syllables, readings)
    sure = dict(readings)
    for syllable in syllables:
        if sure.keys() >= set(syllable.names) and not _is_right(syllable, readings):
            worst = min(syllable.names, key=lambda name: (right[name] / (1 + wrong[name]), name))
            sure.pop(worst)
    return sure


def _set(font: Any, path: Path, index: int, characters: Mapping[int, str]) -> Iterator[_Syllable]:
    hb: Any = import_module("uharfbuzz")  # has no type hints

    face = hb.Face(hb.Blob.from_file_path(str(path)), index)
    shaper = hb.Font(face)
    order = font.getGlyphOrder()
    for text in _syllables():
        if all(ord(character) in characters or character == JOINER for character in text):
            buffer = hb.Buffer()
            buffer.add_str(text)
            buffer.guess_segment_properties()
            hb.shape(shaper, buffer)
            yield _Syllable(text, tuple(order[info.codepoint] for info in buffer.glyph_infos))


@cache
def _syllables() -> tuple[str, ...]:
    """All letters and the conjuncts of the vocabulary, bare, with each sign, and with a reph."""
    words = " ".join(path.read_text(encoding="utf-8") for path in sorted(VOCAB.glob("*.csv")))
    heads = {*_LETTERS, *_CONJUNCT.findall(words)}
    heads |= {letter + HASANTA + other for letter in _LETTERS for other in (YA, RA)}
    heads.discard(RA + HASANTA + YA)
    heads |= {RA + HASANTA + head for head in heads if head[0] != RA}
    ends = ("", *_USUAL_SIGNS, *sorted(MARKS))
    return tuple(sorted(head + end for head in heads for end in ends))


def _read(names: Iterable[str], readings: Mapping[str, str]) -> str:
    return spelled(readings.get(name, _UNKNOWN) for name in names).replace(JOINER, "")


def _is_right(syllable: _Syllable, readings: Mapping[str, str]) -> bool:
    return _read(syllable.names, readings) == syllable.text.replace(JOINER, "")


def _counts(
    syllables: Iterable[_Syllable], readings: Mapping[str, str]
) -> tuple[Counter[str], Counter[str]]:
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for syllable in syllables:
        (right if _is_right(syllable, readings) else wrong).update(set(syllable.names))
    return right, wrong


def _improve(
    syllables: Iterable[_Syllable], readings: dict[str, str], inkless: frozenset[str]
) -> bool:
    """Give glyphs other readings that right syllables and spoil none; whether there were any."""
    votes: Counter[tuple[str, str]] = Counter()
    holders: dict[str, list[_Syllable]] = {}
    for syllable in syllables:
        for name in set(syllable.names):
            holders.setdefault(name, []).append(syllable)
        if not _is_right(syllable, readings):
            part = _part(syllable, readings)
            for name in set(syllable.names) - inkless:
                for text in _candidates(syllable.text):
                    if _is_right(syllable, {**part, name: text}):
                        votes[name, text] += 1
    changed: set[str] = set()
    for (name, text), _ in votes.most_common():
        if name not in changed and _gain(holders[name], readings, name, text) > 0:
            readings[name] = text
            changed.add(name)
    return bool(changed)


def _part(syllable: _Syllable, readings: Mapping[str, str]) -> dict[str, str]:
    return {name: readings[name] for name in syllable.names if name in readings}


def _gain(holders: Iterable[_Syllable], readings: Mapping[str, str], name: str, text: str) -> int:
    """How many syllables more are right with another reading; 0 if one of them is spoilt."""
    gain = 0
    for syllable in holders:
        before = _is_right(syllable, readings)
        after = _is_right(syllable, {**_part(syllable, readings), name: text})
        if before and not after:
            return 0
        gain += after - before
    return gain


def _candidates(text: str) -> set[str]:
    """Parts of a syllable that one glyph can stand for."""
    parts = {text[start:end] for start in range(len(text)) for end in range(start, len(text) + 1)}
    if text.startswith(RA + HASANTA):
        parts |= {part + REPH for part in parts} | {REPH + part for part in parts}
    return parts
