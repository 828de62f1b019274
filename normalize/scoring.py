"""Scores by two readings of the rule; both unofficial, and computed only on request.

The guideline says "proportional, based on the targets in the table" (2021-22, p. 67-71) and no
more: a value between two bands may earn the lower one, or a share in between.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

from schemas.reading import Reading, State, Value
from schemas.report import Score

CENTS = Decimal("0.01")
FULL = Decimal(100)

Point = tuple[Decimal, Decimal]
"""A target as a number, and its band."""


def band_of(achieved: Value, targets: dict[str, Reading]) -> str | None:
    """The best band that is surely met; None if none is, or if a better one cannot be read."""
    value = _number(achieved)
    if value is None:
        return None
    for band in sorted(targets, key=int, reverse=True):
        target = targets[band]
        if target.state in (State.NONE, State.BLANK):
            continue
        wanted = _number(target.value)
        if wanted is None or isinstance(target.value, date) is not isinstance(achieved, date):
            return None
        if _meets(achieved, value, wanted):
            return band
    return None


def scores(
    achieved: Value | None, targets: dict[str, Reading], weight: Reading
) -> tuple[Score, ...]:
    """Both scores of an achievement; null where a target or the weight cannot be read."""
    points = _points(achieved, targets)
    value = None if achieved is None else _number(achieved)
    full = _number(weight.value) if weight.value is not None else None
    if points is None or value is None or full is None or achieved is None:
        return (Score(method="step", value=None), Score(method="linear", value=None))
    step = max((band for wanted, band in points if _meets(achieved, value, wanted)), default=0)
    return (
        Score(method="step", value=_share(full, Decimal(step))),
        Score(method="linear", value=_share(full, _interpolated(achieved, value, points))),
    )


def _points(achieved: Value | None, targets: dict[str, Reading]) -> list[Point] | None:
    """Targets with a value, best band first; None if one is lost, invalid or of another kind."""
    points: list[Point] = []
    for band in sorted(targets, key=int, reverse=True):
        target = targets[band]
        if target.state in (State.NONE, State.BLANK):
            continue
        wanted = _number(target.value) if target.value is not None else None
        if wanted is None or isinstance(target.value, date) is not isinstance(achieved, date):
            return None
        points.append((wanted, Decimal(band)))
    return points if points and _eases(achieved, points) else None


def _eases(achieved: Value | None, points: list[Point]) -> bool:
    """Whether each target is no harder than the better one: a misprint earns nothing certain."""
    wanted = [number for number, _ in points]
    if isinstance(achieved, date):
        return all(better <= worse for better, worse in pairwise(wanted))
    return all(better >= worse for better, worse in pairwise(wanted))


def _interpolated(achieved: Value, value: Decimal, points: list[Point]) -> Decimal:
    best, lowest = points[0], points[-1]
    if _meets(achieved, value, best[0]):
        return best[1]
    if not _meets(achieved, value, lowest[0]):
        return Decimal(0)
    for (better, band), (worse, lower) in pairwise(points):
        if _meets(achieved, value, worse):
            if better == worse:
                return band
            return lower + (band - lower) * (value - worse) / (better - worse)
    return lowest[1]


def _meets(achieved: Value, value: Decimal, wanted: Decimal) -> bool:
    """An earlier date is better; a higher number is."""
    return value <= wanted if isinstance(achieved, date) else value >= wanted


def _share(weight: Decimal, percent: Decimal) -> Decimal:
    return (weight * percent / FULL).quantize(CENTS)


def _number(value: Value | None) -> Decimal | None:
    if isinstance(value, date):
        return Decimal(value.toordinal())
    return Decimal(value) if isinstance(value, int | Decimal) else None
