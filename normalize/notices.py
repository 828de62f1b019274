"""What the reading of the rows has to tell: one finding for each thing that it did or met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import category

from normalize.columns import Columns
from normalize.ids import printed_id
from normalize.joints import Joint, Part
from normalize.readings import DISPLACED
from normalize.shifts import Aligned
from schemas.document import Cell, Document, Region
from schemas.finding import Code, Finding, Severity, report_finding

SHOWN_CHARS = 80
"""How much of a cell a message quotes; the whole text is in the evidence."""

CUT_ROW = "the row above has no cell in this column"

REFS = {"indicator": "text"}
"""Roles whose field in the report has another name."""


def field_of(role: str) -> str:
    """The path of a role's reading inside its indicator."""
    if role.startswith("target."):
        return role.replace("target.", "targets/")
    return REFS.get(role, role.replace(".", "/"))


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"


def row_joined(parts: Sequence[Part], joint: Joint, field: str, *, abrupt: bool) -> Finding:
    """A cell that was put together from pieces.

    Args:
        parts: the pieces, the new one last.
        joint: how the new one follows.
        field: where they belong.
        abrupt: neither a page break nor a merged cell explains why it is in pieces.
    """
    return report_finding(
        Code.ROW_JOINED,
        field,
        severity=Severity.WARNING if abrupt else None,
        at=tuple(part.cell.at for part in parts),
        evidence={
            "parts": [part.cell.text for part in parts],
            "joint": joint.join,
            "reason": joint.reason,
        },
        parts=len(parts),
        joint="with a space" if joint.join else "without a space",
        reason=joint.reason,
    )


def activity_repeats(title: Cell, same_text: bool, activity: str) -> Finding:
    """An activity cell that holds an indicator's id: its copy, or a text at the wrong level."""
    printed = printed_id(title.text)
    return report_finding(
        Code.ACTIVITY_REPEATS_INDICATOR if same_text else Code.ID_LEVEL,
        f"indicator:{printed.id}" if printed else "",
        at=(title.at,),
        evidence={"activity_cell": title.text, "activity": activity},
        text=_shown(title.text),
        id=printed.id if printed else "",
    )


def id_level(ref: str, cell: Cell | None, id_: str) -> Finding:
    """An indicator without an id, or with one that does not belong under its activity."""
    return report_finding(
        Code.ID_LEVEL,
        ref,
        at=(cell.at,) if cell else (),
        evidence={"indicator_cell": cell.text if cell else None},
        id=id_,
    )


def cell_shifted(aligned: Aligned, ref: str) -> Finding:
    """A row of which one cell is gone, and the rest stands one column to the left."""
    moved = [aligned.cells[role] for role in aligned.moved if role in aligned.cells]
    return report_finding(
        Code.CELL_SHIFTED,
        f"{ref}/{field_of(aligned.lost)}",
        at=tuple(cell.at for cell in moved),
        evidence={
            "lost": field_of(aligned.lost),
            "possible": [field_of(role) for role in aligned.possible],
            "moved": [field_of(role) for role in aligned.moved],
        },
        lost=_possibly(aligned),
        found=_shown(moved[0].text) if moved else "",
    )


def _possibly(aligned: Aligned) -> str:
    """The cell that is taken to be lost, and those that may be the lost one instead."""
    others = [field_of(role) for role in aligned.possible if role != aligned.lost]
    lost = field_of(aligned.lost)
    return f"{lost}; it may also be {', '.join(others)}" if others else lost


def cell_surplus(aligned: Aligned, ref: str) -> Finding:
    """A row with an empty cell too many: the rest was moved back, or nobody knows from where."""
    moved = [aligned.cells[role] for role in aligned.moved if role in aligned.cells]
    doubted = moved or [aligned.cells[role] for role in aligned.unsure if role in aligned.cells]
    return report_finding(
        Code.LOW_CONFIDENCE,
        ref,
        at=tuple(cell.at for cell in doubted),
        evidence={
            "reason": "an empty cell too many",
            "before": field_of(aligned.surplus),
            "moved": [field_of(role) for role in aligned.moved],
            "unsure": [field_of(role) for role in aligned.unsure],
        },
        confidence=DISPLACED,
    )


def adopted(cell: Cell, field: str) -> Finding:
    """A cell that stands on a later physical row than the rest of its row."""
    return report_finding(
        Code.ROW_JOINED,
        field,
        at=(cell.at,),
        evidence={"parts": [cell.text], "joint": "", "reason": CUT_ROW},
        parts=1,
        joint="",
        reason=CUT_ROW,
    )


def control_characters(cells: Sequence[Cell]) -> Finding:
    """Characters that no one can see or type, kept as they stand; told with the first of them."""
    first = cells[0]
    visible = "".join(
        f"\\x{ord(char):02x}" if category(char) == "Cc" else char for char in first.text
    )
    return report_finding(
        Code.TEXT_SUSPECT,
        f"line:{first.line}/column:{first.column}",
        at=tuple(cell.at for cell in cells),
        evidence={"text": visible, "cells": len(cells)},
        word=visible[:SHOWN_CHARS],
        suggestion="".join(char for char in first.text if category(char) != "Cc")[:SHOWN_CHARS],
    )


def decoded(cells: Sequence[Cell], n_codes: int) -> Finding:
    """How many cells stand in legacy codes; told with the first of them."""
    return report_finding(
        Code.ENCODING_REPAIRED,
        "report",
        at=(cells[0].at,),
        evidence={"cells": len(cells), "codes": n_codes},
        count=len(cells),
    )


def doubtful_codes(cell: Cell, read: str, codes: str) -> Finding:
    """Codes that may be Latin letters, or that no table knows."""
    return report_finding(
        Code.TEXT_SUSPECT,
        f"line:{cell.line}/column:{cell.column}",
        at=(cell.at,),
        evidence={"read": read, "codes": codes},
        word=read,
        suggestion=codes,
    )


def leftover_text(cell: Cell) -> Finding:
    """A cell that fits nowhere."""
    return report_finding(
        Code.LEFTOVER_TEXT,
        "report",
        at=(cell.at,),
        evidence={"text": cell.text},
        text=_shown(cell.text),
    )


def aside(cell: Cell, region: Region) -> Finding:
    """Text outside of the body: a note, a comment, or what is deleted or hidden."""
    return report_finding(
        Code.LEFTOVER_TEXT,
        region.value,
        severity=None if region in (Region.DELETED, Region.HIDDEN) else Severity.INFO,
        at=(cell.at,),
        evidence={"text": cell.text, "region": region.value},
        text=_shown(cell.text),
    )


TABLE_BANDS = frozenset(("100", "90", "80", "70", "60"))
"""Bands that the tables have columns for."""


def column_notices(columns: Columns) -> Iterator[tuple[int, Finding]]:
    """What is odd about the columns under a header, each with its column.

    A header that no vocabulary knows; a band's name that contradicts its percent; a band that the
    tables have no column for, so that its values stand in the report's JSON alone.
    """
    for column, cell in columns.unread:
        yield column, _column(column, (cell,), cell.text, None)
    for cells in columns.contradictions:
        said = " ↔ ".join(cell.text for cell in cells)
        yield cells[0].column, _column(cells[0].column, cells, said, Severity.ERROR)
    for column, role in sorted(columns.roles.items()):
        band = role.removeprefix("target.")
        if role != band and band not in TABLE_BANDS:
            yield column, _column(column, (), f"{band}%", None)


def _column(column: int, cells: Sequence[Cell], label: str, severity: Severity | None) -> Finding:
    return report_finding(
        Code.UNKNOWN_COLUMN,
        f"column:{column}",
        severity=severity,
        at=tuple(cell.at for cell in cells),
        label=label,
        column=column,
    )


def page_notices(document: Document, header_pages: Sequence[int]) -> list[Finding]:
    """Where the header is printed again and where it is not, and how wide the rows are."""
    first, *repeats = sorted(set(header_pages))
    table_pages = [
        page.number
        for page in document.pages
        if page.number >= first and any(row.table is not None for row in page.rows)
    ]
    bare = [page for page in table_pages if page not in header_pages]
    found: list[Finding] = []
    if repeats:
        pages = ", ".join(map(str, repeats))
        found.append(report_finding(Code.HEADER_REPEATED, "report", pages=pages))
    if bare:
        pages = ", ".join(map(str, bare))
        found.append(report_finding(Code.HEADER_NOT_REPEATED, "report", pages=pages))
    widths = {
        row.width
        for page in document.pages
        if page.number >= first
        for row in page.rows
        if row.table is not None
    }
    if len(widths) > 1:
        counts = ", ".join(map(str, sorted(widths)))
        found.append(
            report_finding(
                Code.COLUMN_COUNT_VARIES,
                "report",
                evidence={"columns": [*sorted(widths)]},
                counts=counts,
            )
        )
    return found
