"""Text in Bijoy codes decoded before anything else looks at a document; the codes stay as raw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from normalize.bijoy import Decoded, decode
from normalize.bijoy_leftovers import decode_leftovers, leftover_codes
from normalize.dashes import is_dash
from normalize.legacy_detection import Kind, is_legacy_font, page_is_legacy, score
from normalize.notices import decoded, doubtful_codes
from schemas.document import PLAIN, Cell, Document, Page, Row, Run
from schemas.finding import Finding

# Letters and signs of Latin-1 and cp1252 that no text of Bangla or English needs: every page in
# Bijoy codes has some of them. Symbol fonts give the same codes in a private area.
TRACE = re.compile(
    "[\u0080-\u009f\u00a1-\u00aa\u00ac\u00ae\u00af\u00b4-\u00b6\u00b8-\u0192"
    "\u02c6\u02dc\u2020-\u2022\u2030\uf000-\uf0ff]"
)
BANGLA = re.compile("[\u0980-\u09ff]")
LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class _Told:
    """The cells that were decoded so far."""

    cells: list[Cell] = field(default_factory=list[Cell])
    n_codes: int = 0
    doubts: list[Finding] = field(default_factory=list[Finding])


def decode_legacy(document: Document) -> Document:
    """The document in Unicode; it tells what was decoded, and where that is doubtful."""
    cells = tuple(document.cells())
    in_fonts = any(cell.layout is not PLAIN and _has_legacy_font(cell) for cell in cells)
    # one search in all of the text costs a tenth of one in each cell
    if not in_fonts and not TRACE.search("\n".join([cell.text for cell in cells])):
        return document
    told = _Told()
    pages = tuple(
        Page(page.number, _decode_rows(page.rows, _is_legacy(page), told))
        for page in document.pages
    )
    if not told.cells:
        return document
    findings = (*document.findings, decoded(told.cells, told.n_codes), *told.doubts)
    return replace(document, pages=pages, findings=findings)


def _has_legacy_font(cell: Cell) -> bool:
    return any(is_legacy_font(run.font) for run in cell.layout.runs)


def _is_legacy(page: Page) -> bool:
    """Whether the runs of a page that no font decides are in legacy codes."""
    return page_is_legacy(
        [run.text for run in _runs_of(page.rows) if is_legacy_font(run.font) is None]
    )


def _runs_of(rows: Iterable[Row]) -> Iterator[Run]:
    for row in rows:
        for cell in row.cells:
            yield from _runs(cell)
            for table in cell.layout.tables:
                yield from _runs_of(table)


def _runs(cell: Cell) -> tuple[Run, ...]:
    return cell.layout.runs or (Run(cell.text),)


def _decode_rows(rows: Iterable[Row], legacy_page: bool, told: _Told) -> tuple[Row, ...]:
    return tuple(
        replace(row, cells=tuple(_decode_cell(cell, legacy_page, told) for cell in row.cells))
        for row in rows
    )


def _decode_cell(cell: Cell, legacy_page: bool, told: _Told) -> Cell:
    found = [_decode_run(run, legacy_page) for run in _runs(cell)]
    text = "".join(one.text for one in found)
    tables = tuple(_decode_rows(table, legacy_page, told) for table in cell.layout.tables)
    if text == cell.text:
        if tables == cell.layout.tables:
            return cell
        return replace(cell, layout=replace(cell.layout, tables=tables))
    new = replace(cell, text=text, layout=replace(cell.layout, tables=tables, codes=cell.text))
    told.cells.append(new)
    told.n_codes += sum(one.n_codes for one in found)
    for codes in dict.fromkeys(doubt for one in found for doubt in one.doubts):
        told.doubts.append(doubtful_codes(new, decode(codes).text, codes))
    return new


def _decode_run(run: Run, legacy_page: bool) -> Decoded:
    """By the font, else by what the page is; Unicode letters are never taken for codes."""
    if BANGLA.search(run.text):
        return decode_leftovers(run.text) if leftover_codes(run.text) else Decoded(run.text, 0)
    if is_dash(run.text):
        # a lone dash is one in every font; some are the code of a small letter
        return Decoded(run.text, 0)
    font = is_legacy_font(run.font)
    by_page = font is None and legacy_page and LETTER.search(run.text) is not None
    if font or (by_page and score(run.text).kind is not Kind.NOT):
        return decode(run.text)
    return Decoded(run.text, 0)
