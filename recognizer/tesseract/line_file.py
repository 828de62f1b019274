"""Writes lines for `lstmtraining` (`.lstmf`), as `tesseract … lstm.train` would have done.

Layout: tesseract 5.3.0, src/ccstruct/imagedata.cpp (`ImageData::Serialize`), little-endian. Calling
Tesseract for each line costs more than the training itself.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path

import cv2

from recognizer.tesseract.wear import Gray

LANGUAGE = "ben"


def write_lines(path: Path, lines: Iterable[tuple[Gray, str]]) -> None:
    """One file of lines, each with what it says and one box about all of it."""
    pages = [_page(number, picture, text) for number, (picture, text) in enumerate(lines)]
    path.write_bytes(struct.pack("<I", len(pages)) + b"".join(pages))


def _page(number: int, picture: Gray, text: str) -> bytes:
    done, coded = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done:
        raise ValueError(f"line {number} could not be written")
    height, width = picture.shape
    return b"".join(
        (
            b"\x01",  # a page follows
            _block(b"line"),
            struct.pack("<i", number),
            _block(coded.tobytes()),
            _block(LANGUAGE.encode()),
            _block(text.encode()),
            struct.pack("<I4h", 1, 0, 0, width, height),  # from the lower left to the upper right
            struct.pack("<I", 1),
            _block(text.encode()),
            b"\x00",  # written across, not down
        )
    )


def _block(content: bytes) -> bytes:
    return struct.pack("<I", len(content)) + content
