"""Achievements that count up over the year, and fall."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from checks._archive_changes import learn
from checks._archive_norms import Group, Year
from checks._archive_tell import Spot, Told, as_printed, tell
from checks._archive_text import holds
from checks._archive_tracks import Sighting, tracks
from schemas.archive import Archive, ArchiveRow
from schemas.finding import Code
from schemas.reading import State

ARCHIVE_CODES = (Code.CUMULATIVE_FELL,)

LEAST_PAIRS = 8
"""Pairs of neighbouring quarters from which something is learnt of an indicator."""
COUNTS_UP_SHARE = 0.85
"""Of the pairs that do not fall: figures of single quarters fall in about half of them, a rate in
about half, and a count that runs up in none but by mistake."""
VARIES_SHARE = 0.65
"""Below this share the offices give figures of the quarter or a rate, whatever the title says."""
COUNTED = ("count", "amount")


class Figure(NamedTuple):
    """What a row says was achieved."""

    spot: Spot
    value: int | Decimal
    row: ArchiveRow


class Fall(NamedTuple):
    """Two neighbouring figures of one indicator."""

    before: Figure
    after: Figure

    @property
    def fell(self) -> bool:
        """Whether the later one is smaller."""
        return self.after.value < self.before.value


def check_archive(archive: Archive) -> Iterator[Told]:
    """Tell each figure that is smaller than that of the quarter before, where it counts up."""
    pairs: defaultdict[tuple[Group, str], list[Fall]] = defaultdict(list)
    for year in learn(archive).years:
        for id, pair in _pairs(year):
            pairs[year.group, id].append(pair)
    for found in pairs.values():
        share = sum(not pair.fell for pair in found) / len(found)
        learnt = share if len(found) >= LEAST_PAIRS else None
        for pair in found:
            if pair.fell and _counts_up(pair, learnt):
                yield tell(
                    Code.CUMULATIVE_FELL,
                    pair.after.spot,
                    pair.before.spot,
                    evidence={
                        "value": str(pair.after.value),
                        "other_value": str(pair.before.value),
                        "share_of_pairs_that_do_not_fall": None
                        if learnt is None
                        else round(share, 3),
                    },
                    before=_shown(pair.before),
                    after=_shown(pair.after),
                )


def _shown(figure: Figure) -> str:
    short = figure.spot.cell is figure.row.achieved
    return as_printed(figure.spot.cell) if short else str(figure.value)


def _pairs(year: Year) -> Iterator[tuple[str, Fall]]:
    for track in tracks(year.extracts):
        figures = [figure for sighting in track if (figure := _figure(sighting)) is not None]
        for before, after in pairwise(figures):
            if before.spot.ref.endswith("remark") == after.spot.ref.endswith("remark"):
                yield track[0].row.id, Fall(before, after)


def _figure(sighting: Sighting) -> Figure | None:
    extract, row = sighting
    ref = f"indicator:{row.id}"
    achieved = row.achieved
    if achieved is not None and achieved.state is State.VALUE and _is_number(achieved.value):
        return Figure(
            Spot(extract, f"{ref}/extra/achieved", achieved), Decimal(str(achieved.value)), row
        )
    if _is_number(row.achievement) and row.covers != "quarter":
        return Figure(
            Spot(extract, f"{ref}/remark", row.remark), Decimal(str(row.achievement)), row
        )
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _counts_up(pair: Fall, learnt: float | None) -> bool:
    if learnt is not None and learnt < VARIES_SHARE:
        return False
    if learnt is not None and learnt >= COUNTS_UP_SHARE:
        return True
    # a rate may fall: of percents only what the archive shows, or money that is spent, counts up
    return all(
        (figure.spot.extract.cumulative is True or figure.row.covers == "year_to_date")
        and (figure.row.unit.value in COUNTED or holds(figure.row.text.raw or "", "spent"))
        for figure in pair
    )
