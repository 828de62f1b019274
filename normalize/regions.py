"""The rows that can hold the report, and all else that a file holds: set aside, and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from normalize.drafts import TableDraft
from normalize.header_rows import is_header
from normalize.notices import aside
from schemas.document import PLAIN, Document, Region, Row

TOLD = (Region.DELETED, Region.HIDDEN, Region.NOTE, Region.COMMENT)
"""Regions whose text a reader of the print may miss, or see beside the table."""


def body_rows(document: Document) -> list[Row]:
    """The rows of the body that hold anything; a table that lays out the page is unfolded."""
    return list(_unfolded(row for page in document.pages for row in page.rows))


def _unfolded(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        if row.region is not Region.BODY or not row.cells:
            continue
        if not any(cell.layout is not PLAIN and _frames(cell.layout.tables) for cell in row.cells):
            yield row
            continue
        for cell in row.cells:
            if cell.text:
                yield replace(row, width=1, cells=(cell,), table=None)
            for table in cell.layout.tables:
                yield from _unfolded(table)


def _frames(tables: tuple[tuple[Row, ...], ...]) -> bool:
    """Whether the report's own table stands in one of these."""
    return any(
        is_header(row) or any(_frames(cell.layout.tables) for cell in row.cells)
        for table in tables
        for row in table
    )


def set_aside(document: Document, draft: TableDraft) -> None:
    """Give what stands outside of the body its role; tell what a reader may miss."""
    for page in document.pages:
        for row in page.rows:
            if row.region is Region.BODY:
                continue
            for cell in row.cells:
                draft.mark(cell, row.region.value)
                if row.region in TOLD:
                    draft.findings.append(aside(cell, row.region))
