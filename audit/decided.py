"""What stands in a trail, as the corrections that the next conversion applies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from audit.agreement import applied, published
from audit.chain import anchor_again
from audit.entries import Entry, digest
from audit.trail import Trail, standing
from schemas.correction import Correction
from schemas.errors import OutputUnusable

Corrections = Mapping[str, tuple[Correction, ...]]
"""By the hash of the source."""


def corrections_of(folder: Path) -> Corrections:
    """The corrections and rejections that stand in the trail of an output folder.

    Raises:
        OutputUnusable: the trail was bent; nothing of it is applied.
    """
    found = anchor_again(folder)
    if found.faults:
        raise OutputUnusable(
            f"The trail of {folder} cannot be trusted. {found.faults[0].what}",
            "Run ogrogoti verify on the folder, and put the trail back from a copy that agrees.",
        )
    by_source: dict[str, list[Correction]] = {}
    for entry in standing(Trail(folder).entries()).values():
        correction = as_correction(entry)
        if correction is not None:
            by_source.setdefault(entry.source_sha256, []).append(correction)
    return {source: tuple(found) for source, found in by_source.items()}


def as_correction(entry: Entry) -> Correction | None:
    """The correction that an entry is; None if it changes no value."""
    if entry.kind not in ("correct", "reject") or "~" in entry.key:
        return None
    return Correction(
        source_sha256=entry.source_sha256,
        key=entry.key,
        kind=entry.kind,
        old_raw=entry.old_raw,
        text=entry.text,
        by=entry.by,
        when=entry.when,
        why=entry.why,
        entry=digest(entry.content()),
    )


def decided_anew(folder: Path, corrections: Corrections) -> frozenset[str]:
    """Sources whose published report does not tell exactly the corrections that stand now."""
    sources = {entry.source_sha256 for entry in Trail(folder).entries()}
    return frozenset(
        report.source.sha256
        for _, report in published(folder, sources)
        if set(applied(report).values())
        != {one.entry for one in corrections.get(report.source.sha256, ())}
    )
