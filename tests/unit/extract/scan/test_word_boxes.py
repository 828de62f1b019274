"""Words of a line by the gaps in its ink."""

import pytest

from extract.scan.spots import Spot
from extract.scan.word_boxes import Extent, word_extents
from extract.scan.writing_lines import InkLine


def line(*runs: Extent) -> InkLine:
    spots = tuple(Spot(x0, 0, x1, 10, 50) for x0, x1 in runs)
    return InkLine(spots[0].x0, 0, spots[-1].x1, 10, spots)


TWO = line((0, 9), (11, 19), (30, 40), (42, 50))


@pytest.mark.parametrize(
    ("ink", "boxes", "expected"),
    [
        pytest.param(TWO, [(0, 20), (30, 50)], ((0, 19), (30, 50)), id="two"),
        pytest.param(TWO, [(0, 28), (32, 50)], ((0, 19), (30, 50)), id="reported-roughly"),
        pytest.param(TWO, [(0, 50)], ((0, 50),), id="one"),
        pytest.param(TWO, [(0, 12), (12, 30), (30, 50)], None, id="gaps-of-one-width"),
        pytest.param(TWO, [(0, 5), (5, 9), (9, 12), (12, 30), (30, 50)], None, id="more-than-runs"),
        pytest.param(TWO, [(0, 5), (6, 50)], None, id="reported-elsewhere"),
        pytest.param(line((0, 9)), [(0, 9)], ((0, 9),), id="one-run"),
    ],
)
def test_extents(ink: InkLine, boxes: list[Extent], expected: tuple[Extent, ...] | None) -> None:
    assert word_extents(ink, boxes) == expected
