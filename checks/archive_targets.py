"""Targets and weights that change within a fiscal year."""

from __future__ import annotations

from collections.abc import Iterator

from checks._archive_changes import changes, learn
from checks._archive_tell import Told, as_printed, tell
from schemas.archive import Archive
from schemas.finding import Code

ARCHIVE_CODES = (Code.TARGET_CHANGED,)


def check_archive(archive: Archive) -> Iterator[Told]:
    """Tell each cell that an office prints otherwise than in its report before."""
    learnt = learn(archive)
    for year in learnt.years:
        norms = learnt.norms[year.group]
        for story in year.stories:
            for change in changes(story, norms):
                before, after = story.spots[change.before], story.spots[change.after]
                norm = norms.cells.get((story.id, story.field))
                yield tell(
                    Code.TARGET_CHANGED,
                    after,
                    before,
                    evidence={"most_offices": norm.raw} if norm else None,
                    before=as_printed(before.cell),
                    after=as_printed(after.cell),
                )
