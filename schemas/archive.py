"""What many reports are compared by: a light extract of each, small enough to hold an archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from schemas.reading import Place, State, Value


@dataclass(frozen=True, slots=True)
class ArchiveCell:
    """A cell with its first place; confidence and candidates stay in the report."""

    raw: str | None
    state: State
    value: Value | None
    at: Place | None


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date that a remark states, with what its sentence says of it."""

    value: date
    raw: str
    planned: bool
    """The sentence speaks of what is to come, or has not been done."""
    referred: bool
    """The sentence names a letter, an order or an earlier time, to which the date may belong."""


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """An indicator of one report."""

    id: str
    text: ArchiveCell
    unit: ArchiveCell
    weight: ArchiveCell
    targets: tuple[tuple[str, ArchiveCell], ...]
    """By band, best first."""
    remark: ArchiveCell
    achieved: ArchiveCell | None
    """The cell of a column that states achievements, in forms that have one."""
    achievement: Value | None
    """What the remark says was achieved, where it says so plainly."""
    covers: str | None
    """`quarter` or `year_to_date`, where the remark restricts its figure."""
    dates: tuple[StatedDate, ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """What is compared of one report."""

    report_id: str
    office: str
    """The slug; `unknown` if no office is stated."""
    office_name: str
    plan_type: str
    level: str
    fiscal_year: str | None
    year_start: date | None
    quarter: int | None
    kind: str
    """What the report is about: `quarter`, `half_year`, `year`, …"""
    start: date | None
    end: date | None
    cumulative: bool | None
    title: ArchiveCell
    signed: ArchiveCell
    sections: tuple[tuple[str, ArchiveCell], ...]
    """Id and declared weight."""
    rows: tuple[ArchiveRow, ...]
    notes: tuple[str, ...] = ()
    """Lines below the table that are notes; the caller reads them from the ledger."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The extracts of an archive, by report_id."""

    extracts: tuple[Extract, ...]


def archive_of(extracts: tuple[Extract, ...]) -> Archive:
    """An archive in the order of report_id, so that the order of files does not matter."""
    return Archive(tuple(sorted(extracts, key=lambda extract: extract.report_id)))
