"""Words: what is cut, what is suspect, and what only is spelt another way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import check_report
from checks._words import fold, split_words, stem, words_after
from checks.suspects import find_suspects
from schemas.finding import Code
from schemas.plan import plans
from tests.unit.checks_builder import activity, indicator, report, section, sections

BANGLA = st.text(
    st.characters(min_codepoint=0x980, max_codepoint=0x9FF) | st.sampled_from(" -/(),\u0964ab1"),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "word", "suggestion"),
    [
        ("তথ্য বাস্তবায়ন হালনাগাদকরণ (ত্রৈমাসিক ভিত্তিতে)", "বাস্তবায়ন", "বাতায়ন"),
        ("নিজ তথ্য বাস্তবায়ন হালনাগাদকৃত", "বাস্তবায়ন", "বাতায়ন"),
        ("ডাটাবেজ প্রত্যুত করা", "প্রত্যুত", "প্রস্তুত"),
        ("উদ্ভাবন, সুশাসন ও শূন্যচার", "শূন্যচার", "শুদ্ধাচার"),
    ],
)
def test_word_is_suspect(text: str, word: str, suggestion: str) -> None:
    assert [(one.word, one.suggestion) for one in find_suspects(text)] == [(word, suggestion)]


def test_official_phrase_goes_before_one_of_an_observed_plan() -> None:
    (found,) = find_suspects("দপ্তর সংস্থার অর্িধবার্ষিক স্ব মূল্যায়ন")
    assert dict(found.evidence) == {
        "plan": "egov_innovation_field_2021-22",
        "status": "official",
        "phrase": "অর্ধবার্ষিক স্ব মূল্যায়ন",
    }


@pytest.mark.parametrize(
    "text",
    [
        "তথ্য বাতায়ন হালনাগাদকরণ",
        "তথ্য বাতায়নের হালনাগাদকরণ",
        "কর্মপরিকল্পনা বাস্তবায়ন সংক্রান্ত প্রশিক্ষণ",
        "ই-গভর্নেন্স ও উদ্ভাবন কর্মপরিকল্পনা বাস্তবায়ন",
        "ই-গভর্ণেন্স ও উদ্ভাবন কর্মপরিকল্পনা বাস্তবায়ন",
        "একটি নতুন উদ্ভাবনী ধারনা বাস্তবায়িত",
        "আওতাধীন দপ্তরসমূহের অর্ধবার্ষিক স্ব-মূল্যায়ন প্রতিবেদন পর্যালোচনা",
        "সেবা সহজীকরণ ডিজিটাইজেশনের মাধ্যমে নুন্যতম একটি উদ্ভাবনী ধারণা বাস্তবায়ন",
        "শোকেজিং আয়োজন এবং শ্রেষ্ঠ উদ্ভাবনী উদ্যোগ নির্বাচন",
        "বাস্তবায়ন অগ্রগতি পরিকল্পনা সংক্রান্ত সভা আয়োজিত",
        "",
    ],
)
def test_clean_text_is_not_suspect(text: str) -> None:
    assert find_suspects(text) == ()


def test_no_text_of_a_plan_is_suspect() -> None:
    told = [
        text
        for plan in plans()
        for one in plan.indicators
        for text in (one.text, one.activity)
        if text and find_suspects(text)
    ]
    assert told == []


@given(BANGLA)
def test_any_text_can_be_looked_at(text: str) -> None:
    for suspect in find_suspects(text):
        assert suspect.word in split_words(text)
    assert fold(fold(text)) == fold(text)


@given(BANGLA, BANGLA)
def test_words_after_gives_the_rest(short: str, long: str) -> None:
    first, second = tuple(split_words(short)), tuple(split_words(long))
    assert words_after(second, second) == (() if fold("".join(second)) else None)
    rest = words_after(first, second)
    if rest is not None:
        assert second[len(second) - len(rest) :] == rest


def test_spaces_do_not_hide_that_a_text_is_cut() -> None:
    assert words_after(("বিভাগ", "সহ"), ("বিভাগসহ", "দপ্তর")) == ("দপ্তর",)
    assert words_after(("বাস্তবায়ন",), ("বাস্তবায়নের", "জন্য")) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("দপ্তরের", "দপ্তরসমূহের"), ("বাতায়নে", "বাতায়নের"), ("ধারণা", "ধারনা")],
    ids=["plural", "case", "spelling"],
)
def test_endings_and_spellings_do_not_make_another_word(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(
            "সেবার ডাটাবেজ প্রস্তুত",
            "সেবার ডাটাবেজ প্রস্তুত করা এবং সেবাসমূহ চালু রাখা",
            id="the first half of a double title",
        ),
        pytest.param("কর্মপরিকল্পনা প্রণয়ন", "কর্মপরিকল্পনা প্রণয়ন", id="the title itself"),
        pytest.param("তথ্য হালনাগাদ", "তথ্য হালনাগাদ করা", id="without the light verb"),
        pytest.param("সভা আয়োজন (প্রতি ত্রৈমাসিকে)", "সভা", id="a tail in brackets"),
        pytest.param("দক্ষতা বৃদ্ধি", "দক্ষতা বৃদ্ধির জন্য প্রশিক্ষণ", id="another word form"),
    ],
)
def test_whole_text_is_not_told_as_cut(text: str, title: str) -> None:
    rows = (indicator("1.1.1", text), indicator("1.1.2", page=2))
    found = check_report(report((section("1", activity("1.1", *rows, title=title)),)))
    assert [one.ref for one in found if one.code is Code.TEXT_TRUNCATED] == []


def test_a_text_that_goes_on_over_the_page_is_not_told_as_cut() -> None:
    rows = (indicator("1.1.1", "আওতাধীন দপ্তর বিভাগীয়"), indicator("1.1.2"))
    assert not [
        one for one in check_report(report(sections(*rows))) if one.code is Code.TEXT_TRUNCATED
    ]
