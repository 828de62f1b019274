"""The pages of a PDF with their glyphs read, rules found, and what cannot be seen left out."""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby, product
from math import prod
from typing import Protocol

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
from extract._text_lines import text_lines
from schemas.errors import InputRejected, Refusal

ABOVE, BELOW = 0.8, 0.25
"""Of the font size: how far a token reaches from its baseline. What fonts say of themselves is not
used, it is 0 or wrong too often (Word 2010 gives NikoshBAN a descent of 197 above the line)."""
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
_TWICE = 0.12
"""Of the font size: the same text again so near is bold made by drawing twice."""


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

    def __post_init__(self) -> None:
        self.fonts = FontDesk(self.document)

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
            tokens += found if turned == 0 else _turned(found, turned)
        return DrawnPage(
            number=number,
            width=walked.width,
            height=walked.height,
            tokens=tuple(_once(tokens)),
            rules=walked.rules,
            n_images=walked.n_images,
            n_unread=sum(token.text.count(UNREAD) for token in tokens),
            n_unseen=len(walked.all_glyphs) - len(walked.glyphs),
        )

    def _walk(self, page: Page) -> PageGlyphs:
        walked = page_glyphs(self.document, self.fonts, page)
        for glyph in walked.all_glyphs:
            if glyph.span >= 0:
                self._readings(glyph.font).vouch()
        return walked

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
                tokens = [_token(glyph, turned, "", way) for glyph in inside]
                pieces.append(Piece(_around(tokens, spans[span]), is_final=True))
                continue
            for glyph, reading in zip(inside, readings, strict=True):
                if reading.text:
                    token = _token(glyph, turned, reading.text, reading.way)
                    pieces.append(Piece(token, is_final=False))
        return _doubt_told_twice(pieces)


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


def _token(glyph: Glyph, turned: int, text: str, way: Way) -> Token:
    """The glyph in a frame in which its line is level."""
    x, y = _levelled(glyph.x, glyph.y, turned)
    along = abs(glyph.dx) + abs(glyph.dy)
    return Token(
        text=text,
        x0=x,
        top=y - ABOVE * glyph.size,
        x1=x + along,
        bottom=y + BELOW * glyph.size,
        baseline=y,
        size=glyph.size,
        font=glyph.font.name,
        way=way,
    )


def _levelled(x: float, y: float, turned: int) -> tuple[float, float]:
    return {0: (x, y), 90: (-y, x), 180: (-x, -y), 270: (y, -x)}[turned]


def _around(tokens: Sequence[Token], text: str) -> Token:
    return replace(
        tokens[0],
        text=text,
        x0=min(token.x0 for token in tokens),
        top=min(token.top for token in tokens),
        x1=max(token.x1 for token in tokens),
        bottom=max(token.bottom for token in tokens),
    )


def _turned(tokens: Sequence[Token], turned: int) -> Iterator[Token]:
    """One token for each turned line, where it stands on the page."""
    back = (360 - turned) % 360
    for line in text_lines(tokens):
        corners = [
            _levelled(x, y, back) for x in (line.x0, line.x1) for y in (line.top, line.bottom)
        ]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        size = (line.bottom - line.top) / (ABOVE + BELOW)
        way = max((way for _, _, way in line.runs), key=tuple(Way).index)
        yield Token(
            line.text, min(xs), min(ys), max(xs), max(ys), max(ys), size, line.runs[0][1], way
        )


def _once(tokens: Sequence[Token]) -> Iterator[Token]:
    """Without what is drawn twice to look bold."""
    placed: dict[tuple[str, int, int], list[Token]] = {}
    for token in tokens:
        column, row = round(token.x0), round(token.baseline)
        near = (
            other
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in placed.get((token.text, x, y), ())
        )
        if token.text.strip() and any(
            abs(other.x0 - token.x0) + abs(other.baseline - token.baseline) < _TWICE * token.size
            for other in near
        ):
            continue
        placed.setdefault((token.text, column, row), []).append(token)
        yield token
