"""Rows that stand only in and right of the remark column: the remark's next line, or a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from normalize.dashes import is_dash
from normalize.drafts import IndicatorDraft
from normalize.fiscal import parse_period
from normalize.ids import PrintedId, sort_key
from schemas.document import Cell
from schemas.reading import State

SENTENCE_ENDS = ("।", "৷", "|", ".")

Rows = tuple[tuple[Cell, ...], ...]


@dataclass(slots=True)
class Block:
    """Consecutive rows without a cell left of the remark column."""

    rows: list[tuple[Cell, ...]] = field(default_factory=list[tuple[Cell, ...]])
    tables: list[Rows] = field(default_factory=list["Rows"])
    """Tables of which the source itself says that they are some."""
    apart: bool = False
    """A table stands in a row of its own: only a page break makes one, told or not."""

    def split(self) -> tuple[tuple[Cell, ...], Rows]:
        """The lines that continue a remark, and behind them the rows of a nested table.

        A row of several cells belongs to a table, and so does all behind it. A row of one cell
        before it belongs to the table too if it names a period, as the first column of these
        tables does; else it is prose.
        """
        first = next((i for i, row in enumerate(self.rows) if len(row) > 1), len(self.rows))
        while first and first < len(self.rows) and _names_period(self.rows[first - 1][0].text):
            first -= 1
        lines = tuple(cell for row in self.rows[:first] for cell in row)
        return lines, tuple(self.rows[first:])

    @property
    def page(self) -> int:
        """The page on which the block begins."""
        return min(row[0].page for rows in (self.rows, *self.tables) for row in rows)


def tables_in(cell: Cell) -> Iterator[Rows]:
    """The tables inside a cell, each followed by those inside of its own cells."""
    for table in cell.layout.tables:
        rows = tuple(tuple(inner for inner in row.cells if inner.text) for row in table)
        if any(rows):
            yield tuple(row for row in rows if row)
        for row in table:
            for inner in row.cells:
                yield from tables_in(inner)


def joined_over_pages(tables: Iterable[Rows]) -> list[Rows]:
    """The tables, those that a page break cut made one again: no wider below than above it."""
    joined: list[Rows] = []
    for table in tables:
        before = joined[-1] if joined else ()
        if before and _last_page(before) < table[0][0].page and _width(table) <= _width(before):
            joined[-1] = (*before, *table)
        else:
            joined.append(table)
    return joined


def _last_page(rows: Rows) -> int:
    return rows[-1][-1].page


def _width(rows: Rows) -> int:
    return max(cell.column for row in rows for cell in row)


def _names_period(text: str) -> bool:
    return parse_period(text).state is State.VALUE


def continues(block: Block, previous: IndicatorDraft | None, following: PrintedId | None) -> bool:
    """Whether a block belongs to the indicator before it.

    It does, unless a page break stands between, or it has a row of its own, and either that
    indicator's remark is a dash, which nothing can continue, or its remark is a finished sentence
    and the ids jump.
    """
    if previous is None:
        return False
    remark = previous.cells.get("remark")
    last = remark[-1].cell if remark else next(iter(previous.cells.values()))[0].cell
    if last.page == block.page and not block.apart:
        return True
    if remark is None:
        return not _jumps(previous, following)
    if is_dash(last.text):
        return False
    return not (last.text.rstrip().endswith(SENTENCE_ENDS) and _jumps(previous, following))


def _jumps(previous: IndicatorDraft, following: PrintedId | None) -> bool:
    """Whether ids are missing between two neighbours."""
    if following is None:
        return False
    before, after = sort_key(previous.id), sort_key(following.id)
    steps = {
        (*before[:-1], before[-1] + 1),
        (*before[:-2], *(number + 1 for number in before[-2:-1]), 1),
        (before[0] + 1, 1, 1),
    }
    return after not in steps
