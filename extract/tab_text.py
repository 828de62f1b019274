"""Tab-separated text: one line is a row, one tab a column border, blank lines part the pages.

Offices' tables come so when they are pasted or exported from Word. Traps: a merged cell is its
text in the first cell and nothing in the others; trailing empty columns come and go from page to
page; the header may or may not be repeated after a page break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract._encoding import decode
from schemas.document import Cell, Document, Page, Row, SourceFile
from schemas.errors import InputRejected, Refusal

NAME = "tab-separated text"

SUFFIXES = (".txt", ".tsv", ".tab")

TEXT_LIMIT_BYTES = 64 * 1024 * 1024
LINE_LIMIT_CHARS = 10 * 1024 * 1024
"""Longer lines are no rows of a form: the longest of the real reports has 926 characters."""

QUOTED_SHARE = 0.5
"""Of the cells of a real report hardly any begins and ends with a quotation mark."""

CELL_LIMIT = 2_000_000
"""No table of a report comes near; beyond it the memory of a worker would not hold the cells."""

# Only these end a line: str.splitlines would also cut at U+2028 and at form feeds.
LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")

# A cell of blanks and marks that print nothing is an empty cell.
INK = re.compile("[^\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")

BYTE_ORDER_MARK = "\ufeff"

# No text in UTF-8, UTF-16 or UTF-32 of these reports has such bytes.
BINARY_BYTES = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")

BINARY_MAGIC = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")


def sniff(name: str, head: bytes) -> int:
    """Bid for files named as text, and for unnamed ones that hold tabs and nothing binary."""
    if head.startswith(BINARY_MAGIC):
        return 0
    if name.lower().endswith(SUFFIXES):
        return 80
    return 20 if b"\t" in head and not BINARY_BYTES.search(head) else 0


def read(source: SourceFile, content: bytes) -> Document:
    """Cells of every line, with what stands between them, so that the bytes can be rebuilt.

    Raises:
        InputRejected: ENCODING, LINE_LIMIT, TABLE_LIMIT or TOO_BIG.
    """
    if len(content) > TEXT_LIMIT_BYTES:
        raise _too_big(content)
    text, charset = decode(content)
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    pages, tail = _cells(tuple(_lines(text[len(mark) :])), before=mark)
    _refuse_quoted(pages)
    return Document(
        source=replace(source, media_type=f"text/tab-separated-values; charset={charset}"),
        reader=NAME,
        pages=pages,
        tail=tail,
    )


def _refuse_quoted(pages: tuple[Page, ...]) -> None:
    """Refuse the quoted cells of a spreadsheet's export: their quotes are no part of the text."""
    cells = [cell.text for page in pages for row in page.rows for cell in row.cells]
    quoted = sum(text.startswith('"') and text.endswith('"') for text in cells)
    if quoted > QUOTED_SHARE * len(cells):
        raise InputRejected(
            Refusal.NOT_A_DOCUMENT,
            f"{quoted} of {len(cells)} cells stand in quotation marks, as spreadsheets do it.",
            "Export the table again as text without quotation marks.",
        )


def _too_big(content: bytes) -> InputRejected:
    head = content[:LINE_LIMIT_CHARS]
    if b"\n" not in head and b"\r" not in head:
        return _line_limit(1)
    return InputRejected(
        Refusal.TOO_BIG,
        f"The text has {len(content):,} bytes; at most {TEXT_LIMIT_BYTES:,} are read.",
        "Split it into single reports.",
    )


def _line_limit(number: int) -> InputRejected:
    return InputRejected(
        Refusal.LINE_LIMIT,
        f"Line {number} is longer than {LINE_LIMIT_CHARS:,} characters.",
        "This is no table of a report; leave the file out.",
    )


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    end: str
    inked: bool

    @property
    def tabbed(self) -> bool:
        return "\t" in self.text


def _lines(text: str) -> Iterator[_Line]:
    for number, match in enumerate(LINE.finditer(text), start=1):
        line, end = match.groups()
        if len(line) > LINE_LIMIT_CHARS:
            raise _line_limit(number)
        if line or end:
            yield _Line(number, line, end, INK.search(line) is not None)


def _page_starts(lines: tuple[_Line, ...]) -> frozenset[int]:
    """Numbers of the lines that begin a new page.

    A blank line is a page break if table rows stand before and somewhere after it: between a
    title and its table, or a table and the signature, it is only a blank line.
    """
    last_row = max((line.number for line in lines if line.inked and line.tabbed), default=0)
    starts: set[int] = set()
    in_table = gap = False
    for line in lines:
        if "\f" in line.text:
            gap = in_table = True
        if not line.inked:
            gap = True
            continue
        if gap and in_table and line.number <= last_row:
            starts.add(line.number)
            in_table = False
        gap = False
        in_table = in_table or line.tabbed
    return frozenset(starts)


def _cells(lines: tuple[_Line, ...], before: str) -> tuple[tuple[Page, ...], str]:
    starts = _page_starts(lines)
    pages: list[Page] = []
    rows: list[Row] = []
    page, n_cells = 1, 0
    for line in lines:
        if line.number in starts:
            pages.append(Page(page, tuple(rows)))
            rows = []
            page += 1
        if not line.inked:
            before += line.text + line.end
            continue
        fields = line.text.split("\t")
        cells: list[Cell] = []
        for column, field in enumerate(fields, start=1):
            # most cells begin with a letter or a digit, which saves the search
            if field and (field[0].isalnum() or INK.search(field)):
                cells.append(Cell(field, page, line.number, column, before))
                before = "\t"
            else:
                before += field + "\t"
        # behind the last column there is no tab
        before = before[:-1]
        before += line.end
        n_cells += len(cells)
        if n_cells > CELL_LIMIT:
            raise InputRejected(
                Refusal.TABLE_LIMIT,
                f"The text has more than {CELL_LIMIT:,} cells.",
                "Split it into single reports.",
            )
        rows.append(Row(line.number, len(fields), tuple(cells), page if line.tabbed else None))
    pages.append(Page(page, tuple(rows)))
    return tuple(pages), before
