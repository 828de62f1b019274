"""Pages of a PDF that have no text of use, read from their pictures."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from extract._drawn import DrawnPage
from extract._lattice import lattices
from extract._page_rows import Counter
from extract.scan.page_image import BrokenPage
from extract.scan.pdf_image import PdfImages
from extract.scan.scanner import Scanner
from schemas.document import Page, Recognition
from schemas.finding import Code, report_finding


@dataclass(slots=True)
class PdfScans:
    """The pictures of one file's pages."""

    content: bytes
    _scanner: Scanner | None = None

    def read(self, number: int, drawn: DrawnPage | None, counter: Counter) -> Page | str:
        """A page as its picture shows it, or why it cannot be seen.

        Args:
            number: from 1.
            drawn: what the file draws on it, if that is known: its rules are surer than any that
                are found in a picture.
            counter: goes on counting, and takes what has to be told.

        Raises:
            InputRejected: IMAGE_BOMB.
            InputFailed: TOOL_MISSING or TOOL_FAILED.
        """
        scanner = self._scanner = self._scanner or Scanner()
        with closing(PdfImages(self.content)) as images:
            tables = lattices(drawn.rules) if drawn and not drawn.n_images else ()
            if drawn and drawn.tokens:
                counter.findings.append(
                    report_finding(Code.TEXT_LAYER_UNUSABLE, f"page:{number}", page=number)
                )
            if tables:
                return scanner.read_in_grid(images.render(number), tables, counter)
            image = images.scanned(number)
            if isinstance(image, BrokenPage):
                return image.reason
            return scanner.read(image, counter)

    @property
    def recognition(self) -> Recognition | None:
        """Who read; None if no page was read so."""
        return self._scanner.recognition if self._scanner else None
