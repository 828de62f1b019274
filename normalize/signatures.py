"""The lines below the table: who signed, in which post, in which office, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from normalize.digits import to_ascii
from normalize.drafts import TableDraft
from normalize.furniture import is_note, is_page_number
from normalize.header_rows import is_header
from normalize.ids import printed_id
from normalize.joints import LINE_JOINT, Part, join_raw
from normalize.lexicon import words
from normalize.notices import leftover_text
from normalize.readings import BLANK, places_of, prose_reading, typed_reading
from normalize.unicode_forms import link_key, nfc
from normalize.values import parse
from schemas.document import Cell, Row
from schemas.reading import Reading, State
from schemas.report import Signature

LINE_CHARS = 120
"""A longer line below the table is prose and no part of a signature block."""
NAME_WORDS = 7
"""The longest name of a signatory that was seen has five words, with its title six."""
SIGNATORIES = 3
"""At most so many people sign side by side."""

# Three numbers with separators are a date, even one that is not in the calendar.
DATE_LIKE = re.compile(r"(?<!\d)\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}(?!\d)")
# "1. Secretary, …": a line of a distribution list.
LISTED = re.compile(r"\s*\(?\d{1,2}\s?[।.)]\s*[^\W\d_]")
NO_NAME = re.compile(r"[\d@।]")
BRACKETS = re.compile(r"\([^()]*\)|[()]")
SENTENCE_END = re.compile(r"[।৷|]\s*$")

FIELDS = ("date", "designation", "office", "name")


def signature_start(rows: Sequence[Row], first: int) -> int:
    """Where the lines below the table begin.

    They follow the last row of the table; if they are set apart by tabs, as a block at the right
    margin is, a blank line and a designation among them tell them from rows.

    Args:
        rows: all rows of a document that hold a cell.
        first: the first row that may belong to a signature.
    """
    end = max((index for index, row in enumerate(rows) if row.table is not None), default=-1) + 1
    start = end
    while start > first and _may_sign(rows[start - 1]):
        start -= 1
    while start < end and start > 0 and rows[start].line - rows[start - 1].line <= 1:
        start += 1
    roles = {role_of(cell.text) for row in rows[start:end] for cell in row.cells}
    return start if "designation" in roles else end


def _may_sign(row: Row) -> bool:
    return (
        len(row.cells) <= SIGNATORIES
        and not is_header(row)
        and all(
            printed_id(cell.text) is None
            and not SENTENCE_END.search(cell.text)
            and role_of(cell.text) in (*FIELDS, "signature.label")
            for cell in row.cells
        )
    )


def read_signature(draft: TableDraft) -> Signature:
    """Sort the lines below the table into the fields of a signature; tell what fits none."""
    fields: dict[str, list[Cell]] = {field: [] for field in FIELDS}
    for cell in draft.ends:
        role = role_of(cell.text)
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
        date=_one(fields["date"]),
        designation=_lines(fields["designation"]),
        office=_lines(fields["office"]),
        name=_one_name(fields["name"]),
    )


def role_of(text: str) -> str:
    """What a line below the table is: a field of the signature, furniture, or a leftover."""
    if is_note(text) or _is_copy_list(text):
        return "note"
    if DATE_LIKE.search(to_ascii(text)) or parse(text, "date").state is State.VALUE:
        return "date" if len(text) <= LINE_CHARS else "leftover"
    if is_page_number(text):
        return "page_number"
    if len(text) > LINE_CHARS:
        return "leftover"
    if link_key(text) in _labels():
        return "signature.label"
    return _role_of_words(nfc(text))


def _role_of_words(line: str) -> str:
    """By the last word, outside of brackets, then by any: a post may be named after a place."""
    if line.lstrip(" (").startswith(_name_titles()):
        return "name"
    outside = BRACKETS.sub(" ", line).strip(" ,।-–")
    last = outside.split()[-1] if outside else ""
    if any(last.endswith(post) for post in _posts()):
        return "designation"
    key = link_key(line)
    if any(office in key for office in _offices()):
        return "office"
    if any(post in line for post in _posts()):
        return "designation"
    if NO_NAME.search(to_ascii(line)) or len(line.split()) > NAME_WORDS:
        return "leftover"
    return "name"


@cache
def _labels() -> frozenset[str]:
    return frozenset(link_key(word) for word in words("phrases", "kind", "signature_label"))


@cache
def _name_titles() -> tuple[str, ...]:
    return tuple(map(nfc, words("phrases", "kind", "name_title")))


@cache
def _posts() -> tuple[str, ...]:
    return tuple(map(nfc, words("phrases", "kind", "designation")))


@cache
def _offices() -> tuple[str, ...]:
    levels = ("ministry", "department", "field")
    found = [word for level in levels for word in words("levels", "level", level)]
    return tuple(map(link_key, (*found, *words("phrases", "kind", "office"))))


def _is_copy_list(text: str) -> bool:
    """Whether a line names who gets a copy: they are no part of whoever signed."""
    starts = tuple(map(nfc, words("phrases", "kind", "copy_list")))
    return bool(LISTED.match(to_ascii(text))) or nfc(text).lstrip(" (").startswith(starts)


def _one(cells: Sequence[Cell]) -> Reading:
    """The date of the signature; none of two is chosen."""
    if len(cells) > 1:
        readings = [typed_reading([Part(cell)], ("date",))[0] for cell in cells]
        return _several(cells, readings)
    return typed_reading([Part(cell) for cell in cells], ("date",))[0]


def _one_name(cells: Sequence[Cell]) -> Reading:
    if len(cells) > 1:
        return _several(cells, [prose_reading([Part(cell)]) for cell in cells])
    return _lines(cells)


def _several(cells: Sequence[Cell], readings: Sequence[Reading]) -> Reading:
    parts = _parts(cells)
    found = (value for one in readings for value in (one.value, *one.candidates))
    return Reading(
        raw=join_raw(parts),
        state=State.INVALID,
        candidates=tuple(dict.fromkeys(value for value in found if value is not None)),
        at=places_of(parts),
    )


def _lines(cells: Sequence[Cell]) -> Reading:
    """Lines below each other are one text; cells beside each other are two people's."""
    if len({cell.line for cell in cells}) < len(cells):
        return _several(cells, [prose_reading([Part(cell)]) for cell in cells])
    return prose_reading(_parts(cells), absent=BLANK)


def _parts(cells: Sequence[Cell]) -> list[Part]:
    return [Part(cell, LINE_JOINT if index else None) for index, cell in enumerate(cells)]
