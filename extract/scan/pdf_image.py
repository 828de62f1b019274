"""Pages of a PDF as pictures: the scan that lies on the page, or the page as it is drawn."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.scan.page_image import (
    POINTS_PER_INCH,
    WORKED_PIXELS,
    BrokenPage,
    PageImage,
    refuse_bomb,
)

# it publishes no types
_pypdfium2: Any = import_module("pypdfium2")
_raw: Any = import_module("pypdfium2.raw")

DRAWN_DPI = 300.0
"""Readers of Bangla digits were best from 300 dpi on; more gives nothing."""
COVERING = 0.9
"""Of the page's width and height, the least that a scan of the page covers; scanners leave out up
to 5 mm at each side."""
LEAST_DPI, MOST_DPI = 100.0, 1200.0
"""An image of less is a logo or a thumbnail: the page is drawn instead."""
SAME = 1.0
"""Points by which an image and its page may differ: writers round to whole ones."""
STRAIGHT = 1e-3
"""Share of its size by which an image may be slanted and still be taken as it is stored."""
END_OF_JPEG = b"\xff\xd9"
TAIL = 1024
"""Bytes at the end of a JPEG among which its end mark is looked for."""


class PdfImages:
    """The pages of one PDF; close it after use."""

    def __init__(self, content: bytes) -> None:
        self._file = _pypdfium2.PdfDocument(content)
        self.n_pages = len(self._file)

    def close(self) -> None:
        """Give the memory back."""
        self._file.close()

    def scanned(self, number: int) -> PageImage | BrokenPage:
        """A page's own picture at its own resolution; the drawn page if it has none.

        Raises:
            InputRejected: IMAGE_BOMB.
        """
        try:
            opened = self._file[number - 1]
        except (_pypdfium2.PdfiumError, IndexError):
            return BrokenPage(number, "the page cannot be opened")
        with closing(opened) as page:
            covering = _covering(page)
            if covering is None:
                return _rendered(page, number, DRAWN_DPI)
            if _is_cut_off(covering.picture):
                return BrokenPage(number, "the end of its picture is missing")
            if covering.is_exact:
                pixels = _stored(covering.picture, int(page.get_rotation()))
                if pixels is not None:
                    return _as_page(pixels, number, page)
            return _rendered(page, number, covering.dpi)

    def render(self, number: int, dpi: float = DRAWN_DPI) -> PageImage:
        """A page as a viewer shows it; at less than asked for if it is huge."""
        with closing(self._file[number - 1]) as page:
            return _rendered(page, number, dpi)


@dataclass(frozen=True, slots=True)
class _Covering:
    """The image that covers a page."""

    picture: Any
    dpi: float
    is_exact: bool
    """Whether it is as large as the page, and nothing else is to be seen."""


def _is_cut_off(picture: Any) -> bool:
    """Whether a JPEG lacks its end mark; PDFium fills up what is missing with grey."""
    if list(picture.get_filters())[-1:] != ["DCTDecode"]:
        return False
    data = bytes(picture.get_data(decode_simple=True))
    return END_OF_JPEG not in data[-TAIL:]


def _covering(page: Any) -> _Covering | None:
    objects = list(page.get_objects(max_depth=3))
    left, bottom, right, top = page.get_cropbox()
    for picture in objects:
        if picture.type != _raw.FPDF_PAGEOBJ_IMAGE:
            continue
        x0, y0, x1, y1 = picture.get_bounds()
        across = (min(x1, right) - max(x0, left)) / (right - left)
        down = (min(y1, top) - max(y0, bottom)) / (top - bottom)
        if min(across, down) < COVERING:
            continue
        width, height = picture.get_px_size()
        refuse_bomb(width, height)
        matrix = picture.get_matrix()
        if abs(matrix.b) > abs(matrix.a):
            width, height = height, width
        dpi = width * POINTS_PER_INCH / (x1 - x0)
        if LEAST_DPI <= dpi <= MOST_DPI:
            beyond = max(abs(x0 - left), abs(x1 - right), abs(y0 - bottom), abs(y1 - top))
            others = any(_is_seen(one) for one in objects if one is not picture)
            return _Covering(picture, dpi, beyond <= SAME and not others)
    return None


def _is_seen(thing: Any) -> bool:
    """Whether an object leaves ink; a text layer over a scan is written in no colour at all."""
    if thing.type == _raw.FPDF_PAGEOBJ_TEXT:
        mode = _raw.FPDFTextObj_GetTextRenderMode(thing)
        return bool(mode != _raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    return bool(thing.type != _raw.FPDF_PAGEOBJ_FORM)


def _stored(picture: Any, rotation: int) -> NDArray[np.uint8] | None:
    """The picture as it is stored, turned as the page is; None if it is slanted or masked."""
    matrix = picture.get_matrix()
    size = max(abs(matrix.a), abs(matrix.d))
    slant = max(abs(matrix.b), abs(matrix.c)) / size if size else 1.0
    if matrix.a <= 0 or matrix.d <= 0 or slant > STRAIGHT or _is_masked(picture):
        return None
    try:
        # it is the file's own, and goes with it
        bitmap = picture.get_bitmap(render=False)
    except _pypdfium2.PdfiumError:
        return None
    pixels = _gray_or_rgb(np.asarray(bitmap.to_numpy(), np.uint8), str(bitmap.mode))
    return None if pixels is None else np.ascontiguousarray(np.rot90(pixels, -rotation // 90))


def _is_masked(picture: Any) -> bool:
    return bool(_raw.FPDFPageObj_HasTransparency(picture))


def _gray_or_rgb(pixels: NDArray[np.uint8], mode: str) -> NDArray[np.uint8] | None:
    if mode == "L":
        return np.array(pixels if pixels.ndim == 2 else pixels[..., 0])  # noqa: PLR2004
    if mode in {"BGR", "BGRX"}:
        return np.array(pixels[..., 2::-1])
    return None


def _rendered(page: Any, number: int, dpi: float) -> PageImage:
    width, height = page.get_size()
    scale = dpi / POINTS_PER_INCH
    pixels = width * height * scale * scale
    scale *= min(1.0, (WORKED_PIXELS / max(pixels, 1)) ** 0.5)
    with closing(page.render(scale=scale, rev_byteorder=True)) as bitmap:
        drawn = np.array(bitmap.to_numpy(), np.uint8)
    is_gray = drawn.ndim == 2 or drawn.shape[2] == 1  # noqa: PLR2004 - rows and columns
    return _as_page(drawn.reshape(drawn.shape[:2]) if is_gray else drawn[..., :3], number, page)


def _as_page(pixels: NDArray[np.uint8], number: int, page: Any) -> PageImage:
    """Lengths are those of the page, so that places on the picture are places on the page."""
    width, height = page.get_size()
    if pixels.ndim == 2:  # noqa: PLR2004 - grey
        gray, colour = pixels, None
    else:
        gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
        colour = pixels
    return PageImage(
        np.ascontiguousarray(gray),
        pixels.shape[1] * POINTS_PER_INCH / width,
        number,
        width,
        height,
        colour,
    )
