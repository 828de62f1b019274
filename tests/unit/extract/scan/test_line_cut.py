"""Blocks of writing cut into their lines, and crops cut to their ink."""

import numpy as np
import pytest

from extract.scan.legible import PADDING, PAPER, READ_DPI, Gray, ink_box, legible
from extract.scan.line_cut import cut_lines

DPI = 200
PITCH = 34
HEAD = 4
BODY = 14
"""Pixels: 12 points from line to line, letters of 5 points below a headline."""


def block(*widths: int, paper: int = 250, ink: int = 20) -> Gray:
    """Lines of words as Bangla has them: a headline, and letters that hang from it."""
    picture = np.full((PITCH * len(widths) + 20, 330), paper, np.uint8)
    for number, width in enumerate(widths):
        top = 10 + PITCH * number
        picture[top : top + HEAD, 10 : 10 + width] = ink
        for left in range(10, 10 + width - 3, 9):
            picture[top : top + BODY + left % 5, left : left + 3] = ink
    return picture


def dark(picture: Gray) -> int:
    return int((picture < 128).sum())


@pytest.mark.parametrize(
    ("widths", "paper", "ink"),
    [
        ((300,), 250, 20),
        ((300, 290), 250, 20),
        ((300, 12, 300), 250, 20),
        ((12, 300), 250, 20),
        ((300, 280, 300, 9), 250, 20),
        ((200,) * 22, 250, 20),
        ((300, 30), 205, 130),
    ],
    ids=["one", "two", "short-between", "short-first", "short-last", "many", "faded"],
)
def test_every_line_is_found_and_no_ink_is_lost(
    widths: tuple[int, ...], paper: int, ink: int
) -> None:
    picture = block(*widths, paper=paper, ink=ink)
    lines = cut_lines(picture, DPI)
    assert len(lines) == len(widths)
    # a pixel of ink stands in one line and in no other
    marked = sum(int((line.image < (paper + ink) // 2).sum()) for line in lines)
    assert marked == int((picture < (paper + ink) // 2).sum())
    assert [line.top for line in lines] == sorted(line.top for line in lines)


def test_a_sign_that_reaches_into_the_next_line_stays_with_its_letters() -> None:
    picture = block(300, 300)
    picture[10 : 10 + PITCH + 3, 100:103] = 20  # a stroke down past the next headline's top
    picture[10 + PITCH : 10 + PITCH + BODY + 5, 94:110] = 250
    first, second = cut_lines(picture, DPI)
    assert dark(first.image) + dark(second.image) == dark(picture)
    assert len(first.image) > PITCH


def test_a_speck_is_no_line_and_a_dash_is_one() -> None:
    picture = block(300, 300)
    picture[-6:-4, 200:202] = 20
    assert len(cut_lines(picture, DPI)) == 2
    dash = np.full((40, 60), 240, np.uint8)
    dash[20:22, 20:29] = 150
    assert len(cut_lines(dash, DPI)) == 1
    assert cut_lines(np.full((40, 60), 240, np.uint8), DPI) == ()


@pytest.mark.parametrize("paper", [255, 205])
def test_noise_is_no_ink(paper: int) -> None:
    noise = np.random.default_rng(7).normal(paper, 10, (60, 120))
    assert ink_box(np.clip(noise, 0, 255).astype(np.uint8), DPI) is None


def test_a_dash_keeps_the_room_of_a_letter() -> None:
    dash = np.full((60, 60), 240, np.uint8)
    dash[30:32, 20:29] = 60
    x0, top, x1, bottom = ink_box(dash, DPI) or (0, 0, 0, 0)
    assert (x0, x1) == (19, 30)
    assert 13 <= bottom - top <= 17
    assert (top + bottom) / 2 == pytest.approx(31, abs=1)


@pytest.mark.parametrize("dpi", [150, 200, 300, 600])
def test_legible_has_one_size_and_white_paper(dpi: int) -> None:
    picture = np.full((dpi // 5, dpi // 2), 200, np.uint8)
    picture[dpi // 10, dpi // 10 : dpi // 5] = 40
    made = legible(picture, dpi)
    assert made.shape == pytest.approx(
        (READ_DPI / 5 + 2 * PADDING, READ_DPI / 2 + 2 * PADDING), abs=1
    )
    assert made[-PADDING - 5, -PADDING - 5] == PAPER
