"""Ids as numbers: what is missing between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from checks._walk import once
from schemas.reading import Place
from schemas.report import Report

Path = tuple[int, ...]
LONGEST_NUMBER = 4
"""Digits; plans number up to 99, and what is longer is no id."""
IDS_REMEMBERED = 4096
"""Every report has the same few dozen."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Ids that the numbering skips; `first` and `last` differ in their last number only."""

    kind: str
    """`section`, `activity` or `indicator`."""
    first: Path
    last: Path
    after: str
    """The ref of what stands before; empty at the start."""
    before: str
    at: tuple[Place, ...]
    """Where what stands after the gap is."""

    @property
    def ref(self) -> str:
        """What is missing first."""
        return f"{self.kind}:{write(self.first)}"

    @property
    def ids(self) -> str:
        """What is missing, for people: `1.4`, or `1.4 – 1.6`."""
        first, last = write(self.first), write(self.last)
        return first if first == last else f"{first} – {last}"

    @property
    def within(self) -> str:
        """The ref of what the missing ids belong to: `section:1` for activities."""
        above = {"section": "report", "activity": "section", "indicator": "activity"}[self.kind]
        return f"{above}:{write(self.first[:-1])}" if self.first[1:] else above

    def holds(self, path: Path) -> bool:
        """Whether the id, or what it belongs to, is among those missing."""
        return self.first <= path[: len(self.first)] <= self.last


@lru_cache(maxsize=IDS_REMEMBERED)
def parse(id: str) -> Path | None:
    """The numbers of an id; None if it holds anything that is not a number."""
    parts = id.split(".")
    if all(part.isdecimal() and len(part) <= LONGEST_NUMBER for part in parts):
        return tuple(map(int, parts))
    return None


def write(path: Path) -> str:
    """The id of its numbers."""
    return ".".join(map(str, path))


@once
def gaps(report: Report) -> Iterator[Gap]:
    """All gaps of the report in the order of sections, activities, indicators."""
    sections = [(section.id, section.title.at) for section in report.sections]
    yield from _between("section", (), sections)
    for section in report.sections:
        above = parse(section.id)
        if above is not None:
            listed = [(activity.id, activity.title.at) for activity in section.activities]
            yield from _between("activity", above, listed)
    for section in report.sections:
        for activity in section.activities:
            above = parse(activity.id)
            if above is not None:
                listed = [(one.id, one.text.at) for one in activity.indicators]
                yield from _between("indicator", above, listed)


def _between(
    kind: str, above: Path, listed: Sequence[tuple[str, tuple[Place, ...]]]
) -> Iterator[Gap]:
    numbered = {
        path[-1]: at
        for id, at in listed
        if (path := parse(id)) and len(path) == len(above) + 1 and path[:-1] == above
    }
    numbers = sorted({0, *numbered})
    if numbers[-1] == len(numbers) - 1:
        return
    for here, there in pairwise(numbers):
        if there - here > 1:
            after = f"{kind}:{write((*above, here))}" if here else ""
            yield Gap(
                kind,
                (*above, here + 1),
                (*above, there - 1),
                after,
                f"{kind}:{write((*above, there))}",
                numbered[there],
            )
