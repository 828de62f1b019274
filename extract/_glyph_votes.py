"""What unknown glyphs stand for, by vote over all words that have them.

The words are read from pictures, and a glyph has one meaning in all of them. A reading of a picture
may be wrong, and which of its letters belongs to which glyph is not told. So the meanings are
changed, one or two at a time, as long as more words come out as they were read.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from extract._glyph_order import JOINER, NON_JOINER, spelled
from extract._glyph_symbols import HASANTA, RA, REPH

Key = bytes
"""Hash of an outline."""
UNKNOWN = "\ufffd"
LONGEST = 6
"""Characters that one glyph stands for: ন্দ্র্য has six."""
FEW = 4
"""Glyphs of a word that may be wrong where two are changed at a time."""
WORD, WINDOW = 4, 1
"""Points of a word that comes out right, and of a part of one."""
SOLID = 3
"""Right words from which on a meaning is not changed to suit a single one."""
_DASHES = re.compile("[\u2010-\u2015\u2212\u00ad]")
_QUOTES = str.maketrans(dict.fromkeys('"‘’“”`´', "'"))
"""Readers take one for the other."""
_JOINERS = re.compile(f"[{JOINER}{NON_JOINER}\\s]")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A word with unknown glyphs, and what a reader says of its picture."""

    parts: tuple[str | Key, ...]
    """In the order of drawing: what a glyph stands for, or its hash where nobody knows."""
    said: str
    points: int = WORD
    of_numbers: bool = False
    """Whether the reader is the one of numbers; digits are learnt from that alone."""


def folded(text: str) -> str:
    """A text without what readers of pictures cannot see."""
    plain = _JOINERS.sub("", unicodedata.normalize("NFC", text))
    return _DASHES.sub("-", plain).translate(_QUOTES)


@dataclass
class Vote:
    """Meanings, and the words that come out right by them."""

    lessons: Sequence[Lesson]
    """What was said is folded."""
    texts: dict[Key, str]
    """At first what the glyphs look like most."""
    alike: Mapping[Key, Collection[str]] = field(default_factory=dict[Key, Collection[str]])
    """All that they look like: of meanings that make the same words right, one of these is taken.
    Else উ and দ্ভ of a word that is met everywhere may as well be উদ্ and ভ."""
    holders: dict[Key, list[int]] = field(default_factory=dict[Key, list[int]])
    right: list[bool] = field(default_factory=list[bool])

    def __post_init__(self) -> None:
        for number, lesson in enumerate(self.lessons):
            for key in _keys(lesson):
                self.holders.setdefault(key, []).append(number)
        self.right = [self._is_right(lesson, self.texts) for lesson in self.lessons]

    def settle(self) -> None:
        """Change meanings until no change makes more words right."""
        while self.improve(1) or self.improve(2):
            pass

    def improve(self, at_once: int) -> bool:
        """Take the changes of so many glyphs that most words ask for; whether there were any."""
        votes: Counter[tuple[tuple[Key, str], ...]] = Counter()
        for lesson, right in zip(self.lessons, self.right, strict=True):
            if not right:
                for change in set(self._changes(lesson, at_once)):
                    votes[change] += lesson.points
        changed: set[Key] = set()
        for change in sorted(
            votes, key=lambda change: (-votes[change], -self._n_alike(change), change)
        ):
            keys = {key for key, _ in change}
            if changed.isdisjoint(keys) and self._gain(dict(change)) > 0:
                self._take(dict(change))
                changed |= keys
        return bool(changed)

    def points(self, key: Key) -> int:
        """What speaks for the meaning of a glyph."""
        is_digit = any(character.isdecimal() for character in self.texts[key])
        return sum(
            self.lessons[number].points
            for number in self.holders.get(key, ())
            if self.right[number] and (self.lessons[number].of_numbers or not is_digit)
        )

    def against(self) -> Counter[Key]:
        """Points of what would come out right if only that glyph had another meaning."""
        found: Counter[Key] = Counter()
        for lesson, right in zip(self.lessons, self.right, strict=True):
            if not right:
                for key in {key for ((key, _),) in self._changes(lesson, 1)}:
                    found[key] += lesson.points
        return found

    def only(self, parts: tuple[str | Key, ...], key: Key, said: str) -> set[str]:
        """Meanings of one glyph by which a word comes out as said."""
        return {
            text
            for (text,) in self._fillings(Lesson(parts, said), (key,))
            if self._is_right(Lesson(parts, said), {**self.texts, key: text})
        }

    def _changes(self, lesson: Lesson, at_once: int) -> Iterator[tuple[tuple[Key, str], ...]]:
        """Other meanings by which a word comes out as it was read."""
        loose = [key for key in _keys(lesson) if at_once == 1 or not self._is_solid(key)]
        if at_once > 1 and len(loose) > FEW:
            return
        for keys in combinations(loose, at_once):
            for texts in self._fillings(lesson, keys):
                change = dict(zip(keys, texts, strict=True))
                if self._is_right(lesson, {**self.texts, **change}):
                    yield tuple(change.items())

    def _fillings(self, lesson: Lesson, keys: Sequence[Key]) -> Iterator[tuple[str, ...]]:
        """Texts for glyphs that have together the letters that the others leave over."""
        said = unicodedata.normalize("NFD", lesson.said)
        others = [
            part if isinstance(part, str) else self.texts.get(part, UNKNOWN)
            for part in lesson.parts
            if part not in keys
        ]
        rest = Counter(said)
        rest.subtract(_letters("".join(others)))
        if min(rest.values(), default=0) < 0:
            return
        first, *more = keys
        if not more:
            n = sum(part == first for part in lesson.parts)
            yield from ((text,) for text in _texts(said) if _times(_letters(text), n) == +rest)
            return
        for text in _texts(said):
            left = Counter(rest)
            left.subtract(_times(_letters(text), sum(part == first for part in lesson.parts)))
            if min(left.values()) >= 0 and 0 < left.total() <= LONGEST:
                n = sum(part == more[0] for part in lesson.parts)
                yield from (
                    (text, other) for other in _texts(said) if _times(_letters(other), n) == +left
                )

    def _n_alike(self, change: tuple[tuple[Key, str], ...]) -> int:
        return sum(text in self.alike.get(key, ()) for key, text in change)

    def _gain(self, change: Mapping[Key, str]) -> int:
        """Points of the words that come out as they were read, less those that no longer do."""
        texts = {**self.texts, **change}
        touched = {number for key in change for number in self.holders[key]}
        return sum(
            self.lessons[number].points
            * (self._is_right(self.lessons[number], texts) - self.right[number])
            for number in touched
        )

    def _take(self, change: Mapping[Key, str]) -> None:
        self.texts.update(change)
        for number in {number for key in change for number in self.holders[key]}:
            self.right[number] = self._is_right(self.lessons[number], self.texts)

    def _is_solid(self, key: Key) -> bool:
        return sum(self.right[number] for number in self.holders[key]) >= SOLID

    @staticmethod
    def _is_right(lesson: Lesson, texts: Mapping[Key, str]) -> bool:
        drawn = [
            part if isinstance(part, str) else texts.get(part, UNKNOWN) for part in lesson.parts
        ]
        return folded(spelled(drawn)) == lesson.said


def _keys(lesson: Lesson) -> tuple[Key, ...]:
    return tuple(dict.fromkeys(part for part in lesson.parts if isinstance(part, bytes)))


def _letters(text: str) -> Counter[str]:
    """Characters, as they count in a folded text that is decomposed."""
    return Counter(unicodedata.normalize("NFD", folded(text.replace(REPH, RA + HASANTA))))


def _times(letters: Counter[str], n: int) -> Counter[str]:
    return Counter({letter: count * n for letter, count in letters.items()})


def _texts(said: str) -> set[str]:
    """What one glyph of a word may stand for."""
    parts = {
        said[start:end]
        for start in range(len(said))
        for end in range(start + 1, min(start + LONGEST, len(said)) + 1)
    }
    if RA + HASANTA in said:
        parts |= {REPH, *(part + REPH for part in parts)}
    return parts
