"""The report laid out on lines, each cell still knowing what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from samples.forms import Form
from samples.written import Written


@dataclass(frozen=True, slots=True)
class Ink:
    """A cell that is not empty."""

    column: int
    text: str
    role: str
    """Its role in the ledger."""
    ref: str = ""
    """The reading that it is, or is a part of."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; one with more than one column is a row of the table."""

    kind: str
    """`title`, `blank`, `header`, `row`, `nested`, `rest`, `furniture`, `total` or `end`."""
    inks: tuple[Ink, ...] = ()
    width: int = 1
    key: str = ""
    """The indicator of a row; of a row of its small table, with the number behind a `#`."""

    def text(self) -> str:
        """The line with its tabs."""
        cells = {ink.column: ink.text for ink in self.inks}
        return "\t".join(cells.get(column, "") for column in range(1, self.width + 1))

    @property
    def owner(self) -> str:
        """The indicator that a row belongs to."""
        return self.key.partition("#")[0]

    def as_wide_as(self, width: int) -> Line:
        """The line with at least so many columns; lines that are no rows stay."""
        if self.width == 1:
            return self
        return replace(self, width=max(width, *(ink.column for ink in self.inks), 1))


@dataclass(frozen=True, slots=True)
class Orphan:
    """Rows of a small table whose indicator is lost."""

    after: str
    before: str
    rows: tuple[tuple[Written, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines, and what is true of them."""

    form: Form
    lines: tuple[Line, ...]
    truth: Mapping[str, Written]
    """What each reading must be after all that happened."""
    gone: frozenset[str] = frozenset()
    """Keys of indicators that the document no longer has."""
    orphans: tuple[Orphan, ...] = ()
    found: tuple[tuple[str, str], ...] = field(default=())
    """Code and ref of the findings that the damages must raise."""

    def place_of(self, key: str) -> int:
        """The index of a row."""
        return next(place for place, line in enumerate(self.lines) if line.key == key)

    def place_of_ink(self, ref: str) -> tuple[int, Ink]:
        """The first line that holds a part of a reading, and the part."""
        return next(
            (place, ink)
            for place, line in enumerate(self.lines)
            for ink in line.inks
            if ink.ref == ref
        )

    def told(self, *findings: tuple[str, str]) -> Sheet:
        """The sheet with more findings."""
        return replace(self, found=(*self.found, *findings))

    def changed(self, ref: str, written: Written) -> Sheet:
        """The sheet with another truth for one reading."""
        return replace(self, truth={**self.truth, ref: written})

    def with_line(self, place: int, line: Line) -> Sheet:
        """The sheet with one line replaced."""
        return replace(self, lines=(*self.lines[:place], line, *self.lines[place + 1 :]))

    def with_new_lines(self, place: int, *lines: Line) -> Sheet:
        """The sheet with lines put in before the one at `place`."""
        return replace(self, lines=(*self.lines[:place], *lines, *self.lines[place:]))
