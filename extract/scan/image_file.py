"""PNG, JPEG and TIFF files as pages, one in memory at a time."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from struct import error as struct_error
from typing import Any, TypeVar, cast
from zlib import error as zlib_error

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from extract.scan.page_image import (
    POINTS_PER_INCH,
    BrokenPage,
    Gray,
    PageImage,
    refuse_bomb,
)
from extract.scan.resolution import guess, is_plausible
from schemas.errors import InputRejected, Refusal

FRAMES_LIMIT = 500
"""Of a TIFF; no report on paper has as many sheets."""
KINDS = ("PNG", "JPEG", "TIFF")
COLOURED = 40
"""Between the strongest and the weakest of red, green and blue: a stamp has 100 and more, a grey
page in a JPEG stays under 12."""
COLOURED_SHARE = 0.0005
"""Of the page; a small round stamp covers 0.3 %."""
BYTE, WORD = 255, 65535
SAME_ACROSS_AND_DOWN = 0.01
"""Share by which the two resolutions of a square pixel may differ."""
# what Pillow's decoders were seen to raise on damaged files
DECODING = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError,
    OverflowError, struct_error, zlib_error,
)  # fmt: skip
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class _Pixels:
    gray: Gray
    colour: NDArray[np.uint8] | None


class ImageFile:
    """The pages of an image file, decoded when they are asked for; close it after use."""

    def __init__(self, content: bytes) -> None:
        """Look at sizes alone.

        Raises:
            InputRejected: IMAGE_BOMB, PAGE_LIMIT, or IMAGE_BROKEN.
        """
        self._image = _opened(content)
        self.n_pages = _count(self._image)

    def close(self) -> None:
        """Give the memory back."""
        self._image.close()

    def page(self, number: int) -> PageImage | BrokenPage:
        """A page by its number, from 1.

        Raises:
            InputRejected: IMAGE_BOMB, or IMAGE_BROKEN if it is the only page.
        """
        page = _frame(self._image, number)
        if isinstance(page, BrokenPage) and self.n_pages == 1:
            raise broken(page.reason)
        return page


def broken(reason: str) -> InputRejected:
    """How a file is refused of which no page can be decoded."""
    return InputRejected(
        Refusal.IMAGE_BROKEN,
        f"The picture is damaged: {reason}.",
        "Fetch it again from where it came from, or scan the page anew.",
    )


@contextmanager
def _quiet() -> Generator[None]:
    """Pillow warns of large and of odd files; the limits here are stricter, and odd is decoded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _opened(content: bytes) -> Image.Image:
    try:
        with _quiet():
            image = Image.open(BytesIO(content), formats=KINDS)
    except Image.DecompressionBombError as error:
        raise InputRejected(
            Refusal.IMAGE_BOMB, f"The picture is too large: {error}.", "Scan it at 300 dpi."
        ) from error
    except UnidentifiedImageError as error:
        raise broken("its header is not that of a PNG, JPEG or TIFF file") from error
    except DECODING as error:
        raise broken(_said(error)) from error
    refuse_bomb(*image.size)
    return image


def _said(error: Exception) -> str:
    return f"{error}".rstrip(".") or type(error).__name__


def _count(image: Image.Image) -> int:
    """Frames by their directories alone; a directory that cannot be read ends the count there."""
    if image.format != "TIFF":
        return 1
    number = 0
    while _can_seek(image, number):
        number += 1
        if number > FRAMES_LIMIT:
            raise InputRejected(
                Refusal.PAGE_LIMIT,
                f"The picture has more than {FRAMES_LIMIT} pages.",
                "Split it into single reports.",
            )
    return max(number, 1)


def _can_seek(image: Image.Image, number: int) -> bool:
    try:
        with _quiet():
            image.seek(number)
    except EOFError:
        return False
    except Image.DecompressionBombError:
        return True
    except DECODING:
        # a directory that is there and damaged: decoding says so, for that page
        return number == 0
    refuse_bomb(*image.size)
    return True


def _attempt(make: Callable[[], Found]) -> Found | str:
    try:
        with _quiet():
            return make()
    except Image.DecompressionBombError as error:
        raise InputRejected(
            Refusal.IMAGE_BOMB, f"A page is too large: {error}.", "Scan it at 300 dpi."
        ) from error
    except DECODING as error:
        return _said(error)


def _frame(image: Image.Image, number: int) -> PageImage | BrokenPage:
    def decoded() -> tuple[_Pixels, float | None, float]:
        image.seek(number - 1)
        refuse_bomb(*image.size)
        image.load()
        across, down = _told_dpi(image)
        upright = ImageOps.exif_transpose(image)
        if upright.size != image.size:
            across, down = down, across
        return _pixels(upright), across, down or 0.0

    found = _attempt(decoded)
    if isinstance(found, str):
        return BrokenPage(number, found)
    pixels, across, down = found
    height, width = pixels.gray.shape
    if across and not is_plausible(across, width, height):
        across = None
    if (
        across
        and abs(down / across - 1) > SAME_ACROSS_AND_DOWN
        and is_plausible(down, height, height)
    ):
        # a fax has 204 dots an inch across and 98 or 196 down
        pixels = _square(pixels, across, down)
        height, width = pixels.gray.shape
        across = max(across, down)
    dpi = across or guess(width, height)
    return PageImage(
        pixels.gray,
        dpi,
        number,
        width * POINTS_PER_INCH / dpi,
        height * POINTS_PER_INCH / dpi,
        pixels.colour,
        is_dpi_guessed=across is None,
    )


def _told_dpi(image: Image.Image) -> tuple[float | None, float | None]:
    """Resolution across and down; Pillow gives it in dots an inch for all three kinds."""
    told: Any = image.info.get("dpi")
    if not isinstance(told, tuple):
        return None, None
    across, down = cast("tuple[Any, Any]", told)
    return float(across), float(down)


def _square(pixels: _Pixels, across: float, down: float) -> _Pixels:
    height, width = pixels.gray.shape
    most = max(across, down)
    size = (round(width * most / across), round(height * most / down))
    refuse_bomb(*size)
    gray = np.asarray(cv2.resize(pixels.gray, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    return _Pixels(gray, None)


def _pixels(image: Image.Image) -> _Pixels:
    """Grey values, whatever the colours are stored as; what is transparent is paper."""
    if image.mode == "I;16" or image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        return _Pixels(_from_deep(image), None)
    if image.mode in {"1", "L"} and "transparency" not in image.info:
        return _Pixels(np.array(image.convert("L"), np.uint8), None)
    if image.mode in {"LA", "La", "PA", "RGBA", "RGBa"} or "transparency" in image.info:
        above = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", above.size, "white"), above)
    if image.mode == "LAB":
        return _Pixels(np.array(image.getchannel(0), np.uint8), None)
    colour = np.array(image.convert("RGB"), np.uint8)
    gray = np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), np.uint8)
    return _Pixels(gray, colour if _is_coloured(colour) else None)


def _from_deep(image: Image.Image) -> Gray:
    """More than 8 bits: of 65,535 if they are whole numbers, of their own range otherwise."""
    deep = np.array(image, np.float32)
    most = WORD if image.mode != "F" and deep.max(initial=0) > BYTE else BYTE
    if image.mode == "F":
        most = BYTE if deep.max(initial=0) > 1 else 1
    return np.asarray(np.clip(deep * (BYTE / most), 0, BYTE).round(), np.uint8)


def _is_coloured(colour: NDArray[np.uint8]) -> bool:
    few = colour[::4, ::4].astype(np.int16)
    coloured = int(np.count_nonzero(few.max(axis=2) - few.min(axis=2) > COLOURED))
    return coloured > COLOURED_SHARE * (few.size // 3)
