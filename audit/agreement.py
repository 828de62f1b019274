"""Holds the published reports against the trail: each decided value is what was decided."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from audit.chain import Fault
from audit.entries import Entry, digest
from audit.published import written
from audit.trail import Trail, standing
from schemas.finding import Code
from schemas.leaves import leaves
from schemas.reading import Reading
from schemas.report import Report

AGAIN = "Run ogrogoti convert on its source again, into the same folder."
ASK = "Ask who changed the report; ogrogoti convert with --no-resume writes it anew."
HASH_SIGNS = 8
"""How much of a source's hash stands at the end of a report's name."""


def disagreements(folder: Path) -> tuple[Fault, ...]:
    """Where published values are not what the trail says of them."""
    entries = Trail(folder).entries()
    stands = standing(entries)
    known = {digest(entry.content()) for entry in entries}
    sources = {entry.source_sha256 for entry in entries}
    return tuple(
        fault
        for path, report in published(folder, sources)
        for fault in _of_report(path.relative_to(folder).as_posix(), report, stands, known)
    )


def published(folder: Path, sources: Iterable[str]) -> Iterator[tuple[Path, Report]]:
    """The published reports that were read from some sources."""
    wanted = set(sources)
    ends = {f"{source[:HASH_SIGNS]}.json" for source in wanted}
    if not ends:
        return
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.rpartition("-")[2] not in ends:
                continue
            path = Path(place, name)
            try:
                report = Report.model_validate_json(path.read_bytes())
            except (OSError, ValidationError):
                continue  # the check of the reports tells it
            if report.source.sha256 in wanted:
                yield path, report


def applied(report: Report) -> dict[str, str]:
    """The corrections that a report tells of: the key of each value, and the entry's hash."""
    told: dict[str, str] = {}
    for finding in report.findings:
        evidence = finding.evidence or {}
        key, entry = evidence.get("key"), evidence.get("entry")
        if finding.code is Code.CORRECTED and isinstance(key, str) and isinstance(entry, str):
            told[key] = entry
    return told


def _of_report(
    where: str, report: Report, stands: dict[tuple[str, str], Entry], known: set[str]
) -> Iterator[Fault]:
    told = applied(report)
    readings = {leaf.key: leaf.reading for leaf in leaves(report)}
    for key, entry_hash in told.items():
        if entry_hash not in known:
            yield Fault(
                f"{key} was corrected by an entry that the trail does not hold.", ASK, where=where
            )
    for (source, key), entry in stands.items():
        reading = readings.get(key)
        if source != report.source.sha256 or "~" in key:
            continue
        due = _due(entry, told.get(key))
        if reading is None or reading.raw != entry.old_raw:
            said = f"Entry {entry.n}: {key} was read differently when it was decided: review again."
            yield Fault(said, AGAIN, entry.n, where)
        elif due is not None and _is(reading) != due:
            yield Fault(f"Entry {entry.n}: {key} is not what was decided.", ASK, entry.n, where)


def _due(entry: Entry, told: str | None) -> tuple[str, str | None] | None:
    """State and value that a report must show; None while the entry waits for a conversion."""
    if entry.kind == "accept":
        return None if told else (entry.old_state, entry.old_value)
    if told != digest(entry.content()):
        return None
    return (entry.new_state or "invalid", entry.new_value)


def _is(reading: Reading) -> tuple[str, str | None]:
    return reading.state.value, written(reading)
