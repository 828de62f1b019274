"""Pictures of pages: PNG, JPEG, and TIFF with one or more pages."""

from __future__ import annotations

from schemas.document import Document, SourceFile
from schemas.errors import InputFailed, Refusal
from schemas.ports import Looking, Ocr

NAME = "page pictures"
MAGICS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"II+\x00": "image/tiff",
    b"MM\x00+": "image/tiff",
}
"""The first bytes of the formats, those of large TIFF files, too."""


def sniff(name: str, head: bytes) -> int:
    """Bid for pictures, by content."""
    del name
    return 90 if media_type(head) else 0


def media_type(head: bytes) -> str | None:
    """Of a picture, by its first bytes."""
    return next((kind for magic, kind in MAGICS.items() if head.startswith(magic)), None)


def read(source: SourceFile, content: bytes) -> Document:
    """Read all pages. Raises as `look` does."""
    return look(source, content, Looking())


def look(source: SourceFile, content: bytes, looking: Looking) -> Document:
    """Read all pages.

    Raises:
        InputRejected: IMAGE_BOMB, PAGE_LIMIT, IMAGE_BROKEN, or NOT_A_REPORT if nothing is written.
        InputFailed: TOOL_MISSING where pictures cannot be read, or must not.
    """
    if looking.ocr is Ocr.NEVER:
        raise InputFailed(
            Refusal.TOOL_MISSING,
            "The file is a picture, and pictures were not to be read.",
            "Convert it without `--ocr never`.",
        )
    # OpenCV and onnxruntime take 0.4 s, which who reads no picture need not pay
    from extract.scan.scanned_file import read_pictures

    return read_pictures(source, content, looking, NAME, media_type(content) or "")
