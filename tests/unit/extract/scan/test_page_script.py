"""Digits that look alike in both scripts are read in the script of their page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.scan.number_reader import Guess
from extract.scan.page_script import PageScript


def guess(text: str, chance: float, *others: tuple[str, float]) -> Guess:
    return Guess(text, chance, chance, others, letters="#" in text)


BANGLA = PageScript.of([guess("১৫/০৬/২০২২", 0.999)] * 80)
LATIN = PageScript.of([guess("15/06/2022", 0.999)] * 80)
BOTH = PageScript.of([guess("১৫", 0.999), guess("15", 0.999)] * 40)
EIGHT = guess("8", 0.61, ("৪", 0.389))
FOUR = guess("৪", 0.77, ("8", 0.23))


def test_only_sure_lines_of_one_script_count() -> None:
    lines = [guess("১৫", 0.99), guess("৪", 0.7), guess("15", 0.99), guess("১5", 0.99)]
    assert PageScript.of([*lines, guess("#", 0.99), guess("-", 0.99)]) == PageScript(1, 1)


@pytest.mark.parametrize(
    ("page", "line", "text", "rival"),
    [
        pytest.param(BANGLA, EIGHT, "৪", "8", id="bangla-page-eight"),
        pytest.param(BANGLA, FOUR, "৪", None, id="bangla-page-four"),
        pytest.param(LATIN, FOUR, "8", "৪", id="latin-page-four"),
        pytest.param(LATIN, EIGHT, "8", None, id="latin-page-eight"),
        pytest.param(BOTH, EIGHT, "8", None, id="page-of-both"),
        pytest.param(PageScript(), EIGHT, "8", None, id="nothing-else-on-the-page"),
        pytest.param(BANGLA, guess("15", 0.999, ("১5", 0.001)), "15", None, id="plainly-latin"),
        pytest.param(BANGLA, guess("8", 0.9995, ("৪", 0.0005)), "8", "৪", id="sure-and-strange"),
    ],
)
def test_the_page_decides_what_the_picture_leaves_open(
    page: PageScript, line: Guess, text: str, rival: str | None
) -> None:
    found = page.read_with(line)
    assert (found.text, found.rival) == (text, rival)


def test_what_the_page_chose_is_as_sure_as_both_together() -> None:
    found = BANGLA.read_with(EIGHT)
    assert found.confidence == found.weakest == pytest.approx(0.389 / (0.389 + 0.61 * 0.01), 0.01)
    assert dict(found.alternatives)["8"] < 0.02


@given(st.integers(0, 500), st.integers(0, 500))
def test_neither_text_is_lost(n_bangla: int, n_latin: int) -> None:
    found = PageScript(n_bangla, n_latin).read_with(EIGHT)
    assert {found.text, *(text for text, _ in found.alternatives)} == {"8", "৪"}
    if found.text == "৪":
        assert found.rival == "8"
