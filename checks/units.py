"""Units that are missing, or that their targets contradict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from checks.arithmetic import PERCENT_SIGNS
from schemas.catalog import vocabulary
from schemas.finding import Code, Finding, report_finding
from schemas.reading import Reading, State
from schemas.report import Indicator, Report, places

CODES = (Code.UNIT_MISSING, Code.UNIT_MISMATCH)
LEAST_SCALE = 1000
"""Smaller words such as the one for hundred are parts of other words."""
NUMBERS = ("count", "percent", "amount")


def check(report: Report) -> Iterator[Finding]:
    """Tell each indicator whose unit is not known or is not the one of its targets."""
    for one in report.indicators():
        ref = f"indicator:{one.id}"
        if one.unit.state is State.VALUE:
            unit = str(one.unit.value)
            odd = {band: cell for band, cell in one.targets.items() if _contradicts(unit, cell)}
            if odd:
                yield _tell_mismatch(ref, one, odd)
        elif one.unit.state is not State.LOST:
            yield report_finding(
                Code.UNIT_MISSING,
                f"{ref}/unit",
                at=one.unit.at or one.text.at,
                raw=one.unit.raw or "",
            )


def _tell_mismatch(ref: str, one: Indicator, odd: dict[str, Reading]) -> Finding:
    return report_finding(
        Code.UNIT_MISMATCH,
        f"{ref}/unit",
        at=places(one.unit, *odd.values()),
        evidence={"targets": {band: target.raw for band, target in odd.items()}},
        unit=one.unit.raw,
        targets=", ".join(target.raw or "" for target in odd.values()),
    )


def _has_scale(text: str) -> bool:
    return any(word in text for word in _scales())


@cache
def _scales() -> tuple[str, ...]:
    rows = (row for row in vocabulary("scale_words") if row["role"] == "scale")
    return tuple(row["word"] for row in rows if Decimal(row["value"]) >= LEAST_SCALE)


def _contradicts(unit: str, target: Reading) -> bool:
    types = {type(target.value), *map(type, target.candidates)}
    if unit == "date":
        return not types.isdisjoint((int, Decimal))
    if unit not in NUMBERS:
        return False
    if unit == "amount" and _has_scale(target.raw or ""):
        # "50 lakh" under the unit lakh taka: in the unit, or of the unit?
        return True
    has_sign = unit != "percent" and (target.raw or "").rstrip().endswith(PERCENT_SIGNS)
    return has_sign or date in types
