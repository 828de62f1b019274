"""Runs the checks that look at many reports together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from checks._archive_extract import extract_of
from checks._archive_tell import Told
from schemas.archive import Archive, Extract, archive_of
from schemas.plugins import plugins
from schemas.ports import ArchiveCheck

__all__ = ["archive_checks", "check_archive", "extract_of"]


@cache
def archive_checks() -> tuple[ArchiveCheck, ...]:
    """All checks of this room that look at many reports, by name."""
    return plugins("checks", ArchiveCheck)


def check_archive(extracts: Iterable[Extract]) -> tuple[Told, ...]:
    """What must be told of the reports together: each finding with its report, in that order."""
    archive: Archive = archive_of(tuple(extracts))
    told = {
        (report_id, finding.code, finding.ref, finding.message): (report_id, finding)
        for check in archive_checks()
        for report_id, finding in check.check_archive(archive)
    }
    return tuple(told[key] for key in sorted(told))
