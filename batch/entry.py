"""One input and its one state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from batch.labels import Label
from schemas.errors import InputError

CONVERTED, UNCHANGED = "converted", "unchanged"


@dataclass(frozen=True, slots=True)
class Entry:
    """One input and its one state."""

    file: str
    state: str
    """converted, unchanged, rejected:<CODE> or failed:<CODE>."""
    sha256: str | None = None
    reason: str | None = None
    remedy: str | None = None
    report_id: str | None = None
    output: str | None = None
    """Path of the report within the output folder."""
    output_sha256: str | None = None
    findings: dict[str, int] = field(default_factory=dict[str, int])
    """How many, by severity."""
    seconds: float | None = None
    unsaid: tuple[str, ...] = ()
    """What the document does not say, of that which may stand beside it."""
    labels: dict[str, Label] = field(default_factory=dict[str, Label])
    """What was taken from beside the document instead."""

    @property
    def is_done(self) -> bool:
        """Whether there is a report of it."""
        return self.state in (CONVERTED, UNCHANGED)

    @property
    def is_final(self) -> bool:
        """Whether a later run would come to nothing else."""
        return self.is_done or self.state.startswith("rejected:")

    @property
    def code(self) -> str:
        """The code of its refusal; empty if it was not refused."""
        return self.state.partition(":")[2]


_ENTRY = TypeAdapter(Entry)


def entry_from(content: Mapping[str, object]) -> Entry:
    """An entry as it was written.

    Raises:
        pydantic.ValidationError: it is none.
    """
    return _ENTRY.validate_python(content)


def entry_json(entry: Entry) -> str:
    """An entry as it is written."""
    return json.dumps(_ENTRY.dump_python(entry), ensure_ascii=False)


def refused(name: str, sha256: str | None, trouble: InputError) -> Entry:
    """The entry of an input that was not converted."""
    return Entry(
        file=name,
        state=f"{trouble.outcome}:{trouble.code}",
        sha256=sha256,
        reason=trouble.reason,
        remedy=trouble.remedy,
    )
