"""A file of page pictures as a document."""

from __future__ import annotations

from dataclasses import replace

from extract._page_margins import with_margins
from extract._page_rows import Counter
from extract.scan.image_file import pages_of
from extract.scan.page_image import BrokenPage
from extract.scan.scanner import Scanner
from schemas.document import Document, Page, SourceFile
from schemas.errors import InputRejected, Refusal
from schemas.finding import Code, report_finding
from schemas.ports import Looking


def read_pictures(
    source: SourceFile, content: bytes, looking: Looking, name: str, media_type: str
) -> Document:
    """All pages of a PNG, JPEG or TIFF file, as read by the reader of that name.

    Raises:
        InputRejected: IMAGE_BOMB, PAGE_LIMIT, IMAGE_BROKEN, or NOT_A_REPORT if nothing is written.
        InputFailed: TOOL_MISSING or TOOL_FAILED.
    """
    counter = Counter()
    scanner = Scanner()
    pages: list[Page] = []
    heights: dict[int, float] = {}
    for image in pages_of(content):
        if isinstance(image, BrokenPage):
            counter.findings.append(
                report_finding(
                    Code.PAGE_UNREAD,
                    f"page:{image.number}",
                    evidence={"reason": image.reason},
                    page=image.number,
                )
            )
            pages.append(Page(image.number, ()))
        else:
            pages.append(scanner.read(image, counter))
            heights[image.number] = image.height
        looking.page_done()
    if not any(page.rows for page in pages):
        raise InputRejected(
            Refusal.NOT_A_REPORT,
            "Nothing is written on the picture.",
            "See whether the right file was given.",
        )
    return Document(
        source=replace(source, media_type=media_type),
        reader=name,
        pages=with_margins(pages, heights),
        findings=tuple(counter.findings),
        recognition=scanner.recognition,
    )
