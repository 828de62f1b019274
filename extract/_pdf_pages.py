"""The pages of a PDF with their glyphs read, rules found, and what cannot be seen left out."""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import groupby, product
from math import prod
from typing import Protocol, TypeVar

from playa.document import Document
from playa.exceptions import PDFEncryptionError, PDFException
from playa.page import Page

from extract._content_items import Glyph
from extract._drawn import DrawnPage, Token, Way
from extract._glyph_order import Order, Piece, clusters, order_of
from extract._glyph_readings import UNREAD, FontReadings, GlyphReading
from extract._glyph_symbols import HASANTA, KHANDA_OR_HALF, RA, REPH
from extract._glyph_table import KnownGlyphs, known_glyphs
from extract._glyph_verdicts import Learned
from extract._glyph_words import Words
from extract._page_glyphs import PageGlyphs, direction, page_glyphs
from extract._pdf_fonts import FontDesk, PdfFont
from extract._tag_texts import told_by_tags
from extract._tag_tree import TagTree
from extract._token_places import around, once, token_of, turned_lines
from schemas.errors import InputRejected, Refusal

Told = TypeVar("Told")
_SURE = frozenset({Way.OUTLINE, Way.EMBEDDED})
_MOST_CHOICES = 16
_PDF_FAULTS = (
    PDFException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    StopIteration,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What playa raises on damaged files; it lets Python's own errors out."""


class Teacher(Protocol):
    """Who can tell what unknown glyphs stand for, from the words of a document."""

    def learn(self, words: Words) -> Mapping[bytes, Learned]:
        """Meanings of outlines, by their hash."""
        ...


def drawn_pages(
    content: bytes, known: KnownGlyphs | None = None, teacher: Teacher | None = None
) -> Iterator[DrawnPage]:
    """Walk over every page of a PDF; what its glyphs say is known, or taught, or guessed.

    Args:
        content: the file.
        known: glyphs with what they stand for; None for all that this machine knows.
        teacher: is asked once, and for a file with unknown glyphs only.

    Raises:
        InputRejected: it is encrypted, no PDF, or draws more than any real page.
        InputFailed: as the teacher says.
    """
    document, pages = open_document(content)
    reader = _PageReader(document, known or known_glyphs(), teacher)
    for number, page in enumerate(pages, start=1):
        yield reader.read(number, page, pages[number:])


def open_document(content: bytes) -> tuple[Document, tuple[Page, ...]]:
    """Open a PDF that needs no password; its pages last as long as the document is held.

    Raises:
        InputRejected: it is encrypted, or it is no PDF that can be read.
    """
    try:
        document = Document(content)
        return document, tuple(document.pages)
    except PDFEncryptionError as error:
        raise InputRejected(
            Refusal.ENCRYPTED, "The PDF needs a password.", "Save it without one."
        ) from error
    except _PDF_FAULTS as error:
        raise InputRejected(
            Refusal.PDF_BROKEN, "The PDF is damaged.", "Fetch it again, or print it to a new PDF."
        ) from error


@dataclass
class _PageReader:
    document: Document
    known: KnownGlyphs
    teacher: Teacher | None = None
    """None once it was asked."""
    order: Order = field(default_factory=Order)
    """Of all pages so far, for pages that do not tell."""
    learned: Mapping[bytes, Learned] = field(default_factory=dict[bytes, Learned])
    readings: dict[int, FontReadings] = field(default_factory=dict[int, FontReadings])
    fonts: FontDesk = field(init=False)
    tags: TagTree = field(init=False)

    def __post_init__(self) -> None:
        self.fonts = FontDesk(self.document)
        self.tags = TagTree(self.document)

    def read(self, number: int, page: Page, others: Sequence[Page]) -> DrawnPage:
        walked = self._walk(page)
        if self.teacher is not None and any(map(self._is_unknown, walked.glyphs)):
            self._learn(self.teacher, walked, others)
        tokens: list[Token] = []
        for turned, glyphs in groupby(walked.glyphs, key=direction):
            pieces = self._pieces(list(glyphs), turned, walked.spans)
            order = order_of(pieces)
            self.order += order
            visual = (
                order if order.n_first or order.n_last or order.n_reph else self.order
            ).is_visual
            found = list(clusters(pieces, visual=visual))
            tokens += found if turned == 0 else turned_lines(found, turned)
        return DrawnPage(
            number=number,
            width=walked.width,
            height=walked.height,
            tokens=tuple(once(tokens)),
            rules=walked.rules,
            n_images=walked.n_images,
            n_unread=sum(token.text.count(UNREAD) for token in tokens),
            n_unseen=len(walked.all_glyphs) - len(walked.glyphs),
            tagged=partial(_unless_damaged, self.tags.cells, page),
        )

    def _walk(self, page: Page) -> PageGlyphs:
        walked = page_glyphs(self.document, self.fonts, page)
        for glyph in walked.all_glyphs:
            if glyph.span >= 0:
                self._readings(glyph.font).vouch()
        if any(self._may_be_told(glyph) for glyph in walked.glyphs):
            return told_by_tags(walked, _unless_damaged(self.tags.texts, page))
        return walked

    def _may_be_told(self, glyph: Glyph) -> bool:
        return (
            glyph.span < 0
            and glyph.content >= 0
            and self._readings(glyph.font).read(glyph.code).way not in _SURE
        )

    def _is_unknown(self, glyph: Glyph) -> bool:
        return glyph.span < 0 and self._readings(glyph.font).is_unknown(glyph.code)

    def _learn(self, teacher: Teacher, walked: PageGlyphs, others: Sequence[Page]) -> None:
        """Have all unknown glyphs of this page and those behind it explained."""
        words = Words()
        words.add(self._level(walked))
        for page in others:
            # a page that cannot be read is told when its turn comes
            with suppress(*_PDF_FAULTS, InputRejected):
                words.add(self._level(self._walk(page)))
        self.teacher, self.learned = None, teacher.learn(words)
        for readings in self.readings.values():
            readings.learn(self.learned)

    def _level(self, walked: PageGlyphs) -> Iterator[tuple[Glyph, FontReadings]]:
        return (
            (glyph, self._readings(glyph.font)) for glyph in walked.glyphs if direction(glyph) == 0
        )

    def _readings(self, font: PdfFont) -> FontReadings:
        found = self.readings.get(id(font))
        if found is None:
            found = self.readings[id(font)] = FontReadings(font, self.known, self.learned)
        return found

    def _pieces(self, glyphs: Sequence[Glyph], turned: int, spans: Sequence[str]) -> list[Piece]:
        pieces: list[Piece] = []
        for span, group in groupby(glyphs, key=lambda glyph: glyph.span):
            inside = list(group)
            readings = [self._readings(glyph.font).read(glyph.code) for glyph in inside]
            if span >= 0 and spans[span] and not _contradicts(spans[span], readings):
                way = _span_way(inside, spans[span])
                tokens = [token_of(glyph, turned, "", way) for glyph in inside]
                pieces.append(Piece(around(tokens, spans[span]), is_final=True))
                continue
            for glyph, reading in zip(inside, readings, strict=True):
                if reading.text:
                    token = token_of(glyph, turned, reading.text, reading.way)
                    pieces.append(Piece(token, is_final=False))
        return _doubt_told_twice(pieces)


def _unless_damaged(ask: Callable[[Page], dict[int, Told]], page: Page) -> dict[int, Told]:
    """What the tags say; damaged ones say nothing, and what is drawn counts."""
    try:
        return ask(page)
    except _PDF_FAULTS:
        return {}


def _contradicts(told: str, readings: Sequence[GlyphReading]) -> bool:
    """Whether other letters are drawn than ActualText tells; then what is drawn counts.

    Typst tells a whole cluster for its reph alone, and draws the rest outside of the span.
    """
    if any(reading.way not in _SURE for reading in readings if reading.has_ink):
        return False
    choices = [(reading.text, *reading.rivals) for reading in readings]
    if prod(map(len, choices)) > _MOST_CHOICES:
        return False
    drawn = ["".join(texts).replace(REPH, RA + HASANTA) for texts in product(*choices)]
    return all(KHANDA_OR_HALF not in text and _letters(text) != _letters(told) for text in drawn)


def _doubt_told_twice(pieces: list[Piece]) -> list[Piece]:
    """Where a reph is drawn behind a span that tells one, one of them is too much."""
    for at in range(1, len(pieces)):
        before, piece = pieces[at - 1], pieces[at]
        drawn = piece.token.text.replace(REPH, RA + HASANTA)
        if before.is_final and drawn.startswith(RA + HASANTA) and drawn in before.token.text:
            pieces[at - 1] = replace(before, token=replace(before.token, way=Way.NEAREST))
            pieces[at] = replace(piece, token=replace(piece.token, way=Way.NEAREST))
    return pieces


@lru_cache(maxsize=4096)
def _letters(text: str) -> tuple[str, ...]:
    decomposed = unicodedata.normalize("NFD", text)
    return tuple(sorted(letter for letter in decomposed if letter.isprintable() and letter != " "))


def _span_way(glyphs: Sequence[Glyph], told: str) -> Way:
    """A span around marks alone that tells letters tells more than it draws: see `_contradicts`."""
    has_letters = any(unicodedata.category(character)[0] == "L" for character in told)
    moves = any(glyph.dx or glyph.dy for glyph in glyphs)
    return Way.NEAREST if has_letters and not moves else Way.ACTUAL_TEXT
