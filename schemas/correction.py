"""What a reviewer decided about one value: an entry beside the reading, never an edit of it."""

from __future__ import annotations

from typing import Literal

from schemas.reading import Contract


class Correction(Contract):
    """A decision that changes what a value means; the raw text stays as it was read."""

    source_sha256: str
    """The file that it is about."""
    key: str
    """The reading, as schemas.leaves names it."""
    kind: Literal["correct", "reject"]
    """`reject` withholds the value: it is wrong, and nobody can say what is right."""
    old_raw: str | None
    """What was read when the decision was made; another raw text refuses it."""
    text: str | None
    """What the original says, as the reviewer typed it; None with `reject`."""
    by: str
    when: str
    """UTC, `2023-05-16T08:30:00Z`."""
    why: str
    entry: str
    """The hash of the entry in the trail."""
