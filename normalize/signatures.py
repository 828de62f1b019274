"""The lines below the table: who signed, in which post, in which office, and when."""

from __future__ import annotations

from collections.abc import Sequence

from normalize.drafts import TableDraft
from normalize.furniture import is_note, is_page_number
from normalize.joints import LINE_JOINT, Part
from normalize.lexicon import words
from normalize.notices import leftover_text
from normalize.readings import BLANK, prose_reading, typed_reading
from normalize.unicode_forms import nfc
from normalize.values import parse
from schemas.document import Cell
from schemas.reading import Reading, State
from schemas.report import Signature

LINE_CHARS = 120
"""A longer line below the table is prose and no part of a signature block."""


def read_signature(draft: TableDraft) -> Signature:
    """Sort the lines below the table into the fields of a signature; tell what fits none."""
    fields: dict[str, list[Cell]] = {"date": [], "designation": [], "office": [], "name": []}
    for cell in draft.ends:
        role = _role(cell.text)
        if role in fields:
            fields[role].append(cell)
        draft.mark(cell, f"signature.{role}" if role in fields else role)
    if not (fields["date"] or fields["designation"] or fields["office"]):
        # a line of words alone is no signature
        for cell in fields.pop("name"):
            draft.mark(cell, "leftover")
        fields["name"] = []
    for cell in draft.ends:
        if draft.roles[id(cell)][0] == "leftover":
            draft.findings.append(leftover_text(cell))
    return Signature(
        date=_date(fields["date"]),
        designation=_lines(fields["designation"]),
        office=_lines(fields["office"]),
        name=_lines(fields["name"]),
    )


def _role(text: str) -> str:
    if is_note(text):
        return "note"
    if parse(text, "date").state is State.VALUE:
        return "date"
    if is_page_number(text):
        return "page_number"
    if len(text) > LINE_CHARS:
        return "leftover"
    line = nfc(text)
    posts = words("phrases", "kind", "designation")
    offices = (
        *words("levels", "level", "ministry"),
        *words("levels", "level", "department"),
        *words("levels", "level", "field"),
        *words("phrases", "kind", "office"),
    )
    if any(word in line for word in offices):
        return "office"
    if any(word in line for word in posts):
        return "designation"
    return "name"


def _date(cells: Sequence[Cell]) -> Reading:
    if len(cells) > 1:
        return Reading(
            raw=" ".join(cell.text for cell in cells),
            state=State.INVALID,
            candidates=tuple(
                value
                for cell in cells
                if (value := typed_reading([Part(cell)], ("date",))[0].value) is not None
            ),
            at=tuple(cell.at for cell in cells),
        )
    return typed_reading([Part(cell) for cell in cells], ("date",))[0]


def _lines(cells: Sequence[Cell]) -> Reading:
    parts = [Part(cell, LINE_JOINT if index else None) for index, cell in enumerate(cells)]
    return prose_reading(parts, absent=BLANK)
