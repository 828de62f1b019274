"""The reports of each office in the order of time, and which of several versions holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from checks._archive_text import amended
from schemas.archive import Archive, Extract
from schemas.reading import State

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Edition:
    """All versions of the report of one quarter."""

    ordinal: int
    """Quarters since the year 0: consecutive quarters have consecutive numbers."""
    versions: tuple[Extract, ...]
    best: tuple[Extract, ...]
    """The version that holds; several if nothing tells which of them is later."""

    @property
    def holds(self) -> Extract:
        """The version to compare with other quarters."""
        return self.best[0]


@dataclass(frozen=True, slots=True)
class History:
    """What one office reported on one kind of plan."""

    office: str
    plan_type: str
    editions: tuple[Edition, ...]

    def years(self) -> Iterator[tuple[Extract, ...]]:
        """The reports that hold, year by year."""
        by_year: defaultdict[str | None, list[Extract]] = defaultdict(list)
        for edition in self.editions:
            by_year[edition.holds.fiscal_year].append(edition.holds)
        yield from map(tuple, by_year.values())


def ordinal_of(extract: Extract) -> int | None:
    """The number of the quarter that a report is about; None for other and unknown stretches."""
    if extract.kind != "quarter" or extract.quarter is None or extract.year_start is None:
        return None
    return extract.year_start.year * QUARTERS + extract.quarter - 1


def label_of(ordinal: int) -> str:
    """A quarter for people: `2022-23/Q3`."""
    year, quarter = divmod(ordinal, QUARTERS)
    return f"{year}-{(year + 1) % 100:02}/Q{quarter + 1}"


def histories(archive: Archive) -> tuple[History, ...]:
    """All offices of the archive with the quarters they reported on, by office and plan."""
    found: defaultdict[tuple[str, str], defaultdict[int, list[Extract]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for extract in archive.extracts:
        ordinal = ordinal_of(extract)
        if ordinal is not None and extract.office != "unknown":
            found[extract.office, extract.plan_type][ordinal].append(extract)
    return tuple(
        History(
            office,
            plan_type,
            tuple(
                _edition(at, found[office, plan_type][at])
                for at in sorted(found[office, plan_type])
            ),
        )
        for office, plan_type in sorted(found)
    )


def _edition(ordinal: int, versions: list[Extract]) -> Edition:
    best = tuple(one for one in versions if all(later(other, one) <= 0 for other in versions))
    # dates may be lacking in some, so that no version is later than all others
    return Edition(ordinal, tuple(versions), best or tuple(versions))


def later(one: Extract, other: Extract) -> int:
    """1 if the first is the later version of the two, -1 if the second is, 0 if nothing tells.

    A later date of signature decides; else a title that says it was amended; else more
    indicators, or more remarks.
    """
    here, there = one.signed.value, other.signed.value
    both_dated = one.signed.state is State.VALUE and other.signed.state is State.VALUE
    steps = (
        (str(here), str(there)) if both_dated else ("", ""),
        (str(_is_amended(one)), str(_is_amended(other))),
        (f"{len(one.rows):06}", f"{len(other.rows):06}"),
        (f"{_n_remarks(one):06}", f"{_n_remarks(other):06}"),
    )
    for this, that in steps:
        if this != that:
            return 1 if this > that else -1
    return 0


def _is_amended(extract: Extract) -> bool:
    return amended(extract.title.raw or "") is not None


def _n_remarks(extract: Extract) -> int:
    return sum(row.remark.state is State.VALUE for row in extract.rows)
