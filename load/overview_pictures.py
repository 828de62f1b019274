"""Pictures as SVG. The browser sets the labels, so that it shapes their Bangla as it does texts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

LABEL_WIDTH = 330
"""Pixels for the names of offices; the longest of the registry needs 320 at 14 px."""
ROW, CELL, HEAD = 26, 66, 34
BAR = 420
"""Pixels of the longest bar."""
EMPTY = "#f1efe9"
SCALE = ("#dcebe7", "#b3d6cd", "#84bdb0", "#4f9f90", "#1f7a6c")
"""From little to much; told apart in grey, too."""
SEVERITIES = {"error": "#b3372f", "warning": "#d08a1d", "info": "#5b7f9d"}
DARK_FROM = 3
"""From this step of the scale on, figures are white."""


class Tile(NamedTuple):
    """One cell of a grid."""

    share: float | None
    """From 0 to 1; None where there is nothing."""
    figure: str
    title: str
    """Shown under the pointer."""


def grid(rows: Sequence[str], columns: Sequence[str], tiles: dict[tuple[str, str], Tile]) -> str:
    """A table of tiles: rows and columns by name."""
    width, height = LABEL_WIDTH + CELL * len(columns) + 10, HEAD + ROW * len(rows) + 6
    parts = [
        _text(LABEL_WIDTH + CELL * at + CELL / 2, HEAD - 12, name, "middle", "head")
        for at, name in enumerate(columns)
    ]
    for line, row in enumerate(rows):
        top = HEAD + ROW * line
        parts.append(_text(LABEL_WIDTH - 10, top + 17, row, "end"))
        for at, column in enumerate(columns):
            tile = tiles.get((row, column), Tile(None, "", f"{row}, {column}: –"))
            parts.append(_tile(LABEL_WIDTH + CELL * at, top, tile))
    return _svg(width, height, parts)


def bars(found: Sequence[tuple[str, str, int]]) -> str:
    """Horizontal bars: name, severity and number."""
    most = max((number for _, _, number in found), default=1)
    width, height = LABEL_WIDTH + BAR + 90, ROW * len(found) + 10
    parts: list[str] = []
    for line, (name, severity, number) in enumerate(found):
        top, long = ROW * line + 4, max(2.0, BAR * number / most)
        colour = SEVERITIES.get(severity, SEVERITIES["info"])
        parts.append(_text(LABEL_WIDTH - 10, top + 15, name, "end"))
        parts.append(
            f'<rect x="{LABEL_WIDTH}" y="{top}" width="{long:.1f}" height="{ROW - 6}" '
            f'rx="2" fill="{colour}"><title>{escape(severity)}</title></rect>'
        )
        parts.append(_text(LABEL_WIDTH + long + 8, top + 15, f"{number:,}", "start"))
    return _svg(width, height, parts)


def _tile(left: float, top: float, tile: Tile) -> str:
    step = None if tile.share is None else min(int(tile.share * len(SCALE)), len(SCALE) - 1)
    fill = EMPTY if step is None else SCALE[step]
    ink = "light" if step is not None and step >= DARK_FROM else "figure"
    figure = _text(left + CELL / 2, top + 17, tile.figure, "middle", ink)
    return (
        f'<g><rect x="{left + 1}" y="{top + 1}" width="{CELL - 2}" height="{ROW - 2}" rx="2" '
        f'fill="{fill}"/>{figure}<title>{escape(tile.title)}</title></g>'
    )


def _text(x: float, y: float, text: str, anchor: str, kind: str = "label") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{escape(text)}</text>'
    )


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">'
        f"{''.join(parts)}</svg>"
    )
