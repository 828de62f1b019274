"""From day, month and year to a date, or to the neighbours of a day that does not exist."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date

from normalize import bangla_calendar
from normalize.verdicts import declined, taken
from schemas.reading import Parsed

_LIKELY = range(1990, 2051)
_CENTURY = 2000
_SHORT, _LONG = 2, 4  # digits of a year
_MONTHS = 12
_LONGEST = 31


def resolve(day: int, month: int, year: str, rule: str, flags: tuple[str, ...] = ()) -> Parsed:
    """A date, day first; a two-digit year is of this century, and a doubt.

    Returns:
        Declined as `date-impossible` for a day that does not exist, with its neighbours, as
        `month-first` where only the American order makes sense, and as `calendar-unclear` for a
        year that is one of the Bangla calendar.
    """
    if len(year) not in (_SHORT, _LONG):
        return declined("year-incomplete")
    full = int(year)
    if len(year) == _SHORT:
        full += _CENTURY
        flags = (*flags, "two-digit-year")
    if bangla_calendar.FIRST_YEAR <= full <= bangla_calendar.LAST_YEAR:
        return declined("calendar-unclear")
    if full < 1:
        return declined("date-impossible")
    if not 1 <= month <= _MONTHS:
        swapped = 1 <= day <= _MONTHS and 1 <= month <= monthrange(full, day)[1]
        return declined("month-first", date(full, day, month)) if swapped else _impossible()
    try:
        found = date(full, month, day)
    except ValueError:
        return _impossible(*_neighbours(day, month, full))
    if full not in _LIKELY:
        flags = (*flags, "year-unlikely")
    return taken(found, rule, flags)


def _impossible(*candidates: date) -> Parsed:
    return declined("date-impossible", *candidates)


def _neighbours(day: int, month: int, year: int) -> tuple[date, ...]:
    """The last day of that month, and the same day of the next one (a 4 for a 5, say)."""
    if not 1 <= day <= _LONGEST:
        return ()
    return date(year, month, monthrange(year, month)[1]), date(year, month + 1, day)


def resolve_bangla(day: int, month: int, year: str, flags: tuple[str, ...] = ()) -> Parsed:
    """A date of the Bangla calendar; never certain, because West Bengal counts otherwise."""
    full = int(year)
    if not bangla_calendar.FIRST_YEAR <= full <= bangla_calendar.LAST_YEAR:
        return declined("calendar-unclear")
    found = bangla_calendar.to_gregorian(day, month, full)
    if found is None:
        older = bangla_calendar.to_gregorian(day, month, full, reformed=False)
        refused = declined("date-impossible", *([older] if older else []))
        return replace(refused, flags=("bangla-calendar",))
    return taken(found, "bangla-calendar", (*flags, "bangla-calendar"))
