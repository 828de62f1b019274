"""Cells as what their column says they are."""

from datetime import date
from decimal import Decimal

import pytest

from normalize.numbers import parse_number
from normalize.values import Kind, parse
from schemas.reading import Parsable, State

VALUES: dict[str, tuple[str, Kind, Parsable]] = {
    "date": ("০৪/০৫/২০২৩", "date", date(2023, 5, 4)),
    "count": ("০২টি", "count", 2),
    "zero-is-a-value": ("০", "count", 0),
    "percent": ("৯৬.৮২%", "percent", Decimal("96.82")),
    "percent-bare": ("৯০", "percent", 90),
    "amount": ("৭.৫০ কোটি টাকা", "amount", 75000000),
    "number": ("০.০০", "number", Decimal("0.00")),
    "text-is-only-nfc": ("\u09af\u09bc \u200b", "text", "\u09af\u09bc \u200b"),
    "text-composed": ("মন্ত্রণাল\u09df", "text", "মন্ত্রণাল\u09af\u09bc"),
}


@pytest.mark.parametrize(("text", "kind", "value"), VALUES.values(), ids=VALUES)
def test_value(text: str, kind: Kind, value: Parsable) -> None:
    parsed = parse(text, kind)
    assert (parsed.state, parsed.value) == (State.VALUE, value)
    assert type(parsed.value) is type(value)


@pytest.mark.parametrize("kind", ["date", "count", "percent", "amount", "number", "text"])
@pytest.mark.parametrize(
    ("text", "state", "rule"),
    [
        ("", State.BLANK, "blank"),
        (" \u200b\u00a0", State.BLANK, "blank"),
        ("--", State.NONE, "dash"),
        ("—", State.NONE, "dash"),
        ("প্রযোজ্য নয়", State.NONE, "not-applicable"),
        ("N/A", State.NONE, "not-applicable"),
    ],
)
def test_nothing_is_the_same_in_every_column(
    kind: Kind, text: str, state: State, rule: str
) -> None:
    parsed = parse(text, kind)
    assert (parsed.state, parsed.rule, parsed.value) == (state, rule, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("০৪/০৫/২০২৩", "count"),
        ("৩০ জুন ২০২৩", "count"),
        ("৮৫%", "count"),
        ("২০২২-২৩", "count"),
        ("৪", "date"),
        ("৮৫%", "date"),
        ("৪টি", "percent"),
        ("-৫", "count"),
        ("৪.৫", "count"),
        ("\u00ad", "count"),
        ("৯8", "count"),
        ("০১৭১২৩৯২৫৭০", "count"),
        ("৫টি করে", "count"),
        ("৫টি প্রতি মাসে", "count"),
    ],
)
def test_other_kind_is_never_taken(text: str, kind: Kind) -> None:
    parsed = parse(text, kind)
    assert (parsed.state, parsed.value) == (State.INVALID, None)


@pytest.mark.parametrize(
    ("text", "value", "flag"),
    [
        ("২০২2", 2022, "digits-mixed"),
        ("২O২৩", 2023, "letter-for-digit"),
        ("তিনটি", 3, "number-in-words"),
        ("(৫)", 5, "bracketed"),
    ],
)
def test_repair_is_flagged_and_not_certain(text: str, value: int, flag: str) -> None:
    parsed = parse_number(text)
    assert parsed.value == value
    assert flag in parsed.flags
    assert parsed.confidence < 1


def test_figures_and_words_that_differ_are_both_named() -> None:
    parsed = parse_number("৩ (চার) টি")
    assert (parsed.state, parsed.candidates) == (State.INVALID, (3, 4))


def test_result_is_kept_for_the_next_report() -> None:
    assert parse("১১/০৫/২০২৩", "date") is parse("১১/০৫/২০২৩", "date")
