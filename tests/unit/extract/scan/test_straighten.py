import cv2
import numpy as np
import pytest

from extract.scan.resolution import PAPERS, USUAL, guess, is_plausible
from extract.scan.shape import Shape
from extract.scan.straighten import straighten
from tests.unit.extract.scan.sketched_page import Gray, noisy, page_of, put_word, sketched, tilted

TABLE = """
+-----+-----+-----+-----+-----+-----+
|a    |bb   |ccc  |ddd  |eee  |ff   |
|ggg  |hhh  |iii  |     |jjj  |kkk  |
+-----+-----+-----+-----+-----+-----+
|lll  |mmm  |nnn  |ooo  |     |ppp  |
|qqq  |rrr  |sss  |ttt  |uuu  |     |
+-----+-----+-----+-----+-----+-----+
"""


def written(dpi: int = 200) -> Gray:
    page = sketched(TABLE, dpi)
    for y in (360.0, 380.0, 400.0, 420.0, 440.0):
        for x in range(70, 720, 30):
            put_word(page, float(x), y, dpi, 22.0)
    return page


@pytest.mark.parametrize("degrees", [-5, -3.2, -1, -0.3, -0.1, 0, 0.07, 0.5, 1.7, 4.8])
def test_tilt(degrees: float) -> None:
    found = straighten(page_of(tilted(written(), degrees)))
    assert found.shape.angle == pytest.approx(degrees, abs=0.03)


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("degrees", [0, 2.0])
def test_which_way_is_up(turns: int, degrees: float) -> None:
    lying = np.ascontiguousarray(np.rot90(tilted(written(), degrees), -turns))
    found = straighten(page_of(lying))
    assert found.shape.turns == turns
    assert found.is_upright_sure


def test_a_page_without_words_is_left_as_it_lies() -> None:
    found = straighten(page_of(sketched(TABLE, words=False)))
    assert found.shape.turns == 0
    assert not found.is_upright_sure


def test_a_straight_page_is_left_as_it_is() -> None:
    page = written()
    assert np.array_equal(straighten(page_of(page)).gray, page)


def bowed(gray: Gray, depth: float) -> Gray:
    height, width = gray.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    ys = (ys - depth * np.sin(np.pi * xs / width)).astype(np.float32)
    return np.asarray(cv2.remap(gray, xs, ys, cv2.INTER_LINEAR, borderValue=(255,)), np.uint8)


def test_a_bow_is_flattened() -> None:
    # 0.7 mm at 200 dpi
    found = straighten(page_of(bowed(written(), 5.5)))
    assert found.shape.rise
    rows = (found.gray < 128).sum(axis=1)
    straight = (written() < 128).sum(axis=1)
    assert rows.max() > 0.8 * straight.max()
    assert rows.max() > 1.3 * (bowed(written(), 5.5) < 128).sum(axis=1).max()


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("degrees", [0, 1.5, -3])
def test_boxes_find_their_way_back(turns: int, degrees: float) -> None:
    page = written()
    page[300:312, 1800:1812] = 0
    lying = np.ascontiguousarray(np.rot90(tilted(page, degrees), -turns))
    spot = np.full_like(page, 255)
    spot[300:312, 1800:1812] = 0
    there = np.argwhere(np.rot90(tilted(spot, degrees), -turns) < 128).mean(axis=0) * 72 / 200
    found = straighten(page_of(lying))
    spots = cv2.erode((found.gray < 100).astype(np.uint8), np.ones((8, 8), np.uint8))
    y, x = np.argwhere(spots > 0).mean(axis=0)
    x0, top, x1, bottom = found.to_page((x - 5, y - 5, x + 5, y + 5))
    assert (top + bottom) / 2 == pytest.approx(there[0], abs=1)
    assert (x0 + x1) / 2 == pytest.approx(there[1], abs=1)


def test_a_pdf_page_is_measured_by_its_own_size() -> None:
    page = page_of(written())
    found = straighten(page)
    assert found.to_page((0, 0, 2339, 1653)) == pytest.approx((0, 0, 842, 595), abs=0.5)


def test_black_edges_are_painted_over() -> None:
    page = noisy(written(), 4)
    page[:, :25] = 15
    page[-18:] = 20
    page[:60, -90:] = 10
    found = straighten(page_of(page)).gray
    assert found[:, :25].min() > 150
    assert found[-18:].min() > 150
    assert (found[200:1500, 100:2200] < 128).sum() == (page[200:1500, 100:2200] < 128).sum()


def test_a_frame_at_the_edge_is_no_black_edge() -> None:
    page = written()
    page[4:8, 4:-4] = 0
    page[4:-4, 4:8] = 0
    assert (straighten(page_of(page)).gray[4:8, 4:-4] == 0).all()


@pytest.mark.parametrize("bend", [(), (0.0, 0.0, 0.02)], ids=["flat", "bent"])
@pytest.mark.parametrize("turns", range(4))
def test_shapes_map_points_as_they_map_pixels(turns: int, bend: tuple[float, ...]) -> None:
    spot = np.full((400, 600), 255, np.uint8)
    spot[100:103, 400:403] = 0
    size = (6.0, 4.0) if turns % 2 == 0 else (4.0, 6.0)
    shape = Shape(turns, *size, angle=2.0, rise=bend, drift=bend)
    straight = shape.apply(spot, 100.0)
    ys, xs = np.nonzero(straight < 128)
    x, y = shape.original(np.array([xs.mean() + 0.5]) / 100, np.array([ys.mean() + 0.5]) / 100)
    assert x[0] * 100 == pytest.approx(401.5, abs=0.7)
    assert y[0] * 100 == pytest.approx(101.5, abs=0.7)


@pytest.mark.parametrize("dpi", USUAL)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("lies", [False, True], ids=["upright", "on its side"])
def test_resolution_by_the_size_of_paper(dpi: int, paper: str, lies: bool) -> None:
    sides = [round(side * dpi) for side in PAPERS[paper]]
    assert guess(*(sides[::-1] if lies else sides)) == dpi


@pytest.mark.parametrize(
    ("dpi", "plausible"),
    [
        (72, False),
        (96, False),
        (200, True),
        (600, True),
        (1, False),
        (10_000, False),
        (1200, False),
    ],
)
def test_what_a_scanner_says(dpi: float, plausible: bool) -> None:
    assert is_plausible(dpi, 1654, 2339) == plausible
