"""Which long uprights are rules, and which are stems of letters that stand below each other."""

from math import inf

import numpy as np
import pytest

from extract.scan.rules import LONG, Piece, judged, pieces_of, ridges_of, strength_of
from extract.scan.sight import Sight
from tests.unit.extract.scan.sketched_page import Gray, noisy, paper, put_word

DPI = 200
SCALE = DPI / 72
AT = 300.0


def stems() -> Gray:
    """Words of twelve lines whose stems are in one column, as in a narrow column of dates."""
    page = paper(DPI)
    for row in range(12):
        put_word(page, AT - 3.5, 150 + 11.0 * row, DPI, 12.0)
        put_word(page, AT - 19.5, 150 + 11.0 * row, DPI, 14.0)
    return page


def rule(*, worn: bool) -> Gray:
    page = paper(DPI)
    left = round(AT * SCALE)
    page[round(150 * SCALE) : round(280 * SCALE), left : left + 2] = 90
    if worn:
        chance = np.random.default_rng(4)
        for top in chance.uniform(152, 276, 7):
            page[round(top * SCALE) : round((top + 4) * SCALE), left : left + 2] = 255
    return page


def long_pieces(gray: Gray) -> tuple[Sight, list[Piece]]:
    level, upright = ridges_of(noisy(gray, 4), DPI)
    sight = Sight(judged(upright, strength_of(level, upright)), 20.0, LONG)
    piece = Piece(AT * SCALE, round(150 * SCALE), round(278 * SCALE), 60.0)
    found = [one for one in pieces_of(upright, 20.0, LONG) if abs(one.at - piece.at) < 3 * SCALE]
    return sight, found or [piece]


@pytest.mark.parametrize(
    ("gray", "expected"),
    [(rule(worn=False), True), (rule(worn=True), True), (stems(), False)],
    ids=["rule", "worn-rule", "stems"],
)
def test_stems_below_each_other_are_no_rule(gray: Gray, expected: bool) -> None:
    sight, pieces = long_pieces(gray)
    assert {sight.is_tall_rule(piece) for piece in pieces} == {expected}


def test_what_is_as_short_as_a_letter_is_no_tall_rule() -> None:
    sight, (piece, *_) = long_pieces(rule(worn=False))
    assert not sight.is_tall_rule(Piece(piece.at, piece.start, piece.start + 40, 60.0))
    assert Sight(sight.ridges, sight.least, inf).is_tall_rule(piece) is False
