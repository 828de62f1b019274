"""What stands on a page without being part of the record: page numbers, totals, notes."""

from __future__ import annotations

import re

from normalize.columns import Columns
from normalize.digits import to_ascii
from normalize.ids import printed_id
from normalize.lexicon import words
from normalize.unicode_forms import link_key
from schemas.document import Row

PAGE_NUMBER = re.compile(r"[\s\d\-–—/|()।.]{1,12}")
TOTAL_CHARS = 60
"""The longest total label that was seen has 25 characters; prose that begins so is longer."""
TOTAL_ROLES = ("serial", "section", "activity", "indicator")


def is_page_number(text: str) -> bool:
    """Whether a line is only a page number, with or without the word for page."""
    rest = to_ascii(text)
    for word in words("phrases", "kind", "page_word"):
        rest = rest.replace(word, "")
    return PAGE_NUMBER.fullmatch(rest) is not None and any(char.isdecimal() for char in rest)


def is_total(row: Row, columns: Columns) -> bool:
    """Whether a row only adds up the rows above."""
    totals = tuple(link_key(word) for word in words("phrases", "kind", "total"))
    labels = [cell.text for cell in row.cells if columns.roles.get(cell.column) in TOTAL_ROLES]
    return any(
        len(text) <= TOTAL_CHARS and printed_id(text) is None and link_key(text).startswith(totals)
        for text in labels
    )


def is_note(text: str) -> bool:
    """Whether a paragraph below the table is a note."""
    notes = tuple(link_key(word) for word in words("phrases", "kind", "note"))
    return link_key(text).startswith(notes)
