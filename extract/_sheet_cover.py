"""Which cells a merged cell lies over, found while the rows go by."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from extract._sheet import Area
from schemas.errors import InputRejected, Refusal

COVER_LIMIT = 10_000_000
"""Columns of all merges together; 10 merges in each of 200,000 rows come to a fifth of it."""


class Cover:
    """The merges over the current row. Rows are asked for in order."""

    def __init__(self, areas: Sequence[Area], last_column: int) -> None:
        """Take the merges of a sheet whose last used column is `last_column`.

        Raises:
            InputRejected: TABLE_LIMIT.
        """
        self._waiting = sorted(areas, key=lambda area: area.first_row, reverse=True)
        self._ends: list[tuple[int, int, int]] = []
        self._depth = [0] * (last_column + 1)
        if sum(len(self._columns(area.first_column, area.last_column)) for area in areas) > (
            COVER_LIMIT
        ):
            raise InputRejected(
                Refusal.TABLE_LIMIT,
                f"The merged cells of a sheet cover more than {COVER_LIMIT:,} columns.",
                "This is no report; leave the file out.",
            )

    def move_to(self, row: int) -> None:
        """Go on to a row."""
        while self._waiting and self._waiting[-1].first_row <= row:
            area = self._waiting.pop()
            heappush(self._ends, (area.last_row, area.first_column, area.last_column))
            self._add(area.first_column, area.last_column, 1)
        while self._ends and self._ends[0][0] < row:
            _, first, last = heappop(self._ends)
            self._add(first, last, -1)

    def holds(self, column: int) -> bool:
        """Whether a merge lies over this column of the current row."""
        return self._depth[column] > 0

    def _columns(self, first: int, last: int) -> range:
        return range(first, min(last + 1, len(self._depth)))

    def _add(self, first: int, last: int, step: int) -> None:
        for column in self._columns(first, last):
            self._depth[column] += step
