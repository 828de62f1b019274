"""The columns of a published table, in the terms of Frictionless Table Schema."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Scalar = str | int | float | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Field:
    """One column."""

    name: str
    type: Literal["string", "integer", "number", "date", "boolean"]
    description: str
    required: bool = False
    pattern: str | None = None
    enum: tuple[str, ...] = ()
