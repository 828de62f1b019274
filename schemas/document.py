"""What a file physically says: pages, rows and cells, before anyone knows what they mean."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.reading import Place


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one font; the font decides whether the codes are legacy Bijoy."""

    text: str
    font: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A non-empty cell. `text` is verbatim; a blank cell is one that its row does not hold."""

    text: str
    at: Place
    column_span: int = 1
    row_span: int = 1
    before: str = ""
    """What the source has between the cell before and this one: tabs, line ends, blanks."""
    runs: tuple[Run, ...] = ()

    @property
    def column(self) -> int:
        """The first grid column, from 1."""
        return self.at.column


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or a paragraph (`table` is None, and one cell)."""

    line: int
    width: int
    """How many physical columns the row has, empty ones included."""
    cells: tuple[Cell, ...]
    table: int | None = None
    """Which table of the document, from 1."""


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
class Document:
    """One file as one reader saw it."""

    source: SourceFile
    reader: str
    pages: tuple[Page, ...]
    tail: str = ""
    """What follows the last cell; with every cell's `before` the text source can be rebuilt."""


@dataclass(frozen=True, slots=True)
class Entry:
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
