"""Scanned versions of the samples: printed in a font, worn as a condition says, with gold boxes.

    python -m samples.scans FOLDER [FONT.ttf]

writes one file for each sample, a PDF, a TIFF or a PNG, and beside it the gold: each cell's text
and its box on the scan. The bytes depend on the fonts of the machine, so they are made
where they are needed and not stored.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle
from pathlib import Path

from PIL import Image

from samples.blocks import Block, blocks_of
from samples.described import Sample
from samples.make import samples, sheet_of
from samples.page_layout import PlacedCell, PlacedPage, PlacedTable, lay_out_pages
from samples.paint import POINTS_PER_INCH, Pen
from samples.scanner import CONDITIONS, Scan, scan
from schemas.reading import BBox

FONTS = tuple(
    Path("/usr/share/fonts/truetype") / name
    for name in (
        "noto/NotoSansBengali-Regular.ttf",
        "noto/NotoSerifBengali-Regular.ttf",
        "lohit-bengali/Lohit-Bengali.ttf",
        "fonts-beng-extra/LikhanNormal.ttf",
        "fonts-beng-extra/Mukti.ttf",
        "fonts-beng-extra/Ani.ttf",
    )
)
"""As Debian installs fonts-noto-core, fonts-lohit-beng-bengali and fonts-beng-extra."""
SIZE = 9.0
"""Points; wide forms are printed in 8 to 11."""
JPEG_QUALITY = 75

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page as it was printed, and as it was scanned."""

    placed: PlacedPage
    scan: Scan

    def box(self, box: BBox) -> BBox:
        """Where a box of the printed page lies on the scan, in points."""
        x0, top, x1, bottom = box
        corners = [self.scan.place(x, y) for x in (x0, x1) for y in (top, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2)


def installed_fonts() -> tuple[Path, ...]:
    """Those of FONTS that this machine has."""
    return tuple(path for path in FONTS if path.is_file())


def scanned(
    blocks: Sequence[Block], pen: Pen, dpi: int, condition: str, seed: int
) -> tuple[ScannedPage, ...]:
    """A report printed and scanned.

    Args:
        blocks: its paragraphs and tables.
        pen: what it is printed with.
        dpi: of the scanner.
        condition: one of CONDITIONS.
        seed: where stamps, gaps and noise fall; each page has the next one.
    """
    pages = lay_out_pages(blocks, pen.measure, pen.size)
    return tuple(
        ScannedPage(page, scan(page, pen, dpi, CONDITIONS[condition], seed + number))
        for number, page in enumerate(pages)
    )


def gold_of(pages: Sequence[ScannedPage]) -> Json:
    """What stands where on the scans; lengths are points of the scanned page."""
    return {"pages": [_page(page) for page in pages]}


def _page(page: ScannedPage) -> Json:
    height, width = page.scan.image.shape
    scale = POINTS_PER_INCH / page.scan.dpi
    return {
        "width": round(width * scale, 2),
        "height": round(height * scale, 2),
        "lines": [
            {"text": line.text, "bbox": page.box((line.x0, line.top, line.x1, line.bottom))}
            for line in page.placed.paragraphs
        ],
        "tables": [_table(table, page) for table in page.placed.tables],
    }


def _table(table: PlacedTable, page: ScannedPage) -> Json:
    return {
        "rows": table.n_rows,
        "columns": table.n_columns,
        "cells": [_cell(cell, page) for cell in table.cells],
    }


def _cell(cell: PlacedCell, page: ScannedPage) -> Json:
    return {
        "row": cell.row,
        "column": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "text": cell.text,
        "bbox": page.box((cell.x0, cell.top, cell.x1, cell.bottom)),
        "tables": [_table(inner, page) for inner in cell.tables],
    }


def as_pdf(pages: Sequence[ScannedPage]) -> bytes:
    """The scans as a PDF with a JPEG on each page, as office scanners write it."""
    return _saved(pages, "PDF", quality=JPEG_QUALITY)


def as_tiff(pages: Sequence[ScannedPage]) -> bytes:
    """The scans as one TIFF."""
    return _saved(pages, "TIFF", compression="tiff_lzw")


def as_png(page: ScannedPage) -> bytes:
    """One scan."""
    return _saved((page,), "PNG")


def _saved(pages: Sequence[ScannedPage], kind: str, **options: object) -> bytes:
    first, *others = (Image.fromarray(page.scan.image) for page in pages)
    dpi = pages[0].scan.dpi
    out = BytesIO()
    if kind == "PNG":
        first.save(out, kind, dpi=(dpi, dpi))
    elif kind == "PDF":
        first.save(out, kind, resolution=dpi, save_all=True, append_images=others, **options)
    else:
        first.save(out, kind, dpi=(dpi, dpi), save_all=True, append_images=others, **options)
    return out.getvalue()


def versions(sample: Sample, number: int, fonts: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """The files of one sample and their gold; font, resolution and condition take turns."""
    pen = Pen(fonts[number % len(fonts)], SIZE)
    names = [name for name, _ in zip(cycle(CONDITIONS), range(number + 1), strict=False)]
    dpi = (200, 300)[number % 2]
    pages = scanned(blocks_of(sheet_of(sample).lines), pen, dpi, names[-1], number)
    stem = f"{sample.name}_{names[-1]}_{dpi}"
    gold = json.dumps(gold_of(pages), ensure_ascii=False, indent=1)
    yield f"{stem}.json", f"{gold}\n".encode()
    if len(pages) == 1:
        yield f"{stem}.png", as_png(pages[0])
    elif number % 2:
        yield f"{stem}.tiff", as_tiff(pages)
    else:
        yield f"{stem}.pdf", as_pdf(pages)


def main(arguments: list[str]) -> int:
    """Write into the named folder."""
    if not arguments:
        print("Name a folder: python -m samples.scans FOLDER [FONT.ttf ...]")
        return 2
    folder = Path(arguments[0])
    fonts = tuple(map(Path, arguments[1:])) or installed_fonts()
    if not fonts:
        print("No Bangla font is installed. On Debian: apt-get install fonts-noto-core")
        return 4
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for number, sample in enumerate(samples()):
        for name, content in versions(sample, number, fonts):
            (folder / name).write_bytes(content)
            count += not name.endswith(".json")
    print(f"{count} scans are in {folder}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
