"""What is being put together while the rows of a document are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from normalize.joints import Part
from schemas.document import Cell
from schemas.finding import Finding


@dataclass(slots=True)
class IndicatorDraft:
    """Cells of one indicator by role; a cell may be in several parts."""

    id: str
    cells: dict[str, list[Part]]
    nested: list[tuple[tuple[Cell, ...], ...]] = field(
        default_factory=list[tuple[tuple[Cell, ...], ...]]
    )
    bands: tuple[str, ...] = ()
    """The bands of the header above it: a document may hold two forms."""
    lost: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    """Targets of which one may be the lost one, or that may stand one column off."""


@dataclass(slots=True)
class ActivityDraft:
    """An activity and its indicators so far."""

    id: str
    title: list[Part]
    indicators: list[IndicatorDraft] = field(default_factory=list[IndicatorDraft])


@dataclass(slots=True)
class SectionDraft:
    """A section and its activities so far."""

    id: str
    title: list[Part]
    weight: list[Part]
    activities: list[ActivityDraft] = field(default_factory=list[ActivityDraft])


@dataclass(slots=True)
class OrphanDraft:
    """Cells whose indicator is not in the document."""

    after: str
    before: str
    nested: list[tuple[tuple[Cell, ...], ...]]
    cells: list[Cell]


@dataclass(slots=True)
class TableDraft:
    """All that the rows of a document say, and what had to be told about them."""

    has_sections: bool
    sections: list[SectionDraft] = field(default_factory=list[SectionDraft])
    orphans: list[OrphanDraft] = field(default_factory=list[OrphanDraft])
    titles: list[Cell] = field(default_factory=list[Cell])
    ends: list[Cell] = field(default_factory=list[Cell])
    """Paragraphs after the last row: the signature, notes."""
    header_years: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list[Finding])
    roles: dict[int, tuple[str, str]] = field(default_factory=dict[int, tuple[str, str]])
    """Role and ref of each cell, by the identity of the cell object."""

    def mark(self, cell: Cell, role: str, ref: str = "") -> None:
        """Give a cell its role; the last word counts."""
        self.roles[id(cell)] = (role, ref)
