"""A row of a table while it is read, and the cells that are merged over several rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from schemas.document import Layout, Region, Row


class Draft(NamedTuple):
    """A cell before its row's page is known."""

    column: int
    text: str
    layout: Layout


@dataclass(slots=True)
class Merge:
    """A vertical merge that the next row may continue."""

    rows: list[Row] | None
    """Where the first of its cells stands; None if that cell is empty."""
    row: int
    cell: int
    height: int = 1


@dataclass(slots=True)
class RowDraft:
    """A row while its cells are read."""

    column: int = 1
    page: int | None = None
    last_page: int = 1
    printed: list[Draft] = field(default_factory=list[Draft])
    others: dict[Region, list[Draft]] = field(default_factory=dict[Region, list[Draft]])
    continued: set[int] = field(default_factory=set[int])
    begun: set[int] = field(default_factory=set[int])

    def place(self, region: Region, draft: Draft) -> None:
        """Keep a cell."""
        if region is Region.BODY:
            self.printed.append(draft)
        else:
            self.others.setdefault(region, []).append(draft)


class Merges:
    """The vertical merges that the next row may continue, by their first grid column."""

    def __init__(self) -> None:
        """Begin without any."""
        self._open: dict[int, Merge] = {}

    def __contains__(self, column: int) -> bool:
        return column in self._open

    @property
    def are_open(self) -> bool:
        """Whether there are any."""
        return bool(self._open)

    def next_row(self, row: RowDraft, rows: list[Row]) -> None:
        """End the merges that a row does not continue, and begin its own.

        Args:
            row: the row.
            rows: those before it on its page; it is to be added next.
        """
        for column in [column for column in self._open if column not in row.continued]:
            _end(self._open.pop(column))
        for merge in self._open.values():
            merge.height += 1
        for column in row.begun:
            places = [n for n, draft in enumerate(row.printed) if draft.column == column]
            where = rows if places else None
            self._open[column] = Merge(where, len(rows), places[0] if places else 0)

    def end(self) -> None:
        """The table is over."""
        for merge in self._open.values():
            _end(merge)
        self._open.clear()


def _end(merge: Merge) -> None:
    """Tell the first cell how many rows it spans."""
    if merge.rows is None or merge.height == 1:
        return
    row = merge.rows[merge.row]
    cells = [*row.cells]
    cell = cells[merge.cell]
    cells[merge.cell] = replace(cell, layout=replace(cell.layout, row_span=merge.height))
    merge.rows[merge.row] = replace(row, cells=tuple(cells))
