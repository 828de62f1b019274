from itertools import chain

import numpy as np
import pytest

from extract._lattice import Lattice, lattices
from extract.scan.erase import without_rules
from extract.scan.grid import find_grid
from extract.scan.straighten import straighten
from tests.unit.extract.scan.sketched_page import (
    noisy,
    page_of,
    paper,
    put_word,
    rules_of,
    sketched,
    tilted,
)

PLAIN = """
+-----+-----+-----+-----+
|a    |bb   |c    |d    |
+-----+-----+-----+-----+
|     |e    |     |ff   |
+-----+-----+-----+-----+
|g    |     |     |     |
+-----+-----+-----+-----+
"""
MERGED = """
+-----+-----+-----------+
|a    |bb   |c          |
|     |     +-----+-----+
|     |     |d    |e    |
+-----+-----+-----+-----+
|f    |g    |     |h    |
|     +-----+     +-----+
|     |     |     |     |
+-----+-----+-----+-----+
"""
NESTED = """
+-----+-----------------+
|a    |b                |
+-----+-----------------+
|     |                 |
|     | +-----+-----+   |
|     | |c    |d    |   |
|     | +-----+-----+   |
|     | |e    |     |   |
|     | +-----+-----+   |
|     |                 |
+-----+-----------------+
"""
TWO = """
+-----+-----+
|a    |b    |
+-----+-----+


+-----+-----+-----+
|c    |d    |     |
+-----+-----+-----+
"""
SKETCHES = {"plain": PLAIN, "merged": MERGED, "nested": NESTED, "two": TWO}


def shape(table: Lattice) -> object:
    return [(box.rows, box.columns, [shape(one) for one in box.inner]) for box in table.boxes]


def expected(sketch: str) -> list[object]:
    return [shape(table) for table in lattices(rules_of(sketch)) or ()]


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("name", SKETCHES)
def test_a_table_is_what_was_drawn(name: str, dpi: int) -> None:
    grid = find_grid(straighten(page_of(sketched(SKETCHES[name], dpi), dpi)))
    assert [shape(table) for table in grid.tables] == expected(SKETCHES[name])
    if name != "nested":
        assert grid.is_sure
        assert min(grid.certainty) == 1.0


@pytest.mark.parametrize("name", SKETCHES)
def test_places_are_right_to_a_point(name: str) -> None:
    grid = find_grid(straighten(page_of(sketched(SKETCHES[name]))))
    drawn = lattices(rules_of(SKETCHES[name])) or ()
    for table, right in zip(grid.tables, drawn, strict=True):
        sides = [
            (ours, theirs)
            for one, other in zip(table.boxes, right.boxes, strict=True)
            for ours, theirs in (
                (one.x0, other.x0),
                (one.top, other.top),
                (one.x1, other.x1),
                (one.bottom, other.bottom),
            )
        ]
        assert max(abs(ours - theirs) for ours, theirs in sides) < 1


@pytest.mark.parametrize("name", ["plain", "merged"])
def test_worn_rules_are_bridged(name: str) -> None:
    holes = [(x, 0.0, x + 6, 595.0) for x in np.arange(75, 520, 31.0)]
    holes += [(0.0, y, 842.0, y + 6) for y in np.arange(97, 420, 48.0)]
    page = noisy(sketched(SKETCHES[name], ink=150, holes=holes), 8)
    grid = find_grid(straighten(page_of(page)))
    assert [shape(table) for table in grid.tables] == expected(SKETCHES[name])


def test_a_tilted_page_has_the_same_table() -> None:
    grid = find_grid(straighten(page_of(tilted(sketched(MERGED), 1.3))))
    assert [shape(table) for table in grid.tables] == expected(MERGED)


def test_half_of_a_rule_is_told() -> None:
    sketch = PLAIN.strip("\n")
    level = next(rule for rule in rules_of(sketch) if 120 < rule.top < 145)
    # the rule below the first row, between the first two columns: 60 of its 108 points are gone
    hole = (level.x0 + 25, level.top - 3, level.x0 + 85, level.top + 4)
    grid = find_grid(straighten(page_of(sketched(sketch, words=False, holes=[hole]))))
    is_right = [shape(table) for table in grid.tables] == expected(sketch)
    assert is_right or grid.doubts
    assert grid.tables[0].n_rows == 3


def test_headlines_of_words_are_no_rules() -> None:
    page = sketched(PLAIN, words=False)
    for x in range(70, 160, 16):
        put_word(page, x, 140.0, 200, 15.0)
        put_word(page, x, 150.0, 200, 15.0)
    grid = find_grid(straighten(page_of(page)))
    assert [shape(table) for table in grid.tables] == expected(PLAIN)


def test_a_line_of_a_pen_in_one_cell_is_told() -> None:
    page = sketched(PLAIN)
    scale = 200 / 72
    # from one upright of the last row to the next
    left, right = (round((60 + (6 * n + 0.5) * 18) * scale) for n in (1, 2))
    row = round(215 * scale)
    page[row : row + 3, left:right] = 60
    grid = find_grid(straighten(page_of(page)))
    assert [shape(table) for table in grid.tables] == expected(PLAIN) or grid.doubts


@pytest.mark.parametrize("seed", range(3))
def test_no_table_on_a_page_of_words(seed: int) -> None:
    page = paper()
    for y in range(60, 500, 14):
        for x in range(60 + seed * 3, 700, 22):
            put_word(page, float(x), float(y), 200, 12.0 + (x + y + seed) % 8)
    assert find_grid(straighten(page_of(page))).tables == ()


@pytest.mark.parametrize("gray", [255, 200, 0], ids=["white", "grey", "black"])
def test_no_table_on_an_empty_page(gray: int) -> None:
    assert find_grid(straighten(page_of(paper(gray=gray)))).tables == ()


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (40, 40), (700, 2)], ids=str)
def test_tiny_pictures_are_empty_pages(size: tuple[int, int]) -> None:
    page = np.zeros(size, np.uint8)
    assert find_grid(straighten(page_of(page))).tables == ()


def test_without_rules_only_words_are_left() -> None:
    straight = straighten(page_of(sketched(MERGED)))
    clean = without_rules(straight, find_grid(straight).tables)
    words = straighten(page_of(sketched(MERGED, ink=255))).gray
    assert np.count_nonzero(clean < 128) == np.count_nonzero(words < 128)


def test_a_letter_that_stands_on_a_rule_is_kept() -> None:
    page = sketched(PLAIN, words=False)
    rule = next(rule for rule in rules_of(PLAIN) if rule.is_level and rule.top > 100)
    scale = 200 / 72
    x, y = round(100 * scale), round(rule.top * scale)
    page[y - 20 : y + 1, x : x + 3] = 0
    straight = straighten(page_of(page))
    clean = without_rules(straight, find_grid(straight).tables)
    assert (clean[y - 20 : y - 6, x : x + 3] == 0).all()
    assert clean[y - 20 : y, x + 1].mean() < 60


def test_certainty_is_that_of_the_least_sure_edge() -> None:
    page = sketched(TWO, holes=[(60.0, 100.0, 72.0, 108.0)])
    grid = find_grid(straighten(page_of(page)))
    told = list(chain.from_iterable((doubt.sureness,) for doubt in grid.doubts))
    assert min(grid.certainty) == min(told, default=1.0)


def test_a_single_upright_inside_one_row_is_told() -> None:
    page = sketched(PLAIN, words=False)
    scale = 200 / 72
    levels = sorted({rule.top for rule in rules_of(PLAIN) if rule.is_level})
    top, bottom = (round(y * scale) for y in levels[1:3])
    column = round(115 * scale)
    page[top:bottom, column : column + 2] = 0
    grid = find_grid(straighten(page_of(page)))
    assert [shape(table) for table in grid.tables] == expected(PLAIN) or grid.doubts
