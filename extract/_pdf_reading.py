"""Page by page through a PDF; a page that cannot be read costs no other page."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from struct import error as StructError
from typing import Protocol

from playa.exceptions import PDFException

from extract._drawn import DrawnPage, Way
from extract._learned_page import BY_WORDS, told_as_learned
from extract._page_blocks import Blocks, Columns, blocks_of
from extract._page_rows import Counter, page_of
from extract._pdf_file import n_objects, saved_again
from extract._pdf_pages import Teacher, drawn_pages
from schemas.document import Page, Recognition
from schemas.errors import InputFailed, InputRejected, Refusal
from schemas.finding import Code, report_finding
from schemas.ports import Looking, Ocr

FAULTS = (
    PDFException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    StructError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What parsers of damaged files were seen to raise; all but a lack of memory."""
FAULT_LIMIT = 50
"""Pages that may fail before the rest is given up: each costs a copy of the file."""
DAMAGED = "what it draws is no text, or could not be read"


class Taught(Teacher, Protocol):
    """A teacher who tells how it came to know."""

    @property
    def recognition(self) -> Recognition | None:
        """Who read pictures of words; None if nobody did."""
        ...


class Pictures(Protocol):
    """What reads a page from its picture."""

    def read(self, number: int, drawn: DrawnPage | None, counter: Counter) -> Page | str:
        """The page of that number, of which this much is drawn, or why it cannot be seen.

        Raises:
            InputFailed: this machine cannot read pictures.
        """
        ...

    @property
    def recognition(self) -> Recognition | None:
        """Who read; None if no page was read."""
        ...


@dataclass(frozen=True, slots=True)
class Sources:
    """How pages may be read."""

    pictures: Callable[[], Pictures] | None = None
    """None where pictures are not to be read."""
    looking: Looking = field(default_factory=Looking)
    teacher: Callable[[], Taught] | None = None
    """Explains unknown glyphs; None where pictures are not to be read."""


@dataclass(slots=True)
class Reading:
    """The pages so far."""

    content: bytes
    sources: Sources = field(default_factory=Sources)
    pages: list[Page] = field(default_factory=list[Page])
    heights: dict[int, float] = field(default_factory=dict[int, float])
    unread: dict[int, str] = field(default_factory=dict[int, str])
    """Why a page has no rows, by its number."""
    counter: Counter = field(default_factory=Counter)
    failed: bool = False
    """Whether it ended before the last page."""
    missing: InputFailed | None = None
    """What this machine lacks for reading pictures."""
    _columns: Columns = ()
    _pictures: Pictures | None = None
    _teacher: Taught | None = None

    @property
    def recognition(self) -> Recognition | None:
        """Who read pages, or words of a font that was not known, from their pictures."""
        readers = (self._pictures, self._teacher)
        return next((one.recognition for one in readers if one and one.recognition), None)

    @property
    def n_read(self) -> int:
        """Pages that are in the data, the empty ones too."""
        return len(self.pages) - len(self.unread)

    def walk(self, content: bytes) -> None:
        """Add the pages of a file, which follow on those so far."""
        done = len(self.pages)
        self.failed = False
        if self._teacher is None and self.sources.teacher is not None:
            self._teacher = self.sources.teacher()
        pages = drawn_pages(content, teacher=self._teacher)
        while True:
            page = self._next(pages)
            if page is None:
                return
            self._take(page, done + page.number)

    def _next(self, pages: Iterator[DrawnPage]) -> DrawnPage | None:
        try:
            return next(pages, None)
        except InputRejected as error:
            if error.code is not Refusal.PDF_BROKEN:
                raise
            self.failed = True
        except FAULTS:
            self.failed = True
        return None

    def skip(self, reason: str) -> None:
        """Count a page of which nothing could be read, unless a viewer shows something."""
        number = len(self.pages) + 1
        if reason == DAMAGED and self._looked_at(None, number):
            return
        self.unread[number] = reason
        self.pages.append(Page(number, ()))

    def _take(self, page: DrawnPage, number: int) -> None:
        self.heights[number] = page.height
        self.sources.looking.page_done()
        blocks = blocks_of(page, self._columns) if page.tokens else None
        reason = self._why_unread(page, blocks, number)
        looks = reason or self.sources.looking.ocr is Ocr.ALWAYS
        if looks and self._looked_at(page, number, has_text=blocks is not None and not reason):
            self._columns = ()
            return
        if reason or blocks is None:
            self._columns = ()
            if reason:
                self.skip(reason)
            else:
                self.pages.append(Page(number, ()))
            return
        self._columns = blocks.columns
        if any(token.way is Way.LEARNED for token in page.tokens):
            blocks = told_as_learned(blocks)
            self.counter.findings.append(
                report_finding(
                    Code.TEXT_LAYER_UNUSABLE,
                    f"page:{number}",
                    evidence={"reason": BY_WORDS},
                    page=number,
                )
            )
        self.pages.append(page_of(blocks, number, self.counter))

    def _looked_at(self, drawn: DrawnPage | None, number: int, *, has_text: bool = False) -> bool:
        """Whether a page was read from its picture, or nothing else can be read of it."""
        if self.sources.pictures is None or self.missing is not None:
            return False
        self._pictures = self._pictures or self.sources.pictures()
        try:
            page = self._pictures.read(number, drawn, self.counter)
        except InputFailed as error:
            if error.code is not Refusal.TOOL_MISSING:
                raise
            # what other pages say is not given up for it
            self.missing = error
            return False
        if isinstance(page, str):
            if has_text:
                return False
            self.unread[number] = page
            page = Page(number, ())
        self.pages.append(page)
        return True

    def _why_unread(self, page: DrawnPage, blocks: Blocks | None, number: int) -> str:
        """Why nothing of a page may be used; empty if all is well, or nothing is on it."""
        if blocks is not None:
            return "" if blocks.trust.usable else "its text cannot be told from its drawn shapes"
        if page.n_images:
            return "it is a picture without text"
        if page.n_unseen:
            return "its text is invisible, or covered"
        if n_objects(self.content, number):
            return DAMAGED
        return ""


def read_pages(content: bytes, n_pages: int, sources: Sources) -> Reading:
    """All pages of a file.

    Args:
        content: the file.
        n_pages: how many there are by an independent count; 0 if it is not known.
        sources: how pages may be read.
    """
    reading = Reading(content, sources)
    reading.walk(content)
    is_short = len(reading.pages) < n_pages and not reading.failed
    if is_short or DAMAGED in reading.unread.values():
        # the walk missed some, and nobody knows which: once more, from a repaired copy
        second = Reading(content, sources, failed=True)
        _go_on(second, content, n_pages)
        if second.n_read > reading.n_read:
            return second
    _go_on(reading, content, n_pages)
    return reading


def _go_on(reading: Reading, content: bytes, n_pages: int) -> None:
    """Read the pages behind those that are read from repaired copies; tell those that fail."""
    for _ in range(FAULT_LIMIT):
        done = len(reading.pages)
        if not reading.failed or done >= n_pages:
            return
        copy = saved_again(content, done)
        if copy is None:
            return
        reading.walk(copy)
        if len(reading.pages) == done:
            reading.skip(DAMAGED)
            reading.failed = True
