"""Quarters without a report between others, and reports of which a later version is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz

from checks._archive_editions import QUARTERS, Edition, History, histories, label_of, ordinal_of
from checks._archive_tell import Spot, Told, tell
from checks._words import title_key
from schemas.archive import Archive, Extract
from schemas.catalog import vocabulary
from schemas.finding import Code, Severity

ARCHIVE_CODES = (Code.REPORT_MISSING, Code.REPORT_SUPERSEDED)
SAME_NAME = 90.0
"""Of a hundred: the two closest names of ministries and divisions have 87.2."""
REPORT = "report"
FIRST_MONTHS = (7, 10, 1, 4)
"""Of the quarters of a fiscal year; the last two lie in the year after."""


def check_archive(archive: Archive) -> Iterator[Told]:
    """Tell gaps between the quarters of an office, and versions that another one replaces."""
    loose = _loose(archive)
    for history in histories(archive):
        yield from _missing(history, archive, loose)
        for edition in history.editions:
            yield from _superseded(edition)


def _loose(archive: Archive) -> dict[tuple[str, int], list[Extract]]:
    """The reports by plan and quarter."""
    found: defaultdict[tuple[str, int], list[Extract]] = defaultdict(list)
    for extract in archive.extracts:
        ordinal = ordinal_of(extract)
        if ordinal is not None:
            found[extract.plan_type, ordinal].append(extract)
    return dict(found)


def _missing(
    history: History, archive: Archive, by_quarter: dict[tuple[str, int], list[Extract]]
) -> Iterator[Told]:
    longer = (
        [
            one
            for one in archive.extracts
            if (one.office, one.plan_type) == (history.office, history.plan_type)
            and one.kind in ("half_year", "year")
        ]
        if _has_gap(history)
        else []
    )
    for before, after in pairwise(history.editions):
        for ordinal in range(before.ordinal + 1, after.ordinal):
            here, there = after.holds, before.holds
            if any(_covers(one, ordinal) for one in longer) or any(
                _may_be_same(here, one) for one in by_quarter.get((history.plan_type, ordinal), ())
            ):
                continue
            year, _, quarter = label_of(ordinal).partition("/Q")
            yield tell(
                Code.REPORT_MISSING,
                Spot(here, f"{REPORT}:{label_of(ordinal)}", here.title),
                Spot(there, REPORT, there.title),
                evidence={
                    "organisation": history.office,
                    "plan_type": history.plan_type,
                    "fiscal_year": year,
                    "quarter": int(quarter),
                },
                organisation=here.office_name,
                period=label_of(ordinal),
            )


def _has_gap(history: History) -> bool:
    ordinals = [edition.ordinal for edition in history.editions]
    return ordinals[-1] - ordinals[0] >= len(ordinals)


def _covers(extract: Extract, ordinal: int) -> bool:
    """Whether a half-yearly or yearly report tells of the quarter."""
    year, quarter = divmod(ordinal, QUARTERS)
    if extract.start is None or extract.end is None:
        return False
    first = FIRST_MONTHS[quarter]
    begins = (year + (quarter >= QUARTERS // 2), first)
    return (
        (extract.start.year, extract.start.month) <= begins <= (extract.end.year, extract.end.month)
    )


def _may_be_same(office: Extract, other: Extract) -> bool:
    """Whether a report may be this office's, under a name that is misspelt or not stated."""
    if other.office == "unknown" or other.office in _registered():
        return False
    one, two = title_key(office.office_name), title_key(other.office_name)
    return fuzz.ratio(one, two) >= SAME_NAME


@cache
def _registered() -> frozenset[str]:
    """The slugs of the registry: an office of it is itself, however alike the names are."""
    return frozenset(row["slug"] for row in vocabulary("offices"))


def _superseded(edition: Edition) -> Iterator[Told]:
    holds = edition.holds
    for version in edition.versions:
        if version not in edition.best:
            yield _tell(version, holds, holds.report_id)
    if len(edition.best) > 1:
        # nothing tells which of them holds, so each is told of the others
        for version in edition.best:
            others = [one for one in edition.best if one is not version]
            names = ", ".join(one.report_id for one in others)
            yield _tell(version, others[0], f"{names} (?)", Severity.WARNING)


def _tell(version: Extract, other: Extract, by: str, severity: Severity | None = None) -> Told:
    return tell(
        Code.REPORT_SUPERSEDED,
        Spot(version, REPORT, version.title),
        Spot(other, REPORT, other.title),
        severity=severity,
        evidence={
            "signed": None if version.signed.value is None else str(version.signed.value),
            "other_signed": None if other.signed.value is None else str(other.signed.value),
            "indicators": len(version.rows),
            "other_indicators": len(other.rows),
            "decided": severity is None,
        },
        by=by,
    )
