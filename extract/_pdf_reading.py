"""Page by page through a PDF; a page that cannot be read costs no other page."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import error as StructError

from playa.exceptions import PDFException

from extract._drawn import DrawnPage
from extract._page_blocks import Blocks, Columns, blocks_of
from extract._page_rows import Counter, page_of
from extract._pdf_file import n_objects, saved_again
from extract._pdf_pages import drawn_pages
from schemas.document import Page
from schemas.errors import InputRejected, Refusal

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


@dataclass(slots=True)
class Reading:
    """The pages so far."""

    content: bytes
    pages: list[Page] = field(default_factory=list[Page])
    heights: dict[int, float] = field(default_factory=dict[int, float])
    unread: dict[int, str] = field(default_factory=dict[int, str])
    """Why a page has no rows, by its number."""
    counter: Counter = field(default_factory=Counter)
    failed: bool = False
    """Whether it ended before the last page."""
    _columns: Columns = ()

    @property
    def n_read(self) -> int:
        """Pages that are in the data, the empty ones too."""
        return len(self.pages) - len(self.unread)

    def walk(self, content: bytes) -> None:
        """Add the pages of a file, which follow on those so far."""
        done = len(self.pages)
        self.failed = False
        pages = drawn_pages(content)
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
        """Count a page of which nothing could be read."""
        number = len(self.pages) + 1
        self.unread[number] = reason
        self.pages.append(Page(number, ()))

    def _take(self, page: DrawnPage, number: int) -> None:
        self.heights[number] = page.height
        blocks = blocks_of(page, self._columns) if page.tokens else None
        reason = self._why_unread(page, blocks, number)
        if reason or blocks is None:
            self._columns = ()
            if reason:
                self.skip(reason)
            else:
                self.pages.append(Page(number, ()))
            return
        self._columns = blocks.columns
        self.pages.append(page_of(blocks, number, self.counter))

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


def read_pages(content: bytes, n_pages: int) -> Reading:
    """All pages of a file.

    Args:
        content: the file.
        n_pages: how many there are by an independent count; 0 if it is not known.
    """
    reading = Reading(content)
    reading.walk(content)
    is_short = len(reading.pages) < n_pages and not reading.failed
    if is_short or DAMAGED in reading.unread.values():
        # the walk missed some, and nobody knows which: once more, from a repaired copy
        second = Reading(content, failed=True)
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
