"""Rows in, sections with activities and indicators out: headers told apart, cut rows joined.

A row with an id, or with a unit and a weight, begins an indicator. Any other row continues the
one above it, column by column, unless it holds values of its own: then its row is lost, and its
cells are kept as orphans. A row that stands only right of the last column is a table inside the
remark, or the remark's next line. What fits nowhere is kept and told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from normalize.columns import (
    HEADER_ROWS,
    HeaderBlock,
    looked_for,
    read_header,
)
from normalize.drafts import IndicatorDraft, TableDraft
from normalize.filing import SUB_ROW, Filing, numbered, slot_of
from normalize.furniture import is_page_number, is_total
from normalize.header_rows import is_band_row, is_header, is_numbering
from normalize.ids import LEVELS, PrintedId, printed_id
from normalize.nests import tables_in
from normalize.notices import (
    cell_shifted,
    cell_surplus,
    column_notices,
    id_level,
    page_notices,
)
from normalize.overhang import Overhang
from normalize.parents import (
    PARENTS,
    continue_parent,
    opens_parent,
    take_activity,
    take_section,
    take_serial,
    takes_heading,
    unknown_indicator,
)
from normalize.regions import body_rows, set_aside
from normalize.shifts import Aligned, align
from normalize.signatures import signature_start
from normalize.unicode_forms import link_key
from schemas.document import PLAIN, Cell, Document, Row
from schemas.errors import InputRejected, Refusal


def assemble(document: Document, is_word: Callable[[str], bool], *, join: bool) -> TableDraft:
    """Read the rows of a document in order.

    Args:
        document: what a reader saw.
        is_word: whether a link key is a word of the plans or of this document.
        join: put rows back together that a page break cut; if not, their cells are leftovers.

    Raises:
        InputRejected: NOT_A_REPORT.
    """
    rows = body_rows(document)
    first = next((index for index, row in enumerate(rows) if is_header(row)), None)
    if first is None:
        raise _not_a_report(f"Looked for {looked_for()}; there is none.")
    header = read_header(rows[first : first + HEADER_ROWS])
    end = signature_start(rows, first + len(header.rows))
    draft = TableDraft(
        has_sections=header.columns.column_of("section") is not None,
        header_years=header.columns.years,
    )
    assembly = _Assembly(header, Filing(draft, is_word, join))
    for row in rows[:first]:
        for cell in row.cells:
            draft.titles.append(cell)
            draft.mark(cell, "title")
    assembly.read_body(rows[first:end])
    for row in rows[end:]:
        for cell in row.cells:
            draft.ends.append(cell)
            draft.mark(cell, "signature")
    if not any(activity.indicators for part in draft.sections for activity in part.activities):
        raise _not_a_report("Looked for rows with an indicator below the header; there is none.")
    set_aside(document, draft)
    draft.findings.extend(page_notices(document, assembly.header_pages))
    return draft


def _not_a_report(reason: str) -> InputRejected:
    return InputRejected(
        Refusal.NOT_A_REPORT,
        reason,
        "If it is a progress report, add the words of its header to schemas/vocab/headers.csv.",
    )


class _Assembly:
    """The reading of one document's table, row by row."""

    def __init__(self, header: HeaderBlock, filing: Filing) -> None:
        self.header = header
        self.columns = header.columns
        self.filing = filing
        self.draft = filing.draft
        self.header_pages: list[int] = []
        self.told: set[tuple[str, int]] = set()
        self.indicator: IndicatorDraft | None = None
        self.overhang = Overhang(filing)

    def read_body(self, rows: Sequence[Row]) -> None:
        """Read the rows from the first header on."""
        index, page, fresh = 0, 0, False
        while index < len(rows):
            row = rows[index]
            if is_header(row):
                block = read_header(rows[index : index + HEADER_ROWS], self.header)
                self._read_header(block, repeated=index > 0 and block.keys == self.header.keys)
                index += len(block.rows)
                page, fresh = row.cells[0].page, True
            else:
                fresh = fresh or row.cells[0].page != page
                self._read_row(row, after_break=fresh)
                # band rows stand together: one of them leaves the next one behind a break, too
                role, _ = self.draft.roles.get(id(row.cells[0]), ("", ""))
                fresh = fresh and role == "header_repeat"
                page = row.cells[0].page
                index += 1
        self.overhang.settle(self.indicator, None)

    def _read_header(self, block: HeaderBlock, *, repeated: bool) -> None:
        self.columns = block.columns
        for row in block.rows:
            for cell in row.cells:
                self.draft.mark(cell, "header_repeat" if repeated else "header")
        self.header_pages.append(block.rows[0].cells[0].page)
        for column, notice in column_notices(block.columns):
            if (known := (notice.message, column)) not in self.told:
                self.told.add(known)
                self.draft.findings.append(notice)

    def _read_row(self, row: Row, *, after_break: bool) -> None:
        tables = [
            table
            for cell in row.cells
            if cell.layout is not PLAIN and row.table is not None
            for table in tables_in(cell)
        ]
        if tables:
            row = replace(row, cells=tuple(cell for cell in row.cells if cell.text))
        if row.cells:
            self._read_cells(row, after_break=after_break)
        self.overhang.hold_tables(tables, apart=not row.cells)

    def _read_cells(self, row: Row, *, after_break: bool) -> None:
        if row.table is None:
            self._read_furniture(row.cells)
        elif is_numbering(row) or is_band_row(row, self.header.rows, after_break=after_break):
            self._mark_all(row.cells, "header_repeat")
        elif is_total(row, self.columns):
            self._mark_all(row.cells, "total")
        else:
            self._read_aligned(align(row, self.columns))

    def _read_aligned(self, aligned: Aligned) -> None:
        cells = aligned.cells
        own = printed_id(cells["indicator"].text) if "indicator" in cells else None
        if own or self._measures(cells):
            self.overhang.settle(self.indicator, own)
            self._begin(aligned, own)
        elif set(cells) <= {"remark"}:
            self.overhang.hold((*cells.values(), *aligned.overflow))
        else:
            self.overhang.settle(self.indicator, None)
            if not takes_heading(self.filing, cells, len(cells) + len(aligned.overflow)):
                self._continue(aligned)

    def _mark_all(self, cells: Sequence[Cell], role: str) -> None:
        for cell in cells:
            self.draft.mark(cell, role)

    def _read_furniture(self, cells: Sequence[Cell]) -> None:
        titles = {link_key(title.text) for title in self.draft.titles}
        for cell in cells:
            if link_key(cell.text) in titles:
                self.draft.mark(cell, "title_repeat")
            elif is_page_number(cell.text):
                self.draft.mark(cell, "page_number")
            else:
                self.filing.leave(cell)

    # -- indicators

    def _measures(self, cells: dict[str, Cell]) -> bool:
        """Whether a row without an id measures something of its own."""
        if not {"unit", "weight"} <= set(cells):
            return False
        current = self.indicator
        return current is None or "unit" in current.cells or "weight" in current.cells

    def _begin(self, aligned: Aligned, own: PrintedId | None) -> None:
        cells = dict(aligned.cells)
        take_serial(self.filing, cells)
        section = take_section(self.filing, cells, own)
        activity = take_activity(self.filing, cells, own)
        self.indicator = indicator = IndicatorDraft(
            id=own.id if own else unknown_indicator(activity),
            cells={},
            bands=self.columns.bands,
            lost=(*((aligned.lost,) if aligned.lost else ()), *aligned.ended),
            doubtful=aligned.possible or aligned.moved or aligned.unsure,
        )
        activity.indicators.append(indicator)
        for role, cell in cells.items():
            parts = indicator.cells.setdefault(role, [])
            self.filing.start(parts, cell, slot_of(indicator, role))
        self._tell_begin(aligned, own, (section.id, activity.id))
        self._take_overflow(aligned.overflow)

    def _tell_begin(
        self, aligned: Aligned, own: PrintedId | None, parents: tuple[str, str]
    ) -> None:
        if self.indicator is None:
            return
        ref = f"indicator:{self.indicator.id}"
        self.overhang.precede(ref)
        if (
            own is None
            or own.level != LEVELS["indicator"]
            or (own.section, own.activity) != parents
        ):
            cell = aligned.cells.get("indicator")
            self.draft.findings.append(id_level(ref, cell, self.indicator.id))
        if aligned.lost:
            self.draft.findings.append(cell_shifted(aligned, ref))
        if aligned.surplus or aligned.unsure:
            self.draft.findings.append(cell_surplus(aligned, ref))

    def _take_overflow(self, overflow: Sequence[Cell]) -> None:
        """What stands right of the remark on an indicator's own row: it may go on below."""
        right = tuple(cell for cell in overflow if cell.column > self.columns.last)
        for cell in overflow:
            if cell not in right:
                self.filing.leave(cell)
        self.overhang.hold(right)

    # -- rows that continue the one above

    def _continue(self, aligned: Aligned) -> None:
        cells = dict(aligned.cells)
        if opens_parent(cells):
            take_section(self.filing, cells, None)
            if "activity" in cells:
                take_activity(self.filing, cells, None)
            return
        if "serial" in cells and len(cells) > 1:
            # a number of its own: a row of another table, and no piece of the one above
            self._leave_all((*cells.values(), *aligned.overflow))
            return
        take_serial(self.filing, cells)
        self._continue_cells(cells, aligned.overflow)

    def _continue_cells(self, cells: dict[str, Cell], overflow: tuple[Cell, ...]) -> None:
        indicator = self.indicator
        if indicator and self.filing.join and SUB_ROW in cells and SUB_ROW in indicator.cells:
            cells = numbered(cells, indicator)
        elif indicator and self.filing.join and self.filing.conflicts(indicator, cells):
            self.overhang.orphan(self.indicator, [*cells.values(), *overflow])
            return
        for role, cell in cells.items():
            if role in PARENTS:
                continue_parent(self.filing, role, cell)
            elif indicator:
                self.filing.go_on(indicator, role, cell)
            else:
                self.filing.leave(cell)
        self._leave_all(overflow)

    def _leave_all(self, cells: Sequence[Cell]) -> None:
        for cell in cells:
            self.filing.leave(cell)
