"""From cells to readings: raw, value, state and places travel together."""

from decimal import Decimal

import pytest

from normalize.joints import Joint, Part
from normalize.readings import (
    BLANK,
    LOST,
    doubts,
    prose_reading,
    target_kinds,
    text_reading,
    typed_reading,
    unit_reading,
    weight_reading,
)
from schemas.finding import Code
from schemas.reading import Reading, State
from tests.unit.table_text import cells_of


def parts(*texts: str, join: str = " ") -> list[Part]:
    """The pieces of a cell."""
    cells = cells_of("\t".join(texts)).cells
    return [Part(cell, Joint(join, "") if n else None) for n, cell in enumerate(cells)]


TEXTS = {
    "id": ("[১.১.১] সভা", "সভা", State.VALUE),
    "id joined to its text": ("[১.১.১]সভা", "সভা", State.VALUE),
    "id alone": ("[১.১.১] ", None, State.LOST),
    "dash": ("--", None, State.NONE),
    "blanks around": ("  সভা  ", "সভা", State.VALUE),
    "composed letter": ("কার্যালয়".replace("য়", "\u09df"), "কার্যালয়", State.VALUE),
}


@pytest.mark.parametrize(("raw", "value", "state"), TEXTS.values(), ids=TEXTS)
def test_text(raw: str, value: str | None, state: State) -> None:
    reading = text_reading(parts(raw), bare=State.LOST)
    assert (reading.raw, reading.value, reading.state) == (raw, value, state)
    assert reading.at[0].column == 1


def test_prose_keeps_what_looks_like_an_id() -> None:
    assert prose_reading(parts("১.১ কোটি টাকা")).value == "১.১ কোটি টাকা"


@pytest.mark.parametrize("absent", [BLANK, LOST], ids=["blank", "lost"])
def test_no_cell(absent: Reading) -> None:
    assert text_reading([], absent=absent) is absent
    assert prose_reading([], absent=absent) is absent
    assert unit_reading([], absent=absent) is absent
    assert typed_reading([], ("number",), absent=absent) == (absent, None)


def test_pieces_keep_their_places_and_joints() -> None:
    reading = prose_reading(parts("হাল", "নাগাদ", join=""))
    assert reading.value == "হালনাগাদ"
    assert [(place.column, place.join) for place in reading.at] == [(1, ""), (2, "")]


UNITS = {
    "তারিখ": "date",
    "সংখ্যা": "count",
    "%": "percent",
    "শতকরা": "percent",
    "লক্ষ টাকা": "amount",
    "সংখ্যা ও তারিখ": "text",
}


@pytest.mark.parametrize(("raw", "unit"), UNITS.items(), ids=UNITS.values())
def test_units(raw: str, unit: str) -> None:
    assert unit_reading(parts(raw)).value == unit


def test_an_unknown_unit_is_no_default() -> None:
    reading = unit_reading(parts("বস্তা"))
    assert (reading.state, reading.value, reading.raw) == (State.INVALID, None, "বস্তা")


TARGETS = {
    "date": ("০৪/০৫/২০২৩", "তারিখ", "2023-05-04"),
    "count": ("৪", "সংখ্যা", "4"),
    "percent": ("৮৫%", "%", "85"),
    "percent under a count": ("৮৫%", "সংখ্যা", "85"),
    "date under a count": ("০৪/০৫/২০২৩", "সংখ্যা", "2023-05-04"),
    "number under a date": ("৪", "তারিখ", None),
    "date that is none": ("৩১/০৪/২০২৩", "তারিখ", None),
    "no unit": ("৪", "", "4"),
}


@pytest.mark.parametrize(("raw", "unit", "value"), TARGETS.values(), ids=TARGETS)
def test_targets(raw: str, unit: str, value: str | None) -> None:
    reading, _ = typed_reading(parts(raw), target_kinds(unit_reading(parts(unit))))
    assert (str(reading.value) if reading.value is not None else None) == value
    assert reading.state is (State.VALUE if value else State.INVALID)
    assert reading.raw == raw


def test_what_was_repaired_is_told() -> None:
    reading, parsed = typed_reading(parts("৩০/০৫/২২"), ("date",))
    (told,) = doubts(reading, parsed, "indicator:1.1.1/targets/100")
    assert told.code is Code.LOW_CONFIDENCE
    assert told.evidence is not None
    assert told.evidence["flags"] == ["two-digit-year"]
    assert reading.confidence < 1


def test_what_was_read_plainly_is_not_told() -> None:
    assert doubts(*typed_reading(parts("৩০/০৫/২০২২"), ("date",)), "x") == []


WEIGHTS = {
    "usual": ("৪", 4, State.VALUE, ()),
    "with a half": ("২.৫", Decimal("2.5"), State.VALUE, ()),
    "below zero": ("-৫", None, State.INVALID, (-5,)),
    "above all points": ("৪০০", None, State.INVALID, (400,)),
    "none": ("-", None, State.NONE, ()),
}


@pytest.mark.parametrize(("raw", "value", "state", "candidates"), WEIGHTS.values(), ids=WEIGHTS)
def test_weight(raw: str, value: object, state: State, candidates: tuple[object, ...]) -> None:
    reading, _ = weight_reading(parts(raw))
    assert (reading.value, reading.state, reading.candidates) == (value, state, candidates)
