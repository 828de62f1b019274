"""Has the words of an unknown font read from their pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from extract._glyph_pictures import DPI, draw_word
from extract._glyph_votes import WINDOW, WORD, Lesson
from extract._glyph_words import MOST, Word, Words
from extract.scan.engine import Engine, Kind, Picture
from extract.scan.number_reader import NumberReader
from extract.scan.tesseract import open_engine
from schemas.document import Recognition

BATCH = 300
"""Pictures for one process of Tesseract; it takes 5 ms for each, and all together 10."""


def lessons_of(words: Words, confidence: float) -> tuple[list[Lesson], Recognition]:
    """What both readers say of the words and of parts of them, and who they are.

    Args:
        words: with unknown glyphs.
        confidence: of what is learnt from it.

    Raises:
        InputFailed: TOOL_MISSING, TOOL_FAILED, TIMEOUT_STALL or NO_SPACE.
    """
    engine, numbers = open_engine(), NumberReader()
    lessons = [
        *_lessons(words.words.values(), WORD, engine, numbers),
        *_lessons(islice(words.windows(), MOST), WINDOW, engine, numbers),
    ]
    return lessons, Recognition(engine.name, engine.version, engine.languages, confidence)


def _lessons(
    words: Iterable[Word], points: int, engine: Engine, numbers: NumberReader
) -> Iterator[Lesson]:
    waiting = iter(words)
    while batch := list(islice(waiting, BATCH)):
        yield from _read(batch, points, engine, numbers)


def _read(
    words: Sequence[Word], points: int, engine: Engine, numbers: NumberReader
) -> Iterator[Lesson]:
    """What both readers say; the one of numbers says nothing of words."""
    drawn = [(word, picture) for word in words if (picture := draw_word(word.strokes)) is not None]
    pictures = [picture for _, picture in drawn]
    texts = engine.read([Picture(picture, DPI, Kind.LINE) for picture in pictures])
    guesses = numbers.read(pictures, DPI)
    for (word, _), text, guess in zip(drawn, texts, guesses, strict=True):
        yield Lesson(word.parts, text.text, points)
        if not guess.letters:
            yield Lesson(word.parts, guess.text, points, of_numbers=True)
