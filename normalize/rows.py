"""Rows in, sections with activities and indicators out: headers told apart, cut rows joined.

A row with an id, or with a unit and a weight, begins an indicator. Any other row continues the
one above it, column by column; a row that stands only right of the last column is a table inside
the remark, or the remark's next line. What fits nowhere is kept and told.
"""

from __future__ import annotations

from collections.abc import Callable

from normalize.columns import HeaderBlock, is_header, looked_for, read_header
from normalize.drafts import ActivityDraft, IndicatorDraft, OrphanDraft, SectionDraft, TableDraft
from normalize.furniture import is_page_number, is_total
from normalize.ids import LEVELS, PrintedId, printed_id
from normalize.joints import Part, find_joint, join_parts
from normalize.nests import Block, Rows, continues
from normalize.notices import (
    activity_repeats,
    cell_shifted,
    field_of,
    id_level,
    leftover_text,
    page_notices,
    row_joined,
    unknown_column,
)
from normalize.shifts import Aligned, align
from normalize.unicode_forms import link_key
from schemas.document import Cell, Document, Row
from schemas.errors import InputRejected, Refusal

UNKNOWN = "?"
"""Stands in an id for what the document does not say."""

NESTED = "nested_table"


def assemble(document: Document, is_word: Callable[[str], bool], *, join: bool) -> TableDraft:
    """Read the rows of a document in order.

    Args:
        document: what a reader saw.
        is_word: whether a link key is a word of the plans or of this document.
        join: put rows back together that a page break cut; if not, their cells are leftovers.

    Raises:
        InputRejected: NOT_A_REPORT.
    """
    rows = [row for page in document.pages for row in page.rows]
    first = next((index for index, row in enumerate(rows) if is_header(row)), None)
    if first is None:
        raise _not_a_report(f"Looked for {looked_for()}; there is none.")
    last = max(index for index, row in enumerate(rows) if row.table is not None)
    assembly = _Assembly(read_header(rows[first:]), is_word, join=join)
    for row in rows[:first]:
        assembly.read_title(row)
    assembly.read_body(rows[first : last + 1])
    for row in rows[last + 1 :]:
        assembly.read_end(row)
    draft = assembly.draft
    if not any(activity.indicators for part in draft.sections for activity in part.activities):
        raise _not_a_report("Looked for rows with an indicator below the header; there is none.")
    draft.findings.extend(page_notices(document, assembly.header_pages))
    return draft


def _not_a_report(reason: str) -> InputRejected:
    return InputRejected(
        Refusal.NOT_A_REPORT,
        reason,
        "If it is a progress report, add the words of its header to schemas/vocab/headers.csv.",
    )


class _Assembly:
    """The reading of one document, row by row."""

    def __init__(self, header: HeaderBlock, is_word: Callable[[str], bool], *, join: bool) -> None:
        self.header = header
        self.columns = header.columns
        self.is_word = is_word
        self.join = join
        self.header_pages: list[int] = []
        self.indicator: IndicatorDraft | None = None
        self.block = Block()
        self.draft = TableDraft(
            bands=header.columns.bands,
            has_sections=header.columns.column_of("section") is not None,
            header_years=header.columns.years,
        )

    # -- the three zones of a document

    def read_title(self, row: Row) -> None:
        for cell in row.cells:
            self.draft.titles.append(cell)
            self.draft.mark(cell, "title")

    def read_end(self, row: Row) -> None:
        for cell in row.cells:
            self.draft.ends.append(cell)
            self.draft.mark(cell, "signature")

    def read_body(self, rows: list[Row]) -> None:
        index = 0
        while index < len(rows):
            if is_header(rows[index]):
                block = read_header(rows[index : index + 8])
                self._read_header(block, repeated=index > 0 and block.keys == self.header.keys)
                index += len(block.rows)
            else:
                self._read_row(rows[index])
                index += 1
        self._flush(None)

    def _read_header(self, block: HeaderBlock, *, repeated: bool) -> None:
        self.columns = block.columns
        for row in block.rows:
            for cell in row.cells:
                self.draft.mark(cell, "header_repeat" if repeated else "header")
        self.header_pages.append(block.rows[0].cells[0].at.page)
        if not repeated:
            self.draft.findings.extend(map(unknown_column, block.columns.unknown))

    # -- rows of the body

    def _read_row(self, row: Row) -> None:
        if row.table is None:
            self._read_furniture(row.cells[0])
            return
        if is_total(row, self.columns):
            for cell in row.cells:
                self.draft.mark(cell, "total")
            return
        aligned = align(row, self.columns)
        cells = aligned.cells
        own = printed_id(cells["indicator"].text) if "indicator" in cells else None
        if own or self._measures(aligned):
            self._flush(own)
            self._begin(aligned, own)
        elif set(cells) <= {"remark"}:
            self.block.rows.append((*cells.values(), *aligned.overflow))
        else:
            self._flush(None)
            self._continue(aligned)

    def _read_furniture(self, cell: Cell) -> None:
        if link_key(cell.text) in {link_key(title.text) for title in self.draft.titles}:
            self.draft.mark(cell, "title_repeat")
        elif is_page_number(cell.text):
            self.draft.mark(cell, "page_number")
        else:
            self._leave(cell)

    def _measures(self, aligned: Aligned) -> bool:
        """Whether a row without an id measures something of its own."""
        if not {"unit", "weight"} <= set(aligned.cells):
            return False
        current = self.indicator
        return current is None or "unit" in current.cells or "weight" in current.cells

    def _begin(self, aligned: Aligned, own: PrintedId | None) -> None:
        cells = dict(aligned.cells)
        self._take_serial(cells)
        self._take_section(cells, own)
        activity = self._take_activity(cells, own)
        indicator = IndicatorDraft(
            id=own.id if own else _unknown_id(activity),
            cells={role: [Part(cell)] for role, cell in cells.items()},
            lost=aligned.lost,
            doubtful=aligned.possible,
        )
        activity.indicators.append(indicator)
        self.indicator = indicator
        ref = f"indicator:{indicator.id}"
        for role, cell in cells.items():
            self.draft.mark(cell, _ledger_role(role), ref)
        if own is None or own.level != LEVELS["indicator"] or own.parent != activity.id:
            self.draft.findings.append(id_level(ref, cells.get("indicator"), indicator.id))
        if aligned.lost:
            self.draft.findings.append(cell_shifted(aligned, ref))
        if aligned.overflow:
            self._nest(indicator, (aligned.overflow,))

    def _take_serial(self, cells: dict[str, Cell]) -> None:
        if "serial" in cells:
            self.draft.mark(cells.pop("serial"), "serial")

    def _take_section(self, cells: dict[str, Cell], own: PrintedId | None) -> None:
        title, weight = cells.pop("section", None), cells.pop("section_weight", None)
        current = self.draft.sections[-1] if self.draft.sections else None
        named = printed_id(title.text) if title else None
        activity = printed_id(cells["activity"].text) if "activity" in cells else None
        source = named or activity or own
        wanted = source.id.split(".")[0] if source else UNKNOWN
        if current is None or (wanted not in (current.id, UNKNOWN)):
            current = SectionDraft(wanted, [], [])
            self.draft.sections.append(current)
        ref = f"section:{current.id}"
        if title:
            self._append(current.title, title, "title", "section.title", ref)
        if weight:
            self._append(current.weight, weight, "weight", "section.weight", ref)

    def _take_activity(self, cells: dict[str, Cell], own: PrintedId | None) -> ActivityDraft:
        section = self.draft.sections[-1]
        title = cells.pop("activity", None)
        named = printed_id(title.text) if title else None
        current = section.activities[-1] if section.activities else None
        wanted = _activity_id(named, own, current)
        if current is None or wanted != current.id:
            current = ActivityDraft(wanted, [])
            section.activities.append(current)
        if title is None:
            return current
        ref = f"activity:{current.id}"
        if named and named.level >= LEVELS["indicator"]:
            self.draft.mark(title, "activity.repeat", ref)
            copied = "indicator" in cells and _same(title.text, cells["indicator"].text)
            self.draft.findings.append(activity_repeats(title, copied, current.id))
        elif named and current.title:
            if _same(title.text, join_parts(current.title)):
                self.draft.mark(title, "activity.title_repeat", ref)
            else:
                self._leave(title)
        else:
            self._append(current.title, title, "title", "activity.title", ref)
        return current

    def _continue(self, aligned: Aligned) -> None:
        cells = dict(aligned.cells)
        self._take_serial(cells)
        if self._opens_parent(cells):
            self._take_section(cells, None)
            if "activity" in cells:
                self._take_activity(cells, None)
            return
        for role, cell in cells.items():
            self._continue_cell(role, cell)
        for cell in aligned.overflow:
            self._leave(cell)

    def _opens_parent(self, cells: dict[str, Cell]) -> bool:
        """Whether a section or an activity is named on a row of its own."""
        named = (printed_id(cells[role].text) for role in ("section", "activity") if role in cells)
        return any(named) and not set(cells) - {"section", "section_weight", "activity"}

    def _continue_cell(self, role: str, cell: Cell) -> None:
        section = self.draft.sections[-1] if self.draft.sections else None
        if section is None:
            self._leave(cell)
        elif role == "section":
            self._append(section.title, cell, "title", "section.title", f"section:{section.id}")
        elif role == "section_weight":
            self._append(section.weight, cell, "weight", "section.weight", f"section:{section.id}")
        elif role == "activity" and section.activities:
            last = section.activities[-1]
            self._append(last.title, cell, "title", "activity.title", f"activity:{last.id}")
        elif self.indicator:
            self._append_to(self.indicator, role, cell)
        else:
            self._leave(cell)

    def _append_to(self, indicator: IndicatorDraft, role: str, cell: Cell) -> None:
        parts = indicator.cells.setdefault(role, [])
        ref = f"indicator:{indicator.id}"
        self._append(parts, cell, field_of(role), _ledger_role(role), ref)
        if not parts:
            del indicator.cells[role]

    def _append(self, parts: list[Part], cell: Cell, field: str, role: str, ref: str) -> None:
        """Add a piece to a cell; a second piece is a join, which is told with its reason."""
        if not parts:
            parts.append(Part(cell))
        elif self.join:
            joint = find_joint(parts[-1].cell.text, cell.text, self.is_word)
            parts.append(Part(cell, joint))
            self.draft.findings.append(row_joined(parts, joint, f"{ref}/{field}"))
        else:
            self._leave(cell)
            return
        self.draft.mark(cell, role, ref)

    # -- what stands right of the table

    def _flush(self, following: PrintedId | None) -> None:
        """Decide to whom the rows right of the table belong, now that the next id is known."""
        if not self.block.rows:
            return
        block, self.block = self.block, Block()
        lines, table = block.split()
        if self.indicator and continues(block, self.indicator, following):
            for cell in lines:
                self._append_to(self.indicator, "remark", cell)
            if table:
                self._nest(self.indicator, table)
            return
        orphan = OrphanDraft(
            after=f"indicator:{self.indicator.id}" if self.indicator else "",
            before=f"indicator:{following.id}" if following else "",
            nested=[table] if table else [],
            cells=list(lines),
        )
        self.draft.orphans.append(orphan)
        for cell in (*lines, *(cell for row in table for cell in row)):
            self.draft.mark(cell, f"orphan.{NESTED}" if table else "orphan.remark", orphan.after)

    def _nest(self, indicator: IndicatorDraft, table: Rows) -> None:
        indicator.nested.append(table)
        for row in table:
            for cell in row:
                self.draft.mark(cell, f"indicator.{NESTED}", f"indicator:{indicator.id}")

    def _leave(self, cell: Cell) -> None:
        """Keep a cell that fits nowhere, and tell it."""
        self.draft.mark(cell, "leftover")
        self.draft.findings.append(leftover_text(cell))


def _ledger_role(role: str) -> str:
    return f"indicator.{'text' if role == 'indicator' else role}"


def _same(first: str, second: str) -> bool:
    return link_key(first) == link_key(second)


def _unknown_id(activity: ActivityDraft) -> str:
    n_unknown = sum(UNKNOWN in indicator.id for indicator in activity.indicators)
    return f"{activity.id}.{UNKNOWN}{n_unknown + 1 if n_unknown else ''}"


def _activity_id(
    named: PrintedId | None, own: PrintedId | None, current: ActivityDraft | None
) -> str:
    """The activity's own id, else what the indicator's id or the one above says."""
    if named and named.level == LEVELS["activity"]:
        return named.id
    if own and own.level >= LEVELS["activity"]:
        return own.parent if own.level >= LEVELS["indicator"] else own.id
    if named and named.level >= LEVELS["indicator"]:
        return named.parent
    return current.id if current else UNKNOWN
