"""Pages of any size are worked on within a known number of pixels."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extract.scan.grid import DRAWING, find_grid
from extract.scan.page_image import WORKED_PIXELS, PageImage, memory_told, worked
from extract.scan.shape import Shape
from extract.scan.straighten import Straight


def page(width: int, height: int, dpi: float, *, colour: bool) -> PageImage:
    gray = np.full((height, width), 255, np.uint8)
    gray[:, : width // 2] = 0
    rgb = np.repeat(gray[..., None], 3, axis=2) if colour else None
    return PageImage(gray, dpi, 1, width * 72 / dpi, height * 72 / dpi, rgb)


@pytest.mark.parametrize("colour", [True, False])
def test_a_huge_page_is_worked_on_at_less_dots_an_inch(colour: bool) -> None:
    huge = page(7_000, 9_000, 600, colour=colour)
    small = worked(huge)
    assert small.gray.size <= WORKED_PIXELS * 1.001
    assert small.gray.size > WORKED_PIXELS * 0.99
    assert (small.width, small.height) == (huge.width, huge.height)
    assert small.gray.shape[1] * 72 / small.dpi == pytest.approx(huge.width, abs=0.1)
    assert (small.gray[:, 10] == 0).all()
    assert (small.gray[:, -10] == 255).all()
    assert (small.colour is not None) is colour
    if small.colour is not None:
        assert small.colour.shape[:2] == small.gray.shape


def test_a_usual_page_stays_as_it_is() -> None:
    usual = page(3_508, 4_961, 300, colour=True)
    assert worked(usual) is usual


def test_want_of_memory_is_told_as_such() -> None:
    failed = cv2.error("Insufficient memory")
    failed.code = cv2.Error.StsNoMem
    with pytest.raises(MemoryError), memory_told():
        raise failed
    other = cv2.error("bad argument")
    other.code = cv2.Error.StsBadArg
    with pytest.raises(cv2.error), memory_told():
        raise other


def test_a_drawing_of_many_lines_is_no_table() -> None:
    gray = np.full((2_200, 1_700), 255, np.uint8)
    for at in range(60, 2_100, 25):
        gray[at : at + 2, 50:1_650] = 0
    for at in range(60, 1_660, 25):
        gray[50:2_150, at : at + 2] = 0
    grid = find_grid(Straight(gray, 200, 1, Shape(0, 8.5, 11), (612, 792)))
    assert grid == DRAWING
