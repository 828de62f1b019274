"""The calendar of Bangladesh, in its two official forms: that of 1987 and that of 2019.

The reform took effect on 16 October 2019 (31 Ashwin 1426), so the year 1426, which began before
it, has the new lengths: its first six months have 31 days, Falgun 29 (30 in leap years).
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate

REFORMED = 1426
FIRST_YEAR, LAST_YEAR = 1380, 1480
"""Bangla years that a report can hold; 1430 began in April 2023."""

_FALGUN = 11
_LENGTHS_2019 = (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 29, 30)
_LENGTHS_1987 = (31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30, 30)
_EPOCH = 593  # 1 Boishakh 1430 is 14 April 2023


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_lengths(year: int, reformed: bool | None = None) -> tuple[int, ...]:
    """The days of each month; `reformed` asks for a calendar other than the one then in force."""
    if reformed is None:
        reformed = year >= REFORMED
    lengths: list[int] = [*(_LENGTHS_2019 if reformed else _LENGTHS_1987)]
    if _leap(year + _EPOCH + 1):  # Falgun holds the end of the next February
        lengths[_FALGUN - 1] += 1
    return tuple(lengths)


def to_gregorian(day: int, month: int, year: int, reformed: bool | None = None) -> date | None:
    """The Gregorian day, or None if there is no such Bangla day."""
    lengths = month_lengths(year, reformed)
    if not (1 <= month <= len(lengths) and 1 <= day <= lengths[month - 1]):
        return None
    return date(year + _EPOCH, 4, 14) + timedelta(days=sum(lengths[: month - 1]) + day - 1)


def from_gregorian(day: date) -> tuple[int, int, int]:
    """Day, month and year in the calendar that was in force on that day."""
    year = day.year - _EPOCH - (day < date(day.year, 4, 14))
    passed = (day - date(year + _EPOCH, 4, 14)).days
    starts = (0, *accumulate(month_lengths(year)))
    month = sum(start <= passed for start in starts[:-1])
    return passed - starts[month - 1] + 1, month, year
