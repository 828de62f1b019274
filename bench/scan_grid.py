"""How many pages of a test bed get the right grid, by condition and resolution.

    python -m bench.scan_grid FOLDER [PATTERN]

FOLDER holds <page>_<dpi>_<condition>.png, <page>_<dpi>_<condition>.moved.json (from points of the
page to points of the scan) and <page>.json (its tables); a page is <document>_p<number>, and each
page is told the columns of the one before. "untold" pages are wrong without a doubt.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from time import process_time
from typing import Any

import cv2
import numpy as np

from extract._lattice import Lattice
from extract.scan.grid import Grid, find_grid
from extract.scan.page_image import POINTS_PER_INCH, PageImage
from extract.scan.straighten import Straight, straighten

NEAR = 4.0
"""Points that a side of a cell may be off."""


@dataclass(frozen=True, slots=True)
class Result:
    """One page."""

    name: str
    is_exact: bool
    is_told: bool
    n_doubts: int
    sureness: float
    """The lowest of its tables."""
    off: float
    """Points by which the worst side of a cell is off; 0 if the structure is wrong."""
    seconds: float
    columns: tuple[float, ...]
    """Of its last table, in points."""


def structure(table: dict[str, Any]) -> tuple[Any, ...]:
    """What a table of the gold is, places left out."""
    return tuple(
        sorted(
            (
                (c["row"] - 1, c["row"] - 1 + c["row_span"]),
                (c["column"] - 1, c["column"] - 1 + c["column_span"]),
                tuple(structure(inner) for inner in c["tables"]),
            )
            for c in table["cells"]
        )
    )


def shape_of(table: Lattice) -> tuple[Any, ...]:
    """The same of a table that was found."""
    return tuple(
        sorted((box.rows, box.columns, tuple(map(shape_of, box.inner))) for box in table.boxes)
    )


def off_by(straight: Straight, grid: Grid, gold: Any, moved: Any) -> float:
    """How far the worst side of a cell lies from where it is on the scan, in points."""
    scale = straight.dpi / POINTS_PER_INCH
    worst = 0.0
    for table, found in zip(gold["tables"], grid.tables, strict=True):
        boxes = {(box.rows[0], box.columns[0]): box for box in found.boxes}
        for cell in table["cells"]:
            box = boxes[cell["row"] - 1, cell["column"] - 1]
            sides = (box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale)
            x0, top, x1, bottom = straight.to_page(sides)
            middle = np.array([(cell["x0"] + cell["x1"]) / 2, (cell["top"] + cell["bottom"]) / 2])
            right = np.asarray(moved) @ (*middle, 1.0)
            worst = max(worst, abs((x0 + x1) / 2 - right[0]), abs((top + bottom) / 2 - right[1]))
    return worst


def measure(path: Path, known: Sequence[float]) -> Result:
    """Read one page after one with known columns."""
    page, dpi, _ = path.stem.rsplit("_", 2)
    gray = np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), np.uint8)
    gold = json.loads((path.parent / f"{page}.json").read_text())
    moved = json.loads(path.with_suffix(".moved.json").read_text())
    height, width = (length * POINTS_PER_INCH / float(dpi) for length in gray.shape)
    start = process_time()
    straight = straighten(PageImage(gray, float(dpi), 1, width, height))
    grid = find_grid(straight, known)
    seconds = process_time() - start
    right = tuple(structure(table) for table in gold["tables"])
    is_exact = right == tuple(shape_of(table) for table in grid.tables)
    off = off_by(straight, grid, gold, moved) if is_exact else 0.0
    return Result(
        path.stem,
        is_exact,
        not grid.is_sure,
        len(grid.doubts),
        min(grid.certainty, default=0.0),
        off,
        seconds,
        grid.tables[-1].columns if grid.tables else (),
    )


def main(arguments: list[str]) -> int:
    """Print the table."""
    folder, pattern = Path(arguments[0]), (*arguments[1:], "*")[0]
    found: dict[tuple[str, str], list[Result]] = defaultdict(list)
    columns: dict[tuple[str, str, str], tuple[float, ...]] = {}
    for path in sorted(folder.glob(f"{pattern}.png")):
        page, dpi, condition = path.stem.rsplit("_", 2)
        scan = page.rpartition("_p")[0], dpi, condition
        result = measure(path, columns.get(scan, ()))
        columns[scan] = result.columns
        found[condition, dpi].append(result)
        if not result.is_exact:
            print(
                "told  " if result.is_told else "UNTOLD",
                path.stem,
                result.n_doubts,
                result.sureness,
            )
    print("condition   dpi  pages  exact  untold  exact with doubts  off (pt)  CPU s")
    for (condition, dpi), results in sorted(found.items()):
        exact = [one for one in results if one.is_exact]
        untold = sum(not one.is_exact and not one.is_told for one in results)
        doubted = sum(one.is_told for one in exact)
        off = max((one.off for one in exact), default=0.0)
        seconds = mean(one.seconds for one in results)
        print(
            f"{condition:10} {dpi:>4} {len(results):6} {len(exact) / len(results):6.1%}"
            f" {untold:7} {doubted:18} {off:9.2f} {seconds:6.2f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
