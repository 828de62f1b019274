"""What was written, what it means, why there is nothing, and where it stands: kept together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, PlainSerializer
from pydantic_core.core_schema import (
    CoreSchema,
    json_or_python_schema,
    no_info_before_validator_function,
)

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

BBox = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the top left corner of the page."""


class State(StrEnum):
    """Why a reading has a value, or has none."""

    VALUE = "value"
    NONE = "none"
    """A dash: the form says that there is no target."""
    BLANK = "blank"
    """The cell is there and empty."""
    LOST = "lost"
    """It must have been there, and the source no longer has it."""
    INVALID = "invalid"
    """Something is written that cannot be read as one value; `candidates` may name several."""


class Contract(BaseModel):
    """Part of the published contract: frozen, and no field but the named ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of a reading stands in its source; all numbers count from 1."""

    # one for each part of each reading: a plain dataclass is made in a third of a model's time
    __pydantic_config__ = ConfigDict(extra="forbid")

    page: int
    line: int
    column: int
    bbox: BBox | None = None
    join: str = ""
    """What stands between this part and the one before it: nothing, or a space."""


def dated(value: object) -> object:
    """A date where a text has its form: in JSON both are strings, and nothing else tells them."""
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


Number = Annotated[
    Decimal,
    Field(max_digits=15),
    PlainSerializer(float, return_type=float, when_used="json"),
]
"""Exact up to 15 significant digits, the most that a JSON number carries; parsers decline more."""


@dataclass(frozen=True, slots=True)
class _DatesInJson:
    """Looks for dates in JSON only: what comes from Python has its type already."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        typed = handler(source)
        return json_or_python_schema(
            json_schema=no_info_before_validator_function(dated, typed), python_schema=typed
        )


# text first: a Decimal would take the string "৩০" out of JSON
Value = Annotated[str | int | Number | date, _DatesInJson()]
"""A number, a date, or text in NFC."""


class Reading(Contract):
    """One leaf that was read from a document."""

    raw: str | None
    """Exactly as in the source; None if nothing was there."""
    state: State
    value: Value | None = None
    """None unless the state is VALUE."""
    candidates: tuple[Value, ...] = ()
    """Readings that a person could choose from; never chosen here."""
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    at: tuple[Place, ...] = ()
    """One place for each part, in order."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included."""

    start: date
    end: date


Parsable = int | Decimal | date | Span | str | tuple[date, ...] | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a typed parser makes of one text. It knows nothing of places."""

    state: State
    """Never LOST: a parser sees only what is written."""
    value: Parsable | None = None
    candidates: tuple[Parsable, ...] = ()
    confidence: float = 1.0
    rule: str = ""
    """The name of the rule that decided, for findings and reviewers."""
    flags: tuple[str, ...] = ()
    """What was repaired or is odd, such as `digits-mixed`; each becomes a finding."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that running text states: a date, a percent, a count, a period."""

    kind: str
    value: Parsable
    start: int
    """Offset of the first character in the text as given."""
    end: int
    rule: str
    confidence: float = 1.0
