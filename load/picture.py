"""The pages of a PDF with what was read drawn on them: cells, their roles, and findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

from load.atomic import replace_file
from schemas.document import Cell, Document, Ledger, Row
from schemas.errors import BadUsage
from schemas.finding import Finding

SCALE = 2.0
"""Pixels of a point: 144 a inch, at which the smallest print can be read."""
LONGEST_PIXELS = 10_000
"""Of a side; larger pages are drawn smaller."""
COLOURS = {
    "header": "#7f7f7f",
    "indicator": "#2ca02c",
    "leftover": "#d62728",
    "section": "#9467bd",
    "activity": "#9467bd",
    "signature": "#8c564b",
    "title": "#1f77b4",
}
OTHER = "#17becf"
TOLD = "#ff7f0e"
"""Around what a finding is about."""

Key = tuple[int, int, int]
"""Page, line and column."""


def draw_pages(
    content: bytes, document: Document, ledger: Ledger, findings: Sequence[Finding], path: Path
) -> tuple[Path, ...]:
    """Write a picture of each page, named as told, with the page's number if there are several.

    Raises:
        BadUsage: the document is no PDF.
    """
    if document.source.media_type != "application/pdf":
        raise BadUsage("Only a PDF has pages to draw on.", "Leave --picture out.")
    roles = {(entry.page, entry.line, entry.column): entry.role for entry in ledger.entries}
    told = _told(findings)
    pypdfium2: Any = import_module("pypdfium2")
    written: list[Path] = []
    with closing(pypdfium2.PdfDocument(content)) as file:
        for page in document.pages:
            sheet = file[page.number - 1]
            scale = min(SCALE, LONGEST_PIXELS / max(sheet.get_size()))
            picture: Any = sheet.render(scale=scale).to_pil().convert("RGB")
            _draw(picture, _cells(page.rows), roles, told, scale)
            several = len(document.pages) > 1
            name = path.with_stem(f"{path.stem}-{page.number}") if several else path
            with replace_file(name) as out:
                picture.save(out, "PNG")
            written.append(name)
    return tuple(written)


def _told(findings: Sequence[Finding]) -> dict[Key, str]:
    told: dict[Key, str] = {}
    for finding in findings:
        for at in finding.at:
            key = (at.page, at.line, at.column)
            told[key] = " ".join(filter(None, (told.get(key), finding.code.value)))
    return told


def _cells(rows: Sequence[Row]) -> Iterator[Cell]:
    for row in rows:
        for cell in row.cells:
            yield cell
            for table in cell.layout.tables:
                yield from _cells(table)


def _draw(
    picture: Any,
    cells: Iterator[Cell],
    roles: Mapping[Key, str],
    told: Mapping[Key, str],
    scale: float,
) -> None:
    pen: Any = import_module("PIL.ImageDraw").Draw(picture)
    for cell in cells:
        if cell.layout.bbox is None:
            continue
        key = (cell.page, cell.line, cell.column)
        role = roles.get(key, "")
        colour = COLOURS.get(role.partition(".")[0].partition("_")[0], OTHER)
        x0, top, x1, bottom = (side * scale for side in cell.layout.bbox)
        pen.rectangle((x0 + 1, top + 1, x1 - 1, bottom - 1), outline=colour, width=2)
        pen.text((x0 + 3, bottom - 12), role.removeprefix("indicator."), fill=colour)
        if key in told:
            pen.rectangle((x0 + 4, top + 4, x1 - 4, bottom - 4), outline=TOLD, width=2)
            pen.text((x0 + 6, bottom - 24), told[key], fill=TOLD)
