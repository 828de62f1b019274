"""Header rows in, column roles out: found by what the header says, never by count or position."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from normalize.digits import to_ascii
from normalize.fiscal import parse_fiscal_year, parse_period, quarter_of
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

ROLES_OF_ONE = frozenset(
    {"serial", "section", "section_weight", "activity", "indicator", "unit", "weight", "remark"}
)
GROUPS = ("target", "extra.achieved", "extra.projection")
"""Labels that may stand over several columns."""

PERCENT = re.compile(r"\s*(\d{1,3})\s*%\s*")
BRACKETED = re.compile(r"\(([^()]{1,40})\)\s*$")
ORDINAL_FREE = re.compile(r"[^\W\d_]", re.UNICODE)


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
    keys: tuple[tuple[int, str], ...] = field(default=())
    """Line by line what is printed, for telling a repeat from another header."""


def is_header(row: Row) -> bool:
    """Whether this is the first row of a header: known labels, the indicator column among them."""
    if row.table is None:
        return False
    roles = {role for cell in row.cells if (role := label_role(cell.text))}
    return "indicator" in roles and len(roles) >= HEADER_LABELS


def read_header(rows: Sequence[Row]) -> HeaderBlock:
    """The header block that begins with the first of these rows."""
    block = [rows[0]]
    for row in rows[1:HEADER_ROWS]:
        if not _goes_on(row):
            break
        block.append(row)
        if is_numbering(row):
            break
    return HeaderBlock(tuple(block), _columns(block), tuple(_print(block)))


def is_numbering(row: Row) -> bool:
    """Whether the row only numbers the columns: 1, 2, 3 … from the left."""
    if len(row.cells) < NUMBERED_CELLS:
        return False
    return all(
        to_ascii(cell.text).strip().lstrip("0") == str(number)
        for number, cell in enumerate(row.cells, start=1)
    )


@lru_cache(maxsize=1024)
def label_role(text: str) -> str | None:
    """The role that a header label names; years, digits and brackets in it are passed over."""
    found = find_word("headers", "role", text)
    if found:
        return found
    bare = BRACKETED.sub("", text)
    letters = "".join(char for char in link_key(bare) if not char.isdecimal())
    return find_word("headers", "role", letters) if letters else None


@lru_cache(maxsize=1024)
def _band_percent(text: str) -> str | None:
    percent = PERCENT.fullmatch(to_ascii(text))
    return percent[1] if percent else None


def _is_band_name(text: str) -> bool:
    return find_word("bands", "band", text) is not None


def _goes_on(row: Row) -> bool:
    if row.table is None or not row.cells:
        return False
    return is_numbering(row) or all(
        _band_percent(cell.text) or _is_band_name(cell.text) or _is_sublabel(cell.text)
        for cell in row.cells
    )


def _is_sublabel(text: str) -> bool:
    if label_role(text) is not None:
        return True
    inside = text.strip()
    return inside.startswith("(") and parse_period(inside).state is State.VALUE


def _print(block: Iterable[Row]) -> Iterable[tuple[int, str]]:
    for number, row in enumerate(block):
        for cell in row.cells:
            yield number, link_key(cell.text) or cell.text.strip()


def _columns(block: Sequence[Row]) -> Columns:
    labels = sorted(block[0].cells, key=lambda cell: cell.column)
    below = [cell for row in block[1:] if not is_numbering(row) for cell in row.cells]
    roles: dict[int, str] = {}
    unknown: list[Cell] = []
    years: list[str] = []
    for index, cell in enumerate(labels):
        end = labels[index + 1].column if index + 1 < len(labels) else block[0].width + 1
        under = [sub for sub in below if cell.column <= sub.column < end]
        role = _single(label_role(cell.text), roles)
        if role is None:
            unknown.append(cell)
            role = f"extra.column_{cell.column}"
        if role in GROUPS and under:
            roles.update(_group(role, cell, under))
        else:
            roles[cell.column] = _lone(role, cell, roles)
        if parse_fiscal_year(cell.text).state is State.VALUE:
            years.append(cell.text)
    return Columns(roles, tuple(unknown), tuple(years))


def _single(role: str | None, taken: dict[int, str]) -> str | None:
    """The role, unless a column to the left has it already: the second of two is unknown."""
    if role == "section_weight" and any(
        name in ("activity", "indicator") for name in taken.values()
    ):
        # the bare word for "weight" right of the indicator is the indicator's own
        role = "weight"
    if role in ROLES_OF_ONE and role in taken.values():
        return None
    return role


def _lone(role: str, cell: Cell, taken: dict[int, str]) -> str:
    if role == "target":
        bracket = BRACKETED.search(cell.text)
        band = find_word("bands", "band", bracket[1], "form=1") if bracket else None
        # a form with one target column prints the target of the full mark
        return f"target.{band or '100'}"
    if not role.startswith("extra."):
        return role
    return _apart(role, cell.text, taken)


def _apart(role: str, label: str, taken: dict[int, str]) -> str:
    """The role with what tells it from others of its kind: a year, a quarter, else a number."""
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


def _group(role: str, label: Cell, under: list[Cell]) -> dict[int, str]:
    columns = sorted({cell.column for cell in under})
    if role != "target":
        roles: dict[int, str] = {}
        for column in columns:
            sub = next(cell for cell in under if cell.column == column)
            roles[column] = _apart(role, sub.text, roles)
        return roles
    bands = [_band(column, under, len(columns)) for column in columns]
    return {
        column: f"target.{band}" if band else f"extra.column_{column}"
        for column, band in zip(columns, bands, strict=True)
    } or {label.column: "target.100"}


def _band(column: int, under: list[Cell], n_bands: int) -> str | None:
    """The band of a target column: the printed percent, else the band's name in a form so wide."""
    texts = [cell.text for cell in under if cell.column == column]
    for text in texts:
        if band := _band_percent(text):
            return band
    for text in texts:
        if band := find_word("bands", "band", text, f"form={n_bands}"):
            return band
    return None


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
