"""Unofficial scores: two readings of the rule, and none where a target cannot be read."""

from datetime import date
from decimal import Decimal

import pytest

from normalize.scoring import band_of, scores
from schemas.reading import Reading, State, Value

BANDS = ("100", "90", "80", "70", "60")
DASH = Reading(raw="-", state=State.NONE)
LOST = Reading(raw=None, state=State.LOST)
INVALID = Reading(raw="৩১/০৪/২০২৩", state=State.INVALID)


def reading(value: Value | Reading) -> Reading:
    """A reading of a value; a reading is taken as it is."""
    if isinstance(value, Reading):
        return value
    return Reading(raw=str(value), state=State.VALUE, value=value)


def targets(*values: Value | Reading) -> dict[str, Reading]:
    """Targets by band."""
    return dict(zip(BANDS, map(reading, values), strict=False))


COUNTS = targets(4, 3, 2, 1, DASH)
PERCENTS = targets(80, 70, 60, 55, 50)
DATES = targets(*(date(2023, 5, day) for day in (4, 11, 18, 25, 31)))

CASES = {
    "best": (4, COUNTS, "4.00", "4.00"),
    "better than best": (9, COUNTS, "4.00", "4.00"),
    "on a band": (3, COUNTS, "3.60", "3.60"),
    "lowest that is given": (1, COUNTS, "2.80", "2.80"),
    "below all": (0, COUNTS, "0.00", "0.00"),
    "between": (Decimal(75), PERCENTS, "3.60", "3.80"),
    "early": (date(2023, 5, 1), DATES, "4.00", "4.00"),
    "between dates": (date(2023, 5, 14), DATES, "3.20", "3.43"),
    "late": (date(2023, 6, 1), DATES, "0.00", "0.00"),
    "a hole is passed over": (3, targets(4, DASH, 2), "3.20", "3.60"),
}


@pytest.mark.parametrize(("achieved", "wanted", "step", "linear"), CASES.values(), ids=CASES)
def test_both_scores(achieved: Value, wanted: dict[str, Reading], step: str, linear: str) -> None:
    found = scores(achieved, wanted, reading(4))
    assert [(one.method, str(one.value)) for one in found] == [("step", step), ("linear", linear)]
    assert {one.label for one in found} == {"unofficial"}


NULL = {
    "nothing achieved": (None, COUNTS, 4),
    "a lost target": (4, targets(4, 3, LOST), 4),
    "an impossible date": (date(2023, 5, 1), targets(INVALID, date(2023, 6, 30)), 4),
    "no targets": (4, targets(DASH, DASH), 4),
    "a date for a count": (date(2023, 5, 1), COUNTS, 4),
    "a count for dates": (4, DATES, 4),
    "no weight": (4, COUNTS, DASH),
    "targets that get harder": (4, targets(4, 5, 2), 4),
    "dates that get harder": (date(2023, 5, 1), targets(date(2023, 5, 4), date(2023, 5, 2)), 4),
}


@pytest.mark.parametrize(("achieved", "wanted", "weight"), NULL.values(), ids=NULL)
def test_no_score(
    achieved: Value | None, wanted: dict[str, Reading], weight: Value | Reading
) -> None:
    assert [one.value for one in scores(achieved, wanted, reading(weight))] == [None, None]


BAND = {
    "met": (3, COUNTS, "90"),
    "none met": (0, COUNTS, None),
    "a hole": (3, targets(4, DASH, 2), "80"),
    "a better one is lost": (3, targets(LOST, 3), None),
    "a better one is impossible": (date(2023, 6, 1), targets(INVALID, date(2023, 6, 30)), None),
    "another kind": (4, DATES, None),
}


@pytest.mark.parametrize(("achieved", "wanted", "band"), BAND.values(), ids=BAND)
def test_the_band_that_is_surely_met(
    achieved: Value, wanted: dict[str, Reading], band: str | None
) -> None:
    assert band_of(achieved, wanted) == band
