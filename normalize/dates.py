"""Reads the date, or the dates, of a cell: day first, and nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

from normalize.date_text import find_named, find_numeric, has_month
from normalize.days import resolve
from normalize.digits import restore
from normalize.spellings import NOT_IN_WORD, WORD_ENDS, numbered, one_of, words
from normalize.unicode_forms import link_key, plain
from normalize.verdicts import CONFIDENCE, Found, apart, declined, taken
from schemas.catalog import vocabulary
from schemas.reading import Parsed, State

# Nine of ten dates in reports look like this: one script, one separator, four digits of year.
_SIMPLE = re.compile(r"(?=[০-৯/.\-]*$|[0-9/.\-]*$)(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})")
_BLANK = "\x1f"  # for what was noise: nothing matches across it
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)")
_LOST = re.compile(r"\D{0,12}(\d{2}|\d(?=\D))\D{0,3}(\d{2}|\d(?=\D))\D{0,3}(\d{4})\D{0,12}")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[\u0985-\u09e3A-Za-z]")
_REACH = 80  # characters before a date in which the other days of its list are looked for


@cache
def _noise() -> re.Pattern[str]:
    roles = ("label", "era", "tentative")
    word = one_of(word for role in roles for word in words("date_noise", role))
    return re.compile(rf"(?:{NOT_IN_WORD}|(?<=\d)){word}{WORD_ENDS}\s?[ঃ:.]?", re.IGNORECASE)


@cache
def _pattern(table: str, role: str) -> re.Pattern[str]:
    return re.compile(rf"{NOT_IN_WORD}{one_of(words(table, role))}{WORD_ENDS}", re.IGNORECASE)


@cache
def _weekdays() -> re.Pattern[str]:
    days = one_of(row["spelling"] for row in vocabulary("weekdays"))
    return re.compile(rf"{NOT_IN_WORD}{days}{WORD_ENDS}", re.IGNORECASE)


@cache
def _weekday_ends() -> re.Pattern[str]:
    """The end of every weekday, which is quicker to look for than the days."""
    return re.compile(f"{one_of(words('connectors', 'weekday-hint'))}{WORD_ENDS}")


@cache
def _list_head() -> re.Pattern[str]:
    also = one_of(words("connectors", "and"))
    joint = rf"(?:,\s{{0,3}}{also}|,|&|{also})"
    suffix = one_of(words("ordinals", "day-suffix"))
    return re.compile(
        rf"(?<![\d/.\-])(?P<days>(?:\d{{1,2}}(?:{suffix})?\s{{0,3}}{joint}\s{{0,3}}){{1,12}})$"
    )


def parse_date(text: str) -> Parsed:
    """The one date of a cell."""
    text = text.strip()
    simple = _SIMPLE.fullmatch(text)
    if simple:
        day, _, month, year = simple.groups()
        return resolve(int(day), int(month), year, "numeric")
    return _read_cell(text)


def blank_weekdays(text: str) -> tuple[str, frozenset[int]]:
    """The text with spaces for weekdays, and the weekdays (0 is Monday)."""
    if not _weekday_ends().search(text):
        return text, frozenset()
    numbers = numbered("weekdays")
    seen = frozenset(numbers[link_key(day[0])] for day in _weekdays().finditer(text))
    return _weekdays().sub(lambda day: " " * len(day[0]), text), seen


def scan_dates(text: str) -> tuple[Found, ...]:
    """All dates of a plain text in order, those of lists such as "16 and 17/05/2023" one by one."""
    found: list[Found] = [*find_numeric(text)]
    if has_month(text):
        found += find_named(text)
    return tuple(with_lists(text, apart(found)))


def with_lists(text: str, found: Iterable[Found]) -> Iterator[Found]:
    """The dates of a plain text, each with the days that a list names before it."""
    floor = 0
    for one in found:
        if isinstance(one.parsed.value, date) and one.parsed.rule != "bangla-calendar":
            yield from _days_before(text, floor, one, one.parsed.value)
        yield one
        floor = one.end


def _days_before(text: str, floor: int, last: Found, shared: date) -> Iterator[Found]:
    floor = max(floor, last.start - _REACH)
    if not _DIGIT.search(text, floor, last.start):
        return
    head = _list_head().search(text[floor : last.start])
    if not head:
        return
    days = [*re.finditer(r"\d{1,2}", head["days"])]
    numbers = [int(day[0]) for day in days] + [shared.day]
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        return
    begin = floor + head.start()
    for day in days:
        parsed = resolve(int(day[0]), shared.month, f"{shared.year:04}", "list", last.parsed.flags)
        yield Found(begin + day.start(), begin + day.end(), parsed)


def _read_cell(text: str) -> Parsed:
    mended = plain(text)
    cell = restore(mended)
    flags = ("letter-for-digit",) if cell != mended else ()
    cell, weekdays = blank_weekdays(cell)
    cell = _CLOCK.sub(lambda clock: _BLANK * len(clock[0]), cell)
    if _pattern("date_noise", "tentative").search(cell):
        flags = (*flags, "tentative")
    rest = _noise().sub(lambda noise: _BLANK * len(noise[0]), cell)
    found = scan_dates(rest)
    if not found:
        return _nothing(rest)
    left = without(rest, found)
    parsed = _agree(found, left)
    if parsed.state is not State.VALUE or not isinstance(parsed.value, date):
        return parsed
    reason = _objection(left)
    if reason:
        return declined(reason, parsed.value)
    if weekdays and parsed.value.weekday() not in weekdays:
        return declined("weekday-contradicts", parsed.value)
    if len(weekdays) > 1:
        flags = (*flags, "weekday-differs")
    if _WORD.search(_pattern("date_noise", "bangla-era").sub("", left)):
        flags = (*flags, "words-left")
    return _doubted(parsed, flags)


def _doubted(parsed: Parsed, flags: tuple[str, ...]) -> Parsed:
    if not flags or parsed.value is None:
        return parsed
    return taken(parsed.value, parsed.rule, (*parsed.flags, *flags))


def quiet(text: str) -> str:
    """The text with weekdays and words such as "date" blanked; as long as before."""
    text, _ = blank_weekdays(text)
    return _noise().sub(lambda noise: _BLANK * len(noise[0]), text)


def without(text: str, found: Iterable[Found]) -> str:
    """The text with what was found blanked; as long as before."""
    left = text
    for one in found:
        left = left[: one.start] + _BLANK * (one.end - one.start) + left[one.end :]
    return left


def _objection(left: str) -> str:
    """Why what is left of the cell forbids to take its date."""
    if _DIGIT.search(left) or has_month(left):
        return "digits-left"
    if _pattern("qualifiers", "not").search(left) or _pattern("qualifiers", "date").search(left):
        return "qualified"
    return ""


def _agree(found: tuple[Found, ...], left: str) -> Parsed:
    """One verdict for all dates of a cell."""
    bangla = any("bangla-calendar" in one.parsed.flags for one in found)
    if not bangla and _pattern("date_noise", "bangla-era").search(left):
        return _era_alone(found)
    if len(found) == 1:
        return found[0].parsed
    pair = _both_calendars(found)
    if pair:
        return pair
    values = dict.fromkeys(
        value
        for one in found
        for value in (one.parsed.value, *one.parsed.candidates)
        if value is not None
    )
    if len(values) == 1 and all(one.parsed.state is State.VALUE for one in found):
        return found[0].parsed
    return declined("several-dates", *values)


def _era_alone(found: tuple[Found, ...]) -> Parsed:
    impossible = [one.parsed for one in found if one.parsed.rule == "date-impossible"]
    return impossible[0] if impossible else declined("calendar-unclear")


def _both_calendars(found: tuple[Found, ...]) -> Parsed | None:
    """A Bangla date beside a Gregorian one; a day apart, the calendar of 1987 was used."""
    if len(found) != 2:  # noqa: PLR2004  a pair
        return None
    day_side, bangla_side = sorted(
        (one.parsed for one in found), key=lambda one: "bangla-calendar" in one.flags
    )
    if ("bangla-calendar" in day_side.flags) == ("bangla-calendar" in bangla_side.flags):
        return None
    day = day_side.value
    bangla = bangla_side.value or next(iter(bangla_side.candidates), None)
    if not isinstance(day, date) or not isinstance(bangla, date):
        return None
    apart = abs((bangla - day).days)
    if apart > 1:
        return declined("calendars-disagree", day, bangla)
    flags = () if apart == 0 and bangla_side.value else ("calendars-differ",)
    return replace(
        day_side,
        rule="both-calendars",
        flags=(*day_side.flags, *flags),
        confidence=min([day_side.confidence, *(CONFIDENCE[flag] for flag in flags)]),
    )


def _nothing(cell: str) -> Parsed:
    """No date; a lone figure whose separators were lost or odd is named as a candidate."""
    lost = _LOST.fullmatch(cell)
    if lost:
        day, month, year = lost.groups()
        parsed = resolve(int(day), int(month), year, "")
        if isinstance(parsed.value, date):
            return declined("separator-lost", parsed.value)
    if has_month(cell) and _DIGIT.search(cell):
        return declined("year-missing")
    return declined("no-date")


def parse_dates(text: str) -> Parsed:
    """The dates of a cell that lists several, in order; one date is a list of one."""
    one = parse_date(text)
    if isinstance(one.value, date):
        return replace(one, value=(one.value,))
    mended = plain(text)
    cell, weekdays = blank_weekdays(restore(mended))
    rest = _noise().sub(lambda noise: _BLANK * len(noise[0]), cell)
    found = scan_dates(rest)
    values = tuple(one.parsed.value for one in found if isinstance(one.parsed.value, date))
    if not found or len(values) < len(found):
        return declined(one.rule, *one.candidates)
    reason = _objection(without(rest, found))
    if reason or _joint().search(_gaps(rest, found)):
        return declined(reason or "range-or-list", *values)
    if weekdays - {day.weekday() for day in values}:
        return declined("weekday-contradicts", *values)
    flags = tuple(flag for one in found for flag in one.parsed.flags)
    if cell != mended and not weekdays:
        flags = (*flags, "letter-for-digit")
    return taken(values, "list", flags)


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(rf"-|{one_of(words('connectors', 'to'))}")


def _gaps(text: str, found: tuple[Found, ...]) -> str:
    return "\n".join(text[a.end : b.start] for a, b in pairwise(found))
