"""The Bangla calendar against published pairs, and against the package that keeps the old one."""

from collections.abc import Callable
from datetime import date, timedelta

import bangla  # pyright: ignore[reportMissingTypeStubs] it has no types
import pytest

from normalize.bangla_calendar import from_gregorian, month_lengths, to_gregorian
from normalize.digits import to_ascii

PUBLISHED = {
    # the newspapers' report of the reform, 16 October 2019, and the fixed days that it names
    "reform-day": ((31, 6, 1426), date(2019, 10, 16)),
    "day-after-reform": ((1, 7, 1426), date(2019, 10, 17)),
    "language-day-2024": ((8, 11, 1430), date(2024, 2, 21)),
    "independence-day-2023": ((12, 12, 1429), date(2023, 3, 26)),
    "victory-day-2023": ((1, 9, 1430), date(2023, 12, 16)),
    "new-year-2023": ((1, 1, 1430), date(2023, 4, 14)),
    "language-day-2019-old-rule": ((9, 11, 1425), date(2019, 2, 21)),
    "leap-falgun-old-rule": ((31, 11, 1422), date(2016, 3, 14)),
    "leap-falgun-new-rule": ((30, 11, 1430), date(2024, 3, 14)),
    "last-day-of-1430": ((30, 12, 1430), date(2024, 4, 13)),
    "newspaper-2024-12-27": ((12, 9, 1431), date(2024, 12, 27)),
}
_OLD_CALENDAR_FROM = date(2019, 10, 16)


@pytest.mark.parametrize(("bangla_day", "day"), PUBLISHED.values(), ids=PUBLISHED)
def test_published_pair(bangla_day: tuple[int, int, int], day: date) -> None:
    assert to_gregorian(*bangla_day) == day
    assert from_gregorian(day) == bangla_day


def test_every_day_goes_there_and_back() -> None:
    day = date(1990, 1, 1)
    while day < date(2050, 1, 1):
        assert to_gregorian(*from_gregorian(day)) == day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "impossible", [(30, 11, 1429), (32, 4, 1430), (0, 1, 1430), (1, 13, 1430), (31, 7, 1430)]
)
def test_no_such_day(impossible: tuple[int, int, int]) -> None:
    assert to_gregorian(*impossible) is None


def test_year_lengths() -> None:
    assert sum(month_lengths(1429)) == 365
    assert sum(month_lengths(1430)) == 366  # Falgun 1430 holds 29 February 2024


def _their_day(day: date) -> int:
    get_date: Callable[[int, int, int], dict[str, str]] = getattr(bangla, "get_date")  # noqa: B009  untyped
    return int(to_ascii(get_date(day.day, day.month, day.year)["date"]))


def test_package_keeps_the_calendar_of_1987() -> None:
    """A known difference: on 1,730 of 4,095 days from 16 October 2019 to 2030 it is a day late."""
    day, end = _OLD_CALENDAR_FROM, date(2030, 12, 31)
    different = total = 0
    while day <= end:
        theirs = _their_day(day)
        different += theirs != from_gregorian(day)[0]
        total += 1
        day += timedelta(days=1)
    assert (different, total) == (1730, 4095)


def test_package_agrees_before_the_reform() -> None:
    day = date(1995, 1, 1)
    while day < date(2019, 4, 14):
        theirs = _their_day(day)
        assert theirs == from_gregorian(day)[0], day
        day += timedelta(days=1)
