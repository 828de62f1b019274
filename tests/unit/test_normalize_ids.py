"""Ids at the start of cells, and what looks like one and is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.ids import heading_number, printed_id, sort_key

TO_BANGLA = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")

IDS = {
    "indicator": ("[১.১.১] সভা", "1.1.1", "সভা"),
    "activity": ("[১.১] সভা", "1.1", "সভা"),
    "section": ("[১] সভা", "1", "সভা"),
    "no space behind": ("[১.১.১]সভা", "1.1.1", "সভা"),
    "id alone": ("[১.১.১]", "1.1.1", ""),
    "spaces inside": ("[ ১. ১ .১ ] সভা", "1.1.1", "সভা"),
    "dot at the end": ("[১.১.১.] সভা", "1.1.1", "সভা"),
    "danda for dots": ("[১।১।১] সভা", "1.1.1", "সভা"),
    "Latin digits": ("[1.1.1] সভা", "1.1.1", "সভা"),
    "leading zeros": ("[০১.০২.১০] সভা", "1.2.10", "সভা"),
    "no brackets": ("১.১.১ সভা", "1.1.1", "সভা"),
    "no brackets, no space": ("১.১.১সভা", "1.1.1", "সভা"),
    "bracket lost at the left": ("১.১.১] সভা", "1.1.1", "সভা"),
    "bracket lost at the right": ("[১.১.১ সভা", "1.1.1", "সভা"),
    "round brackets": ("(১.১) সভা", "1.1", "সভা"),
    "leading blanks": ("  [১.১.১] সভা", "1.1.1", "সভা"),
    "hidden mark before": ("\u200b\ufeff[১.১.১] সভা", "1.1.1", "সভা"),
    "danda, then an ordinal": ("১.৪.১। ৪র্থ শিল্পবিপ্লব", "1.4.1", "৪র্থ শিল্পবিপ্লব"),
    "danda, then an ordinal at once": ("১.৪.১।৪র্থ শিল্পবিপ্লব", "1.4.1", "৪র্থ শিল্পবিপ্লব"),
    "danda, then a number": ("১.৪.১। ৪ জন কর্মকর্তা", "1.4.1", "৪ জন কর্মকর্তা"),
    "dot, then a number": ("১.৪.১. ৪ জন কর্মকর্তা", "1.4.1", "৪ জন কর্মকর্তা"),
    "bracket lost, then an ordinal": ("[১.৪.১। ৪র্থ শিল্পবিপ্লব", "1.4.1", "৪র্থ শিল্পবিপ্লব"),
    "dandas without brackets": ("১।৪।১ সভা", "1.4.1", "সভা"),
    "dash behind": ("[১.৪.১ ]- সভা", "1.4.1", "সভা"),
    "long dash behind": ("[১.৪.১] – সভা", "1.4.1", "সভা"),
    "colon behind": ("[১.৪.১]: সভা", "1.4.1", "সভা"),
    "danda behind": ("[১.৪.১]। সভা", "1.4.1", "সভা"),
    "dash behind a bare id": ("১.৪.১- সভা", "1.4.1", "সভা"),
    "a dash alone is the text": ("[১.৪.১] -", "1.4.1", "-"),
    "dashes alone are the text": ("[১.৪.১] --", "1.4.1", "--"),
    "no-break space": ("[১.১.১]\u00a0সভা", "1.1.1", "সভা"),
}

NONE = {
    "list mark": "(১) সভা",
    "ordinal": "৪র্থ শিল্পবিপ্লব",
    "number": "৩ দিনের কর্মশালা",
    "year": "২০২২-২৩ অর্থবছরের",
    "date": "১২.১০.২০২২ তারিখে সভা",
    "date with a short year": "১২.১০.২২ তারিখে সভা",
    "date with dandas": "১২।১০।২০২২ তারিখে সভা",
    "stretch": "১.১-১.৫ পর্যন্ত",
    "share": "০.৫ শতাংশ",
    "text": "সভা [১.১.১]",
    "Latin word": "3D Manufacturing",
    "blank": "  ",
    "number of a letter": "৩৬.০০.০০০০.০৬৪",
}


@pytest.mark.parametrize(("text", "id_", "rest"), IDS.values(), ids=IDS)
def test_an_id_and_where_the_text_begins(text: str, id_: str, rest: str) -> None:
    found = printed_id(text)
    assert found is not None
    assert (found.id, text[found.end :]) == (id_, rest)


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_is_no_id(text: str) -> None:
    assert printed_id(text) is None


@pytest.mark.parametrize(
    ("text", "level", "section", "activity"),
    [("[২]", 1, "2", "2"), ("[২.৩]", 2, "2", "2.3"), ("[২.৩.৪]", 3, "2", "2.3"),
     ("[২.৩.৪.৫]", 4, "2", "2.3")],
    ids=["section", "activity", "indicator", "too deep"],
)  # fmt: skip
def test_levels_and_parents(text: str, level: int, section: str, activity: str) -> None:
    found = printed_id(text)
    assert found is not None
    assert (found.level, found.section, found.activity) == (level, section, activity)


@given(st.lists(st.integers(1, 99), min_size=1, max_size=4), st.booleans())
def test_any_id_is_read_back(numbers: list[int], bangla: bool) -> None:
    id_ = ".".join(map(str, numbers))
    printed = id_.translate(TO_BANGLA) if bangla else id_
    found = printed_id(f"[{printed}] সভা")
    assert found is not None
    assert found.id == id_


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    found = printed_id(text)
    assert found is None or 0 < found.end <= len(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("১. শুদ্ধাচার", "1"), ("২। শুদ্ধাচার", "2"), ("১০) শুদ্ধাচার", "10"), ("১.১ সভা", None),
     ("১", None), ("[১] সভা", None), ("৪র্থ", None)],
    ids=["stop", "danda", "bracket", "an activity", "bare", "brackets", "ordinal"],
)  # fmt: skip
def test_numbers_of_headings(text: str, number: str | None) -> None:
    assert heading_number(text) == number


def test_ids_are_ordered_by_their_numbers() -> None:
    ids = ["1.10.1", "1.2.1", "1.2.?", "2", "1.2.10"]
    assert sorted(ids, key=sort_key) == ["1.2.1", "1.2.10", "1.2.?", "1.10.1", "2"]
