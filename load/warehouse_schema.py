"""The terms in which the warehouse's tables are told, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["key", "text", "integer", "number", "ratio", "date", "boolean", "time"]
"""`key` is a 128-bit hash, `number` exact, `ratio` a confidence or a length in points."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, with the comment that stands in the database."""

    name: str
    kind: Kind
    comment: str
    required: bool = False
    enum: tuple[str, ...] = ()
    """The values that are accepted; empty for any."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns whose values, unless NULL, are a key of another table."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...] = ()
    """The columns there; empty for those of the same names."""


@dataclass(frozen=True, slots=True)
class WarehouseTable:
    """One table, with the comment that stands in the database."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()


def required(name: str, kind: Kind, comment: str, enum: tuple[str, ...] = ()) -> Column:
    """A column that is never NULL."""
    return Column(name, kind, comment, True, enum)


def text(name: str, comment: str) -> Column:
    """A column of text, NULL where there is none."""
    return Column(name, "text", comment)
