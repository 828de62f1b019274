"""Header rows in, column roles out: found by what the header says, never by count or position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from normalize.fiscal import parse_fiscal_year, parse_period, quarter_of
from normalize.header_rows import goes_on, lines_of, numbers_columns, repeats
from normalize.labels import (
    band_of,
    contradicts,
    is_band,
    label_role,
    mentions_band,
)
from normalize.lexicon import words
from schemas.document import Cell, Row
from schemas.reading import Span, State

HEADER_ROWS = 6
"""A header block is never longer: label, group, band name, percent, column number, one to spare."""
GROUPS = ("target", "extra.achieved", "extra.projection")
"""Labels that may stand over several columns."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The role of each physical column under one header block."""

    roles: dict[int, str]
    unread: tuple[tuple[int, Cell], ...] = ()
    """Columns whose words say nothing, or what another said before, each with the cell over it.

    They are kept as `extra.column_N`; a band that stands under no target is here and has no role.
    """
    contradictions: tuple[tuple[Cell, ...], ...] = ()
    """Column by column the header cells of a band that disagree; the printed percent was taken."""
    years: tuple[str, ...] = ()
    """Fiscal years that the header prints, verbatim, such as the one beside the targets."""

    @property
    def unknown(self) -> tuple[Cell, ...]:
        """The header cells over the columns that are not understood."""
        return tuple(dict.fromkeys(cell for _, cell in self.unread))

    @property
    def bands(self) -> tuple[str, ...]:
        """Target bands as printed, left to right."""
        return tuple(
            role.removeprefix("target.")
            for _, role in sorted(self.roles.items())
            if role.startswith("target.")
        )

    @property
    def last(self) -> int:
        """The last column that has a role."""
        return max(self.roles)

    def column_of(self, role: str) -> int | None:
        """The first column of a role."""
        return next((column for column, name in sorted(self.roles.items()) if name == role), None)


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The rows of one printed header."""

    rows: tuple[Row, ...]
    columns: Columns
    keys: tuple[tuple[int, int, str], ...]
    """Line by line and column by column what is printed, for telling a repeat from another.

    Without the numbers of the columns.
    """


def read_header(rows: Sequence[Row], known: HeaderBlock | None = None) -> HeaderBlock:
    """The header block that begins with the first of these rows; it may be a known one again.

    A repeat may leave out rows, but not add any or print one otherwise.
    """
    same = known is not None and _prints(rows[: len(known.rows)]) == _prints(known.rows)
    block = list(rows[: len(known.rows)]) if known and same else [rows[0]]
    for row in rows[len(block) : HEADER_ROWS]:
        if numbers_columns(block[-1], rows[0]) or not goes_on(row, rows[0]):
            break
        block.append(row)
        same = False
    if known and same:
        return HeaderBlock(tuple(block), known.columns, known.keys)
    lines = lines_of(block)
    keys = tuple((number, *key) for number, line in enumerate(lines) for key in line)
    if known and repeats(lines, lines_of(known.rows)):
        return HeaderBlock(tuple(block), known.columns, known.keys)
    return HeaderBlock(tuple(block), _columns(block), keys)


def _prints(rows: Sequence[Row]) -> list[list[tuple[int, str]]]:
    return [[(cell.column, cell.text) for cell in row.cells] for row in rows]


@dataclass(slots=True)
class _Label:
    """A header cell, the row cells that stand under it, and the columns that it covers."""

    cell: Cell
    role: str | None
    end: int = 0
    """One past its last column."""
    under: list[Cell] = field(default_factory=list[Cell])

    @property
    def narrow(self) -> bool:
        """Whether nothing stands under it but in its own column."""
        return all(cell.column == self.cell.column for cell in self.under)


def _first_labels(row: Row) -> list[_Label]:
    """The labels of the first row; a band right of a target's label stands under that label."""
    labels: list[_Label] = []
    for cell in row.cells:
        role = label_role(cell.text)
        if role is None and labels and labels[-1].role == "target" and is_band(cell.text):
            labels[-1].under.append(cell)
        else:
            labels.append(_Label(cell, role))
    return labels


def _labels(block: Sequence[Row], stray: list[Cell]) -> list[_Label]:
    """The labels of a block from left to right; some forms print a few in the second row.

    Args:
        block: the rows of a header.
        stray: takes the bands that stand under another label than a target's.
    """
    labels = _first_labels(block[0])
    for row in block[1:]:
        for cell in () if numbers_columns(row, block[0]) else row.cells:
            role = label_role(cell.text)
            above = next((one for one in reversed(labels) if one.cell.column <= cell.column), None)
            if above and above.role in GROUPS:
                above.under.append(cell)
            elif above and above.role is None and above.cell.column == cell.column:
                above.role = label_role(f"{above.cell.text} {cell.text}")
                above.under.append(cell)
            elif role and (above is None or above.cell.column != cell.column):
                labels.append(_Label(cell, role))
                labels.sort(key=lambda one: one.cell.column)
            elif above and above.role is None:
                above.under.append(cell)
            elif is_band(cell.text):
                stray.append(cell)
    ends = [one.cell.column for one in labels[1:]]
    for label, end in zip(labels, [*ends, block[0].width + 1], strict=True):
        label.end = max(end, label.cell.column + 1)
    return labels


@dataclass(slots=True)
class _Draft:
    """Roles so far, and what is to be told of the columns."""

    roles: dict[int, str] = field(default_factory=dict[int, str])
    unread: list[tuple[int, Cell]] = field(default_factory=list[tuple[int, Cell]])
    contradictions: list[tuple[Cell, ...]] = field(default_factory=list[tuple[Cell, ...]])

    def give(self, column: int, role: str | None, cell: Cell) -> None:
        """Give a column its role; one unknown or taken stays an extra column, and is told."""
        if role is None or role in self.roles.values():
            self.roles[column] = f"extra.column_{column}"
            self.unread.append((column, cell))
        else:
            self.roles[column] = role


def _columns(block: Sequence[Row]) -> Columns:
    stray: list[Cell] = []
    labels = _labels(block, stray)
    explicit = any(one.role == "weight" for one in labels)
    targets = [one for one in labels if one.role == "target"]
    draft = _Draft()
    for label in labels:
        role = _meant(label.role, draft.roles, explicit=explicit)
        last = label is labels[-1]
        wide = not last and label.end - label.cell.column > 1
        if role == "target" and not (wide and not label.under):
            _give_targets(draft, label, targets)
        elif role in GROUPS and label.under:
            _give_group(draft, role, label)
        elif role is None or role == "target":
            # one label over several columns, and not a word on which is which
            spanned = range(label.cell.column, label.cell.column + 1 if last else label.end)
            for column in sorted({*spanned, *(cell.column for cell in label.under)}):
                draft.give(column, None, label.cell)
        else:
            draft.give(label.cell.column, _lone(role, label.cell, draft.roles), label.cell)
    return Columns(
        draft.roles,
        (*draft.unread, *((cell.column, cell) for cell in stray)),
        tuple(draft.contradictions),
        tuple(
            one.cell.text
            for one in targets
            if parse_fiscal_year(one.cell.text).state is State.VALUE
        ),
    )


def _meant(role: str | None, taken: dict[int, str], *, explicit: bool) -> str | None:
    """The bare word for "weight" right of the activity or the indicator is the indicator's own.

    Unless the header has another label for that: then nobody knows whose weight it is.
    """
    if role == "section_weight" and {"activity", "indicator"} & set(taken.values()):
        return None if explicit else "weight"
    return role


def _lone(role: str, cell: Cell, taken: dict[int, str]) -> str:
    return _apart(role, cell.text, taken) if role.startswith("extra.") else role


def _apart(role: str, label: str, taken: dict[int, str]) -> str:
    """The role with what tells it from others of its kind: a year, a quarter, else a number."""
    label = label.strip(" *")
    year = parse_fiscal_year(label)
    if year.state is State.VALUE and isinstance(year.value, tuple):
        role = f"{role}_{year.value[0]}_{int(str(year.value[1])) % 100:02d}"
    else:
        period = parse_period(label)
        if period.state is State.VALUE and isinstance(period.value, Span):
            quarter = quarter_of(period.value)
            role = f"{role}_q{quarter}" if quarter else f"{role}_year"
    name, number = role, 1
    while name in taken.values():
        number += 1
        name = f"{role}_{number}"
    return name


def _give_targets(draft: _Draft, label: _Label, targets: Sequence[_Label]) -> None:
    """The band of each column under a target's label, or of the label's own column."""
    own = [label.cell] if mentions_band(label.cell.text) else []
    printed: dict[int, list[Cell]] = {label.cell.column: []}
    for cell in (*label.under, *own):
        printed.setdefault(cell.column, []).append(cell)
    if not any(printed.values()) and len(targets) == 1:
        # a form with one target column prints the target of the full mark
        draft.give(label.cell.column, "target.100", label.cell)
        return
    n_bands = sum(map(bool, printed.values()))
    if label.narrow:
        # one label for each column, side by side
        n_bands = sum(one.narrow for one in targets)
    for column, cells in sorted(printed.items()):
        texts = [cell.text for cell in cells]
        band = band_of(texts, n_bands)
        draft.give(column, f"target.{band}" if band else None, (*cells, label.cell)[0])
        if band and contradicts(texts, band, n_bands):
            draft.contradictions.append(tuple(cells))


def _give_group(draft: _Draft, role: str, label: _Label) -> None:
    under = {cell.column: cell for cell in reversed(label.under)}
    for column, cell in sorted(under.items()):
        draft.give(column, _apart(role, cell.text, draft.roles), cell)


def looked_for() -> str:
    """What makes a table a report, for people."""
    indicator = words("headers", "role", "indicator")[0]
    unit = words("headers", "role", "unit")[0]
    weight = words("headers", "role", "weight")[0]
    target = words("headers", "role", "target")[0]
    return (
        f"a table row that names the columns, {indicator} and at least two of "
        f"{unit}, {weight}, {target} and their like"
    )
