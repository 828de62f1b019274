"""Which meanings of unknown glyphs are beyond doubt, after the vote over their words."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from extract._glyph_votes import WORD, Key, Lesson, Vote, folded

ENOUGH = 6
"""Points of a meaning beyond doubt: of two words, or one and two parts of it.

Of 1,981 glyphs of eight fonts that were left out 1,709 had that, and one of them was wrong in a way
that shows in no word: see docs/decisions/0010-pdf-text.md.
"""
UNLIKE_ENOUGH = 20
"""The same where the glyph looks unlike all known ones of that meaning."""
MAJORITY = 4
"""Points for one against."""
LIKE = 0.1
"""How much less a glyph may look like those of its meaning than like the nearest one. Readers of
pictures drop small signs: খ্র, ষ্প and শ্য were read as খ, প and শ, which are 0.15 and more away."""
LIKE_IN_FORMS = 0.2
"""The same for words that belong into a form."""
_HYPHEN = "\u2010"
"""Drawn as the hyphen of the keyboard is in every font, and met in hardly any text."""
_ALONE = frozenset("LN")
"""Letters and digits: a font has one glyph for each, and for each conjunct. Signs have several."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """An unknown glyph."""

    guess: str
    """What it looks like most; empty if it looks like nothing."""
    font: str = ""
    alike: Mapping[str, float] = field(default_factory=dict[str, float])
    """Meanings of known glyphs that it looks like, and how much less than like the nearest."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What a glyph stands for."""

    text: str
    is_sure: bool


def learn(
    lessons: Iterable[Lesson],
    unknown: Mapping[Key, Suspect],
    taken: Collection[tuple[str, str]] = (),
    forms: Collection[str] = (),
) -> dict[Key, Learned]:
    """What unknown glyphs stand for, by what readers of pictures say of their words.

    Args:
        lessons: words, and parts of them.
        unknown: the glyphs in them.
        taken: names of fonts, each with a text for which another glyph is known in it.
        forms: words that stand in the heads of tables. They decide where the readers do not; such
            a glyph is not sure.
    """
    heard = [replace(one, said=folded(one.said)) for one in lessons if one.said.strip()]
    guesses = {key: one.guess.replace(_HYPHEN, "-") for key, one in unknown.items() if one.guess}
    vote = Vote(heard, guesses, {key: one.alike for key, one in unknown.items()})
    vote.settle()
    sure = _sure(vote, unknown, taken)
    for key, text in list(_by_forms(vote, unknown, sure, [folded(word) for word in forms])):
        vote.texts[key] = text
    return {key: Learned(text, key in sure) for key, text in vote.texts.items()}


def _sure(
    vote: Vote, unknown: Mapping[Key, Suspect], taken: Collection[tuple[str, str]]
) -> frozenset[Key]:
    """Glyphs with enough for their meaning, if no other one of their font has more for the same."""
    against = vote.against()
    points = {key: vote.points(key) for key in vote.texts}
    best: dict[tuple[str, str], Key] = {}
    for key in sorted(points, key=lambda key: -points[key]):
        best.setdefault((unknown[key].font, vote.texts[key]), key)
    return frozenset(
        key
        for key, text in vote.texts.items()
        if points[key] >= max(_enough(unknown[key], text), MAJORITY * against[key])
        and not (
            unicodedata.category(text[0])[0] in _ALONE
            and (best[unknown[key].font, text] != key or (unknown[key].font, text) in taken)
        )
    )


def _enough(suspect: Suspect, text: str) -> int:
    return ENOUGH if suspect.alike.get(text, 1) <= LIKE else UNLIKE_ENOUGH


def _by_forms(
    vote: Vote, unknown: Mapping[Key, Suspect], sure: Collection[Key], forms: Collection[str]
) -> Iterator[tuple[Key, str]]:
    """Meanings of doubtful glyphs that make a word of a form, all else of which is sure."""
    words = {lesson.parts for lesson in vote.lessons if lesson.points == WORD}
    for parts in sorted(words, key=str):
        doubtful = {part for part in parts if isinstance(part, bytes) and part not in sure}
        if len(doubtful) == 1:
            (key,) = doubtful
            fitting = {
                text
                for word in forms
                for text in vote.only(parts, key, word)
                if unknown[key].alike.get(text, 1) <= LIKE_IN_FORMS
            }
            if len(fitting) == 1:
                yield key, fitting.pop()
