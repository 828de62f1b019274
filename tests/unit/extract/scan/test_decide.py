"""Two readers of one cell: agreement, disagreement, and what is taken for a value."""

import pytest

from extract.scan.decide import (
    UNREADABLE,
    Verdict,
    decide_dash,
    decide_number,
    decide_text,
    is_number,
    join_lines,
    settle,
)
from extract.scan.engine import ReadText, Word
from extract.scan.number_form import is_well_formed, kind_of
from extract.scan.number_reader import Guess
from extract.scan.spots import Look
from schemas.calibration import Agreement, Calibration, Count, FieldKind

SURE = Calibration(
    {
        (kind, agreement, False, place): Count(1000, 0 if agreement is Agreement.BOTH else 600)
        for kind in FieldKind
        for agreement in Agreement
        for place in range(10)
    }
)


def guess(text: str, weakest: float = 0.999) -> Guess:
    return Guess(text, weakest, weakest, (("৭", 0.01),), letters="#" in text)


def read(*lines: str, confidence: float = 0.9) -> ReadText:
    return ReadText(
        tuple(
            tuple(Word(word, confidence, (0, 0, 9, 9)) for word in line.split()) for line in lines
        )
    )


def number(*guesses: Guess, other: ReadText) -> Verdict:
    return decide_number(guesses, other, overprinted=False, calibration=SURE)


def test_two_that_agree_are_believed() -> None:
    verdict = number(guess("১৫/০৬/২০২৩"), other=read("১৫/০৬/২০২৩"))
    assert verdict.text == "১৫/০৬/২০২৩"
    assert verdict.sight.confidence > 0.99
    assert verdict.sight.disputes == ()
    assert verdict.judged.agreement is Agreement.BOTH
    assert verdict.judged.kind is FieldKind.DATE


@pytest.mark.parametrize(
    ("seen", "other", "expected"),
    [
        pytest.param("১৫", "১৫", True, id="both"),
        pytest.param("১৫", "", True, id="nothing-read"),
        pytest.param("৩", "ও", True, id="digit-taken-for-a-letter"),
        pytest.param("১৫/০৬/২০২৩", "১ত/০৬/২০ওত", True, id="some-digits-taken-for-letters"),
        pytest.param("-(২)", "উপমোট (২টি সূচক)", False, id="words"),
        pytest.param("১#", "১টি", False, id="counter"),
        pytest.param("-", "-", False, id="no-digit"),
    ],
)
def test_what_is_a_number(seen: str, other: str, expected: bool) -> None:
    assert is_number(Look.WRITING, [guess(seen)], read(other)) is expected


def test_two_that_differ_are_both_told_and_none_is_a_value() -> None:
    verdict = number(guess("১৫/০৬/২০২৩"), other=read("১৫/০৬/২০২৮"))
    assert verdict.sight.disputes == (("১৫/০৬/২০২৩", "১৫/০৬/২০২৮"),)
    assert verdict.sight.undecided


def test_letters_of_the_other_reader_are_no_second_number() -> None:
    verdict = number(guess("৩"), other=read("ও"))
    assert verdict.judged.agreement is Agreement.ALONE


def test_a_doubtful_reading_without_a_rival_names_its_next_best() -> None:
    verdict = number(guess("৯", 0.6), other=read())
    assert verdict.sight.disputes == (("৯", "৭"),)


@pytest.mark.parametrize(
    ("seen", "n", "text", "agreement"),
    [
        pytest.param("-", 1, "-", Agreement.BOTH, id="both"),
        pytest.param("--", 3, "---", Agreement.BOTH, id="counted-by-ink"),
        pytest.param("", 1, "-", Agreement.ALONE, id="ink-alone"),
        pytest.param("১", 1, "-", Agreement.DIFFER, id="digit"),
    ],
)
def test_dashes(seen: str, n: int, text: str, agreement: Agreement) -> None:
    verdict = decide_dash(guess(seen), n, overprinted=False, calibration=SURE)
    assert (verdict.text, verdict.judged.agreement) == (text, agreement)


def test_ink_that_nobody_can_read_is_lost() -> None:
    verdict = decide_text(ReadText(), {}, overprinted=False, calibration=SURE)
    assert verdict.text == UNREADABLE
    assert verdict.sight.lost


def test_a_line_that_was_not_read_leaves_a_mark() -> None:
    partly = ReadText(read("উদ্ভাবন").lines, unread=((0, 20, 90, 40),))
    verdict = decide_text(partly, {}, overprinted=False, calibration=SURE)
    assert verdict.text == f"উদ্ভাবন {UNREADABLE}"
    assert verdict.sight.confidence < 0.1


def test_lines_of_a_text_are_joined_by_a_blank() -> None:
    verdict = decide_text(read("ই-গভর্ন্যান্স ও", "উদ্ভাবন"), {}, overprinted=False, calibration=SURE)
    assert verdict.text == "ই-গভর্ন্যান্স ও উদ্ভাবন"


@pytest.mark.parametrize(
    ("word", "seen", "text", "other"),
    [
        pytest.param("[১.১.১]", guess("[১.১.১]"), "[১.১.১]", None, id="same"),
        pytest.param("[১১.১]", guess("[১.১.১]"), "[১.১.১]", "[১১.১]", id="id"),
        pytest.param("[১.৩]", guess("[১.৩"), "[১.৩]", None, id="bracket-cut-off"),
        pytest.param("২০২৩।", guess("২০২৩#"), "২০২৩।", None, id="full-stop"),
        pytest.param("২০২৮।", guess("২০২৩"), "২০২৩।", "২০২৮।", id="full-stop-kept"),
        pytest.param("২টি", guess("২#"), "২টি", None, id="counter"),
        pytest.param("৩টি", guess("২#"), "৩টি", "২#", id="counter-differs"),
        pytest.param("[১১.১]", guess("[১.১.১]", 0.5), "[১১.১]", None, id="unsure"),
        pytest.param("সেবা", guess("#"), "সেবা", None, id="word"),
        pytest.param("জুন ২০২৩", guess("২০২৩"), "জুন ২০২৩", None, id="words-with-the-same-digits"),
    ],
)
def test_digits_in_words(word: str, seen: Guess, text: str, other: str | None) -> None:
    settled = settle(word, seen)
    assert (settled.text, settled.other) == (text, other)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["১৫/০৬/", "২০২৩"], "১৫/০৬/২০২৩"),
        (["১৫/০৬", "/২০২৩"], "১৫/০৬/২০২৩"),
        (["৩০", "৪০"], "৩০ ৪০"),
        (["", "৪০"], "৪০"),
    ],
)
def test_lines_of_numbers(lines: list[str], text: str) -> None:
    assert join_lines(lines) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("১৫/০৬/২০২৩", FieldKind.DATE),
        ("20.02.2023", FieldKind.DATE),
        ("[১.২.৩]", FieldKind.ID),
        ("১.২.৩", FieldKind.ID),
        ("৮৫%", FieldKind.PERCENT),
        ("৯৬.৮২%", FieldKind.PERCENT),
        ("৩০", FieldKind.NUMBER),
        ("১,২৩,৪৫৬", FieldKind.NUMBER),
    ],
)
def test_kinds(text: str, kind: FieldKind) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("৩০/০৬/২০২২", True),
        ("৩০.০৬.২২", True),
        ("৩০/০৬ ২০২২", False),
        ("৩০/০৬] ২০২২", False),
        ("৩০/১৩/২০২২", False),
        ("৩২/০১/২০২২", False),
        ("৩০/০৬-২০২২", False),
        ("১.২.৩", True),
        ("[১.২.৩]", True),
        ("[১.২.৩", False),
        ("৮০%", True),
        ("১,২০,০০০.৫০", True),
        ("২০২১-২২", True),
        ("৫", True),
        ("৫.", False),
        ("", False),
    ],
)
def test_what_is_a_number_by_its_form(text: str, expected: bool) -> None:
    assert is_well_formed(text) is expected


def line(text: str, *others: tuple[str, float]) -> Guess:
    return Guess(text, 0.86, 0.86, others, letters=False)


@pytest.mark.parametrize(
    ("seen", "other", "taken"),
    [
        pytest.param(
            (line("৩০/০৬]", ("৩০/০৬/", 0.05)), line("২০২২")),
            read("৩০/০৬/", "২০২২"),
            "৩০/০৬/২০২২",
            id="the-only-date-of-both",
        ),
        pytest.param(
            (line("৩০/০৬]", ("৩০/০৬/", 0.001)), line("২০২২")),
            read("৩০/০৬/", "২০২২"),
            "৩০/০৬] ২০২২",
            id="not-held-possible",
        ),
        pytest.param(
            (line("৩০/০৬/", ("৩০/০৪/", 0.05)), line("২০২২")),
            read("৩০/০৪/", "২০২২"),
            "৩০/০৬/২০২২",
            id="both-are-dates",
        ),
        pytest.param(
            (line("৩০/০৬]", ("৩০/০৬/", 0.05)), line("২০২২")),
            read("৩০/০৬/ ২০২২"),
            "৩০/০৬] ২০২২",
            id="other-lines",
        ),
    ],
)
def test_where_only_one_of_both_is_a_number_it_is_taken_and_both_are_told(
    seen: tuple[Guess, ...], other: ReadText, taken: str
) -> None:
    verdict = number(*seen, other=other)
    assert verdict.text == taken
    assert verdict.judged.agreement is Agreement.DIFFER
    ((first, second),) = verdict.sight.disputes
    assert first == taken
    assert second != taken


def test_what_the_script_of_the_page_speaks_against_is_told() -> None:
    seen = Guess("৪", 0.985, 0.985, (("8", 0.015),), letters=False, rival="8")
    verdict = number(seen, other=read("৪"))
    assert verdict.text == "৪"
    assert verdict.judged.agreement is Agreement.BOTH
    assert verdict.sight.disputes == (("৪", "8"),)
    assert not verdict.sight.undecided
