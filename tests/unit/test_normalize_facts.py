"""Facts of running text, with offsets into the text as given."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.facts import find_facts
from schemas.reading import Span

Row = tuple[str, str, object, str]


def _rows(text: str) -> list[Row]:
    return [(f.kind, text[f.start : f.end], f.value, f.rule) for f in find_facts(text)]


TEXTS: dict[str, tuple[str, list[tuple[str, str, object]]]] = {
    "list-of-dates": (
        "০৩.০৮.২০২২, ২৪.০৮.২০২২ ও ০৩.০৫.২০২৩ তারিখে",
        [
            ("date", "০৩.০৮.২০২২", date(2022, 8, 3)),
            ("date", "২৪.০৮.২০২২", date(2022, 8, 24)),
            ("date", "০৩.০৫.২০২৩", date(2023, 5, 3)),
        ],
    ),
    "shared-month": (
        "১৬ ও ১৭/০৫/২০২৩ তারিখে",
        [("date", "১৬", date(2023, 5, 16)), ("date", "১৭/০৫/২০২৩", date(2023, 5, 17))],
    ),
    "period-before-date": (
        "শিল্প মন্ত্রণালয়ে এপ্রিল-জুন ২০২৩ সময়ে নিষ্পত্তির হার ৯৬.৮২%",
        [
            ("period", "এপ্রিল-জুন ২০২৩", Span(date(2023, 4, 1), date(2023, 6, 30))),
            ("percent", "৯৬.৮২%", Decimal("96.82")),
        ],
    ),
    "fiscal-year": (
        "২০২৩-২০২৪ অর্থবছরে ০২টি কর্মশালা",
        [
            ("period", "২০২৩-২০২৪", Span(date(2023, 7, 1), date(2024, 6, 30))),
            ("count", "০২টি", 2),
        ],
    ),
    "range-of-days": (
        "০১/০৪/২০২৩ থেকে ৩০/০৬/২০২৩ পর্যন্ত",
        [("period", "০১/০৪/২০২৩ থেকে ৩০/০৬/২০২৩", Span(date(2023, 4, 1), date(2023, 6, 30)))],
    ),
    "impossible": ("৩১/০৪/২০২৩ তারিখে", [("date-invalid", "৩১/০৪/২০২৩", "৩১/০৪/২০২৩")]),
    "in-words": ("তিনটি উদ্ভাবনী ধারণা ও পাঁচ জন", [("count", "তিনটি", 3), ("count", "পাঁচ জন", 5)]),
    "quoted-total": ("মোট ৪টি কর্মশালা", [("count", "৪টি", 4)]),
    "ordinals": ("৪র্থ শিল্পবিপ্লব, ৩য় তলা, ১ম ত্রৈমাসিক প্রতিবেদন", []),
    "list-marks": ("(১) লাইব্রেরি (২) সার ও (৩) জাহাজ", []),
    "latin-words": ("3D Manufacturing, 4IR, SDG 9", []),
    "years": ("৫০ বছর পূর্তি, ২০২৩ সাল", []),
    "ids": ("[১.১.১] সেবা [২.১.১০] সূচক", []),
    "letter-number": ("স্মারক নং ৩৬.০০.০০০০.০৬৪.৯৯.০০১.২২-১২৩", []),
    "part-of-a-number": ("এক হাজার পাঁচটি, ২ হাজার ৫০০টি ও দুই-তিনটি", []),
    "part-of-a-word": ("মাটি ও একটিভ কোটি", []),
    "misread-three": ("ও১.০৫.২০২৩ তারিখে", []),
    "whole-text": ("", []),
}


@pytest.mark.parametrize(("text", "facts"), TEXTS.values(), ids=TEXTS)
def test_facts(text: str, facts: list[tuple[str, str, object]]) -> None:
    assert [row[:3] for row in _rows(text)] == facts


def test_total_counter_and_bound_are_kept_apart() -> None:
    assert [row[3] for row in _rows("মোট ৪টি, ১২টি দপ্তর, ন্যূনতম একটি")] == [
        "total",
        "counter",
        "bounded",
    ]


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "ক্্ষ\u200d \u00adমোট ০\u200b৪টি ও ২\u200b০.০২.২০২৩"
    facts = find_facts(text)
    assert [(fact.kind, text[fact.start : fact.end]) for fact in facts] == [
        ("count", "০\u200b৪টি"),
        ("date", "২\u200b০.০২.২০২৩"),
    ]


def test_remark_of_a_report() -> None:
    text = (
        "১৯-০৯-২০২৩ এবং ২৮-০৯-২০২৩ খ্রিঃ তারিখে স্মার্ট বাংলাদেশ সংক্রান্ত ০২টি কর্মশালা এবং "
        "১৮-০৩-২০২৪ খ্রিঃ তারিখ ৪র্থ শিল্প-বিপ্লব সংক্রান্ত ০১টি কর্মশালা আয়োজিত"
    )
    assert [row[1] for row in _rows(text)] == [
        "১৯-০৯-২০২৩",
        "২৮-০৯-২০২৩",
        "০২টি",
        "১৮-০৩-২০২৪",
        "০১টি",
    ]


PIECES = (
    *("৩১-০৩-২০২৪", "৩১/০৩/২০২৪", "১২.৫.২০২৩", "৩১ - ০৩ - ২০২৪", "২০২৪-০৩-৩১", "৩২/০৩/২০২৪", "২৪"),
    *(
        "৫",
        "১২টি",
        "৩ জন",
        "১২৩ টি",
        "১,২৩৪ টি",
        "৪র্থ",
        "২০২৩-২৪",
        "৯৮.২৬%",
        "٣",
        "3D",
        "(৪)",
        "'৫",
    ),
    *("এপ্রিল-জুন", "মার্চ", "২০২৪", "সোমবার", "পহেলা", "মোট", "প্রায়", "শতভাগ", "তিনটি", "প্রশিক্ষণ"),
    *("-", "–", "/", ".", ",", "।", ":", "ও", "এবং", "হতে", "পর্যন্ত", "সালের", "তারিখে", "\n"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from(["", " "]))
def test_short_way_finds_what_the_long_way_finds(pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)
    long_way = [  # an open bracket may begin a code, and calls for the long way
        (fact.kind, fact.value, fact.start - 2, fact.end - 2, fact.rule)
        for fact in find_facts(f"[ {text}")
    ]
    assert [(f.kind, f.value, f.start, f.end, f.rule) for f in find_facts(text)] == long_way
