"""Draws one page of a PDF or of a picture file as PNG; runs as a process of its own, with limits.

python _draw_page.py SOURCE PAGE PNG JSON
"""

from __future__ import annotations

import json
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

DOTS_PER_INCH = 130
"""An A4 page of 1,075 by 1,520 points: small Bangla print can be read at the usual zoom."""
POINTS_PER_INCH = 72
LONGEST_SIDE = 10_000
MOST_PIXELS = 50_000_000
MEMORY_BYTES = 3 * 1024**3
CPU_SECONDS = 50
USUAL_SCAN = 300.0
"""Dots per inch of a picture that does not say."""
LEAST_SCAN = 50.0


def main(source: Path, page: int, png: Path, told: Path) -> None:
    """Draw the page; the JSON with its size in points appears last."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    with source.open("rb") as content:
        is_pdf = b"%PDF-" in content.read(1024)
    part = png.with_suffix(".part")
    size = _draw_pdf(source, page, part) if is_pdf else _draw_picture(source, page, part)
    part.replace(png)
    told_size = dict(zip(("width_pt", "height_pt", "pages"), size, strict=True))
    part.write_text(json.dumps(told_size), encoding="ascii")
    part.replace(told)


def _draw_pdf(source: Path, page: int, png: Path) -> tuple[float, float, int]:
    # it comes without types
    pypdfium2: Any = import_module("pypdfium2")
    document = pypdfium2.PdfDocument(source)
    sheet = document[page - 1]
    width, height = sheet.get_size()
    scale = DOTS_PER_INCH / POINTS_PER_INCH
    longest = max(width, height) * scale
    scale *= min(1.0, LONGEST_SIDE / longest)
    scale *= min(1.0, (MOST_PIXELS / (width * height * scale * scale)) ** 0.5)
    sheet.render(scale=scale).to_pil().save(png, format="PNG")
    return width, height, len(document)


def _draw_picture(source: Path, page: int, png: Path) -> tuple[float, float, int]:
    from PIL import Image, ImageOps

    with Image.open(source) as picture:
        pages = int(getattr(picture, "n_frames", 1))
        picture.seek(page - 1)
        if picture.width * picture.height > 4 * MOST_PIXELS:
            raise ValueError("the picture is too large")
        said = picture.info.get("dpi", (USUAL_SCAN, USUAL_SCAN))
        dpi = float(said[0]) if float(said[0]) >= LEAST_SCAN else USUAL_SCAN
        drawn = ImageOps.exif_transpose(picture.convert("RGB"))
    size = (drawn.width * POINTS_PER_INCH / dpi, drawn.height * POINTS_PER_INCH / dpi, pages)
    scale = min(1.0, DOTS_PER_INCH / dpi)
    if scale < 1.0:
        drawn = drawn.resize((round(drawn.width * scale), round(drawn.height * scale)))
    drawn.save(png, format="PNG")
    return size


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
