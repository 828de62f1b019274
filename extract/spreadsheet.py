"""Spreadsheets (.xlsx, .xlsm): each sheet is a page, each cell is what a person sees in it.

Traps: digits are Bangla by the number format alone (`[$-5000445]0%` shows ৮০% and stores 0.8), a
date is a count of days that the format makes a date of, titles are merged over the whole table,
and rows, columns and sheets are hidden without a mark in print.
"""

from __future__ import annotations

from dataclasses import replace

from extract._cell_text import Book
from extract._package import ZIP_MAGIC, Package, open_package
from extract._sheet import CELL_LIMIT, ROW_LIMIT, StoredSheet, read_sheet
from extract._sheet_asides import (
    foreign_parts,
    has_pictures,
    margin_texts,
    sheet_asides,
)
from extract._sheet_notices import cell_notices, foreign_notice, swapped_dates
from extract._sheet_rows import Laid, lay_out
from extract._workbook import SheetEntry, find_main_part, read_workbook
from extract._xml import Count, Stream
from schemas.document import Cell, Document, Page, Region, Row, SourceFile
from schemas.errors import InputRejected, Refusal
from schemas.finding import Code, Finding, Severity, report_finding

NAME = "Excel workbook"

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""Of the older form, and of the strict one."""

SHEET_LIMIT = 1000


def sniff(name: str, head: bytes) -> int:
    """Bid for packages whose first parts are a workbook's, whatever their name is."""
    if not head.startswith(ZIP_MAGIC):
        return 0
    if b"xl/" in head:
        return 90
    return 50 if name.lower().endswith(SUFFIXES) else 0


def read(source: SourceFile, content: bytes) -> Document:
    """All sheets, in the order of the workbook.

    Raises:
        InputRejected: ENCRYPTED, NOT_A_DOCUMENT, TABLE_LIMIT, TOO_BIG, or a ZIP or XML code.
    """
    package = open_package(content)
    workbook = read_workbook(package, find_main_part(package))
    reading = _Reading(package, workbook.book)
    for number, entry in enumerate(workbook.sheets[:SHEET_LIMIT], start=1):
        reading.read(entry, number)
    if len(workbook.sheets) > SHEET_LIMIT:
        raise _too_large()
    reading.tell_foreign(max(1, len(workbook.sheets)))
    return Document(
        source=replace(source, media_type=MEDIA_TYPE),
        reader=NAME,
        pages=tuple(reading.pages),
        findings=tuple(reading.findings),
    )


def _too_large() -> InputRejected:
    return InputRejected(
        Refusal.TABLE_LIMIT,
        f"The workbook has more than {SHEET_LIMIT:,} sheets, {ROW_LIMIT:,} rows or "
        f"{CELL_LIMIT:,} cells with content.",
        "Split it into single reports.",
    )


class _Reading:
    """Goes through the sheets and counts lines and tables on."""

    def __init__(self, package: Package, book: Book) -> None:
        self.pages: list[Page] = []
        self.findings: list[Finding] = []
        self._package = package
        self._book = book
        self._line = 0
        self._table = 0
        self._n_rows = 0
        self._n_cells = 0

    def read(self, entry: SheetEntry, page: int) -> None:
        """Add one sheet as a page."""
        if entry.kind != "worksheet" or entry.part not in self._package:
            # a sheet that is one chart, or one that the package does not hold
            self.pages.append(Page(page, ()))
            self._tell_unread(page, harmless=entry.kind != "worksheet")
            return
        sheet = self._stored(entry, page)
        asides = (*sheet_asides(self._package, entry.part), *margin_texts(sheet.margins))
        laid = lay_out(
            sheet,
            asides,
            self._book,
            page=page,
            table=self._table + 1,
            line_before=self._line,
            hidden=entry.hidden,
        )
        self._line = laid.last_line
        self._table += laid.has_table
        self.pages.append(Page(page, laid.rows))
        self._tell(entry, laid, page)

    def _stored(self, entry: SheetEntry, page: int) -> StoredSheet:
        counts = tuple(Count(f"{{{namespace}}}v") for namespace in NAMESPACES)
        stream = Stream(entry.part, self._package.chunks(entry.part), counts)
        sheet = read_sheet(stream)
        self._n_rows += len(sheet.rows)
        self._n_cells += sum(len(row.cells) for row in sheet.rows)
        if self._n_rows > ROW_LIMIT or self._n_cells > CELL_LIMIT:
            raise _too_large()
        taken = sum(cell.value is not None for row in sheet.rows for cell in row.cells)
        if taken != sum(stream.counted()):
            # values in a place where no known program puts them
            self._tell_unread(page, harmless=False)
        return sheet

    def _tell(self, entry: SheetEntry, laid: Laid, page: int) -> None:
        self.findings += cell_notices(entry.name, laid.noticed)
        texts = [cell.text for row in laid.rows for cell in row.cells]
        if found := swapped_dates(entry.name, laid.noticed, texts):
            self.findings.append(found)
        if not laid.rows and has_pictures(self._package, entry.part):
            self._tell_unread(page, harmless=False)

    def _tell_unread(self, page: int, *, harmless: bool) -> None:
        self.findings.append(
            report_finding(
                Code.PAGE_UNREAD,
                f"page:{page}",
                severity=Severity.INFO if harmless else None,
                page=page,
            )
        )

    def tell_foreign(self, page: int) -> None:
        """List what the package points to or carries behind the last sheet."""
        rows: list[Row] = []
        for foreign in foreign_parts(self._package):
            self._line += 1
            cell = Cell(f"{foreign.what}: {foreign.target}", page, self._line, 1)
            rows.append(Row(self._line, 1, (cell,), region=Region.PACKAGE))
            if not foreign.harmless:
                self.findings.append(foreign_notice(foreign))
        last = self.pages.pop() if self.pages else Page(page, ())
        self.pages.append(Page(last.number, (*last.rows, *rows)))
