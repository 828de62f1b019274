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
EMPTY = (State.NONE, State.BLANK)

Step = tuple[str, Reading]


def check(report: Report) -> Iterator[Finding]:
    """Tell holes, targets in the wrong order, and (for information) equal neighbours."""
    for one in report.indicators():
        yield from _holes(one)
        steps = [(band, cell) for band, cell in one.targets.items() if cell.value is not None]
        neighbours = list(pairwise(steps))
        yield from _tell(one, [pair for pair in neighbours if _is_harder(*pair)], None)
        equal = [pair for pair in neighbours if pair[0][1].value == pair[1][1].value]
        yield from _tell(one, equal, Severity.INFO)


def _holes(one: Indicator) -> Iterator[Finding]:
    bands = list(one.targets)
    valued = [place for place, band in enumerate(bands) if one.targets[band].value is not None]
    if not valued:
        return
    for band in bands[valued[0] : valued[-1]]:
        target = one.targets[band]
        if target.state in EMPTY:
            yield report_finding(
                Code.TARGET_HOLE,
                f"indicator:{one.id}/targets/{band}",
                at=target.at or one.text.at,
                evidence={"targets": {name: cell.raw for name, cell in one.targets.items()}},
            )


def _is_harder(better: Step, lower: Step) -> bool:
    """Whether the lower band asks for an earlier date or a greater number."""
    return _asks(lower[1].value, better[1].value)


def _asks(this: Value | None, more_than: Value | None) -> bool:
    if isinstance(this, date) and isinstance(more_than, date):
        return this < more_than
    if isinstance(this, (int, Decimal)) and isinstance(more_than, (int, Decimal)):
        return this > more_than
    return False


def _tell(
    one: Indicator, pairs: list[tuple[Step, Step]], severity: Severity | None
) -> Iterator[Finding]:
    if pairs:
        yield report_finding(
            Code.TARGETS_NOT_MONOTONIC,
            f"indicator:{one.id}/targets",
            at=places(*(cell for pair in pairs for _, cell in pair)),
            severity=severity,
            pairs="; ".join(
                f"{a} % {this.raw}, {b} % {that.raw}" for (a, this), (b, that) in pairs
            ),
        )
