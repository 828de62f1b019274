"""What is left of a row of plain cells without its texts; many rows of a table share one shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extract._word_geometry import Geometry, RowGeometry, read_geometry, read_row_geometry
from extract._word_names import KIND
from extract._word_simple import Simple, read_simple
from extract._xml import Element, Stream
from schemas.errors import InputRejected

ROW_END = b"</w:tr>"
TEXT_START = b"<w:t>"
CUT = b"\x01"
"""Stands for the end of a text; XML cannot hold it."""
NO_TEXT = b"<w:t/>"

LIMIT_BYTES = 32 * 1024
REMEMBERED = 256
"""How many shapes are kept for the next document: the files of one office are mostly alike."""

# Say when something was typed, and are different in every paragraph. Word writes them right behind
# the name of a tag; one that stands twice there, or anywhere else, makes the part broken.
_TRACE = rb'(?:14:(?:paraId|textId)|:rsid(?:RPr|RDefault|R|P|Tr|Del))="[0-9A-Fa-f]{1,8}"'
_ONCE = rb"(?=([^=]*))%b(?!(?: w%b)* w\%d=)"
TRACES = re.compile(
    b" w(?:(?<=<w:[pr] w)|(?<=<w:tr w))%b(?: w%b)*(?=[ />])"
    % tuple(_ONCE % (_TRACE, _TRACE, group) for group in (1, 2))
)
TRACES_LEFT = (b":rsid", b"w14:paraId", b"w14:textId")
TRACES_BOUND = b" xmlns:w14="

# Comments and the like, other names, quotes that could hold what looks like a trace; and what sends
# a cell the whole way, before time is spent on it.
DECLINED = re.compile(
    rb"<[!?]|xmlns|'|<w:t[ /]|</w:p><w:p[ />]|"
    rb"<w:(?:tbl|br|tab|drawing|pict|object|ins|del|hyperlink|fldChar|sdt|numPr|sectPr|vanish|rStyle)"
    rb"[ />]"
)


class CellShape(NamedTuple):
    """A cell without its texts."""

    geometry: Geometry
    style: str | None
    fonts: tuple[tuple[tuple[str, str], ...], ...]
    """What each of its runs says of its fonts."""

    def filled(self, texts: Iterator[str]) -> Simple:
        """The cell with its texts."""
        return Simple(self.style, [(next(texts), fonts) for fonts in self.fonts])


# compared by identity: each is made once and looked up often
@dataclass(frozen=True, slots=True, eq=False)
class RowShape:
    """A row without its texts."""

    cells: tuple[CellShape, ...]
    texts: int
    width: int
    is_bare: bool
    """No cell has more than one run, is merged with those around it, or says anything odd."""


def read_shape(root: bytes, skeleton: bytes) -> RowShape | None:
    """The shape of a row; None if it is not all plain cells.

    Args:
        root: the start tag of the document's root, which binds the names.
        skeleton: the row without its end tag; each text is `<w:t>` and `CUT`.
    """
    if len(skeleton) > LIMIT_BYTES or (b" w14:" in skeleton and TRACES_BOUND not in root):
        return None
    bare = TRACES.sub(b"", skeleton)
    if any(left in bare for left in TRACES_LEFT):
        return None
    return _read_once(root, bare)


def _read(root: bytes, skeleton: bytes) -> RowShape | None:
    if DECLINED.search(skeleton):
        return None
    texts = skeleton.count(TEXT_START)
    try:
        row = parse_row(root, skeleton.replace(TEXT_START + CUT, NO_TEXT) + ROW_END)
    except InputRejected:
        return None
    cells: list[CellShape] = []
    for each in row:
        kind = KIND.get(each.tag)
        if kind == "tc":
            geometry, simple = read_geometry(each), read_simple(each)
            if simple is None or geometry.is_deleted:
                return None
            fonts = tuple(fonts for _, fonts in simple.runs)
            cells.append(CellShape(geometry, simple.style, fonts))
        elif kind != "trPr" or read_row_geometry(each) != RowGeometry():
            return None
    if sum(len(cell.fonts) for cell in cells) != texts:
        return None
    return RowShape(
        cells=tuple(cells),
        texts=texts,
        width=sum(cell.geometry.span for cell in cells),
        is_bare=all(len(cell.fonts) <= 1 and _is_bare(cell.geometry) for cell in cells),
    )


_read_once = lru_cache(maxsize=REMEMBERED)(_read)


def _is_bare(geometry: Geometry) -> bool:
    return geometry == Geometry(geometry.span)


def parse_row(root: bytes, row: bytes) -> Element:
    """A row by itself, read as if it stood in the document.

    Raises:
        InputRejected: it is no well-formed row.
    """
    stream = Stream("row", iter((root + row + b"</w:document>",)))
    stream.complete(stream.root)
    return stream.root[0]
