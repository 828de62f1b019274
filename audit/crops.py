"""The piece of a page picture that a value was read from."""

from __future__ import annotations

import io
import json
import sqlite3

from PIL import Image

from audit.lists import places
from audit.originals import Originals, Picture

MARGIN_POINTS = 3.0
GAP_PIXELS = 4


def crop(originals: Originals, row: sqlite3.Row, found: sqlite3.Row) -> bytes | None:
    """The boxes of a value or a finding as one PNG, one below the other; None if it has none."""
    if not has_box(found) or not originals.is_pictured(row["media_type"]):
        return None
    pieces: list[Image.Image] = []
    for page, _, _, box in places(found):
        drawn = originals.picture(row["source_sha256"], row["media_type"], page) if box else None
        if box and drawn:
            pieces.append(_cut(drawn, box))
    if not pieces:
        return None
    width = max(piece.width for piece in pieces)
    height = sum(piece.height for piece in pieces) + GAP_PIXELS * (len(pieces) - 1)
    whole = Image.new("RGB", (width, height), "white")
    top = 0
    for piece in pieces:
        whole.paste(piece, (0, top))
        top += piece.height + GAP_PIXELS
    content = io.BytesIO()
    whole.save(content, format="PNG")
    return content.getvalue()


def _cut(picture: Picture, box: list[float]) -> Image.Image:
    with Image.open(picture.path) as page:
        scale = page.width / picture.width_pt
        left, top, right, bottom = box
        edges = (
            max(0, round((left - MARGIN_POINTS) * scale)),
            max(0, round((top - MARGIN_POINTS) * scale)),
            min(page.width, round((right + MARGIN_POINTS) * scale)),
            min(page.height, round((bottom + MARGIN_POINTS) * scale)),
        )
        if edges[2] <= edges[0] or edges[3] <= edges[1]:
            edges = (0, 0, 1, 1)
        return page.convert("RGB").crop(edges)


def has_box(found: sqlite3.Row) -> bool:
    """Whether a value or a finding has a box on a page."""
    return any(place[3] for place in json.loads(found["places"]))
