"""Pages of a PDF that have no text of use, read from their pictures."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from extract._drawn import DrawnPage
from extract._lattice import lattices
from extract._page_rows import Counter
from extract.scan.page_image import BrokenPage, PageImage
from extract.scan.pdf_image import PdfImages
from extract.scan.scanner import Scanner
from extract.scan.survey import Survey
from schemas.document import Page, Recognition
from schemas.finding import Code, report_finding


@dataclass(slots=True)
class PdfScans:
    """The pictures of one file's pages."""

    content: bytes
    looked: Callable[[], None]
    """Called after each page that is looked at."""
    _scanner: Scanner | None = None
    _survey: Survey | None = None

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
        tables = lattices(drawn.rules) if drawn and not drawn.n_images else ()
        told = (
            (report_finding(Code.TEXT_LAYER_UNUSABLE, f"page:{number}", page=number),)
            if drawn and drawn.tokens
            else ()
        )
        if tables:
            scanner = self._opened()
            counter.findings.extend(told)
            with closing(PdfImages(self.content)) as images:
                image = images.render(number)
            return scanner.read_in_grid(image, tables, counter)
        found = self._surveyed().page(number, self._scanner.columns if self._scanner else ())
        if isinstance(found, str):
            if self._scanner:
                self._scanner.columns = ()
            return found
        scanner = self._opened()
        counter.findings.extend(told)
        return scanner.read(found, counter)

    def _opened(self) -> Scanner:
        self._scanner = self._scanner or Scanner()
        return self._scanner

    def _surveyed(self) -> Survey:
        if self._survey is None:
            with closing(PdfImages(self.content)) as images:
                self._survey = Survey(self._image, images.n_pages, self.looked)
        return self._survey

    def _image(self, number: int) -> PageImage | BrokenPage:
        with closing(PdfImages(self.content)) as images:
            return images.scanned(number)

    @property
    def recognition(self) -> Recognition | None:
        """Who read; None if no page was read so."""
        return self._scanner.recognition if self._scanner else None
