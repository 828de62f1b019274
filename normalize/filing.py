"""Puts each cell where it belongs, and tells what had to be joined, adopted or left over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from normalize.drafts import IndicatorDraft, TableDraft
from normalize.joints import (
    WHOLE_JOINT,
    Joint,
    Part,
    find_joint,
    find_unit_joint,
    find_value_joint,
    is_whole,
    join_parts,
)
from normalize.notices import adopted, field_of, leftover_text, row_joined
from schemas.document import Cell

SUB_ROW = "extra.target_or_achieved"
"""The column in which an integrity plan says whether a row is the target or the achievement."""


class Slot(NamedTuple):
    """A field that cells are put into."""

    ref: str
    """What it belongs to: `indicator:1.1.1`."""
    field: str
    """Its path there: `targets/100`."""
    role: str
    """What the ledger calls it: `indicator.target.100`."""


def slot_of(indicator: IndicatorDraft, role: str) -> Slot:
    """The slot of a column's role in an indicator."""
    return Slot(f"indicator:{indicator.id}", *_names(role))


@cache
def _names(role: str) -> tuple[str, str]:
    """The path of a role's field in an indicator, and its name in the ledger."""
    return field_of(role), f"indicator.{'text' if role == 'indicator' else role}"


def is_typed(role: str) -> bool:
    """Whether a slot holds a value or a unit, and no running text."""
    return role.endswith((".weight", ".unit")) or ".target." in role


@dataclass(frozen=True, slots=True)
class Filing:
    """The draft that is filled, and how pieces of a cell are told to be pieces."""

    draft: TableDraft
    is_word: Callable[[str], bool]
    """Whether a link key is a word of the plans or of this document."""
    join: bool
    """Put rows back together that a page break cut; if not, their cells are leftovers."""

    def joint(self, parts: list[Part], cell: Cell, role: str) -> Joint | None:
        """How a cell follows the pieces before it; None if it is no piece of theirs."""
        first, second = join_parts(parts), cell.text
        if role.endswith(".unit"):
            return find_unit_joint(first, second)
        if is_typed(role):
            return find_value_joint(first, second)
        if is_whole(first) and is_whole(second):
            # two numbers are never one; other columns of a form hold values, too
            return None if ".extra." in role else WHOLE_JOINT
        return find_joint(parts[-1].cell.text, second, self.is_word)

    def start(self, parts: list[Part], cell: Cell, slot: Slot) -> None:
        """Put a cell into an empty slot."""
        parts.append(Part(cell))
        self.draft.mark(cell, slot.role, slot.ref)

    def add(self, parts: list[Part], cell: Cell, slot: Slot, *, own_row: bool = False) -> None:
        """Put a cell into a slot, or behind the pieces there; leave it over if it is none.

        Args:
            parts: the pieces so far.
            cell: the next one.
            slot: where they belong.
            own_row: it stands on a row that only continues the one above.
        """
        joint = self.joint(parts, cell, slot.role) if parts and self.join else None
        if not parts:
            self.start(parts, cell, slot)
        elif joint is None:
            self.leave(cell)
        else:
            parts.append(Part(cell, joint))
            self.draft.mark(cell, slot.role, slot.ref)
            abrupt = own_row and parts[-2].cell.page == cell.page
            self.draft.findings.append(
                row_joined(parts, joint, f"{slot.ref}/{slot.field}", abrupt=abrupt)
            )

    def conflicts(self, indicator: IndicatorDraft, cells: dict[str, Cell]) -> bool:
        """Whether a row holds a value that cannot be a piece of the indicator's own."""
        return any(
            role in indicator.cells
            and is_typed(slot_of(indicator, role).role)
            and self.joint(indicator.cells[role], cell, slot_of(indicator, role).role) is None
            for role, cell in cells.items()
        )

    def go_on(self, indicator: IndicatorDraft, role: str, cell: Cell) -> None:
        """Put a cell of a later physical row into an indicator."""
        if not self.join:
            self.leave(cell)
            return
        slot = slot_of(indicator, role)
        if role not in indicator.cells:
            self.start(indicator.cells.setdefault(role, []), cell, slot)
            self.draft.findings.append(adopted(cell, f"{slot.ref}/{slot.field}"))
        else:
            self.add(indicator.cells[role], cell, slot, own_row=True)

    def leave(self, cell: Cell) -> None:
        """Keep a cell that fits nowhere, and tell it."""
        self.draft.mark(cell, "leftover")
        self.draft.findings.append(leftover_text(cell))


def numbered(cells: dict[str, Cell], indicator: IndicatorDraft) -> dict[str, Cell]:
    """The cells of an indicator's second sub-row, as columns of their own: `extra.q1_2`."""
    number = 2
    while f"{SUB_ROW}_{number}" in indicator.cells:
        number += 1
    return {
        f"{role}_{number}" if role.startswith("extra.") else role: cell
        for role, cell in cells.items()
    }
