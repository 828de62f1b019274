"""A row that lost a cell, or has one too many: everything right of it stands one column off."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from normalize.columns import Columns
from normalize.digits import to_ascii
from normalize.joints import is_whole
from normalize.lexicon import find_word
from normalize.readings import HEAVIEST
from normalize.values import parse
from schemas.document import Cell, Row
from schemas.reading import State

PROSE_WORDS = 3
"""Running text has at least so many words; no target, unit or weight of the plans has three."""

LETTERS = re.compile(r"[^\W\d_]{2,}", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Aligned:
    """The cells of a row by role."""

    cells: dict[str, Cell]
    overflow: tuple[Cell, ...] = ()
    """Cells right of the last column that the header names."""
    lost: str = ""
    """The role whose cell is gone, where a shift was proved."""
    possible: tuple[str, ...] = field(default=())
    """All roles that may be the lost one; the first misfit is taken to be it."""
    surplus: str = ""
    """The role before whose cell an empty one was too many, where that was proved."""
    moved: tuple[str, ...] = field(default=())
    unsure: tuple[str, ...] = field(default=())
    """Roles whose cells may have moved, where the place of an empty cell too many is not known."""
    ended: tuple[str, ...] = field(default=())
    """Roles whose columns lie behind the end of a row that is too short."""


def align(row: Row, columns: Columns) -> Aligned:
    """Give each cell of a row its role; put a shift right in meaning only.

    A shift is proved if the row reads well with the rest of it moved by one column, badly as it
    stands, and if only one place for the lost or surplus cell explains it.
    """
    plain = _by_role(row.cells, columns, 0, 0)
    if plain.overflow:
        return _close_gap(row, columns, plain)
    if "remark" in plain.cells:
        return _doubt(row, columns, plain)
    aligned = _open_gap(row, columns, plain)
    return aligned if aligned.lost else replace(aligned, ended=_ended(row, columns))


def _ended(row: Row, columns: Columns) -> tuple[str, ...]:
    """Typed columns right of the row's end; a blank remark may well be left out, a target not."""
    return tuple(
        role
        for column, role in sorted(columns.roles.items())
        if column > row.width and _is_typed(role) and role != "remark"
    )


def _doubt(row: Row, columns: Columns, plain: Aligned) -> Aligned:
    """A remark that is a bare value, and an empty cell before it: the row may have slipped right.

    Nothing is moved: what stood at the end is lost then, and a remark may be a bare value.
    """
    if not is_whole(plain.cells["remark"].text):
        return plain
    taken = {cell.column for cell in row.cells}
    gaps = (
        column
        for column, role in sorted(columns.roles.items())
        if _is_typed(role) and column not in taken
    )
    for gap in gaps:
        if _fits(_by_role(row.cells, columns, gap, -1)):
            right = (role for role, cell in plain.cells.items() if cell.column > gap)
            return replace(plain, unsure=tuple(right))
    return plain


def _open_gap(row: Row, columns: Columns, plain: Aligned) -> Aligned:
    """Undo the loss of a cell: what follows it stands one column too far left."""
    order = [(column, role) for column, role in sorted(columns.roles.items()) if _is_typed(role)]
    misfit = next(
        (
            column
            for column, role in order
            if role in plain.cells and role != "remark" and not _looks(role, plain.cells[role].text)
        ),
        None,
    )
    if misfit is None:
        return plain
    fitting = [
        column
        for column, _ in order
        if column <= misfit and _fits(_by_role(row.cells, columns, column, 1))
    ]
    if not fitting:
        return plain
    lost = max(fitting)
    shifted = _by_role(row.cells, columns, lost, 1)
    return replace(
        shifted,
        lost=columns.roles[lost],
        possible=tuple(columns.roles[column] for column in fitting),
        moved=tuple(columns.roles[cell.column + 1] for cell in row.cells if cell.column >= lost),
    )


def _close_gap(row: Row, columns: Columns, plain: Aligned) -> Aligned:
    """Undo an empty cell too many: what follows it stands one column too far right.

    Shown by a remark right of the last column while its own column holds a value or nothing.
    """
    at_end = plain.cells.get("remark")
    first, *others = plain.overflow
    if others or first.column != columns.last + 1:
        return plain
    if at_end is not None and not is_whole(at_end.text):
        return plain
    taken = {cell.column for cell in row.cells}
    empty = [
        column
        for column, role in sorted(columns.roles.items())
        if _is_typed(role) and column not in taken
    ]
    if at_end is None:
        # the remark alone has moved, whatever else is empty
        empty = [column for column in empty if columns.roles[column] == "remark"]
    closed = [(gap, _by_role(row.cells, columns, gap, -1)) for gap in empty]
    fitting = [(gap, aligned) for gap, aligned in closed if _fits(aligned)]
    if not fitting:
        return plain
    gap, aligned = fitting[0]
    if len(fitting) > 1:
        right = (role for role, cell in plain.cells.items() if cell.column > gap)
        return replace(plain, unsure=tuple(right))
    moved = tuple(columns.roles[cell.column - 1] for cell in row.cells if cell.column > gap)
    return replace(aligned, surplus=columns.roles[gap], moved=moved)


def _by_role(cells: tuple[Cell, ...], columns: Columns, start: int, shift: int) -> Aligned:
    """Roles of the cells, those from column `start` on moved right by `shift`."""
    found: dict[str, Cell] = {}
    overflow: list[Cell] = []
    for cell in cells:
        column = cell.column + (shift if start and cell.column >= start else 0)
        role = columns.roles.get(column)
        if role is None:
            overflow.append(cell)
        else:
            found[role] = cell
    return Aligned(found, tuple(overflow))


def _is_typed(role: str) -> bool:
    return role in ("unit", "weight", "remark") or role.startswith("target.")


def _fits(aligned: Aligned) -> bool:
    return (
        not aligned.overflow
        and all(_looks(role, cell.text) for role, cell in aligned.cells.items() if _is_typed(role))
        and _falls(aligned)
    )


def _falls(aligned: Aligned) -> bool:
    """Whether number targets do not rise from the best band to the lowest."""
    values = [
        int(text)
        for role, cell in aligned.cells.items()
        if role.startswith("target.")
        and re.fullmatch(r"\d{1,7}", text := to_ascii(cell.text).strip().rstrip("%"))
    ]
    return all(first >= second for first, second in pairwise(values))


def _looks(role: str, text: str) -> bool:
    """Whether a text looks like what its column holds."""
    if role == "remark":
        return True
    if role == "unit":
        return find_word("units", "unit", text) is not None
    if role == "weight":
        weight = parse(text, "number")
        return (
            weight.state is State.VALUE
            and isinstance(weight.value, int | Decimal)
            and (weight.value <= HEAVIEST)
        )
    return len(LETTERS.findall(text)) < PROSE_WORDS
