"""What hangs over the rows: remarks that go on, tables inside of them, cells whose row is lost."""

from __future__ import annotations

from collections.abc import Sequence

from normalize.drafts import IndicatorDraft, OrphanDraft, TableDraft
from normalize.filing import Filing
from normalize.ids import PrintedId
from normalize.nests import Block, Rows, continues, joined_over_pages
from schemas.document import Cell

NESTED = "nested_table"


class Overhang:
    """Rows and tables of which it is not known yet to whom they belong, and orphans so far."""

    def __init__(self, filing: Filing) -> None:
        self.filing = filing
        self.block = Block()
        self.waiting: list[OrphanDraft] = []
        """Orphans of which it is not known yet what follows them."""

    @property
    def draft(self) -> TableDraft:
        """What is being put together."""
        return self.filing.draft

    def hold(self, row: tuple[Cell, ...]) -> None:
        """Keep a row that stands in and right of the remark column only."""
        if row:
            self.block.rows.append(row)

    def hold_tables(self, tables: Sequence[Rows], *, apart: bool) -> None:
        """Keep the tables that stand inside the cells of a row, which may hold nothing else."""
        self.block.tables.extend(tables)
        self.block.apart = self.block.apart or (apart and bool(tables))

    def settle(self, indicator: IndicatorDraft | None, following: PrintedId | None) -> None:
        """Decide to whom the rows and tables belong, now that the next id is known."""
        if not self.block.rows and not self.block.tables:
            return
        block, self.block = self.block, Block()
        lines, table = block.split()
        tables = [*([table] if table else []), *joined_over_pages(block.tables)]
        if indicator and continues(block, indicator, following):
            for cell in lines:
                self.filing.go_on(indicator, "remark", cell)
            for rows in tables:
                self._nest(indicator, rows)
            return
        self.orphan(indicator, lines, tables, f"indicator:{following.id}" if following else "")

    def orphan(
        self,
        indicator: IndicatorDraft | None,
        cells: Sequence[Cell],
        tables: Sequence[Rows] = (),
        following: str = "",
    ) -> None:
        """Keep cells whose row is lost between the indicator above and the one below."""
        orphan = OrphanDraft(
            after=f"indicator:{indicator.id}" if indicator else "",
            before=following,
            nested=list(tables),
            cells=list(cells),
        )
        self.draft.orphans.append(orphan)
        if not following:
            self.waiting.append(orphan)
        inner = [cell for rows in tables for row in rows for cell in row]
        for cell in (*cells, *inner):
            role = NESTED if tables else "remark" if following else "cell"
            self.draft.mark(cell, f"orphan.{role}", orphan.after)

    def precede(self, ref: str) -> None:
        """Tell the waiting orphans which indicator comes after them."""
        for orphan in self.waiting:
            orphan.before = ref
        self.waiting = []

    def _nest(self, indicator: IndicatorDraft, table: Rows) -> None:
        indicator.nested.append(table)
        for row in table:
            for cell in row:
                self.draft.mark(cell, f"indicator.{NESTED}", f"indicator:{indicator.id}")
