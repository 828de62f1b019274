"""Header rows in, column roles out: found by what the header says, never by count or position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from normalize.digits import to_ascii
from normalize.fiscal import parse_fiscal_year, parse_period, quarter_of
from normalize.labels import BANDS, BRACKETED, band_of, is_band, is_sublabel, label_role
from normalize.lexicon import find_word, words
from normalize.unicode_forms import link_key
from schemas.document import Cell, Row
from schemas.reading import Span, State

HEADER_LABELS = 3
"""How many known labels make a row the first of a header; the smallest real form has six."""
HEADER_ROWS = 6
"""A header block is never longer: label, group, band name, percent, column number, one to spare."""
NUMBERED_CELLS = 4
"""How many consecutive numbers from 1 make a row of column numbers."""

NUMBER_CHARS = 8
"""A longer cell is no number of a column, whatever blanks are around it."""

GROUPS = ("target", "extra.achieved", "extra.projection")
"""Labels that may stand over several columns."""

BAND_CELLS = 3
"""No form has fewer bands side by side."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The role of each physical column under one header block."""

    roles: dict[int, str]
    unknown: tuple[Cell, ...] = ()
    """Header cells whose words no vocabulary knows; their columns are kept as `extra.column_N`."""
    years: tuple[str, ...] = ()
    """Fiscal years that the header prints, verbatim, such as the one beside the targets."""

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
    """Line by line and column by column what is printed, for telling a repeat from another."""


def is_header(row: Row) -> bool:
    """Whether this is the first row of a header: known labels, the indicator column among them."""
    if row.table is None:
        return False
    roles = {role for cell in row.cells if (role := label_role(cell.text))}
    return "indicator" in roles and len(roles) >= HEADER_LABELS


def read_header(rows: Sequence[Row], known: HeaderBlock | None = None) -> HeaderBlock:
    """The header block that begins with the first of these rows; it may be a known one again."""
    block = [rows[0]]
    for row in rows[1:HEADER_ROWS]:
        if not _goes_on(row):
            break
        block.append(row)
        if is_numbering(row):
            break
    keys = tuple(_print(block))
    if known and known.keys == keys:
        return HeaderBlock(tuple(block), known.columns, keys)
    return HeaderBlock(tuple(block), _columns(block), keys)


def is_numbering(row: Row) -> bool:
    """Whether the row only numbers the columns: 1, 2, 3 … from the left."""
    if len(row.cells) < NUMBERED_CELLS:
        return False
    return all(
        len(cell.text) <= NUMBER_CHARS and _short_number(cell.text) == str(number)
        for number, cell in enumerate(row.cells, start=1)
    )


@lru_cache(maxsize=1024)
def _short_number(text: str) -> str:
    return to_ascii(text).strip().lstrip("0")


def _goes_on(row: Row) -> bool:
    if row.table is None or not row.cells:
        return False
    if is_numbering(row):
        return True
    bare = sum(to_ascii(cell.text).strip() in BANDS for cell in row.cells)
    if 0 < bare < BAND_CELLS:
        # one number alone is data
        return False
    return all(is_band(cell.text) or is_sublabel(cell.text) for cell in row.cells)


def _print(block: Iterable[Row]) -> Iterable[tuple[int, int, str]]:
    for number, row in enumerate(block):
        for cell in row.cells:
            yield number, cell.column, link_key(cell.text) or cell.text.strip()


@dataclass(slots=True)
class _Label:
    """A header cell, the row cells that stand under it, and the columns that it covers."""

    cell: Cell
    role: str | None
    end: int = 0
    """One past its last column."""
    under: list[Cell] = field(default_factory=list[Cell])


def _labels(block: Sequence[Row]) -> list[_Label]:
    """The labels of a block from left to right; some forms print a few in the second row."""
    labels = [_Label(cell, label_role(cell.text)) for cell in block[0].cells]
    for row in block[1:]:
        for cell in () if is_numbering(row) else row.cells:
            above = next((one for one in reversed(labels) if one.cell.column <= cell.column), None)
            if above and above.role in GROUPS:
                above.under.append(cell)
            elif above and above.role is None and above.cell.column == cell.column:
                above.role = label_role(f"{above.cell.text} {cell.text}")
                above.under.append(cell)
            elif label_role(cell.text) and (above is None or above.cell.column != cell.column):
                labels.append(_Label(cell, label_role(cell.text)))
                labels.sort(key=lambda one: one.cell.column)
    ends = [one.cell.column for one in labels[1:]]
    for label, end in zip(labels, [*ends, block[0].width + 1], strict=True):
        label.end = max(end, label.cell.column + 1)
    return labels


@dataclass(slots=True)
class _Draft:
    """Roles so far, and header cells whose words say nothing or what another said before."""

    roles: dict[int, str] = field(default_factory=dict[int, str])
    unknown: list[Cell] = field(default_factory=list[Cell])

    def give(self, column: int, role: str | None, cell: Cell) -> None:
        """Give a column its role; one unknown or taken stays an extra column, and is told."""
        if role is None or role in self.roles.values():
            self.roles[column] = f"extra.column_{column}"
            if cell not in self.unknown:
                self.unknown.append(cell)
        else:
            self.roles[column] = role


def _columns(block: Sequence[Row]) -> Columns:
    labels = _labels(block)
    explicit = any(one.role == "weight" for one in labels)
    draft = _Draft()
    years: list[str] = []
    for label in labels:
        role = _meant(label.role, draft.roles, explicit=explicit)
        last = label is labels[-1]
        if role in GROUPS and label.under:
            _give_group(draft, role, label)
        elif role == "target" and label.end - label.cell.column > 1 and not last:
            # several targets, and not a word on which is which
            for column in range(label.cell.column, label.end):
                draft.give(column, None, label.cell)
        else:
            draft.give(label.cell.column, _lone(role, label.cell, draft.roles), label.cell)
        if role == "target" and parse_fiscal_year(label.cell.text).state is State.VALUE:
            years.append(label.cell.text)
    return Columns(draft.roles, tuple(draft.unknown), tuple(years))


def _meant(role: str | None, taken: dict[int, str], *, explicit: bool) -> str | None:
    """The bare word for "weight" right of the activity or the indicator is the indicator's own.

    Unless the header has another label for that: then nobody knows whose weight it is.
    """
    if role == "section_weight" and {"activity", "indicator"} & set(taken.values()):
        return None if explicit else "weight"
    return role


def _lone(role: str | None, cell: Cell, taken: dict[int, str]) -> str | None:
    if role == "target":
        bracket = BRACKETED.search(cell.text)
        band = find_word("bands", "band", bracket[1], "form=1") if bracket else None
        # a form with one target column prints the target of the full mark
        return f"target.{band or '100'}"
    if role is None or not role.startswith("extra."):
        return role
    return _apart(role, cell.text, taken)


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


def _give_group(draft: _Draft, role: str, label: _Label) -> None:
    columns = sorted({cell.column for cell in label.under})
    for column in columns:
        texts = [cell for cell in label.under if cell.column == column]
        if role == "target":
            band = band_of([cell.text for cell in texts], len(columns))
            draft.give(column, f"target.{band}" if band else None, texts[0])
        else:
            draft.give(column, _apart(role, texts[0].text, draft.roles), texts[0])


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
