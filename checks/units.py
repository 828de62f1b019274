"""Units that are missing, or that their targets contradict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from checks.arithmetic import PERCENT_SIGNS
from schemas.finding import Code, Finding, report_finding
from schemas.reading import Reading, State
from schemas.report import Indicator, Report, places

CODES = (Code.UNIT_MISSING, Code.UNIT_MISMATCH)
NUMBERS = ("count", "percent", "amount")


def check(report: Report) -> Iterator[Finding]:
    """Tell each indicator whose unit is not known or is not the one of its targets."""
    for one in report.indicators():
        ref = f"indicator:{one.id}"
        if one.unit.state is State.VALUE:
            yield from _mismatch(ref, one)
        elif one.unit.state is not State.LOST:
            yield report_finding(
                Code.UNIT_MISSING,
                f"{ref}/unit",
                at=one.unit.at or one.text.at,
                raw=one.unit.raw or "",
            )


def _mismatch(ref: str, one: Indicator) -> Iterator[Finding]:
    odd = {
        band: target
        for band, target in one.targets.items()
        if _contradicts(str(one.unit.value), target)
    }
    if odd:
        yield report_finding(
            Code.UNIT_MISMATCH,
            f"{ref}/unit",
            at=places(one.unit, *odd.values()),
            evidence={"targets": {band: target.raw for band, target in odd.items()}},
            unit=one.unit.raw,
            targets=", ".join(target.raw or "" for target in odd.values()),
        )


def _contradicts(unit: str, target: Reading) -> bool:
    readings = (target.value, *target.candidates)
    if unit in NUMBERS:
        if any(isinstance(value, date) for value in readings):
            return True
        return unit != "percent" and (target.raw or "").rstrip().endswith(PERCENT_SIGNS)
    return unit == "date" and any(isinstance(value, (int, Decimal)) for value in readings)
