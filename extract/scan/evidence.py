"""How much the picture speaks for each edge of a table, by how rules look on its page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from extract.scan.corners import Flags, Weights
from extract.scan.page_image import POINTS_PER_INCH
from extract.scan.places import Profile, Seen, Wear

USUAL = Wear(0.75, 0.07)
"""How rules look on a worn page."""
DRAWN, BARE = (0.55, 0.97), (0.02, 0.07)
"""Never taken for less or more, whatever a page shows."""
FEW = 100.0
"""Pixels of edges that are too few to tell."""
LOST, MOST = 5.0, 12.0
"""Of one edge: a stroke of a pen may look like a rule, and a rule may be lost."""
NARROW_ROW, NARROW_COLUMN = 9.5, 7.0
"""Points between two places into which no cell of print fits: a table beside its cell's border, or
the headlines of two lines."""
CROSSING = 1.2
"""Points around a crossing rule that say nothing."""


def seen_along(places: Sequence[Profile], crossing: Sequence[Profile], dpi: float) -> list[Seen]:
    """For each place what is seen along its edges, from one crossing place to the next."""
    margin = round(CROSSING * dpi / POINTS_PER_INCH)
    starts = [round(one.at) + margin for one in crossing[:-1]]
    ends = [round(one.at) - margin for one in crossing[1:]]
    return [place.seen(starts, ends, dpi) for place in places]


def weights_of(seen: Sequence[Seen], wear: Wear, dpi: float) -> Weights:
    """What speaks for each edge, by place and edge; natural logarithms."""
    return np.array([np.clip(one.speaks(wear, dpi), -LOST, MOST) for one in seen])


def wear_of(seen: Sequence[Seen], drawn: Sequence[Flags]) -> Wear:
    """How drawn edges and others look on this page."""
    blank = np.concatenate([one.blank for one in seen])
    dark = np.concatenate([one.dark_blank for one in seen])
    is_drawn = np.concatenate([flags.ravel() for flags in drawn])
    shares = [
        (float(dark[flags].sum()) + usual * FEW) / (float(blank[flags].sum()) + FEW)
        for flags, usual in ((is_drawn, USUAL.drawn), (~is_drawn, USUAL.bare))
    ]
    return Wear(float(np.clip(shares[0], *DRAWN)), float(np.clip(shares[1], *BARE)))


def narrow_of(places: Sequence[Profile], points: float, dpi: float) -> Flags:
    """Whether each place and the next are less than some points apart."""
    least = points * dpi / POINTS_PER_INCH
    return np.array([b.at - a.at < least for a, b in pairwise(places)], np.bool_)
