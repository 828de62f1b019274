"""How a parser says what it found: a value with its doubts, or nothing with its candidates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from schemas.reading import Parsable, Parsed, State

CONFIDENCE = {
    "digits-mixed": 0.9,
    "letter-for-digit": 0.8,
    "separator-odd": 0.9,
    "two-digit-year": 0.8,
    "bangla-calendar": 0.9,
    "calendars-differ": 0.8,
    "number-in-words": 0.95,
    "bracketed": 0.95,
    "weekday-differs": 0.8,
    "tentative": 0.8,
    "words-left": 0.9,
    "year-shared": 0.9,
    "year-unlikely": 0.4,
    "percent-sign-missing": 0.9,
    "ordinal-misspelt": 0.9,
}
"""What is left of certainty under each doubt; judged, not measured."""


class Found(NamedTuple):
    """Something read at a place inside a longer text."""

    start: int
    end: int
    parsed: Parsed


def taken(value: Parsable, rule: str, flags: tuple[str, ...] = ()) -> Parsed:
    """A value; its confidence is that of its worst doubt."""
    if not flags:
        return Parsed(State.VALUE, value, (), 1.0, rule)
    flags = tuple(dict.fromkeys(flags))
    return Parsed(State.VALUE, value, (), min(CONFIDENCE[flag] for flag in flags), rule, flags)


def declined(rule: str, *candidates: Parsable) -> Parsed:
    """No value, because more than one reading is possible, or none."""
    return Parsed(State.INVALID, None, candidates, 1.0, rule)


def apart(found: Iterable[Found]) -> list[Found]:
    """In order, without overlaps: of two that overlap the earlier, then the longer."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
