"""What glyphs of unknown fonts stand for is told by vote, and what is thin is told as doubtful."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract._glyph_symbols import REPH
from extract._glyph_verdicts import Learned, Suspect, learn
from extract._glyph_votes import WINDOW, Lesson, folded

KA, SHA, SIGN, LAST = b"ka", b"sha", b"sign", b"last"


def like(text: str, font: str = "F") -> Suspect:
    return Suspect(text, font, {text: 0.0})


def lessons(*words: tuple[tuple[str | bytes, ...], str]) -> list[Lesson]:
    return [Lesson(parts, said) for parts, said in words]


def learnt(found: dict[bytes, Learned]) -> dict[bytes, tuple[str, bool]]:
    return {key: (one.text, one.is_sure) for key, one in found.items()}


def test_two_words_make_a_likely_meaning_sure() -> None:
    read = lessons(((KA, "র"), "কর"), (("ব", KA), "বক"))
    assert learnt(learn(read, {KA: like("ক")})) == {KA: ("ক", True)}


def test_a_single_word_is_not_enough() -> None:
    read = lessons(((KA, "র"), "কর"))
    assert learnt(learn(read, {KA: like("ক")})) == {KA: ("ক", False)}


def test_parts_of_a_word_read_alike_make_it_sure() -> None:
    read = lessons(((KA, "র", "ব"), "করব"))
    parts = [Lesson((KA, "র"), "কর", WINDOW), Lesson((KA,), "ক", WINDOW)]
    assert learnt(learn([*read, *parts], {KA: like("ক")})) == {KA: ("ক", True)}


def test_the_vote_changes_what_a_shape_looks_like() -> None:
    read = lessons(((KA, "র"), "কর"), (("ব", KA), "বক"), ((KA, "ল"), "কল"))
    suspect = Suspect("ফ", "F", {"ফ": 0.0, "ক": 0.05})
    assert learnt(learn(read, {KA: suspect})) == {KA: ("ক", True)}


def test_a_meaning_that_it_does_not_look_like_needs_more_words() -> None:
    words = [((KA, letter), "ক" + letter) for letter in "রলবমন"]
    assert learnt(learn(lessons(*words[:3]), {KA: like("ফ")})) == {KA: ("ক", False)}
    assert learnt(learn(lessons(*words), {KA: like("ফ")})) == {KA: ("ক", True)}


def test_readings_that_contradict_each_other_make_nothing_sure() -> None:
    read = lessons(((KA, "র"), "কর"), (("ব", KA), "বক"), ((KA, "ল"), "ফল"), ((KA, "ন"), "ফন"))
    ((_, is_sure),) = learnt(learn(read, {KA: Suspect("ক", "F", {"ক": 0.0, "ফ": 0.0})})).values()
    assert not is_sure


def test_two_glyphs_of_one_font_do_not_have_one_meaning() -> None:
    """A reader that drops the sign below শ্য reads it as শ, which another glyph is."""
    words = [((SHA, letter), "শ" + letter) for letter in "রলবমন"]
    others = [((KA, letter), "শ" + letter) for letter in "রল"]
    unknown = {SHA: like("শ"), KA: like("শ")}
    assert learnt(learn(lessons(*words, *others), unknown)) == {
        SHA: ("শ", True),
        KA: ("শ", False),
    }
    elsewhere = {SHA: like("শ"), KA: like("শ", "another font")}
    assert learn(lessons(*words, *others), elsewhere)[KA].is_sure
    assert not learn(lessons(*words), {SHA: like("শ")}, {("F", "শ")})[SHA].is_sure


def test_order_of_drawing_and_several_unknown_glyphs_in_a_word() -> None:
    unknown = {KA: Suspect(""), SIGN: Suspect(""), LAST: Suspect("")}
    read = lessons(
        ((SIGN, KA), "কি"), ((SIGN, "ব"), "বি"), (("ব", KA), "বক"), ((KA, LAST, "ম"), "র্কম")
    )
    found = learn(read, unknown)
    assert (found[SIGN].text, found[KA].text, found[LAST].text) == ("ি", "ক", REPH)


@pytest.mark.parametrize("of_numbers", [True, False])
def test_digits_are_learnt_from_the_reader_of_numbers(of_numbers: bool) -> None:
    words = [Lesson((KA, digit), "৩" + digit, of_numbers=of_numbers) for digit in "১২৪"]
    assert learn(words, {KA: like("৩")})[KA] == Learned("৩", of_numbers)


def test_two_readers_of_numbers_that_differ_leave_a_digit_doubtful() -> None:
    words = [Lesson((KA, digit), "৩" + digit, of_numbers=True) for digit in "১২৪"]
    others = [Lesson((KA, digit), "৬" + digit) for digit in "১২৪"]
    unknown = {KA: Suspect("৩", "F", {"৩": 0.0, "৬": 0.0})}
    assert not learn([*words, *others], unknown)[KA].is_sure


def test_words_of_forms_decide_where_readers_do_not_and_it_stays_doubtful() -> None:
    read = lessons((("ি", "ন", KA, "ে"), "নিয়ে"))
    suspect = Suspect("", "F", {"য়": 0.05, "ম্ন": 0.1})
    assert learn(read, {KA: suspect})[KA].text == folded("য়")
    assert learn(read, {KA: suspect}, forms=["নিম্নে"])[KA] == Learned("ম্ন", False)
    unlike = Suspect("", "F", {"য়": 0.05})
    assert learn(read, {KA: unlike}, forms=["নিম্নে"])[KA].text == folded("য়")


def test_nothing_read_leaves_what_the_shape_looks_like() -> None:
    assert learn(lessons(((KA, "র"), " ")), {KA: like("ক")}) == {KA: Learned("ক", False)}
    assert learn([], {KA: Suspect("")}) == {}


LETTERS = st.sampled_from("কখগঘচছজ")


@given(
    st.lists(
        st.tuples(st.lists(LETTERS, min_size=1, max_size=4), st.text("কখগঘচছজ০১ ")), max_size=8
    )
)
def test_whatever_is_read_a_meaning_beyond_doubt_has_words_that_say_so(
    words: Iterable[tuple[list[str], str]],
) -> None:
    read = [Lesson(tuple(letter.encode() for letter in word), said) for word, said in words]
    unknown = {letter.encode(): Suspect("") for letter in "কখগঘচছজ"}
    for key, one in learn(read, unknown).items():
        saying = [lesson for lesson in read if key in lesson.parts and one.text in lesson.said]
        assert len(saying) > 1 or not one.is_sure
