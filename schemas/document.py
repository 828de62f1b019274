"""What a file physically says: pages, rows and cells, before anyone knows what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from schemas.finding import Finding
from schemas.reading import BBox, Place


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one font; the font decides whether the codes are legacy Bijoy."""

    text: str
    font: str | None = None


class Region(StrEnum):
    """In which part of a file a row stands; only the body holds the report."""

    BODY = "body"
    HEADER = "page_header"
    FOOTER = "page_footer"
    NOTE = "note"
    """Footnotes and endnotes."""
    COMMENT = "comment"
    DELETED = "deleted"
    """Taken out under change tracking, and still in the file."""
    HIDDEN = "hidden"
    """In the file, and not in print."""
    PACKAGE = "package"
    """What a file links to or carries along: addresses, macros, embedded files."""


@dataclass(frozen=True, slots=True)
class Sight:
    """How sure the reading of a picture is."""

    confidence: float
    """How likely the text is exactly right, by what was measured of such readings."""
    disputes: tuple[tuple[str, str], ...] = ()
    """Parts that two readers read differently: what was taken, and what the other one says."""
    undecided: bool = False
    """The readers differ, and none of them is sure enough: the text is only the likelier one."""
    lost: bool = False
    """There is ink that nobody can read; the text stands for it and says nothing."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What only some formats tell of a cell."""

    column_span: int = 1
    row_span: int = 1
    bbox: BBox | None = None
    runs: tuple[Run, ...] = ()
    """The text by font, in order; empty where no font is known."""
    tables: tuple[tuple[Row, ...], ...] = ()
    """Tables inside the cell, below its text."""
    codes: str | None = None
    """The legacy codes that `text` was decoded from; None if it is verbatim."""
    sight: Sight | None = None
    """None where the text was typed, and not read from a picture."""


PLAIN = Layout()


@dataclass(frozen=True, slots=True)
class Cell:
    """A non-empty cell. `text` is verbatim; a blank cell is one that its row does not hold.

    A line end in the text is a line end or a paragraph end of the source. The text is empty only
    where tables inside the cell are all that it holds.
    """

    text: str
    page: int
    line: int
    column: int
    """The first grid column, from 1."""
    before: str = ""
    """What the source has between the cell before and this one: tabs, line ends, blanks."""
    layout: Layout = PLAIN

    @property
    def at(self) -> Place:
        """Where it stands."""
        return Place(self.page, self.line, self.column, self.layout.bbox)

    @property
    def raw(self) -> str:
        """Exactly what the source holds."""
        codes = self.layout.codes
        return self.text if codes is None else codes


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or a paragraph (`table` is None, and one cell)."""

    line: int
    """Counts the rows and paragraphs of the document from 1."""
    width: int
    """How many physical columns the row has, empty ones included."""
    cells: tuple[Cell, ...]
    table: int | None = None
    """Which table of the document, from 1."""
    region: Region = Region.BODY


@dataclass(frozen=True, slots=True)
class Page:
    """A page, or what stands between two page breaks."""

    number: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that was read."""

    name: str
    sha256: str
    size_bytes: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """The program that read pages from their pictures."""

    engine: str
    version: str
    languages: str
    mean_confidence: float
    """Of all cells and lines that were read so."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file as one reader saw it."""

    source: SourceFile
    reader: str
    pages: tuple[Page, ...]
    tail: str = ""
    """What follows the last cell; with every cell's `before` the text source can be rebuilt."""
    findings: tuple[Finding, ...] = ()
    """What the reader has to tell: repairs, limits, what it left unread."""
    recognition: Recognition | None = None
    """None where no page was read from its picture."""

    def cells(self) -> Iterator[Cell]:
        """All cells that hold text, in reading order, with those of tables inside of cells."""
        for page in self.pages:
            yield from _cells(page.rows)


def _cells(rows: Iterable[Row]) -> Iterator[Cell]:
    for row in rows:
        for cell in row.cells:
            if cell.text:
                yield cell
            for table in cell.layout.tables:
                yield from _cells(table)


class Entry(NamedTuple):
    """One line of the ledger: a cell, and the role that it was given."""

    page: int
    line: int
    column: int
    role: str
    """For example `indicator.target.100`, `header`, `signature`; `leftover` if it has none."""
    ref: str
    """What it belongs to, such as `indicator:1.1.1`; empty for headers and titles."""
    raw: str
    before: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every non-empty cell of a source, in reading order, with its role."""

    entries: tuple[Entry, ...]
    tail: str = ""

    def rebuild(self) -> str:
        """The text of a tab-separated source, character by character."""
        return "".join(entry.before + entry.raw for entry in self.entries) + self.tail
