"""Where a cell was cut: with a space, without, or not one cell at all."""

import pytest

from normalize.joints import (
    Joint,
    Part,
    find_joint,
    find_unit_joint,
    find_value_joint,
    is_whole,
    join_parts,
)
from normalize.unicode_forms import link_key
from tests.unit.table_text import cells_of

KNOWN = frozenset(map(link_key, ["হালনাগাদকরণ", "সহজি", "নিশ্চিত"]))

JOINTS = {
    "whole words": ("সভা", "আয়োজন", " "),
    "a known word": ("হালনাগাদ", "করণ", ""),
    "an ending after a known word": ("সহজি", "করণ", ""),
    "an ending after an unknown word": ("অজানা", "করণ", " "),
    "a dependent sign": ("বাংল", "\u09be", ""),
    "slash": ("দপ্তর/", "সংস্থা", ""),
    "hyphen": ("ই-", "নথি", ""),
    "hasanta": ("পরিকল\u09cd", "পনা", ""),
    "parts of a date": ("৩০/০৫", "/২০২২", ""),
    "blank": ("সভা", " ", " "),
}


@pytest.mark.parametrize(("first", "second", "join"), JOINTS.values(), ids=JOINTS)
def test_text(first: str, second: str, join: str) -> None:
    joint = find_joint(first, second, KNOWN.__contains__)
    assert joint.join == join
    assert joint.reason


VALUES = {
    "date at its last slash": ("৩০/০৫/", "২০২২", ""),
    "date before a slash": ("৩০", "/০৫/২০২২", ""),
    "date inside of its year": ("৩০/০৫/২০", "২২", ""),
    "date that is not in the calendar": ("৩১/০৪/", "২০২৩", ""),
    "first two of three": ("১০-", "০১-", ""),
    "number and its sign": ("৮৫", "%", ""),
    "two numbers": ("৪", "৩", None),
    "two dates": ("০৪/০৫/২০২৩", "১১/০৫/২০২৩", None),
    "dash and number": ("-", "৩", None),
    "number and dash": ("৩", "--", None),
    "number and prose": ("৪", "সভা আয়োজন করা হয়েছে", None),
}


@pytest.mark.parametrize(("first", "second", "join"), VALUES.values(), ids=VALUES)
def test_values(first: str, second: str, join: str | None) -> None:
    joint = find_value_joint(first, second)
    assert (joint.join if joint else None) == join


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [("লক্ষ", "টাকা", True), ("সংখ্যা", "ও তারিখ", True), ("তারিখ", "সংখ্যা", False)],
    ids=["amount", "number and date", "two units"],
)
def test_units(first: str, second: str, joined: bool) -> None:
    assert (find_unit_joint(first, second) is not None) is joined


@pytest.mark.parametrize(
    ("text", "whole"),
    [("৪", True), ("-", True), ("০৪/০৫/২০২৩", True), ("৮৫%", True), ("৩০/০৫/", False),
     ("৩০/০৫/২২", False), ("৩১/০৪/২০২৩", False), ("সভা", False), ("", False)],
    ids=["number", "dash", "date", "percent", "half a date", "short year", "no day",
         "text", "nothing"],
)  # fmt: skip
def test_what_is_a_value_by_itself(text: str, whole: bool) -> None:
    assert is_whole(text) is whole


def test_parts_become_one_text() -> None:
    first, second, third = cells_of("ক\tখ\tগ").cells
    parts = [Part(first), Part(second, Joint(" ", "")), Part(third, Joint("", ""))]
    assert join_parts(parts) == "ক খগ"
