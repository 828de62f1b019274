"""Streams of a PDF that would fill the memory, found before anything unpacks them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from schemas.errors import InputRejected, Refusal

STREAM_LIMIT_BYTES = 256 * 1024 * 1024
"""The contents of a page: those of the largest real files are below 20 MiB."""
DEFLATE_RATIO = 1032
"""The most that deflate can gain (zlib's technical notes)."""
PIECE_BYTES = 1024 * 1024
HEAD_BYTES = 1024
"""How far before a stream its dictionary is looked for."""
STREAM = re.compile(rb"stream\r?\n")
PICTURE = re.compile(rb"/Subtype\s*/Image")


def refuse_bombs(content: bytes) -> None:
    """See that no stream but those of pictures, which nobody unpacks here, grows beyond the limit.

    Raises:
        InputRejected: DRAW_LIMIT.
    """
    for found in STREAM.finditer(content):
        head = content[max(found.start() - HEAD_BYTES, 0) : found.start()].rpartition(b"obj")[2]
        n_filters = head.count(b"/FlateDecode") + head.count(b"/Fl ")
        if not n_filters or PICTURE.search(head):
            continue
        end = content.find(b"endstream", found.end())
        raw = content[found.end() : end if end >= 0 else len(content)]
        if len(raw) * DEFLATE_RATIO**n_filters > STREAM_LIMIT_BYTES and _too_long(raw, n_filters):
            raise InputRejected(
                Refusal.DRAW_LIMIT,
                f"A stream of the PDF unpacks to more than {STREAM_LIMIT_BYTES:,} bytes.",
                "This is no report; leave the file out.",
            )


def _too_long(raw: bytes, n_filters: int) -> bool:
    pieces = iter([raw])
    for _ in range(n_filters):
        pieces = _unpacked(pieces)
    total = 0
    try:
        for piece in pieces:
            total += len(piece)
            if total > STREAM_LIMIT_BYTES:
                return True
    except zlib.error:
        # not packed so, or damaged: what comes of it is what came so far
        return False
    return False


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for packed in pieces:
        rest = packed
        while rest and not unpacker.eof:
            yield unpacker.decompress(rest, PIECE_BYTES)
            rest = unpacker.unconsumed_tail
