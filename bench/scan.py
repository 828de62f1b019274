"""Scans read by us, by img2table with Tesseract, and by Tesseract given whole pages, in one run.

    python -m bench.scan [--pages N] [--peer PYTHON]

PYTHON is an interpreter with img2table and pytesseract installed: its OpenCV cannot share an
environment with ours. Without it that column is left out. The pages are reports of made-up offices,
printed in the fonts of this machine and worn by samples.scanner.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from time import process_time

import cv2
from rapidfuzz.distance import Levenshtein

from bench.scan_truth import SEED, SIZES, bare, documents, is_letter, leaves
from extract.scan.grid import find_grid
from extract.scan.page_image import PageImage
from extract.scan.scanner import Scanner
from extract.scan.straighten import straighten
from samples.paint import POINTS_PER_INCH, Pen
from samples.scanner import CONDITIONS
from samples.scans import ScannedPage, installed_fonts, scanned
from schemas.reading import BBox

IMG2TABLE = """
import json, sys
from img2table.document import Image
from img2table.ocr import TesseractOCR
found = Image(sys.argv[1]).extract_tables(
    ocr=TesseractOCR(n_threads=1, lang="ben"), borderless_tables=False)
print(json.dumps([
    [[cell.value or "", cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2]
     for row in table.content.values() for cell in row]
    for table in found]))
"""
READ = list[tuple[str, BBox]]
"""Texts with their boxes in points of the scan."""
Shapes = frozenset[tuple[int, ...]]
"""Cells by their place in the grid, or where that is not told by their box."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a reader made of a page."""

    texts: READ
    cells: Shapes | None
    """Table, row, column and spans of all cells; None if it finds no cells at all."""
    seconds: float
    """CPU, its child processes included."""


def cpu() -> float:
    """Seconds of this process and of its children so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + used.ru_utime + used.ru_stime


def ours(page: ScannedPage, path: Path, scanner: Scanner) -> Result:
    """Our own reader, from the picture to its cells."""
    del path
    started = cpu()
    height, width = page.scan.image.shape
    scale = POINTS_PER_INCH / page.scan.dpi
    straight = straighten(
        PageImage(page.scan.image, page.scan.dpi, 1, width * scale, height * scale)
    )
    tables = find_grid(straight).tables
    read = scanner.read_cells(straight, tables)
    seconds = cpu() - started
    texts: READ = []
    shapes: set[tuple[int, ...]] = set()
    for number, table in enumerate(tables):
        for place, box in enumerate(table.boxes):
            shapes.add((number, *box.rows, *box.columns))
            if verdict := read.verdicts.get((number, place)):
                edges = (box.x0, box.top, box.x1, box.bottom)
                texts.append((verdict.text, straight.to_page(straight.points(edges))))
            for inner_number, inner in enumerate(box.inner):
                for inner_place, small in enumerate(inner.boxes):
                    path_to = (number, place, inner_number, inner_place)
                    if verdict := read.verdicts.get(path_to):
                        edges = (small.x0, small.top, small.x1, small.bottom)
                        texts.append((verdict.text, straight.to_page(straight.points(edges))))
    return Result(texts, frozenset(shapes), seconds)


def whole_page(page: ScannedPage, path: Path, scanner: Scanner) -> Result:
    """Tesseract with Debian's Bangla data and the best page mode for tables."""
    del scanner
    started = cpu()
    ran = subprocess.run(
        ["tesseract", str(path), "-", "-l", "ben", "--psm", "4", "tsv"],  # noqa: S607 - as users call it
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    seconds = cpu() - started
    scale = POINTS_PER_INCH / page.scan.dpi
    texts: READ = []
    for row in csv.DictReader(ran.stdout.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and row["text"].strip():
            x, y, w, h = (int(row[name]) for name in ("left", "top", "width", "height"))
            box = (x * scale, y * scale, (x + w) * scale, (y + h) * scale)
            texts.append((row["text"], box))
    return Result(texts, None, seconds)


def img2table(python: str, page: ScannedPage, path: Path) -> Result:
    """The peer, in its own interpreter."""
    started = cpu()
    ran = subprocess.run(
        [python, "-I", "-c", IMG2TABLE, str(path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    seconds = cpu() - started
    scale = POINTS_PER_INCH / page.scan.dpi
    # a page on which it fails has no tables; Tesseract writes its version before the answer
    answer = ran.stdout.splitlines()[-1] if ran.returncode == 0 else "[]"
    tables: list[list[tuple[str, int, int, int, int]]] = json.loads(answer)
    texts: READ = []
    boxes: set[tuple[int, ...]] = set()
    for table in tables:
        for text, x0, top, x1, bottom in table:
            if (x0, top, x1, bottom) not in boxes:
                boxes.add((x0, top, x1, bottom))
                texts.append((text, (x0 * scale, top * scale, x1 * scale, bottom * scale)))
    return Result(texts, frozenset(boxes), seconds)


@dataclass(slots=True)
class Score:
    """Sums over pages."""

    numbers: Counter[str]
    edits: int = 0
    letters: int = 0
    seconds: float = 0.0
    pages: int = 0
    exact: int = 0

    def line(self) -> str:
        """Numbers exact, text CER, structure, CPU seconds a page."""
        n = self.numbers["n"] or 1
        return (
            f"{100 * self.numbers['right'] / n:6.2f} {100 * self.edits / max(self.letters, 1):6.2f}"
            f" {100 * self.exact / self.pages:6.1f} {self.seconds / self.pages:6.2f}"
        )


def score(page: ScannedPage, result: Result, into: Score) -> None:
    """Compare cell by cell: a text belongs to the smallest cell that its middle lies in."""
    cells = list(leaves(page.placed.tables))
    boxes = [page.box((cell.x0, cell.top, cell.x1, cell.bottom)) for cell in cells]
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for text, (x0, top, x1, bottom) in result.texts:
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        holding = [
            number
            for number, box in enumerate(boxes)
            if box[0] <= x < box[2] and box[1] <= y < box[3]
        ]
        if holding:
            texts[min(holding, key=lambda number: boxes[number][2] - boxes[number][0])].append(text)
    for number, cell in enumerate(cells):
        want = unicodedata.normalize("NFC", cell.text.strip())
        got = unicodedata.normalize("NFC", " ".join(texts[number]).strip())
        if want and not any(map(is_letter, want)):
            into.numbers["n"] += 1
            into.numbers["right"] += bare(want) == bare(got)
        elif want:
            into.letters += len(want)
            into.edits += min(
                Levenshtein.distance(" ".join(want.split()), " ".join(got.split())), len(want)
            )
    into.seconds += result.seconds
    into.pages += 1
    into.exact += result.cells is not None and is_exact(page, result.cells)


def is_exact(page: ScannedPage, found: Shapes) -> bool:
    """Whether all cells are there; where rows and columns are known, with their spans."""
    printed = frozenset(
        (
            number,
            cell.row - 1,
            cell.row - 1 + cell.row_span,
            cell.column - 1,
            cell.column - 1 + cell.column_span,
        )
        for number, table in enumerate(page.placed.tables)
        for cell in table.cells
    )
    is_shaped = all(len(shape) == len(next(iter(printed))) for shape in found)
    return found == printed if is_shaped else len(found) == len(printed)


def pages_of(n_pages: int, condition: str, dpi: int) -> Iterator[ScannedPage]:
    """The first pages of so many reports, each in another font."""
    chance = Random(SEED + dpi)
    fonts = installed_fonts()
    for number, blocks in enumerate(islice(documents(SEED + 1), n_pages)):
        pen = Pen(fonts[number % len(fonts)], chance.choice(SIZES))
        yield scanned(blocks, pen, dpi, condition, number)[0]


def main(arguments: list[str]) -> int:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=6, help="for each condition and resolution")
    parser.add_argument("--peer", help="interpreter with img2table")
    parser.add_argument("--dpi", type=int, nargs="*", default=[150, 200, 300])
    parser.add_argument("--conditions", nargs="*", default=list(CONDITIONS))
    chosen = parser.parse_args(arguments)
    scanner = Scanner()
    print("numbers exact %, text CER %, pages of exact structure %, CPU seconds a page")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        for condition in chosen.conditions:
            for dpi in chosen.dpi:
                scores: dict[str, Score] = defaultdict(lambda: Score(Counter()))
                for page in pages_of(chosen.pages, condition, dpi):
                    cv2.imwrite(str(path), page.scan.image)
                    score(page, ours(page, path, scanner), scores["ours"])
                    score(page, whole_page(page, path, scanner), scores["Tesseract"])
                    if chosen.peer:
                        score(page, img2table(chosen.peer, page, path), scores["img2table"])
                for name, one in scores.items():
                    print(f"{condition:10} {dpi} {name:10} {one.line()}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
