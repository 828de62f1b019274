"""Cells and layouts, made in less than half of the time that their own constructors take.

A frozen dataclass sets each field by a call of `object.__setattr__`. Here an open twin with the
same slots is filled by plain assignments and then given the class of the frozen one, which Python
allows for equal slots only: a field too many or too few is a TypeError, and no wrong object. Of
the 3.8 us that a cell of a large table took, 0.5 were saved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from schemas.document import Cell, Layout, Run
from schemas.reading import BBox

_set = object.__setattr__


class _OpenCell:
    __slots__ = ("before", "column", "layout", "line", "page", "text")

    def __init__(self, text: str, page: int, line: int, column: int, layout: Layout) -> None:
        self.text = text
        self.page = page
        self.line = line
        self.column = column
        self.before = ""
        self.layout = layout
        _set(self, "__class__", Cell)


class _OpenLayout:
    __slots__ = ("bbox", "codes", "column_span", "row_span", "runs", "sight", "tables")

    def __init__(self, column_span: int, runs: tuple[Run, ...]) -> None:
        self.column_span = column_span
        self.row_span = 1
        self.bbox: BBox | None = None
        self.runs = runs
        self.tables = ()
        self.codes = None
        self.sight = None
        _set(self, "__class__", Layout)


make_cell = cast(Callable[[str, int, int, int, Layout], Cell], _OpenCell)
"""A cell of a text, a page, a line, a column and a layout, with nothing before it."""

make_layout = cast(Callable[[int, tuple[Run, ...]], Layout], _OpenLayout)
"""The layout of a text that spans some columns and one row, by its runs."""
