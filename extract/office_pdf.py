"""A Word file as PDF, for people who look at the original; nothing is read from it."""

from __future__ import annotations

from dataclasses import replace

from extract._libreoffice import convert, find_libreoffice
from extract._office_kinds import Kind, Target, kind_of
from schemas.errors import InputError

PACKAGE = b"PK\x03\x04"
WORD_2007 = Kind(
    "Word",
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "MS Word 2007 XML",
    Target.PDF,
)


def office_pdf(content: bytes) -> bytes | None:
    """The pages of a text document; None where this machine or LibreOffice cannot draw them."""
    if find_libreoffice() is None:
        return None
    try:
        kind = kind_of(content)
    except InputError:
        if not content.startswith(PACKAGE):
            return None
        kind = WORD_2007
    if kind.target is Target.SPREADSHEET:
        return None
    try:
        return convert(content, replace(kind, target=Target.PDF))
    except InputError:
        return None
