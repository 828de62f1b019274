"""The same indicator in the reports of one office and year, found by id and wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from checks._archive_tell import Spot
from checks._archive_text import remark_key, similarity
from schemas.archive import ArchiveCell, ArchiveRow, Extract
from schemas.reading import State, Value

SAME_TEXT = 70.0
"""Of a hundred: below it another indicator stands under the id. Wordings of one indicator over
the years and offices go down to 36, but those of one year and form are copies with misreadings,
of which 716 of 720 had 85 or more."""
MOVED_TEXT = 85.0
"""Of a hundred: from here on a row under another id is the same indicator. Two indicators of one
plan have up to 79."""

WEIGHT = "weight"
UNIT = "unit"


class Sighting(NamedTuple):
    """A row in a report."""

    extract: Extract
    row: ArchiveRow


@dataclass(frozen=True, slots=True)
class Story:
    """What the reports of one office and year print in one cell of the form."""

    id: str
    field: str
    """`weight`, `unit` or `targets/90`."""
    spots: tuple[Spot, ...]
    keys: tuple[str, ...]
    """One for each spot: equal for what means the same."""


def rows_of(extract: Extract) -> tuple[ArchiveRow, ...]:
    """The rows whose id stands once: of two with one id nothing tells which is meant."""
    counts = Counter(row.id for row in extract.rows)
    return tuple(row for row in extract.rows if counts[row.id] == 1)


def tracks(year: Sequence[Extract]) -> tuple[tuple[Sighting, ...], ...]:
    """The rows of one year, each with what the later reports have of it."""
    found: list[list[Sighting]] = []
    for extract in year:
        free = list(rows_of(extract))
        # rows that kept their id first, so that a moved row cannot take the place of one
        for moved in (False, True):
            for track in found:
                if track[-1].extract is not extract:
                    row = _match(track[-1].row, free, moved)
                    if row is not None:
                        free.remove(row)
                        track.append(Sighting(extract, row))
        found.extend([Sighting(extract, row)] for row in free)
    return tuple(map(tuple, found))


def _match(row: ArchiveRow, free: Iterable[ArchiveRow], moved: bool) -> ArchiveRow | None:
    for other in free:
        if not moved and other.id == row.id and same_indicator(row.text, other.text):
            return other
        if moved and both_texts(row.text, other.text) >= MOVED_TEXT:
            return other
    return None


def same_indicator(one: ArchiveCell, other: ArchiveCell) -> bool:
    """Whether two texts under one id can be the same indicator; a lost text can be any."""
    if State.VALUE not in (one.state, other.state) or one.raw == other.raw:
        return True
    if one.state is not State.VALUE or other.state is not State.VALUE:
        return True
    shorter, longer = sorted((str(one.value), str(other.value)), key=len)
    return longer.startswith(shorter) or similarity(shorter, longer) >= SAME_TEXT


def both_texts(one: ArchiveCell, other: ArchiveCell) -> float:
    """How alike two texts are, 0 if one of them is not there."""
    if one.state is not State.VALUE or other.state is not State.VALUE:
        return 0.0
    return similarity(str(one.value), str(other.value))


def stories(year: Sequence[Extract]) -> Iterator[Story]:
    """The weights, units and targets of one office and year."""
    for track in tracks(year):
        first = track[0].row
        fields = dict.fromkeys(name for _, row in track for name, _ in cells_of(row))
        for name in fields:
            spots = [
                Spot(extract, f"indicator:{row.id}/{name}", cell)
                for extract, row in track
                for field, cell in cells_of(row)
                if field == name
            ]
            yield _story(first.id, name, spots)
    for section in dict.fromkeys(id for extract in year for id, _ in extract.sections):
        spots = [
            Spot(extract, f"section:{id}/{WEIGHT}", cell)
            for extract in year
            for id, cell in extract.sections
            if id == section
        ]
        yield _story(f"section:{section}", WEIGHT, spots)


def _story(id: str, field: str, spots: Iterable[Spot]) -> Story:
    clear = [(spot, key) for spot in spots if (key := key_of(spot.cell)) is not None]
    return Story(id, field, tuple(spot for spot, _ in clear), tuple(key for _, key in clear))


def cells_of(row: ArchiveRow) -> Iterator[tuple[str, ArchiveCell]]:
    """The cells of a row that the plan fixes, by field."""
    yield WEIGHT, row.weight
    yield UNIT, row.unit
    for band, cell in row.targets:
        yield f"targets/{band}", cell


def key_of(cell: ArchiveCell) -> str | None:
    """Equal for what means the same; None where the cell does not say.

    Blank cells stand beside dashes in official forms, so a blank one says nothing.
    """
    if cell.state is State.NONE:
        return "none"
    if cell.state is not State.VALUE or cell.value is None:
        return None
    return _value_key(cell.value)


@lru_cache(maxsize=4096)
def _value_key(value: Value) -> str:
    if isinstance(value, str):
        return remark_key(value)
    # 85 and 85.0 are one target
    return str(value) if isinstance(value, date) else f"{Decimal(value).normalize():f}"
