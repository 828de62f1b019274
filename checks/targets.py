"""Targets from band to band: holes, and bands that ask for more than a better one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from schemas.finding import Code, Finding, Severity, report_finding
from schemas.reading import Reading, State, Value
from schemas.report import Indicator, Report, places

CODES = (Code.TARGET_HOLE, Code.TARGETS_NOT_MONOTONIC)

Step = tuple[str, Reading]


def check(report: Report) -> Iterator[Finding]:
    """Tell holes, targets in the wrong order, and (for information) equal neighbours."""
    for one in report.indicators():
        # best first, in whatever order the form prints them
        bands = sorted(one.targets, key=_percent, reverse=True)
        steps = [(band, one.targets[band]) for band in bands if one.targets[band].value is not None]
        if 0 < len(steps) < len(bands):
            yield from _holes(one, bands, (steps[0][0], steps[-1][0]))
        neighbours = list(pairwise(steps))
        if harder := [(a, b) for a, b in neighbours if _is_harder(b[1].value, a[1].value)]:
            yield _tell(one, harder, None)
        if equal := [(a, b) for a, b in neighbours if a[1].value == b[1].value]:
            yield _tell(one, equal, Severity.INFO)


def _percent(band: str) -> int:
    return int(band) if band.isdecimal() else 0


def _holes(one: Indicator, bands: list[str], ends: tuple[str, str]) -> Iterator[Finding]:
    """Dashes between two targets, and blank cells anywhere: a form has a dash where none is."""
    first, last = map(bands.index, ends)
    for number, band in enumerate(bands):
        target = one.targets[band]
        if target.state is State.BLANK or (first < number < last and target.state is State.NONE):
            yield report_finding(
                Code.TARGET_HOLE,
                f"indicator:{one.id}/targets/{band}",
                at=target.at or one.text.at,
                evidence={"targets": {name: cell.raw for name, cell in one.targets.items()}},
            )


def _is_harder(lower: Value | None, better: Value | None) -> bool:
    """Whether the lower band asks for an earlier date or a greater number."""
    if isinstance(lower, (int, Decimal)) and isinstance(better, (int, Decimal)):
        return lower > better
    return isinstance(lower, date) and isinstance(better, date) and lower < better


def _tell(one: Indicator, pairs: list[tuple[Step, Step]], severity: Severity | None) -> Finding:
    return report_finding(
        Code.TARGETS_NOT_MONOTONIC,
        f"indicator:{one.id}/targets",
        at=places(*(cell for pair in pairs for _, cell in pair)),
        severity=severity,
        pairs="; ".join(f"{a} % {this.raw}, {b} % {that.raw}" for (a, this), (b, that) in pairs),
    )
