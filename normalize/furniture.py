"""What stands on a page without being part of the record: page numbers, totals, notes."""

from __future__ import annotations

import re
from functools import cache

from normalize.columns import Columns
from normalize.dashes import is_dash
from normalize.digits import to_ascii
from normalize.lexicon import words
from normalize.unicode_forms import link_key
from schemas.document import Row

PAGE_NUMBER = re.compile(r"[\s\d\-–—/|()।.]{1,12}")
TOTAL_CHARS = 60
"""Judged, not measured: a total label with its count of indicators fits, prose is longer."""
WORD = re.compile(r"[^\s=:;,.()ঃ।\-]+")
SUM = re.compile(r"\s*\d{1,4}(?:\.\d{1,2})?\s*%?\s*")
TOTAL_ROLES = ("serial", "section", "activity", "indicator")


def is_page_number(text: str) -> bool:
    """Whether a line is only a page number, with or without the word for page."""
    rest = to_ascii(text)
    for word in words("phrases", "kind", "page_word"):
        rest = rest.replace(word, "")
    return PAGE_NUMBER.fullmatch(rest) is not None and any(char.isdecimal() for char in rest)


def is_total(row: Row, columns: Columns) -> bool:
    """Whether a row only adds up the rows above: a label that says so, and numbers."""
    label, *others = row.cells
    if columns.roles.get(label.column) not in TOTAL_ROLES or not _says_total(label.text):
        return False
    if not others:
        return link_key(label.text) in _totals()
    return all(_is_sum(columns.roles.get(cell.column, ""), cell.text) for cell in others)


@cache
def _totals() -> frozenset[str]:
    return frozenset(link_key(word) for word in words("phrases", "kind", "total"))


def _says_total(text: str) -> bool:
    first = WORD.search(text)
    return len(text) <= TOTAL_CHARS and first is not None and link_key(first[0]) in _totals()


def _is_sum(role: str, text: str) -> bool:
    """Whether a cell may stand beside the label of a total: a number, a dash, another total."""
    if role == "unit":
        return False
    return is_dash(text) or _says_total(text) or SUM.fullmatch(to_ascii(text)) is not None


def is_banner(text: str) -> bool:
    """Whether a cell is a heading over several sections, which no field of a report holds."""
    key = link_key(text)
    return any(banner in key for banner in _banners())


@cache
def _banners() -> tuple[str, ...]:
    return tuple(link_key(word) for word in words("phrases", "kind", "banner"))


def is_note(text: str) -> bool:
    """Whether a paragraph below the table is a note."""
    return link_key(text).startswith(_notes())


@cache
def _notes() -> tuple[str, ...]:
    return tuple(link_key(word) for word in words("phrases", "kind", "note"))
