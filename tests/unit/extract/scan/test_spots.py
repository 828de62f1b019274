"""Ink is told from paper and dust, and a dash from writing."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extract.scan.spots import InkMap, Look, ink_of, look_of, without_dust

DPI = 200
Gray = NDArray[np.uint8]


def paper(shade: int = 255, noise: float = 0.0) -> Gray:
    """A page of A5 across, with some writing so that the page knows what ink is."""
    chance = np.random.default_rng(1)
    page = np.full((1000, 1500), shade, np.uint8)
    for place in range(12):
        cv2.putText(page, "MMM", (900, 80 + 70 * place), cv2.FONT_HERSHEY_DUPLEX, 1.2, 20, 3)
    return np.clip(page + chance.normal(0, noise, page.shape), 0, 255).astype(np.uint8)


def look(page: Gray) -> Look:
    """What the left half of a page is."""
    ink = ink_of(page, DPI)
    return look_of(without_dust([spot for spot in ink.spots if spot.x1 < 700], ink.speck), DPI)


Mark = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        pytest.param((), Look.BLANK, id="nothing"),
        pytest.param(((300, 400, 9, 3),), Look.DASH, id="hyphen"),
        pytest.param(
            ((300, 400, 10, 3), (314, 400, 10, 3), (328, 400, 10, 3)), Look.DASH, id="three-hyphens"
        ),
        pytest.param(((300, 380, 11, 3), (300, 420, 11, 3)), Look.WRITING, id="equals-sign"),
        pytest.param(((300, 400, 4, 21),), Look.WRITING, id="upright-stroke"),
        pytest.param(((300, 400, 1, 1),), Look.BLANK, id="lonely-speck"),
    ],
)
@pytest.mark.parametrize(("shade", "noise"), [(255, 0.0), (228, 8.0), (205, 10.0)])
def test_a_cell_looks_like(
    marks: tuple[Mark, ...], expected: Look, shade: int, noise: float
) -> None:
    page = paper(shade, noise)
    for x, y, width, height in marks:
        page[y : y + height, x : x + width] = 30
    assert look(page) is expected


def test_what_shines_through_is_no_ink() -> None:
    page = paper()
    page[400:420, 300:400] = 205
    assert look(page) is Look.BLANK


def test_dust_all_over_makes_larger_specks_dust() -> None:
    page = paper()
    for place in range(60):
        cv2.rectangle(page, (20 + 11 * place, 600), (22 + 11 * place, 602), 30, -1)
    for row in range(6):
        for place in range(12):
            at = (20 + 55 * place, 650 + 50 * row)
            cv2.rectangle(page, at, (at[0] + 2, at[1] + 2), 30, -1)
    dusty, clean = ink_of(page, DPI), ink_of(paper(), DPI)
    assert dusty.speck > clean.speck


def test_a_dot_beside_a_letter_is_kept() -> None:
    page = paper()
    cv2.rectangle(page, (300, 400), (310, 425), 30, -1)
    cv2.rectangle(page, (313, 423), (314, 424), 30, -1)
    ink = ink_of(page, DPI)
    near = [spot for spot in ink.spots if spot.x1 < 700]
    assert len(without_dust(near, ink.speck)) == 2


def test_an_empty_page_has_no_ink() -> None:
    ink: InkMap = ink_of(np.full((300, 200), 240, np.uint8), DPI)
    assert ink.spots == ()
