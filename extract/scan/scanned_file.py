"""A file of page pictures as a document."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from extract._page_margins import with_margins
from extract._page_rows import Counter
from extract._unread_pages import NO_TABLE, unread_page
from extract.scan.image_file import ImageFile, broken
from extract.scan.scanner import Scanner
from extract.scan.survey import Survey
from schemas.document import Document, Page, SourceFile
from schemas.errors import InputRejected, Refusal
from schemas.ports import Looking


def read_pictures(
    source: SourceFile, content: bytes, looking: Looking, name: str, media_type: str
) -> Document:
    """All pages of a PNG, JPEG or TIFF file, as read by the reader of that name.

    Raises:
        InputRejected: IMAGE_BOMB, PAGE_LIMIT, IMAGE_BROKEN, or NOT_A_REPORT if no page shows a
            table.
        InputFailed: TOOL_MISSING or TOOL_FAILED.
    """
    counter = Counter()
    scanner = Scanner()
    pages: list[Page] = []
    heights: dict[int, float] = {}
    unread: list[str] = []
    with closing(ImageFile(content)) as file:
        survey = Survey(file.page, file.n_pages, looking.page_done)
        for number in range(1, file.n_pages + 1):
            found = survey.page(number, scanner.columns)
            if isinstance(found, str):
                unread.append(found)
                counter.findings.append(unread_page(number, found))
                pages.append(Page(number, ()))
                scanner.columns = ()
            else:
                pages.append(scanner.read(found, counter))
                heights[number] = found.straight.page_size[1]
            looking.page_done()
    if len(unread) == len(pages) and NO_TABLE not in unread:
        raise broken(unread[-1])
    if not any(page.rows for page in pages):
        raise InputRejected(
            Refusal.NOT_A_REPORT,
            "The picture shows no table." if NO_TABLE in unread else "Nothing is written on it.",
            "See whether the right file was given.",
        )
    return Document(
        source=replace(source, media_type=media_type),
        reader=name,
        pages=with_margins(pages, heights),
        findings=tuple(counter.findings),
        recognition=scanner.recognition,
    )
