"""Tables: the grid, merged cells, cells that hold tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from extract._word_blocks import NO_TEXT, TREE, blocks
from extract._word_cells import has_ink, layers, layout_of, runs_of, text_of
from extract._word_desk import Box, Desk, Oddity, Pager
from extract._word_geometry import Geometry, read_geometry, read_row_geometry
from extract._word_inline import Paragraph
from extract._word_lift import LiftedRow
from extract._word_made import make_cell, make_row
from extract._word_names import VAL, attribute, child
from extract._word_paragraph import Setting, read_paragraph
from extract._word_plain import PlainFormats, Plan, bare_cells
from extract._word_row import Draft, Merges, RowDraft
from extract._word_shapes import RowShape
from extract._word_simple import Simple, read_simple
from extract._xml import Element, Source
from schemas.document import Layout, Region, Row, Run


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
        self._merges = Merges()
        self._style: str | None = None
        self._formats = PlainFormats(desk.styles, None)

    def walk(self, element: Element, source: Source, region: Region) -> Iterator[None]:
        """Read the table; comes back after each row."""
        self._settle(None)
        for kind, each, inside in blocks(element, source, region, self._desk):
            source.complete(each)
            if kind == "tblPr":
                self._settle(each)
            elif kind == "tr":
                lifted = self._desk.lift.take(each)
                if lifted is None:
                    self._row(each, inside)
                else:
                    self._lifted_rows(lifted, inside)
            elif kind not in NO_TEXT:
                self._boxes.append(Box(each, inside))
            yield
        self._merges.end()

    def _settle(self, properties: Element | None) -> None:
        """See what the table's style makes of a paragraph without properties."""
        style = child(properties, "tblStyle") if properties is not None else None
        self._style = attribute(style, VAL) if style is not None else None
        self._formats = PlainFormats(self._desk.styles, self._style)

    def _row(self, element: Element, region: Region) -> None:
        line = self._desk.next_line()
        start = self._pager.page
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

    def _lifted_rows(self, rows: list[LiftedRow], region: Region) -> None:
        """Rows that no tree was made of; those that are not plain in this table get one now."""
        for shape, alike in groupby(rows, key=attrgetter("shape")):
            plan = self._formats.plan(shape)
            if plan is None or region is not Region.BODY:
                for row in alike:
                    self._row(self._desk.lift.element(row), region)
            elif shape.is_bare:
                if self._merges.are_open:
                    self._plain_row(next(alike))  # it continues none of them
                self._bare_rows([row.texts for row in alike], shape, plan)
            else:
                for row in alike:
                    self._plain_row(row)

    def _bare_rows(self, texts: Sequence[list[str]], shape: RowShape, plan: Plan) -> None:
        """The same as `_plain_row`, for cells that are not merged; it takes half of the time."""
        desk, page, number, region = self._desk, self._pager.page, self._number, self._region
        first = desk.lines + 1
        desk.lines += len(texts)
        desk.texts += len(texts) * shape.texts
        found = [
            make_row(line, shape.width, cells, number, region)
            for line, each in enumerate(texts, first)
            if (cells := bare_cells(plan, each, page, line))
        ]
        if found:
            self._pager.is_fresh = False
            desk.count_cells(sum([len(row.cells) for row in found]))
            self._rows_on(page).extend(found)

    def _plain_row(self, row: LiftedRow) -> None:
        """The same as `_row`, for cells of which it is known that they are plain."""
        line, start = self._desk.next_line(), self._pager.page
        draft = RowDraft(last_page=start)
        texts = iter(row.texts)
        for shape in row.shape.cells:
            self._note(shape.geometry.oddities, line, draft.column)
            drafts = self._simple_draft(shape.filled(texts), draft, shape.geometry.span)
            self._place(shape.geometry, drafts, draft, line)
        self._finish(draft, line, draft.column - 1, start)

    def _cell(self, element: Element, region: Region, row: RowDraft, line: int) -> None:
        geometry = read_geometry(element)
        self._note(geometry.oddities, line, row.column)
        if geometry.is_deleted and region is Region.BODY:
            region = Region.DELETED
        simple = read_simple(element) if region is Region.BODY else None
        if simple is not None and self._formats.find(simple.style, ()) is not None:
            drafts = self._simple_draft(simple, row, geometry.span)
        else:
            drafts = self._drafts(element, region, row, geometry.span)
        self._place(geometry, drafts, row, line)

    def _place(
        self, geometry: Geometry, drafts: list[tuple[Region, Draft]], row: RowDraft, line: int
    ) -> None:
        """Put what a cell holds into its row, with what it is merged with."""
        column, row.column = row.column, row.column + geometry.span
        if geometry.vertical == "restart":
            row.begun.add(column)
        elif geometry.vertical == "continue" and column in self._merges:
            row.continued.add(column)
        elif geometry.vertical == "continue":
            self._note(("vMerge without a cell above",), line, column)
        if geometry.horizontal == "continue" and row.printed and not drafts:
            self._widen(row, geometry)
        for place, draft in drafts:
            row.place(place, draft)

    def _simple_draft(self, simple: Simple, row: RowDraft, span: int) -> list[tuple[Region, Draft]]:
        """What the long way would make of it."""
        self._desk.texts += len(simple.runs)
        found: list[Run] = []
        for text, fonts in simple.runs:
            format_ = self._formats.find(simple.style, fonts)
            if format_ is not None:
                found += format_.runs(text)
        text = found[0].text if len(found) == 1 else "".join([run.text for run in found])
        if not has_ink(text):
            return []
        if row.page is None:
            row.page = self._pager.page
            self._pager.is_fresh = False
        return [(Region.BODY, Draft(row.column, text, layout_of(found, span)))]

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
            (place, Draft(row.column, text_of(pieces), layout_of(runs_of(pieces), span)))
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
        self._merges.next_row(row, rows)
        if row.printed:
            rows.append(self._made(row.printed, page, line, width, self._region))
            line = 0
        for region, drafts in row.others.items():
            rows.append(self._made(drafts, page, line or self._desk.next_line(), width, region))
            line = 0

    def _made(self, drafts: list[Draft], page: int, line: int, width: int, region: Region) -> Row:
        self._desk.count_cells(len(drafts))
        cells = [make_cell(text, page, line, column, layout) for column, text, layout in drafts]
        return make_row(line, width, tuple(cells), self._number, region)

    def _note(self, oddities: tuple[str, ...], line: int, column: int) -> None:
        for said in oddities:
            self._desk.note(Oddity(said, self._pager.page, line, column))
