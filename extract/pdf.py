"""PDFs: tables from their ruling lines, text from what each drawn glyph stands for.

Pages without usable text are read from their pictures; nothing is guessed from other pages.
"""

from __future__ import annotations

from schemas.document import Document, SourceFile
from schemas.ports import Looking

NAME = "digital PDF"
MAGIC = b"%PDF-"
MAGIC_WITHIN = 1024
"""Bytes; readers accept what mail programs put before a PDF (7.5.2 of ISO 32000, note)."""


def sniff(name: str, head: bytes) -> int:
    """Bid for PDFs, by content."""
    del name
    return 90 if MAGIC in head[:MAGIC_WITHIN] else 0


def read(source: SourceFile, content: bytes) -> Document:
    """Pages with their tables and lines. Raises as `look` does."""
    return look(source, content, Looking())


def look(source: SourceFile, content: bytes, looking: Looking) -> Document:
    """Pages with their tables and lines; those without text of use from their pictures.

    Raises:
        InputRejected: ENCRYPTED, PDF_BROKEN, PAGE_LIMIT, DRAW_LIMIT, or NOT_A_REPORT if empty.
        InputFailed: PAGES_DISAGREE, or TOOL_MISSING where all pages are pictures.
    """
    # half a second and 40 MiB, which who reads no PDF need not pay
    from extract._pdf_document import read_pdf

    return read_pdf(source, content, NAME, looking)
