"""How wide a cell is, and what it is merged with: numbers in a file that are not to be trusted."""

from __future__ import annotations

from typing import NamedTuple

from extract._word_names import KIND, VAL, attribute, both, is_on, number
from extract._xml import Element
from schemas.document import Region

GRID_LIMIT = 63
"""The most columns that a table has in Word."""

CELL_PROPERTIES = frozenset(both("tcPr"))
TELLING = frozenset(
    tag for name in ("gridSpan", "vMerge", "hMerge", "cellDel") for tag in both(name)
)
"""What a cell's properties can tell of its place."""


class Geometry(NamedTuple):
    """What a cell says of its place."""

    span: int = 1
    vertical: str | None = None
    """`restart` or `continue` of a merge with the cells below."""
    horizontal: str | None = None
    """The same with the cells to its right, as old files have it."""
    is_deleted: bool = False
    oddities: tuple[str, ...] = ()


class RowGeometry(NamedTuple):
    """What a row says of itself."""

    before: int = 0
    """Grid columns that are left out on its left, and on its right."""
    after: int = 0
    region: Region = Region.BODY
    oddities: tuple[str, ...] = ()


NOTHING = Geometry()


def read_geometry(cell: Element) -> Geometry:
    """What a `w:tc` says of its place; numbers that cannot be are told and not used."""
    # the properties stand first, and mostly tell nothing of the place
    if not len(cell) or cell[0].tag not in CELL_PROPERTIES:
        return NOTHING
    telling = [each for each in cell[0] if each.tag in TELLING]
    if not telling:
        return NOTHING
    span, vertical, horizontal, is_deleted = 1, None, None, False
    oddities: tuple[str, ...] = ()
    for each in telling:
        kind = KIND.get(each.tag)
        if kind == "gridSpan":
            span, oddities = _bounded(each, kind, 1)
        elif kind == "vMerge":
            vertical = _merge(each)
        elif kind == "hMerge":
            horizontal = _merge(each)
        elif kind == "cellDel":
            is_deleted = True
    return Geometry(span, vertical, horizontal, is_deleted, oddities)


def read_row_geometry(properties: Element) -> RowGeometry:
    """What a `w:trPr` says of its row."""
    before, after, region = 0, 0, Region.BODY
    oddities: tuple[str, ...] = ()
    for each in properties:
        kind = KIND.get(each.tag)
        if kind == "gridBefore":
            before, odd = _bounded(each, kind, 0)
            oddities += odd
        elif kind == "gridAfter":
            after, odd = _bounded(each, kind, 0)
            oddities += odd
        elif kind == "del":
            region = Region.DELETED
        elif kind == "hidden" and is_on(each) and region is Region.BODY:
            region = Region.HIDDEN
    return RowGeometry(before, after, region, oddities)


def _merge(element: Element) -> str:
    # without a value it continues (17.4.84)
    return "restart" if attribute(element, VAL) == "restart" else "continue"


def _bounded(element: Element, kind: str, low: int) -> tuple[int, tuple[str, ...]]:
    value = number(element, low, GRID_LIMIT)
    if value is not None:
        return value, ()
    said = attribute(element, VAL) or ""
    # beyond the limit it is the limit; what is no number at all counts as if it were not there
    taken = GRID_LIMIT if said.isascii() and said.isdigit() and said.strip("0") else low
    return taken, (f"{kind}={said[:20]!r}, taken as {taken}",)
