"""Tables: the grid, merged cells, cells that hold tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from extract._word_blocks import NO_TEXT, TREE, blocks
from extract._word_cells import has_ink, layers, layout_of, stretches, text_of
from extract._word_desk import Box, Desk, Oddity, Pager
from extract._word_geometry import Geometry, plain_row, read_geometry, read_row_geometry
from extract._word_names import VAL, attribute, child
from extract._word_paragraph import Paragraph, Setting, read_paragraph
from extract._word_styles import Format
from extract._xml import Element, Source
from schemas.document import Cell, Layout, Region, Row

REMEMBERED = 4096
"""How many texts share their layout with others of the same: numbers and units recur."""


class Draft(NamedTuple):
    """A cell before its row's page is known."""

    column: int
    text: str
    layout: Layout
    begins_merge: bool = False


@dataclass(slots=True)
class Merge:
    """A vertical merge that the next row may continue."""

    rows: list[Row] | None
    """Where the first of its cells stands; None if that cell is empty."""
    row: int
    cell: int
    height: int = 1


@dataclass(slots=True)
class RowDraft:
    """A row while its cells are read."""

    column: int = 1
    page: int | None = None
    last_page: int = 1
    printed: list[Draft] = field(default_factory=list[Draft])
    others: dict[Region, list[Draft]] = field(default_factory=dict[Region, list[Draft]])
    continued: set[int] = field(default_factory=set[int])
    begun: set[int] = field(default_factory=set[int])

    def place(self, region: Region, draft: Draft) -> None:
        """Keep a cell."""
        if region is Region.BODY:
            self.printed.append(draft)
        else:
            self.others.setdefault(region, []).append(draft)


class Table:
    """A table while it is read, row by row."""

    def __init__(
        self,
        desk: Desk,
        pager: Pager,
        region: Region,
        rows_on: Callable[[int], list[Row]],
        boxes: list[Box],
    ) -> None:
        """Take what the table stands in.

        Args:
            desk: the document's counts.
            pager: where its pages are counted.
            region: what its printed text is: of the body, of a header, …
            rows_on: the rows of a page, to which new ones are added.
            boxes: what is found at anchors in the cells, to be placed behind the row.
        """
        self._desk = desk
        self._pager = pager
        self._region = region
        self._rows_on = rows_on
        self._boxes = boxes
        self._number = desk.next_table()
        self._merges: dict[int, Merge] = {}
        self._style: str | None = None
        self._plain: Format | None = None
        self._layouts: dict[str, Layout] = {}

    def walk(self, element: Element, source: Source, region: Region) -> Iterator[None]:
        """Read the table; comes back after each row."""
        self._settle(None)
        for kind, each, inside in blocks(element, source, region, self._desk):
            source.complete(each)
            if kind == "tblPr":
                self._settle(each)
            elif kind == "tr":
                self._row(each, inside)
            elif kind not in NO_TEXT:
                self._boxes.append(Box(each, inside))
            yield
        self._end_merges(frozenset())

    def _settle(self, properties: Element | None) -> None:
        """See what the table's style makes of a paragraph without properties."""
        style = child(properties, "tblStyle") if properties is not None else None
        self._style = attribute(style, VAL) if style is not None else None
        self._layouts.clear()
        styles = self._desk.styles
        found = styles.paragraph(None, self._style)
        is_plain = not (found.hidden or styles.numbering(None) or styles.breaks_page(None))
        self._plain = found if is_plain else None

    def _row(self, element: Element, region: Region) -> None:
        line = self._desk.next_line()
        start = self._pager.page
        if self._plain is not None and region is Region.BODY and not self._merges:
            texts = plain_row(element)
            if texts is not None:
                self._plain_row(texts, self._plain, line)
                return
        row = RowDraft(last_page=start)
        after = 0
        for kind, each, inside in blocks(element, TREE, region, self._desk):
            if kind == "trPr":
                geometry = read_row_geometry(each)
                row.column += geometry.before
                after = geometry.after
                region = geometry.region if region is Region.BODY else region
                self._note(geometry.oddities, line, row.column)
            elif kind == "tc":
                self._cell(each, region if inside is Region.BODY else inside, row, line)
            elif kind not in NO_TEXT:
                # a paragraph without a cell around it
                self._boxes.append(Box(each, region if inside is Region.BODY else inside))
        self._pager.page = max(row.last_page, self._pager.page)
        self._finish(row, line, row.column - 1 + after, start)

    def _cell(self, element: Element, region: Region, row: RowDraft, line: int) -> None:
        geometry = read_geometry(element)
        self._note(geometry.oddities, line, row.column)
        if geometry.is_deleted and region is Region.BODY:
            region = Region.DELETED
        drafts = self._drafts(element, region, row, geometry.span)
        column, row.column = row.column, row.column + geometry.span
        continues = geometry.vertical == "continue" and column in self._merges
        if continues:
            self._merges[column].height += 1
            row.continued.add(column)
        elif geometry.vertical == "restart":
            row.begun.add(column)
        if geometry.horizontal == "continue" and row.printed and not drafts:
            self._widen(row, geometry)
        if geometry.vertical == "continue" and not continues:
            self._note(("vMerge without a cell above",), line, column)
        for place, draft in drafts:
            row.place(place, draft)

    def _plain_row(self, texts: list[str], style: Format, line: int) -> None:
        """The same as the rest of the class, for a row that takes a quarter of the time."""
        self._desk.texts += len(texts)
        page, known = self._pager.page, self._layouts
        cells = tuple(
            [
                Cell(text, page, line, column, "", known.get(text) or self._layout(text, style))
                for column, text in enumerate(texts, start=1)
                if text and (text[0].isalnum() or has_ink(text))
            ]
        )
        if cells:
            self._pager.is_fresh = False
            self._desk.count_cells(len(cells))
            self._rows_on(page).append(Row(line, len(texts), cells, self._number, self._region))

    def _layout(self, text: str, style: Format) -> Layout:
        found = layout_of([*style.stretches(text)])
        if len(self._layouts) < REMEMBERED:
            self._layouts[text] = found
        return found

    def _widen(self, row: RowDraft, geometry: Geometry) -> None:
        last = row.printed[-1]
        span = last.layout.column_span
        # only a cell right before this one: an empty one between them begins nothing
        if last.column + span == row.column - geometry.span:
            layout = replace(last.layout, column_span=span + geometry.span)
            row.printed[-1] = last._replace(layout=layout)

    def _drafts(
        self, element: Element, region: Region, row: RowDraft, span: int
    ) -> list[tuple[Region, Draft]]:
        """What a cell holds, by region."""
        # each cell begins where the row begins, and flows over as many pages as it needs
        pager = Pager(self._pager.page, self._pager.is_fresh and row.page is None)
        paragraphs: list[Paragraph] = []
        tables: list[tuple[Row, ...]] = []
        self._contents(element, region, pager, paragraphs, tables)
        for paragraph in paragraphs:
            if row.page is None:
                row.page = paragraph.page
            self._boxes += paragraph.boxes
        row.last_page = max(row.last_page, pager.page)
        if row.page is not None:
            self._pager.is_fresh = False
        found = [
            (place, Draft(row.column, text_of(pieces), layout_of(stretches(pieces), span)))
            for place, pieces in layers(paragraphs)
        ]
        kept = tuple(rows for rows in tables if rows)
        if kept:
            place = Region.DELETED if region is Region.DELETED else Region.BODY
            own = next((n for n, (where, _) in enumerate(found) if where is place), None)
            draft = found.pop(own)[1] if own is not None else None
            draft = draft or Draft(row.column, "", Layout(column_span=span))
            found.insert(0, (place, draft._replace(layout=replace(draft.layout, tables=kept))))
        return found

    def _contents(
        self,
        element: Element,
        region: Region,
        pager: Pager,
        paragraphs: list[Paragraph],
        tables: list[tuple[Row, ...]],
    ) -> None:
        setting = Setting(self._desk, pager, self._style)
        after_table = False
        for kind, each, inside in blocks(element, TREE, region, self._desk):
            if kind == "tbl":
                tables.append(self._nested(each, inside, pager))
                after_table = True
            elif kind in ("tr", "tc"):
                self._contents(each, inside, pager, paragraphs, tables)
            elif kind not in NO_TEXT:
                paragraph = read_paragraph(each, inside, setting)
                if paragraphs and paragraphs[-1].runs_on and not after_table:
                    paragraphs[-1].continue_with(paragraph)
                # Word puts an empty paragraph behind each table in a cell: nobody typed it
                elif not after_table or paragraph.pieces or paragraph.label or paragraph.boxes:
                    paragraphs.append(paragraph)
                after_table = False

    def _nested(self, element: Element, region: Region, pager: Pager) -> tuple[Row, ...]:
        rows: list[Row] = []
        table = Table(self._desk, pager, self._region, lambda _: rows, self._boxes)
        for _ in table.walk(element, TREE, region):
            pass
        return tuple(rows)

    def _finish(self, row: RowDraft, line: int, width: int, start: int) -> None:
        page = row.page or start
        rows = self._rows_on(page)
        if row.printed:
            self._merge(row, rows)
            rows.append(self._made(row.printed, page, line, width, self._region))
            line = 0
        elif self._merges or row.begun:
            self._merge(row, rows)
        for region, drafts in row.others.items():
            rows.append(self._made(drafts, page, line or self._desk.next_line(), width, region))
            line = 0

    def _made(self, drafts: list[Draft], page: int, line: int, width: int, region: Region) -> Row:
        self._desk.count_cells(len(drafts))
        cells = tuple(
            [Cell(text, page, line, column, "", layout) for column, text, layout, _ in drafts]
        )
        return Row(line, width, cells, self._number, region)

    def _merge(self, row: RowDraft, rows: list[Row]) -> None:
        """End the merges that this row does not continue, and begin its own."""
        self._end_merges(row.continued)
        for column in row.begun:
            places = [n for n, draft in enumerate(row.printed) if draft.column == column]
            where = rows if places else None
            self._merges[column] = Merge(where, len(rows), places[0] if places else 0)

    def _end_merges(self, but: frozenset[int] | set[int]) -> None:
        for column in [column for column in self._merges if column not in but]:
            merge = self._merges.pop(column)
            if merge.rows is None or merge.height == 1:
                continue
            row = merge.rows[merge.row]
            cells = [*row.cells]
            cell = cells[merge.cell]
            cells[merge.cell] = replace(cell, layout=replace(cell.layout, row_span=merge.height))
            merge.rows[merge.row] = replace(row, cells=tuple(cells))

    def _note(self, oddities: tuple[str, ...], line: int, column: int) -> None:
        for said in oddities:
            self._desk.note(Oddity(said, self._pager.page, line, column))
