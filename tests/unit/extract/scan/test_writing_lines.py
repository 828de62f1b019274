"""Writing is parted into its lines."""

import numpy as np
import pytest

from extract.scan.spots import ink_of
from extract.scan.writing_lines import lines_in
from extract.scan.written_lines import segments

DPI = 200
LETTER = 24
"""Pixels: 8.6 pt."""


def page(*blocks: tuple[int, int, int, int]) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """A page with dark boxes, each left, top, width, height."""
    gray = np.full((800, 1200), 255, np.uint8)
    for x, y, width, height in blocks:
        gray[y : y + height, x : x + width] = 20
    return gray


def word(x: int, y: int) -> tuple[tuple[int, int, int, int], ...]:
    """Three letters."""
    return tuple((x + 30 * number, y, 22, LETTER) for number in range(3))


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param(word(100, 100), 1, id="one"),
        pytest.param((*word(100, 100), *word(100, 135), *word(100, 170)), 3, id="three"),
        pytest.param((*word(100, 100), (110, 90, 8, 5)), 1, id="sign-above"),
        pytest.param((*word(100, 100), (110, 128, 8, 5), *word(100, 140)), 2, id="sign-below"),
        pytest.param((*word(100, 100), (105, 120, 6, 22), *word(100, 138)), 2, id="signs-touch"),
    ],
)
def test_lines(blocks: tuple[tuple[int, int, int, int], ...], expected: int) -> None:
    ink = ink_of(page(*blocks), DPI)
    assert len(lines_in(ink.spots, ink)) == expected


def test_no_spot_is_in_two_lines_or_in_none() -> None:
    ink = ink_of(page(*word(100, 100), *word(100, 140), (300, 90, 10, 80)), DPI)
    lines = lines_in(ink.spots, ink)
    assert sorted(spot for line in lines for spot in map(id, line.spots)) == sorted(
        map(id, ink.spots)
    )


def test_texts_far_apart_are_two_lines() -> None:
    ink = ink_of(page(*word(100, 100), *word(600, 100)), DPI)
    lines, loose = segments(ink.spots, ink)
    assert [line.x0 for line in lines] == [100, 600]
    assert loose == ()


def test_a_seal_is_no_writing() -> None:
    ink = ink_of(page(*word(100, 100), (500, 300, 200, 200)), DPI)
    lines, loose = segments(ink.spots, ink)
    assert len(lines) == 1
    assert [spot.width for spot in loose] == [200]
