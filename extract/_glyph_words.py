"""Words of a document in which there are glyphs that nobody knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extract._content_items import Glyph
from extract._glyph_outlines import Op
from extract._glyph_readings import FontReadings
from extract._glyph_verdicts import Suspect
from extract._glyph_votes import Key

WORDS_A_GLYPH = 8
"""Different words that are read for one glyph: half of them wrong would still leave a majority."""
COMMON = 4
"""Words from which on a glyph is not looked at outside of them."""
WINDOWS = ((1, 1), (2, 1), (1, 2), (2, 2), (0, 1), (1, 0), (0, 2), (2, 0))
"""Glyphs before and behind a rare one that are read with it."""
MOST = 2000
"""Words of a file, and parts of words, that are read: 20 seconds each. Reports of one font had up
to 220 words and 560 parts; a Chinese file could have any number."""
SHARED = 5
"""Outlines that two fonts have in common if they are one; a bold one shares dashes."""
LONGEST = 40
"""Glyphs; what is longer is no word."""
_GAP = 0.17
"""Of the font size: a gap between two words, see `_text_lines`."""
_BACK = 1.6
_OFF_LINE = 0.5
_PART = re.compile(r"_\d\d$")
"""Printing to PostScript cuts a font into parts of 256 glyphs: Mukti_00, Mukti_01."""

Seen = tuple[Glyph, FontReadings]
Parts = tuple[str | Key, ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A glyph of a word."""

    ops: tuple[Op, ...]
    scale: float
    """Units of its outline for one em of the word."""
    x: float
    """Where it stands, in em of the word, from its first glyph."""
    y: float
    """Above the line of writing of the first glyph."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is drawn."""

    parts: Parts
    """What its glyphs stand for; the hash of the outline where nobody knows."""
    strokes: tuple[Stroke, ...]


@dataclass(slots=True)
class Words:
    """The words of a document, each once, as many as a vote needs."""

    unknown: dict[Key, Suspect] = field(default_factory=dict[Key, Suspect])
    words: dict[Parts, Word] = field(default_factory=dict[Parts, Word])
    taken: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Names of fonts, each with a text for which a glyph is known in it."""
    _seen: Counter[Key] = field(default_factory=Counter[Key])
    _glyphs: dict[str, set[Key]] = field(default_factory=dict[str, "set[Key]"])
    """Unknown glyphs of each font."""

    def add(self, glyphs: Iterable[Seen]) -> None:
        """Take in the words among level glyphs that have unknown ones."""
        for word in words_of(glyphs):
            if any(readings.is_unknown(glyph.code) for glyph, readings in word):
                self._add(word)

    def windows(self) -> Iterator[Word]:
        """Parts of words around their rare glyphs: readers of pictures know words, and guess.

        Out of its word a glyph is read as what it looks like.
        """
        rare = {key for key, n in self._seen.items() if n < COMMON}
        known = set(self.words)
        for word in self.words.values():
            for at, key in enumerate(word.parts):
                for part in _around(word, at) if key in rare else ():
                    if part.parts not in known:
                        known.add(part.parts)
                        yield part

    def faces(self) -> dict[str, str]:
        """The name under which each font was met first: PDF printers name it anew on each page."""
        glyphs: dict[str, set[Key]] = {}
        found: dict[str, str] = {}
        for name, own in self._glyphs.items():
            same = (face for face, known in glyphs.items() if len(known & own) >= SHARED)
            found[name] = next(same, name)
            glyphs.setdefault(found[name], set()).update(own)
        return found

    def _add(self, word: Sequence[Seen]) -> None:
        parts: list[str | Key] = []
        for glyph, readings in word:
            if readings.is_unknown(glyph.code):
                key = readings.key(glyph.code)
                if key not in self.unknown:
                    self.unknown[key] = replace(readings.suspect(glyph.code), font=_face(readings))
                parts.append(key)
                self._glyphs.setdefault(_face(readings), set()).add(key)
            else:
                parts.append(readings.read(glyph.code).text)
                self.taken.add((_face(readings), readings.read(glyph.code).text))
        keys = {part for part in parts if isinstance(part, bytes)}
        name = tuple(parts)
        if len(self.words) >= MOST or name in self.words:
            return
        if all(self._seen[key] >= WORDS_A_GLYPH for key in keys):
            return
        strokes = tuple(_strokes(word))
        if len(strokes) == len(word) <= LONGEST:
            self.words[name] = Word(name, strokes)
            self._seen.update(keys)


def _face(readings: FontReadings) -> str:
    """The name of a font without the number of its part."""
    return _PART.sub("", readings.font.name or "")


def _around(word: Word, at: int) -> Iterator[Word]:
    for before, behind in WINDOWS:
        inside = slice(max(0, at - before), at + behind + 1)
        yield Word(word.parts[inside], word.strokes[inside])


def words_of(
    glyphs: Iterable[Seen],
) -> Iterator[list[Seen]]:
    """Cut level glyphs, in the order in which they are drawn, into words; ActualText is none."""
    word: list[Seen] = []
    reach = 0.0
    for glyph, readings in glyphs:
        reading = readings.read(glyph.code)
        is_blank = glyph.span >= 0 or (not reading.has_ink and reading.text.isspace())
        if word and (is_blank or _is_apart(word[-1][0], glyph, reach)):
            yield word
            word = []
        if not is_blank and reading.has_ink:
            reach = max(reach, glyph.x + glyph.dx) if word else glyph.x + glyph.dx
            word.append((glyph, readings))
    if word:
        yield word


def _is_apart(last: Glyph, glyph: Glyph, reach: float) -> bool:
    size = max(last.size, glyph.size)
    return (
        abs(glyph.y - last.y) > _OFF_LINE * size
        or glyph.x - reach > _GAP * size
        or glyph.x < last.x - _BACK * size
    )


def _strokes(word: Sequence[Seen]) -> Iterator[Stroke]:
    first = word[0][0]
    for glyph, readings in word:
        program, ops = readings.font.program, readings.outline(glyph.code)
        if program is None or not ops or glyph.size <= 0:
            return
        yield Stroke(
            ops,
            program.units_per_em * first.size / glyph.size,
            (glyph.x - first.x) / first.size,
            (first.y - glyph.y) / first.size,
        )
