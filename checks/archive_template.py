"""Reports that are not what most offices of the plan and year print, or what its form says."""

from __future__ import annotations

from collections.abc import Iterator

from checks._archive_changes import deviations, learn
from checks._archive_norms import LEAST_OFFICES, LEAST_SHARE, Norm, Norms, Year
from checks._archive_tell import NOTHING, Spot, Told, as_printed, tell
from checks._archive_text import similarity
from checks._archive_tracks import MOVED_TEXT, SAME_TEXT, rows_of
from schemas.archive import Archive, ArchiveCell, ArchiveRow, Extract
from schemas.finding import Code
from schemas.reading import State

ARCHIVE_CODES = (Code.TEMPLATE_DEVIATION,)
NOT_THERE = ArchiveCell(None, State.BLANK, None, None)


def check_archive(archive: Archive) -> Iterator[Told]:
    """Tell each cell, row and wording that most other offices have otherwise."""
    learnt = learn(archive)
    for year in learnt.years:
        norms = learnt.norms[year.group]
        another = {
            (extract.report_id, row.id)
            for extract in year.extracts
            for row in rows_of(extract)
            if (norm := norms.texts.get(row.id)) and _is_another(row, norm)
        }
        yield from _cells(year, norms, another)
        for extract in year.extracts:
            yield from _rows(extract, norms)


def _cells(year: Year, norms: Norms, another: set[tuple[str, str]]) -> Iterator[Told]:
    for story in year.stories:
        for number, norm in deviations(story, norms):
            spot = story.spots[number]
            # targets of another indicator are no deviation of their own
            if (spot.extract.report_id, story.id) not in another:
                yield _deviates(spot, as_printed(spot.cell), *_as_norm(norm))


def _deviates(
    spot: Spot, found: str, expected: str, agree: tuple[int, int], other: Spot | None
) -> Told:
    n_agree, n_offices = agree
    return tell(
        Code.TEMPLATE_DEVIATION,
        spot,
        other,
        evidence={"expected": expected, "offices_that_agree": n_agree, "offices": n_offices},
        found=found,
        expected=expected,
    )


def _rows(extract: Extract, norms: Norms) -> Iterator[Told]:
    rows = {row.id: row for row in rows_of(extract)}
    ids = {row.id for row in extract.rows}
    for row in rows.values():
        norm = norms.texts.get(row.id)
        if norm and _is_another(row, norm):
            spot = Spot(extract, f"indicator:{row.id}/text", row.text)
            yield _deviates(spot, as_printed(row.text), *_as_norm(norm))
    for id, printed in norms.printed.items():
        if printed.n_offices < LEAST_OFFICES:
            continue
        spot = Spot(extract, f"indicator:{id}", rows[id].text if id in rows else NOT_THERE)
        n_with, n_offices = printed.n_with, printed.n_offices
        if printed.share >= LEAST_SHARE and id not in ids and not _moved(rows, norms.texts.get(id)):
            expected = as_printed(printed.spot.cell)
            yield _deviates(spot, NOTHING, expected, (n_with, n_offices), printed.spot)
        if printed.share <= 1 - LEAST_SHARE and id in rows and not _known(rows[id], norms):
            agree = (n_offices - n_with, n_offices)
            yield _deviates(spot, as_printed(spot.cell), NOTHING, agree, None)


def _as_norm(norm: Norm) -> tuple[str, tuple[int, int], Spot]:
    return as_printed(norm.spot.cell), (norm.n_agree, norm.n_offices), norm.spot


def _is_another(row: ArchiveRow, norm: Norm) -> bool:
    if row.text.state is not State.VALUE:
        return False
    shorter, longer = sorted((str(row.text.value), norm.key), key=len)
    # what a page break cut off begins as the whole does, and is told where it is cut
    return not longer.startswith(shorter) and similarity(shorter, longer) < SAME_TEXT


def _moved(rows: dict[str, ArchiveRow], norm: Norm | None) -> bool:
    """Whether the indicator stands under another id."""
    return norm is not None and any(
        row.text.state is State.VALUE and similarity(str(row.text.value), norm.key) >= MOVED_TEXT
        for row in rows.values()
    )


def _known(row: ArchiveRow, norms: Norms) -> bool:
    """Whether another id of the form has the wording of the row."""
    return row.text.state is State.VALUE and any(
        id != row.id and similarity(str(row.text.value), norm.key) >= MOVED_TEXT
        for id, norm in norms.texts.items()
    )
