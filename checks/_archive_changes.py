"""Which cells of a year tell of a change, and which deviate from what most offices print."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from checks._archive_editions import histories
from checks._archive_norms import Group, Norm, Norms, Year, norms_of, years_of
from checks._archive_text import amended
from checks._archive_tracks import UNIT, Story
from schemas.archive import Archive, Extract
from schemas.reading import State


class Learnt(NamedTuple):
    """The archive by years, and what its offices have in common."""

    years: tuple[Year, ...]
    norms: dict[Group, Norms]


@lru_cache(maxsize=1)
def _learn(key: _Itself) -> Learnt:
    years = years_of(histories(key.archive))
    return Learnt(years, norms_of(years))


class _Itself:
    """An archive as a key, told from others by being another object: hashing one takes long."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.archive is other.archive

    def __hash__(self) -> int:
        return id(self.archive)


def learn(archive: Archive) -> Learnt:
    """What the checks of cells share; worked out once for an archive."""
    return _learn(_Itself(archive))


class Change(NamedTuple):
    """A cell that is not as it was, by its place in the story."""

    before: int
    after: int


def changes(story: Story, norms: Norms) -> Iterator[Change]:
    """New values of a story that neither the plan's amendment nor a note explains.

    A value that comes back is told where it left; one that becomes what most offices print was
    wrong before.
    """
    if story.field == UNIT:
        return
    cell = (story.id, story.field)
    norm = norms.cells.get(cell)
    for after in range(1, len(story.keys)):
        key, earlier = story.keys[after], story.keys[:after]
        if key in earlier or (norm is not None and key == norm.key):
            continue
        if (cell, earlier[-1], key) in norms.amended or is_announced(story, after):
            continue
        yield Change(after - 1, after)


def deviations(story: Story, norms: Norms) -> Iterator[tuple[int, Norm]]:
    """Cells that are not as most offices print them, unless a change tells it already."""
    cell = (story.id, story.field)
    norm = norms.cells.get(cell)
    if norm is None or not story.keys:
        return
    accepted = {norm.key, *(after for changed, _, after in norms.amended if changed == cell)}
    accepted.update(before for changed, before, _ in norms.amended if changed == cell)
    first = story.keys[0]
    numbered = list(enumerate(story.keys))
    opening = list(takewhile(lambda one: one[1] == first, numbered))
    for number, key in numbered if story.field == UNIT else opening:
        if key not in accepted and not is_announced(story, number):
            yield number, norm


def is_announced(story: Story, number: int) -> bool:
    """Whether the report of a cell says that the plan, or just this target, was amended."""
    spot = story.spots[number]
    id = story.id.removeprefix("section:")
    return any(
        not ids or any(id == one or id.startswith(f"{one}.") for one in ids)
        for ids in _announced(spot.extract, spot.ref)
    )


def _announced(extract: Extract, ref: str) -> Iterator[frozenset[str]]:
    for text in (extract.title.raw or "", *extract.notes):
        ids = amended(text)
        if ids is not None:
            yield ids
    for row in extract.rows:
        if row.remark.state is State.VALUE and ref.startswith(f"indicator:{row.id}/"):
            ids = amended(row.remark.raw or "")
            if ids is not None:
                yield frozenset({row.id})
