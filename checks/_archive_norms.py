"""What most offices of one plan and year print, learnt from the archive."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from checks._archive_editions import History
from checks._archive_tell import Spot
from checks._archive_tracks import Story, rows_of, stories
from schemas.archive import Extract
from schemas.reading import State

LEAST_OFFICES = 5
"""Fewer offices make no majority: four of five is the least that is one."""
LEAST_SHARE = 0.75
"""Of the offices. Two forms that are both in use share the offices more evenly than that."""
LEAST_AMENDED = 3
"""Offices that make the same change in the same year: then the plan was amended, not misread."""
AMENDED_SHARE = 0.5
"""Of the offices that print the cell more than once."""

Group = tuple[str, str, str]
"""Plan type, level and fiscal year."""
CellId = tuple[str, str]
"""Id of the indicator or section, and the field."""


class Norm(NamedTuple):
    """What most offices print in one cell."""

    key: str
    raw: str
    n_agree: int
    n_offices: int
    spot: Spot
    """Where one of those offices prints it."""


class Printed(NamedTuple):
    """Who has an indicator at all."""

    n_with: int
    n_offices: int
    spot: Spot
    """The wording in a report that has it."""

    @property
    def share(self) -> float:
        """Of the offices."""
        return self.n_with / self.n_offices


@dataclass(slots=True)
class _Votes:
    by_key: Counter[str] = field(default_factory=Counter[str])
    spots: dict[str, Spot] = field(default_factory=dict[str, Spot])

    def add(self, key: str, spot: Spot) -> None:
        self.by_key[key] += 1
        self.spots.setdefault(key, spot)

    def norm(self, n_offices: int) -> Norm | None:
        if not self.by_key or n_offices < LEAST_OFFICES:
            return None
        key, n_agree = min(self.by_key.items(), key=lambda item: (-item[1], item[0]))
        share = n_agree / n_offices
        if share < LEAST_SHARE:
            return None
        spot = self.spots[key]
        return Norm(key, spot.cell.raw or "", n_agree, n_offices, spot)


@dataclass(frozen=True, slots=True)
class Year:
    """The reports of one office and fiscal year on one plan, with the stories of their cells."""

    group: Group
    office: str
    extracts: tuple[Extract, ...]
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Norms:
    """What most offices print in one plan and year."""

    cells: Mapping[CellId, Norm]
    texts: Mapping[str, Norm]
    """The wording of each indicator that most offices have; its key is that wording."""
    printed: Mapping[str, Printed]
    """By id."""
    amended: frozenset[tuple[CellId, str, str]]
    """Changes that so many offices make that the plan itself was changed."""


def years_of(histories: Iterable[History]) -> tuple[Year, ...]:
    """The archive office by office and year by year."""
    return tuple(
        Year(
            (history.plan_type, year[0].level, year[0].fiscal_year or ""),
            history.office,
            year,
            tuple(stories(year)),
        )
        for history in histories
        for year in history.years()
    )


def norms_of(years: Iterable[Year]) -> dict[Group, Norms]:
    """What most offices print, for each plan and year."""
    by_group: defaultdict[Group, list[Year]] = defaultdict(list)
    for year in years:
        by_group[year.group].append(year)
    return {group: _norms(offices) for group, offices in by_group.items()}


def _norms(offices: list[Year]) -> Norms:
    votes: defaultdict[CellId, _Votes] = defaultdict(_Votes)
    texts: defaultdict[str, _Votes] = defaultdict(_Votes)
    printed: defaultdict[str, list[Spot]] = defaultdict(list)
    changes: Counter[tuple[CellId, str, str]] = Counter()
    repeated: Counter[CellId] = Counter()
    for year in offices:
        for story in year.stories:
            _count_story(story, votes, changes, repeated)
        rows = [(extract, row) for extract in year.extracts for row in rows_of(extract)]
        found = {
            row.id: Spot(extract, f"indicator:{row.id}/text", row.text) for extract, row in rows
        }
        for id, spot in found.items():
            printed[id].append(spot)
            if spot.cell.state is State.VALUE:
                texts[id].add(str(spot.cell.value), spot)
    counted = {cell: sum(found.by_key.values()) for cell, found in votes.items()}
    cells = {cell: found.norm(counted[cell]) for cell, found in votes.items()}
    known = {id: found.norm(sum(found.by_key.values())) for id, found in texts.items()}
    return Norms(
        {cell: norm for cell, norm in cells.items() if norm},
        {id: norm for id, norm in known.items() if norm},
        {id: Printed(len(spots), len(offices), spots[0]) for id, spots in printed.items()},
        frozenset(
            change
            for change, count in changes.items()
            if count >= LEAST_AMENDED and count / repeated[change[0]] >= AMENDED_SHARE
        ),
    )


def _count_story(
    story: Story,
    votes: Mapping[CellId, _Votes],
    changes: Counter[tuple[CellId, str, str]],
    repeated: Counter[CellId],
) -> None:
    if not story.keys:
        return
    cell = (story.id, story.field)
    usual, _ = Counter(story.keys).most_common(1)[0]
    spot = next(one for one, key in zip(story.spots, story.keys, strict=True) if key == usual)
    votes[cell].add(usual, spot)
    repeated[cell] += len(story.keys) > 1
    changes.update(
        {
            (cell, before, after)
            for before, after in zip(story.keys, story.keys[1:], strict=False)
            if before != after
        }
    )
