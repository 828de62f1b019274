"""Tables without lines, whose cells the tags of the file tell, found again on the page.

Tags are believed only where they agree with what is drawn: each row stands below the one before it,
each column beside the one before it, and nothing else stands between them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from extract._cell_tokens import MIDDLE
from extract._drawn import TagCell, Token
from extract._lattice import DEPTH_LIMIT, Box, Lattice, Span

MARGIN = 1.0
"""Points around the text of the outer cells."""

Cells = Mapping[int, tuple[TagCell, ...]]
_Stretch = tuple[Span, float, float]
"""The rows or columns of a cell, and from where to where its text reaches."""


def tagged_tables(
    tokens: Sequence[Token], cells: Cells, depth: int = 0
) -> tuple[Lattice, ...] | None:
    """The tables of a page without lines, from the top down; None if they stand otherwise.

    Args:
        tokens: what is drawn on the page, or in a cell.
        cells: for each marked content the cells around it, that of the outer table first.
        depth: how many tables are around these tokens.
    """
    inside: dict[int, dict[TagCell, list[Token]]] = defaultdict(lambda: defaultdict(list))
    beside: list[tuple[Token, int]] = []
    for token in tokens:
        around = cells.get(token.content, ())
        if not token.text.strip():
            continue
        if depth < min(len(around), DEPTH_LIMIT):
            inside[around[depth].table][around[depth]].append(token)
        beside.append((token, around[depth].table if depth < len(around) else 0))
    found: list[Lattice] = []
    for number, placed in inside.items():
        if len({cell.columns for cell in placed}) == 1:
            continue  # a frame around lines, and no table
        table = _table(placed, cells, depth)
        if table is None or any(
            table.holds(*_middle(token)) for token, own in beside if own != number
        ):
            return None
        found.append(table)
    return tuple(sorted(found, key=lambda table: table.top))


def _middle(token: Token) -> tuple[float, float]:
    return (token.x0 + token.x1) / 2, token.baseline - MIDDLE * token.size


def _table(placed: Mapping[TagCell, Sequence[Token]], cells: Cells, depth: int) -> Lattice | None:
    # rows that begin on other pages are none of this one
    begun = sorted({cell.rows[0] for cell in placed})
    here = {
        cell: (bisect_left(begun, cell.rows[0]), bisect_left(begun, cell.rows[1]))
        for cell in placed
    }
    rows = _borders([(here[cell], *_reach(placed[cell], 1)) for cell in placed], len(begun))
    width = max(cell.width for cell in placed)
    columns = _borders([(cell.columns, *_reach(placed[cell], 0)) for cell in placed], width)
    if rows is None or columns is None:
        return None
    half = max(token.size for text in placed.values() for token in text) / 2
    rows = (rows[0] - half, *rows[1:-1], rows[-1] + half)
    columns = (columns[0] - MARGIN, *columns[1:-1], columns[-1] + MARGIN)
    boxes: list[Box] = []
    for cell in sorted(placed, key=lambda one: (one.rows[0], one.columns)):
        inner = tagged_tables(placed[cell], cells, depth + 1)
        if inner is None:
            return None
        (first, last), (left, right) = here[cell], cell.columns
        place = columns[left], rows[first], columns[right], rows[last]
        boxes.append(Box(here[cell], cell.columns, *place, inner))
    return Lattice(columns, len(begun), tuple(boxes), rows[0], rows[-1], goes_on=begun[0] > 0)


def _reach(tokens: Sequence[Token], axis: int) -> tuple[float, float]:
    """From where to where the text of a cell reaches: along the lines, or from line to line."""
    if axis:
        levels = [_middle(token)[axis] for token in tokens]
        return min(levels), max(levels)
    return min(token.x0 for token in tokens), max(token.x1 for token in tokens)


def _borders(stretches: Sequence[_Stretch], n: int) -> tuple[float, ...] | None:
    """Where each row or column begins and the last one ends; None if one reaches into another."""
    first = min(low for _, low, _ in stretches)
    last = max(high for _, _, high in stretches)
    borders = [first]
    for border in range(1, n):
        before = max((high for span, _, high in stretches if span[1] <= border), default=first)
        behind = min((low for span, low, _ in stretches if span[0] >= border), default=last)
        if before > behind:
            return None
        borders.append((before + behind) / 2)
    return (*borders, last)
