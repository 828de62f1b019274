"""One decision of a reviewer as a link of a chain: canonical JSON, hashed with the one before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Literal

from pydantic import TypeAdapter

Kind = Literal["accept", "correct", "reject", "withdraw"]
"""`withdraw` takes back the decision before it; `reject` says that no right value can be told."""

FIRST = "0" * 64
"""What the first entry names as the one before it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the source; numbers from 1, the box in points from the top left."""

    page: int
    line: int
    column: int
    bbox: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What was decided, about what, by whom, when and why."""

    kind: Kind
    report_id: str
    source_file: str
    source_sha256: str
    key: str
    """A reading as schemas.leaves names it; `ref~code~hash` for a finding that is about none."""
    codes: tuple[str, ...]
    """The findings that were shown beside it."""
    places: tuple[Spot, ...]
    old_raw: str | None
    old_state: str
    old_value: str | None
    text: str | None
    """What the original says, as typed by the reviewer; only with `correct`."""
    new_state: str | None
    new_value: str | None
    by: str
    why: str
    when: str = ""
    """UTC, `2023-05-16T08:30:00Z`."""
    program: str = ""
    n: int = 0
    """Counts from 1."""
    previous: str = FIRST
    """The hash of the entry before."""

    def content(self) -> str:
        """The entry as canonical JSON: sorted keys, no blanks, UTF-8 as it is."""
        return json.dumps(
            asdict(self), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
        )

    def linked(self, n: int, previous: str) -> Entry:
        """The same as link `n` of the chain."""
        return replace(self, n=n, previous=previous)


def digest(content: str) -> str:
    """The hash of an entry; its content holds the hash before."""
    return hashlib.sha256(content.encode()).hexdigest()


_ENTRY = TypeAdapter(Entry)


def parse_entry(content: str) -> Entry:
    """The entry that canonical JSON holds.

    Raises:
        ValueError: it is no JSON, has other fields, or is written in another way.
    """
    entry = _ENTRY.validate_json(content, extra="forbid")
    if entry.content() != content:
        raise ValueError("it is not written as an entry is")
    return entry


class Conflict(Exception):
    """Somebody decided about the same value in between."""

    def __init__(self, latest: Entry | None) -> None:
        """Keep the decision that came first."""
        super().__init__("somebody decided about this value in between")
        self.latest = latest
