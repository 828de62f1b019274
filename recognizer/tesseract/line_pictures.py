"""Sets one line in type and wears it: the picture, as the engine would hand it over."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from extract.scan.legible import PADDING, ink_box, legible
from recognizer.tesseract.faces import Face, font
from recognizer.tesseract.wear import KINDS, PAPER, Gray, wear

FINER = 3
"""Type is drawn this much larger, so that edges fall between pixels as on a sensor."""

POINTS_PER_INCH = 72
POINTS = (7.0, 12.5)
RESOLUTIONS = (150, 200, 200, 240, 300, 300)
MARGIN_EM = 0.6
FRAME = 10
"""Pixels of white about a line before it is cut."""
CROP_PADDING = 4
"""Pixels that Tesseract leaves about a line (`kImagePadding` in linerec.cpp)."""

DARK = 128

Places = NDArray[np.intp]


def set_line(text: str, face: Face, pixels: int) -> Gray:
    """Black type on white paper, with a margin of `MARGIN_EM` on all sides."""
    runs = tuple((font(path, pixels), part) for path, part in face.runs(text))
    margin = int(pixels * MARGIN_EM)
    width = sum(int(face.getlength(part)) + 1 for face, part in runs)
    picture = Image.new("L", (width + 2 * margin, 2 * pixels + 2 * margin), PAPER)
    draw, left = ImageDraw.Draw(picture), float(margin)
    for face_font, part in runs:
        draw.text((left, margin + 1.4 * pixels), part, fill=0, font=face_font, anchor="ls")
        left += face_font.getlength(part)
    return np.asarray(picture, np.uint8)


def draw_line(text: str, face: Face, resolution: int, random: Random) -> Gray:
    """A line at a resolution, its type stretched, slanted or heavier than the font's own."""
    points = random.uniform(*POINTS)
    size = points * resolution / POINTS_PER_INCH
    drawn = set_line(text, face, max(12, round(size * FINER)))
    drawn = _reshape(drawn, random)
    stretch = random.uniform(0.9, 1.12) if random.random() < 0.5 else 1.0
    height, width = drawn.shape
    narrow = max(8, round(width * stretch / FINER)), max(8, round(height / FINER))
    return np.asarray(cv2.resize(drawn, narrow, interpolation=cv2.INTER_AREA), np.uint8)


def _reshape(drawn: Gray, random: Random) -> Gray:
    if random.random() < 0.35:
        size = random.choice((2, 2, 3))
        kernel = np.ones((size, size), np.uint8)
        change = cv2.erode if random.random() < 0.6 else cv2.dilate
        drawn = np.asarray(change(drawn, kernel), np.uint8)
    if random.random() < 0.2:
        height, width = drawn.shape
        slant = random.uniform(-0.12, 0.2)
        shear = np.array([[1, -slant, slant * height / 2], [0, 1, 0]], np.float32)
        drawn = np.asarray(
            cv2.warpAffine(drawn, shear, (width, height), borderValue=(PAPER,)), np.uint8
        )
    return drawn


def with_neighbours(line: Gray, others: tuple[Gray, ...], random: Random) -> Gray:
    """Pieces of the lines above and below, where letters reach into this one."""
    framed = line.copy()
    rows = np.flatnonzero((line < DARK).any(axis=1))
    if not rows.size:
        return line
    for other, above in zip(others, (True, False), strict=False):
        reach = random.randint(1, max(2, (rows[-1] - rows[0]) // 4))
        ink = np.flatnonzero((other < DARK).any(axis=1))
        if not ink.size:
            continue
        width = min(line.shape[1], other.shape[1])
        if above:
            piece = other[max(ink[-1] + 1 - reach, 0) : ink[-1] + 1, :width]
            top = max(rows[0] - len(piece) - 1, 0)
        else:
            piece = other[ink[0] : ink[0] + reach, :width]
            top = min(rows[-1] + 2, len(line) - len(piece))
        place = framed[top : top + len(piece), :width]
        np.minimum(place, piece[: len(place)], out=place)
    return framed


def line_picture(
    text: str,
    face: Face,
    random: Random,
    kind: str | None = None,
    neighbour: str = "",
    trimmed: bool = False,
) -> Gray:
    """A worn line made legible, cut as Tesseract would, or trimmed to its ink as the engine does.

    `neighbour` is what the lines above and below say, of which pieces may reach in.
    """
    resolution = random.choice(RESOLUTIONS)
    drawn = draw_line(text, face, resolution, random)
    ink: Places = np.flatnonzero((drawn < DARK).any(axis=1))
    columns: Places = np.flatnonzero((drawn < DARK).any(axis=0))
    if not ink.size:  # a dash thinner than a pixel
        ink = np.arange(1, len(drawn) - 1)
        columns = np.arange(1, len(drawn.T) - 1)
    if neighbour:
        other = draw_line(neighbour, face, resolution, random)
        drawn = with_neighbours(drawn, (other, other), random)
    names = tuple(KINDS)
    kind = kind or random.choices(names, [KINDS[name][1] for name in names])[0]
    worn = wear(drawn, kind, np.random.default_rng(random.getrandbits(32)))
    if trimmed and not neighbour and (box := ink_box(worn, resolution)):
        x0, top, x1, bottom = box
        return legible(worn[top:bottom, x0:x1], resolution, PADDING)
    prepared = legible(worn, resolution, FRAME)
    scale = (prepared.shape[0]) / worn.shape[0]
    em = worn.shape[0] / 3.2
    return _cut(prepared, ink * scale, columns * scale, em * scale, random)


def _cut(
    picture: Gray,
    rows: NDArray[np.float64],
    columns: NDArray[np.float64],
    em: float,
    random: Random,
) -> Gray:
    """Cut close to the ink, or at the heights that letters of the type could reach."""
    top, bottom, left, right = rows[0], rows[-1], columns[0], columns[-1]
    if random.random() < 0.6:  # the engine's box reaches to the tallest and the deepest letter
        top -= random.uniform(0, 0.28) * em
        bottom += random.uniform(0, 0.28) * em
    pad = CROP_PADDING + random.uniform(-2, 3)
    beside = CROP_PADDING + random.uniform(-2, 8)
    height, width = picture.shape
    return picture[
        max(int(top - pad), 0) : min(int(bottom + pad) + 1, height),
        max(int(left - beside), 0) : min(int(right + beside) + 1, width),
    ]
