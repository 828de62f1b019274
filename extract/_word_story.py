"""A story: the body, a header, a note — paragraphs and tables one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from extract._word_blocks import NO_TEXT, TREE, blocks
from extract._word_cells import layers, layout_of, runs_of, text_of
from extract._word_desk import Box, Desk, Pager
from extract._word_inline import Paragraph, Piece
from extract._word_names import KIND, RELATIONSHIP_ID, attribute
from extract._word_paragraph import Setting, read_paragraph
from extract._word_table import Table
from extract._xml import Element, Source
from schemas.document import Cell, Region, Row


class Story:
    """Reads blocks in their order, and puts their rows on pages."""

    def __init__(
        self,
        desk: Desk,
        region: Region,
        pager: Pager,
        rows_on: Callable[[int], list[Row]],
        new_pages: Callable[[], Sequence[bool]] = tuple,
    ) -> None:
        """Take what the story stands in.

        Args:
            desk: the document's counts.
            region: what its printed text is.
            pager: where its pages are counted.
            rows_on: the rows of a page, to which new ones are added.
            new_pages: tells of each section whether it begins a page.
        """
        self._desk = desk
        self._region = region
        self._pager = pager
        self._rows_on = rows_on
        self._new_pages = cache(new_pages)
        self._sections = 0
        self._section_page = 1
        self._carried: Paragraph | None = None
        self.margins: dict[str, int] = {}
        """Headers and footers by their relationship, with the first page that has them."""

    def read(self, parent: Element, source: Source, region: Region = Region.BODY) -> None:
        """All blocks of an element."""
        self._read(parent, source, region)
        self._end_carried()

    def _read(self, parent: Element, source: Source, region: Region) -> None:
        for kind, element, inside in blocks(parent, source, region, self._desk):
            if kind == "tbl":
                self._end_carried()
                self._table(element, source, inside)
            elif kind in ("tr", "tc", "txbxContent"):
                self._read(element, source, inside)
            elif kind == "sectPr":
                source.complete(element)
                self._end_carried()
                self._section(element)
            elif kind not in NO_TEXT:
                source.complete(element)
                self._paragraph(element, inside)

    def _table(self, element: Element, source: Source, region: Region) -> None:
        boxes: list[Box] = []
        table = Table(self._desk, self._pager, self._region, self._rows_on, boxes)
        for _ in table.walk(element, source, region):
            if boxes:
                found, boxes[:] = [*boxes], []
                self._boxes(found)

    def _paragraph(self, element: Element, region: Region) -> None:
        if KIND.get(element.tag) == "textpath":
            # the text of old WordArt is an attribute
            paragraph = Paragraph([Piece(element.get("string") or "", None, region)])
        else:
            paragraph = read_paragraph(element, region, Setting(self._desk, self._pager))
        if self._carried is not None:
            self._carried.continue_with(paragraph)
            paragraph = self._carried
        if paragraph.runs_on and paragraph.section is None:
            self._carried = paragraph
            return
        self._carried = None
        self._emit(paragraph)

    def _end_carried(self) -> None:
        if self._carried is not None:
            paragraph, self._carried = self._carried, None
            self._emit(paragraph)

    def _emit(self, paragraph: Paragraph) -> None:
        line = self._desk.next_line()
        page = paragraph.page or self._pager.page
        rows = self._rows_on(page)
        for layer, pieces in layers((paragraph,)):
            line = line or self._desk.next_line()
            cell = Cell(text_of(pieces), page, line, 1, "", layout_of(runs_of(pieces)))
            region = self._region if layer is Region.BODY else layer
            rows.append(Row(line, 1, (cell,), None, region))
            self._desk.count_cells(1)
            line = 0
        self._boxes(paragraph.boxes)
        if paragraph.section is not None:
            self._section(paragraph.section)

    def _boxes(self, boxes: Sequence[Box]) -> None:
        for element, region in boxes:
            carried, self._carried = self._carried, None
            if KIND.get(element.tag) == "txbxContent":
                self._read(element, TREE, region)
            else:
                self._read_one(element, region)
            self._end_carried()
            self._carried = carried

    def _read_one(self, element: Element, region: Region) -> None:
        kind = KIND.get(element.tag)
        if kind == "tbl":
            self._table(element, TREE, region)
        elif kind in ("tr", "tc"):
            self._read(element, TREE, region)
        else:
            self._paragraph(element, region)

    def _section(self, element: Element) -> None:
        """The end of a section: its headers and footers, and whether the next begins a page."""
        for each in element:
            if KIND.get(each.tag) in ("headerReference", "footerReference"):
                name = attribute(each, RELATIONSHIP_ID) or ""
                self.margins.setdefault(name, self._section_page)
        self._sections += 1
        if not _ends_all(element):
            new_pages = self._new_pages()
            if self._sections < len(new_pages) and new_pages[self._sections]:
                self._pager.turn()
        self._section_page = self._pager.page


def _ends_all(section: Element) -> bool:
    """Whether nothing follows: mostly so, and then no other section need be looked up."""
    node: Element | None = section
    while node is not None and node.getnext() is None:
        node = node.getparent()
    return node is None
