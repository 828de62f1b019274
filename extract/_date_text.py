"""A stored day or hour as its cell shows it; the day comes first, or the text is an ISO date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from extract._number_format import Kind, Section
from extract._number_shown import WIDE, Shown, general, in_digits
from schemas.catalog import vocabulary

DAY_SECONDS = 86_400
LAST_DAY = 2_958_465
"""31 December 9999."""

LEAP_BUG_DAY = 60
"""29 February 1900, which never was: days before it are one off (a bug kept from Lotus 1-2-3)."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_NAME = 3


@dataclass(frozen=True, slots=True)
class _Moment:
    """A point of time as a calendar names it; the day may be one that never was."""

    serial_day: int
    year: int
    month: int
    day: int
    weekday: int
    seconds: Decimal


def _moment(number: Decimal, decimals: int | None, from_1904: bool) -> _Moment | None:
    """The moment, rounded to decimals of a second; to whole days, downwards, if that is None."""
    if decimals is None:
        total = Decimal(int(number) * DAY_SECONDS)
    else:
        total = (number * DAY_SECONDS).quantize(Decimal(1).scaleb(-decimals), context=WIDE)
    days = int(total // DAY_SECONDS)
    seconds = total - days * DAY_SECONDS
    if number < 0 or days > LAST_DAY:
        return None
    if from_1904:
        there = date(1904, 1, 1) + timedelta(days) if days <= LAST_DAY - 1462 else None
    elif days in {0, LEAP_BUG_DAY}:
        month, day = (2, 29) if days else (1, 0)
        return _Moment(days, 1900, month, day, (days + 5) % 7, seconds)
    else:
        there = date(1899, 12, 30 + (days < LEAP_BUG_DAY)) + timedelta(days)
    if there is None:
        return None
    # before the day that never was, spreadsheets name the weekday before the true one
    weekday = (days + 5) % 7 if not from_1904 else there.weekday()
    return _Moment(days, there.year, there.month, there.day, weekday, seconds)


def show_time(number: Decimal, section: Section, from_1904: bool) -> Shown:
    letters = _letters(section)
    moment = _moment(number, _decimals(section, letters), from_1904)
    if moment is None:
        return Shown(general(number), known=False)
    pieces = _time_pieces(moment, section)
    seen = in_digits("".join(pieces), section.digits)
    dated = {"y", "month", "d"} & set(letters)
    if not dated:
        return Shown(seen, exact=True)
    day = _true_day(moment)
    exact = dated == {"y", "month", "d"}
    if day and _month_first(section):
        iso = in_digits(day.isoformat(), section.digits)
        return Shown(iso, exact, day, seen)
    return Shown(seen, exact, day)


def _decimals(section: Section, letters: tuple[str, ...]) -> int | None:
    if not {"h", "minute", "s"} & set(letters) and not section.has(Kind.ELAPSED):
        return None
    return max(len(t.text.partition(".")[2]) for t in section.tokens)


def _true_day(moment: _Moment) -> date | None:
    try:
        return date(moment.year, moment.month, moment.day)
    except ValueError:
        return None


def _letters(section: Section) -> tuple[str, ...]:
    """What each date token stands for; `m` is a minute after hours and before seconds."""
    times = [t for t in section.tokens if t.kind in {Kind.DATE, Kind.ELAPSED}]
    letters: list[str] = []
    for i, token in enumerate(times):
        letter = token.text[0]
        if letter == "m" and len(token.text) < SHORT_NAME and token.kind is Kind.DATE:
            after_hours = i > 0 and times[i - 1].text[0] == "h"
            before_seconds = i + 1 < len(times) and times[i + 1].text[0] == "s"
            letter = "minute" if after_hours or before_seconds else "month"
        elif letter == "m" and token.kind is Kind.DATE:
            letter = "month"
        letters.append(letter)
    return tuple(letters)


def _month_first(section: Section) -> bool:
    """Whether the month is a number and stands first, so that it would be read as the day."""
    times = [t for t in section.tokens if t.kind in {Kind.DATE, Kind.ELAPSED}]
    letters = [letter for letter in _letters(section) if letter in {"y", "month", "d"}]
    numeric = all(
        len(token.text) < SHORT_NAME
        for token, letter in zip(times, _letters(section), strict=True)
        if letter in {"month", "d"}
    )
    return numeric and letters[:2] == ["month", "d"]


def _time_pieces(moment: _Moment, section: Section) -> list[str]:
    letters = iter(_letters(section))
    whole = int(moment.seconds)
    half_day = section.has(Kind.HALF_DAY)
    pieces: list[str] = []
    for token in section.tokens:
        if token.kind is Kind.HALF_DAY:
            before, _, after = token.text.partition("/")
            pieces.append(after if whole >= DAY_SECONDS // 2 else before)
        elif token.kind is Kind.ELAPSED:
            seconds = moment.serial_day * DAY_SECONDS + whole
            amount = seconds // {"h": 3600, "m": 60, "s": 1}[next(letters)]
            pieces.append(f"{amount:0{len(token.text)}d}")
        elif token.kind is Kind.DATE:
            pieces.append(_piece(moment, next(letters), token.text, section.bangla, half_day))
        else:
            pieces.append(token.text)
    return pieces


def _piece(moment: _Moment, letter: str, text: str, bangla: bool, half_day: bool) -> str:
    whole = int(moment.seconds)
    match letter:
        case "y":
            return f"{moment.year:04d}"[-2 if len(text) < SHORT_NAME else 0 :]
        case "month":
            return _named(moment.month, text, "months" if bangla else "")
        case "d":
            if len(text) < SHORT_NAME:
                return f"{moment.day:0{len(text)}d}"
            name = _bangla("weekdays", moment.weekday) if bangla else WEEKDAYS[moment.weekday]
            return name if bangla or len(text) > SHORT_NAME else name[:SHORT_NAME]
        case "h":
            hour = whole // 3600
            return f"{(hour - 1) % 12 + 1 if half_day else hour:0{min(len(text), 2)}d}"
        case "minute":
            return f"{whole // 60 % 60:0{min(len(text), 2)}d}"
        case _:
            places, _, fraction = text.partition(".")
            tail = f"{moment.seconds % 1:.{len(fraction)}f}"[1:] if fraction else ""
            return f"{whole % 60:0{min(len(places), 2)}d}{tail}"


def _named(month: int, text: str, table: str) -> str:
    if len(text) < SHORT_NAME:
        return f"{month:0{len(text)}d}"
    name = _bangla(table, month) if table else MONTHS[month - 1]
    if len(text) > SHORT_NAME + 1:
        return name[:1]
    return name if table or len(text) > SHORT_NAME else name[:SHORT_NAME]


def _bangla(table: str, number: int) -> str:
    """The first spelling of a month or weekday."""
    return next(row["spelling"] for row in vocabulary(table) if int(row["number"]) == number)
