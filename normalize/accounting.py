"""What became of each cell: the ledger, its sums, and what has to be told of cells as such."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from normalize.notices import control_characters, leftover_text
from schemas.document import Cell, Entry, Ledger
from schemas.finding import Finding
from schemas.report import Accounting

Roles = Mapping[int, tuple[str, str]]
"""Role and ref of each cell, by the identity of the cell object."""

LEFTOVER = ("leftover", "")
"""Role and ref of a cell that no step took."""

# Tabs, line ends and form feeds lay out a text; the others cannot be typed or seen.
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def ledger_of(cells: Sequence[Cell], roles: Roles, tail: str) -> Ledger:
    """Every cell with its role, in the order of the document."""
    entries = [
        Entry(
            cell.page, cell.line, cell.column, *roles.get(id(cell), LEFTOVER), cell.raw, cell.before
        )
        for cell in cells
    ]
    return Ledger(tuple(entries), tail)


def accounting_of(ledger: Ledger) -> Accounting:
    """How many cells have which role."""
    roles = Counter([entry.role for entry in ledger.entries])
    return Accounting(
        cells=len(ledger.entries),
        roles=dict(sorted(roles.items())),
        leftover=roles["leftover"],
    )


def tell_unplaced(cells: Sequence[Cell], roles: Roles) -> Iterator[Finding]:
    """Tell the cells that no step took."""
    return (leftover_text(cell) for cell in cells if id(cell) not in roles)


def tell_unseen(cells: Sequence[Cell]) -> Iterator[Finding]:
    """Tell once that a document holds control characters, and where."""
    # one search in all of the text costs a tenth of one in each cell
    if CONTROL.search("\n".join([cell.text for cell in cells])):
        yield control_characters([cell for cell in cells if CONTROL.search(cell.text)])
