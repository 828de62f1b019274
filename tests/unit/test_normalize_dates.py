"""Dates of cells: every day in several patterns, impossible days, doubts."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from normalize.dates import parse_date, parse_dates
from schemas.reading import State

BANGLA = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
MONTHS = (
    "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন",
    "জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
)
NAMES = [name for half in MONTHS for name in half.split()]
PATTERNS: dict[str, Callable[[date], str]] = {
    "slashes": lambda day: f"{day:%d/%m/%Y}".translate(BANGLA),
    "dots": lambda day: f"{day:%d.%m.%Y}".translate(BANGLA),
    "latin-dashes": lambda day: f"{day:%d-%m-%Y}",
    "iso": lambda day: day.isoformat(),
    "era": lambda day: f"{day:%d-%m-%Y} খ্রিঃ তারিখে".translate(BANGLA),
    "name": lambda day: f"{day.day} {NAMES[day.month - 1]} {day.year}".translate(BANGLA),
    "name-first": lambda day: f"{NAMES[day.month - 1]} {day.day}, {day.year}".translate(BANGLA),
}


@pytest.mark.parametrize("write", PATTERNS.values(), ids=PATTERNS)
def test_every_day_is_read_back(write: Callable[[date], str]) -> None:
    day = date(2015, 1, 1)
    while day < date(2031, 1, 1):
        parsed = parse_date(write(day))
        assert (parsed.value, parsed.confidence) == (day, 1.0), write(day)
        day += timedelta(days=1)


IMPOSSIBLE = {
    "printed-as-a-target": ("৩১/০৪/২০২৩", (date(2023, 4, 30), date(2023, 5, 31))),
    "february": ("৩০.০২.২০২৩", (date(2023, 2, 28), date(2023, 3, 30))),
    "not-a-leap-year": ("২৯-০২-২০২৩", (date(2023, 2, 28), date(2023, 3, 29))),
    "day-zero": ("০০/০৫/২০২৩", ()),
    "day-32": ("৩২/০৫/২০২৩", ()),
    "named-month": ("৩১ জুন ২০২৩", (date(2023, 6, 30), date(2023, 7, 31))),
    "with-era": ("৩১.০৪.২০২৩ খ্রিঃ", (date(2023, 4, 30), date(2023, 5, 31))),
}


@pytest.mark.parametrize(("text", "neighbours"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_impossible_day_has_its_neighbours(text: str, neighbours: tuple[date, ...]) -> None:
    parsed = parse_date(text)
    assert (parsed.state, parsed.value) == (State.INVALID, None)
    assert (parsed.rule, parsed.candidates) == ("date-impossible", neighbours)


BROKEN_LINES = {
    "blank after": "৩০/০৫/ ২০২২",
    "blank before": "৩০ /০৫/২০২২",
    "blanks around": "৩০ - ০৫ - ২০২২",
    "line ends": "৩০.০৫.\n২০২২",
}


@pytest.mark.parametrize("text", BROKEN_LINES.values(), ids=BROKEN_LINES)
def test_blanks_beside_separators_are_no_doubt(text: str) -> None:
    parsed = parse_date(text)
    assert (parsed.value, parsed.confidence, parsed.flags) == (date(2022, 5, 30), 1.0, ())


DOUBTS = {
    "two-digit-year": ("০৪/০৫/২৩", date(2023, 5, 4), 0.8, ("two-digit-year",)),
    "old-year": ("০৪/০৫/১৯৭১", date(1971, 5, 4), 0.4, ("year-unlikely",)),
    "danda": ("০৪।০৫।২০২৩", date(2023, 5, 4), 0.9, ("separator-odd",)),
    "bars": ("০৪ | ০৫ | ২০২৩", date(2023, 5, 4), 0.9, ("separator-odd",)),
    "two separators": ("০৪/০৫-২০২৩", date(2023, 5, 4), 0.9, ("separator-odd",)),
    "letter-o": ("O৪/০৫/২০২৩", date(2023, 5, 4), 0.8, ("letter-for-digit",)),
    "letter-three": ("০৪/০৫/২০২ও", date(2023, 5, 4), 0.8, ("letter-for-digit",)),
    "mixed": ("25 জুন, ২০২০", date(2020, 6, 25), 0.9, ("digits-mixed",)),
    "bangla": ("৮ বৈশাখ ১৪৩০", date(2023, 4, 21), 0.9, ("bangla-calendar",)),
    "old-calendar": (
        "১৬ পৌষ ১৪২৯ / ৩০ ডিসেম্বর ২০২২",
        date(2022, 12, 30),
        0.8,
        ("calendars-differ",),
    ),
    "tentative": ("২২ এপ্রিল, ২০২৪ (সম্ভাব্য)", date(2024, 4, 22), 0.8, ("tentative",)),
    "prose": ("৩১-০৩-২০২৪ খ্রিঃ অফিস আদেশ জারি", date(2024, 3, 31), 0.9, ("words-left",)),
}


@pytest.mark.parametrize(("text", "day", "confidence", "flags"), DOUBTS.values(), ids=DOUBTS)
def test_doubt_is_flagged(text: str, day: date, confidence: float, flags: tuple[str]) -> None:
    parsed = parse_date(text)
    assert (parsed.value, parsed.confidence, parsed.flags) == (day, confidence, flags)


DECLINED = {
    "american": ("০৫/১৩/২০২৩", "month-first", (date(2023, 5, 13),)),
    "separators-lost": ("০৪০৫২০২৩", "separator-lost", (date(2023, 5, 4),)),
    "look-alike-digit": ("০8/০৫/২০২৩", "digits-ambiguous", (date(2023, 5, 8), date(2023, 5, 4))),
    "wrong-weekday": ("৩০ জুন ২০২৩ রোজ শনিবার", "weekday-contradicts", (date(2023, 6, 30),)),
    "two-dates": ("০৪/০৫/২০২৩, ০৫/০৫/২০২৩", "several-dates", (date(2023, 5, 4), date(2023, 5, 5))),
    "pair-disagrees": (
        "৮ বৈশাখ ১৪৩০ / ৩০ ডিসেম্বর ২০২২",
        "calendars-disagree",
        (date(2022, 12, 30), date(2023, 4, 21)),
    ),
    "no-year": ("৩০ জুন", "year-missing", ()),
    "negated": ("০৪/০৫/২০২৩ তারিখে প্রেরণ করা হয়নি", "qualified", (date(2023, 5, 4),)),
    "before": ("০৪/০৫/২০২৩ এর পূর্বে", "qualified", (date(2023, 5, 4),)),
}


@pytest.mark.parametrize(("text", "rule", "candidates"), DECLINED.values(), ids=DECLINED)
def test_declined_with_candidates(text: str, rule: str, candidates: tuple[date, ...]) -> None:
    parsed = parse_date(text)
    assert (parsed.state, parsed.value) == (State.INVALID, None)
    assert (parsed.rule, parsed.candidates) == (rule, candidates)


def test_one_date_is_a_list_of_one() -> None:
    assert parse_dates("০৪/০৫/২০২৩").value == (date(2023, 5, 4),)


def test_range_is_no_list() -> None:
    assert parse_dates("০১/০৪/২০২৩-৩০/০৬/২০২৩").state is State.INVALID
