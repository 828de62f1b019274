"""A digital PDF as a document: what its pages hold, and what has to be told of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from extract._glyph_teacher import PictureTeacher
from extract._page_margins import with_margins
from extract._page_rows import Counter
from extract._pdf_file import Seen, look
from extract._pdf_reading import Pictures, Reading, Sources, read_pages
from extract._pdf_streams import refuse_bombs
from extract._unread_pages import NO_TABLE, unread_page
from schemas.document import Cell, Document, Page, Region, Row, SourceFile
from schemas.errors import InputFailed, InputRejected, Refusal
from schemas.finding import Code, Finding, report_finding
from schemas.ports import Looking, Ocr

MEDIA_TYPE = "application/pdf"


def read_pdf(source: SourceFile, content: bytes, name: str, looking: Looking) -> Document:
    """Pages with their tables and lines, as read by the reader of that name.

    Raises:
        InputRejected: ENCRYPTED, PDF_BROKEN, PAGE_LIMIT, DRAW_LIMIT, or NOT_A_REPORT if empty.
        InputFailed: PAGES_DISAGREE, or TOOL_MISSING where all pages are pictures.
    """
    refuse_bombs(content)
    seen = look(content)
    blind = looking.ocr is Ocr.NEVER
    sources = Sources(
        None if blind or seen is None else partial(_pictures, content, looking),
        looking,
        None if blind else PictureTeacher,
    )
    reading = read_pages(content, seen.n_pages if seen else 0, sources)
    if not any(page.rows for page in reading.pages):
        raise _nothing_read(reading, seen)
    pages = with_margins(reading.pages, reading.heights)
    return Document(
        source=replace(source, media_type=MEDIA_TYPE),
        reader=name,
        pages=_with_carried(pages, seen, reading.counter),
        findings=(*reading.counter.findings, *_notices(reading, seen)),
        recognition=reading.recognition,
    )


def _pictures(content: bytes, looking: Looking) -> Pictures:
    # OpenCV and onnxruntime, which a file with text on all pages need not pay
    from extract.scan.pdf_pages import PdfScans

    return PdfScans(content, looking.page_done)


def _notices(reading: Reading, seen: Seen | None) -> Iterator[Finding]:
    """Of pages that two readers count otherwise, and one for each page that is not in the data."""
    n_seen = seen.n_pages if seen else 0
    if n_seen != len(reading.pages):
        yield report_finding(
            Code.READERS_DISAGREE,
            "pages",
            first=len(reading.pages),
            second=n_seen,
            evidence={"reason": "the file's page tree is damaged; it was read as far as possible"},
        )
    missing = range(len(reading.pages) + 1, n_seen + 1)
    unread = {**dict.fromkeys(missing, "its contents could not be found"), **reading.unread}
    for number, reason in sorted(unread.items()):
        yield unread_page(number, reason)


def _nothing_read(reading: Reading, seen: Seen | None) -> InputRejected | InputFailed:
    n_pages = max(len(reading.pages), seen.n_pages if seen else 0)
    if n_pages > len(reading.pages):
        return InputFailed(
            Refusal.PAGES_DISAGREE,
            f"The PDF has {n_pages} pages, and none of them could be read.",
            "Open it in a PDF viewer, print it to a new PDF, and convert that.",
        )
    if reading.missing is not None:
        return reading.missing
    if NO_TABLE in reading.unread.values():
        return InputRejected(
            Refusal.NOT_A_REPORT,
            f"None of the {n_pages} pages shows a table, so that none was read.",
            "See whether the right file was given.",
        )
    if reading.unread:
        reason = next(iter(reading.unread.values()))
        return InputFailed(
            Refusal.TOOL_MISSING,
            f"None of the {n_pages} pages has text that can be used (the first: {reason}).",
            "Have the pages read by OCR, or convert the original document.",
        )
    if n_pages:
        return InputRejected(
            Refusal.NOT_A_REPORT,
            "The PDF's pages are empty.",
            "Fetch it again from where it came from.",
        )
    return InputRejected(
        Refusal.PDF_BROKEN,
        "The PDF is damaged: no page of it can be found.",
        "Fetch it again from where it came from.",
    )


def _with_carried(pages: tuple[Page, ...], seen: Seen | None, counter: Counter) -> tuple[Page, ...]:
    """The pages, the last one with a row for each thing that the file carries along."""
    if seen is None or not seen.carried:
        return pages
    rows: list[Row] = []
    for text in seen.carried:
        line = counter.next_line()
        cell = Cell(text, pages[-1].number, line, 1)
        rows.append(Row(line, 1, (cell,), None, Region.PACKAGE))
    return (*pages[:-1], replace(pages[-1], rows=(*pages[-1].rows, *rows)))
