"""Choices of edges out of what speaks for each, without a picture."""

import numpy as np
import pytest

from extract.scan.corners import Weights
from extract.scan.edges import Edges
from extract.scan.runs import likeliest, lonely, runs_drawn, stretches

YES, NO, THIN = 10.0, -5.0, -1.0
SIDE = 4
"""Row and column places: three rows and three columns."""


def weights() -> tuple[Weights, Weights]:
    """A table of three by three, by level and upright edges."""
    return np.full((SIDE, SIDE - 1), YES), np.full((SIDE, SIDE - 1), YES)


def chosen(level: Weights, upright: Weights, near: int = -1) -> Edges:
    narrow = np.arange(SIDE - 1) == near
    edges = Edges.guessed(
        level, upright, (np.zeros(SIDE - 1, np.bool_), narrow), [True] * len(upright)
    )
    edges.choose()
    return edges


def test_all_edges_that_are_seen_are_drawn() -> None:
    edges = chosen(*weights())
    assert edges.level.all()
    assert edges.upright.all()


@pytest.mark.parametrize("worth", [THIN, NO], ids=["worn", "lost"])
def test_a_single_edge_that_is_worn_off_does_not_make_a_corner(worth: float) -> None:
    level, upright = weights()
    # without it the cells would be no rectangles: the level rule below it ends there
    upright[1, 0] = worth
    level[1, 0] = 2 * NO
    edges = chosen(level, upright)
    assert edges.upright[1, 0]
    assert not edges.level[1, 0]


def test_merged_cells_stay_merged() -> None:
    level, upright = weights()
    upright[1:3, 0] = NO
    edges = chosen(level, upright)
    assert not edges.upright[1:3, 0].any()
    assert edges.level.all()


def test_two_edges_that_are_only_wrong_together_are_changed_together() -> None:
    level, upright = weights()
    upright[1:3, 0] = NO
    upright[2, 0] = -2.0
    level[1, 2] = -1.0
    edges = chosen(level, upright)
    assert edges.level[1, 2]
    assert not edges.upright[2, 0]


def test_an_edge_is_in_doubt_by_what_the_picture_says() -> None:
    level, upright = weights()
    upright[1:3, 0] = NO, THIN
    edges = chosen(level, upright)
    clear, thin = (edges.gain(((False, place, 0, 1),)) for place in (1, 2))
    assert clear > thin > 0


def test_a_change_and_the_same_back_leaves_all_as_it_was() -> None:
    edges = chosen(*weights())
    change = ((True, 1, 0, 2), (False, 2, 1, 3))
    before = edges.cost()
    gain = edges.gain(change)
    assert edges.cost() == before
    edges.flip(change)
    assert edges.cost() == pytest.approx(before + gain)


def test_a_place_of_which_little_is_seen_is_left_out_and_kept_in_mind() -> None:
    level, upright = weights()
    level[1] = -5.0, 6.0, -5.0
    upright[:, 0:2] = YES
    edges = chosen(level, upright)
    assert not edges.level[1].any()
    assert (True, 1) in edges.left_out


def test_no_rule_runs_into_a_gap_too_narrow_for_a_cell() -> None:
    level, upright = weights()
    # a table inside of a cell has its left side beside the first column's
    level[:, 0] = 0.5
    level[1:3, 0] = -0.2
    edges = chosen(level, upright, near=0)
    assert not edges.level[1:3, 0].any()


def test_the_likeliest_row_pays_for_its_ends() -> None:
    ways = np.zeros((4, 4))
    ways[:, 1:3] = 3.0
    assert likeliest(np.array([2.0, -1.0, 2.0]), ways) == [False, False, False]
    assert likeliest(np.array([4.0, -1.0, 4.0]), ways) == [True, True, True]
    assert likeliest(np.array([7.0, -9.0, 7.0]), ways) == [True, False, True]


def test_runs_and_stretches_of_a_grid() -> None:
    level = np.array([[1, 1, 1], [0, 1, 0], [1, 1, 1]], np.bool_)
    upright = np.array([[1, 1], [1, 1], [1, 1], [1, 1]], np.bool_)
    assert list(runs_drawn([True, False, True, True])) == [(0, 1), (2, 4)]
    assert (True, 1, 1, 2) in list(stretches(level, upright))
    assert list(lonely(level, upright)) == [(True, 1, 1, 2)]
