"""Scans with known contents, and what a reader made of each of their cells.

    python -m bench.scan_truth          writes schemas/calibration.csv anew

The reports are those of the made-up archive, printed in the fonts of this machine. The readers were
trained with other code and other texts.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from extract._lattice import Box, Lattice
from extract.scan.decide import Verdict, plain
from extract.scan.grid import find_grid
from extract.scan.page_image import PageImage
from extract.scan.scanner import Scanner
from extract.scan.straighten import straighten
from samples.archive_offices import drafts, sample_of
from samples.blocks import Block, blocks_of
from samples.make import sheet_of
from samples.page_layout import PlacedCell, PlacedTable
from samples.paint import POINTS_PER_INCH, Pen
from samples.scanner import CONDITIONS
from samples.scans import ScannedPage, installed_fonts, scanned
from schemas.calibration import Agreement, FieldKind, Judged, count_up, write

SIZES = (8.0, 9.0, 10.0)
DPIS = (150, 200, 200, 300)
"""Offices scan at 200 dpi more often than at 150 or 300."""
SEED = 20_260


@dataclass(frozen=True, slots=True)
class Truth:
    """A cell: what was printed, and what was read."""

    want: str
    got: str
    verdict: Verdict | None
    """None where nothing was read."""
    condition: str
    dpi: int

    @property
    def is_number(self) -> bool:
        """Whether it holds digits or dashes and no letters."""
        return bool(self.want) and not any(map(is_letter, self.want))

    @property
    def is_right(self) -> bool:
        """Whether it was read exactly; blanks within numbers and kinds of dashes do not count."""
        if self.is_number:
            return bare(self.want) == bare(self.got)
        return " ".join(self.want.split()) == " ".join(self.got.split())

    @property
    def judged(self) -> Judged:
        """How the reading came about; a cell in which nothing was seen counts as blank."""
        if self.verdict is None:
            return Judged(FieldKind.BLANK, Agreement.ALONE, overprinted=False, score=1.0)
        return self.verdict.judged


def bare(number: str) -> str:
    """A number without blanks; some dashes side by side run together in print, and mean as much."""
    text = plain(number).replace(" ", "")
    return "-" if text and not text.strip("-") else text


def is_letter(char: str) -> bool:
    """Whether a character is a letter or a sign of one."""
    return unicodedata.category(char)[0] in "LM"


def documents(seed: int) -> Iterator[tuple[Block, ...]]:
    """Reports of made-up offices, each with other texts and figures."""
    chance = Random(seed)
    made = list(drafts(chance).values())
    chance.shuffle(made)
    for draft in made:
        yield blocks_of(sheet_of(sample_of(draft)).lines)


def truths(page: ScannedPage, condition: str, scanner: Scanner) -> list[Truth]:
    """Read one page with the grid that is found on it, and compare cell by cell."""
    height, width = page.scan.image.shape
    scale = POINTS_PER_INCH / page.scan.dpi
    image = PageImage(page.scan.image, page.scan.dpi, 1, width * scale, height * scale)
    straight = straighten(image)
    tables = find_grid(straight).tables
    read = scanner.read_cells(straight, tables)
    boxes = [
        (path, straight.to_page(straight.points((box.x0, box.top, box.x1, box.bottom))))
        for number, table in enumerate(tables)
        for path, box in _boxes(table, (number,))
    ]
    found: list[Truth] = []
    for cell in leaves(page.placed.tables):
        x0, top, x1, bottom = page.box((cell.x0, cell.top, cell.x1, cell.bottom))
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        holding = [
            (path, box) for path, box in boxes if box[0] <= x < box[2] and box[1] <= y < box[3]
        ]
        verdict = None
        if holding:
            path, _ = min(holding, key=lambda one: _area(one[1]))
            verdict = read.verdicts.get(path)
        text = unicodedata.normalize("NFC", verdict.text) if verdict else ""
        want = unicodedata.normalize("NFC", cell.text.strip())
        found.append(Truth(want, text, verdict, condition, page.scan.dpi))
    return found


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _boxes(table: Lattice, above: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Box]]:
    for number, box in enumerate(table.boxes):
        yield (*above, number), box
        for place, inner in enumerate(box.inner):
            yield from _boxes(inner, (*above, number, place))


def leaves(tables: Sequence[PlacedTable]) -> Iterator[PlacedCell]:
    """Cells without tables inside of them."""
    for table in tables:
        for cell in table.cells:
            if cell.tables:
                yield from leaves(cell.tables)
            else:
                yield cell


def _work(task: tuple[int, str, float, int, str, int]) -> list[tuple[Judged, bool]]:
    number, font, size, dpi, condition, seed = task
    blocks = next(islice(documents(SEED), number, None))
    pages = scanned(blocks, Pen(Path(font), size), dpi, condition, seed)
    scanner = Scanner()
    return [
        (one.judged, one.is_right)
        for page in pages
        for one in truths(page, condition, scanner)
        if one.want or one.verdict
    ]


def tasks(n_reports: int, fonts: Sequence[Path]) -> Iterator[tuple[int, str, float, int, str, int]]:
    """Which report is printed in which font and scanned under which condition."""
    chance = Random(SEED)
    names = list(CONDITIONS)
    for number in range(n_reports):
        font, size = chance.choice(list(fonts)), chance.choice(SIZES)
        dpi, condition = chance.choice(DPIS), names[number % len(names)]
        yield number % 160, str(font), size, dpi, condition, chance.randrange(1 << 30)


def main(arguments: list[str]) -> int:
    """Measure, and store the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=120)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--fonts", nargs="*", type=Path, default=installed_fonts())
    chosen = parser.parse_args(arguments)
    judged: list[tuple[Judged, bool]] = []
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for done in pool.map(_work, tasks(chosen.reports, chosen.fonts)):
            judged += done
            print(f"\r{len(judged)} cells", end="", file=sys.stderr)
    calibration = count_up(judged)
    write(calibration)
    wrong = sum(not right for _, right in judged)
    print(f"\n{len(judged)} cells, {wrong} not read exactly; accepted at a risk of 0.001 from a")
    print(f"confidence of {calibration.threshold(0.001)} on.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
