"""What the walk through a document keeps at hand: counts, the page, and what is to be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from extract._word_lift import Lift
from extract._word_numbering import Numbering
from extract._word_styles import Styles
from extract._xml import Element
from schemas.document import Region
from schemas.errors import InputRejected, Refusal

CELL_LIMIT = 2_000_000
"""Twice the largest table that was tried; beyond it a worker's memory would not hold the cells."""

SHOWN = 20
"""How many places a finding names."""


class Box(NamedTuple):
    """Text that stands at an anchor in a paragraph, and not in the paragraph: mostly a text box."""

    element: Element
    region: Region


class Oddity(NamedTuple):
    """A number or mark of a table that cannot be, and what was taken instead."""

    said: str
    page: int
    line: int
    column: int


@dataclass(slots=True)
class Pager:
    """The page, as far as the file tells it."""

    page: int = 1
    is_fresh: bool = True
    """Nothing is printed on the page yet."""

    def turn(self) -> None:
        """The document asks for a new page."""
        self.page += 1
        self.is_fresh = True

    def begin(self) -> None:
        """A paragraph asks to stand on top of a page."""
        if not self.is_fresh:
            self.turn()

    def meet(self) -> None:
        """Word came to a new page here when it last laid the document out.

        It says so too behind a page break that the document asks for: that is the same page.
        """
        if not self.is_fresh:
            self.page += 1
        self.is_fresh = False


@dataclass(slots=True)
class Desk:
    """Shared by all parts of one document."""

    styles: Styles
    numbering: Numbering
    lift: Lift
    """The rows of the body that no tree was made of."""
    lines: int = 0
    tables: int = 0
    texts: int = 0
    """How many `w:t` were placed, or left out because they repeat others."""
    repeated_tables: int = 0
    cells: int = 0
    anchors: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """The pages that notes and comments are anchored on, by kind and id."""
    instructions: list[str] = field(default_factory=list[str])
    """Of the fields that reach outside."""
    oddities: list[Oddity] = field(default_factory=list[Oddity])
    """The first of them; `odd` counts them all."""
    odd: int = 0
    unknown_formats: dict[str, int] = field(default_factory=dict[str, int])
    """Number formats of lists that are not known, with the first page that has them."""

    def next_line(self) -> int:
        """The number of the next row or paragraph."""
        self.lines += 1
        return self.lines

    def next_table(self) -> int:
        """The number of the next table."""
        self.tables += 1
        return self.tables

    def note(self, oddity: Oddity) -> None:
        """Keep what is odd about a table; the first ones are enough to find the rest."""
        self.odd += 1
        if len(self.oddities) < SHOWN:
            self.oddities.append(oddity)

    def count_cells(self, more: int) -> None:
        """Keep within the limit. Raises InputRejected with TABLE_LIMIT."""
        self.cells += more
        if self.cells > CELL_LIMIT:
            raise InputRejected(
                Refusal.TABLE_LIMIT,
                f"The document has more than {CELL_LIMIT:,} cells and paragraphs.",
                "Split it into single reports.",
            )
