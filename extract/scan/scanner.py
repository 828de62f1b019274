"""Pages from pictures, one after the other, with all that has to be told of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from statistics import fmean

from extract._lattice import Lattice
from extract._page_rows import Counter, page_of
from extract.scan.erase import without_rules
from extract.scan.number_reader import NumberReader
from extract.scan.page_image import PageImage, memory_told
from extract.scan.repeated import Repeated
from extract.scan.scanned_page import Readers, ScannedPage, read_scan
from extract.scan.shape import Shape
from extract.scan.straighten import Straight
from extract.scan.survey import Looked
from extract.scan.tesseract import open_engine
from schemas.calibration import measured
from schemas.document import Page, Recognition
from schemas.finding import Code, Finding, report_finding
from schemas.reading import BBox, Place


@cache
def readers() -> Readers:
    """The readers of this machine, opened once for each process.

    Raises:
        InputFailed: TOOL_MISSING.
    """
    return Readers(open_engine(), NumberReader(), measured())


@dataclass(slots=True)
class Scanner:
    """Reads the pictures of one document's pages."""

    readers: Readers = field(default_factory=readers)
    columns: Sequence[float] = ()
    """Those of the last table of the page before, in points."""
    _repeated: Repeated = field(default_factory=Repeated)
    _confidences: list[float] = field(default_factory=list[float])

    def read(self, looked: Looked, counter: Counter) -> Page:
        """The rows of a page; what has to be told of it goes to the counter."""
        straight, grid = looked.straight, looked.grid
        self.columns = grid.tables[-1].columns if grid.tables else ()
        with memory_told():
            scanned = self.read_cells(straight, grid.tables)
        counter.findings.extend(_notices(looked, scanned))
        return page_of(scanned.blocks, straight.number, counter)

    def read_in_grid(self, image: PageImage, tables: Sequence[Lattice], counter: Counter) -> Page:
        """A page whose grid is known in points: drawn from a file, and neither turned nor bent."""
        height, width = (length / image.dpi for length in image.gray.shape)
        straight = Straight(
            image.gray,
            image.dpi,
            image.number,
            Shape(0, width, height),
            (image.width, image.height),
        )
        with memory_told():
            scanned = self.read_cells(straight, tables)
        return page_of(scanned.blocks, image.number, counter)

    def read_cells(self, straight: Straight, tables: Sequence[Lattice]) -> ScannedPage:
        """What stands in the cells of a straight page and around its tables."""
        clean = without_rules(straight, tables)
        scanned = read_scan(straight, clean, tables, self.readers, self._repeated)
        self._confidences.extend(one.sight.confidence for one in scanned.verdicts.values())
        return scanned

    @property
    def recognition(self) -> Recognition:
        """Who read, and how sure they were on the average."""
        engine = self.readers.text
        mean = round(fmean(self._confidences), 4) if self._confidences else 0.0
        return Recognition(engine.name, engine.version, engine.languages, mean)


def _notices(looked: Looked, scanned: ScannedPage) -> Iterator[Finding]:
    """What is unsure of a page as a whole, and its ink that belongs to nothing."""
    straight = looked.straight
    number = straight.number
    ref = f"page:{number}"
    if looked.is_dpi_guessed:
        yield _doubt(ref, "the file names no resolution; it was told from the size of paper", 0.9)
    if not straight.is_upright_sure:
        yield _doubt(ref, "whether it stands upright could not be seen", 0.5)
    for doubt in looked.grid.doubts:
        box = straight.to_page(straight.points(doubt.box))
        yield _doubt(ref, doubt.reason, doubt.sureness, number, box)
    for box in scanned.leftovers:
        yield report_finding(
            Code.LEFTOVER_TEXT,
            ref,
            at=(Place(number, 1, 1, _rounded(box)),),
            evidence={"reason": "ink that is no writing, no rule and no seal"},
            text="",
        )


def _doubt(
    ref: str, reason: str, sureness: float, number: int = 0, box: BBox | None = None
) -> Finding:
    at = (Place(number, 1, 1, _rounded(box)),) if box else ()
    return report_finding(
        Code.LOW_CONFIDENCE,
        ref,
        at=at,
        evidence={"reason": reason},
        confidence=f"{sureness:.2f}",
    )


def _rounded(box: BBox) -> BBox:
    x0, top, x1, bottom = box
    return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)
