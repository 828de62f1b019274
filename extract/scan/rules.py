"""Pieces of ruling lines on a straight page, and the groups of pieces that may be one table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.scan.ink import flipped, ink_of, level_ridges, odd, pixels, resized, upright_ridges
from extract.scan.page_image import POINTS_PER_INCH, Gray

LOOKING_DPI = 200.0
"""More shows no more of rules, and costs four times as much at 400."""
MAGNIFIED = 1.5
"""At most; at 150 dpi a pixel is as thick as a rule, and places between pixels count."""
FAINTEST = 20
"""Ink of a ridge, at least. Gaps of heavily worn rules have 8 to 11 at 150 dpi, rules about 40;
with 26 a third of the length of such rules was not seen."""
GAP = 7.0
"""Points that are bridged before a piece is measured; holes in worn rules are some 6 pt long."""
SHORTEST_LEVEL = 14.0
"""Points. Most words are shorter or have gaps; narrow columns are 18 pt wide."""
TALL = 16.0
"""Points of an upright without a gap; brackets at 12 pt are 11 pt high."""
LONG = 40.0
"""Points of an upright that no letter has."""
SHORTEST_UPRIGHT = 7.0
"""Points; what is left of worn rules in rows of 16 pt. Stems of letters are 6 to 8 pt high at
11 pt, but few have nothing beside them."""
TYPICAL = 0.7
"""Quantile of the pieces' strength by length that tells how strong rules are: those that shine
through from the other side are as many, and weaker."""
WEAKEST = 0.4
"""Of the typical strength; what shines through has 0.2."""
BESIDE = (1.6, 3.8)
"""Points to both sides of a rule in which letters would be."""
WRITTEN = 40
"""Mean ink beside a rule that is a letter's; what shines through has 25."""
WRITTEN_SHARE, OF_NOISE = 0.3, 3.2
"""The same on pages with faint rules: of their strength, and times the ink of bare paper, whose
noise reaches 2.6 times of it (150 dpi, heavily worn)."""
CROSSING_WIDTH = 1.6
"""Points of a rule with its soft edges."""
LETTER, OPEN_LETTER = 2.4, 4.0
"""Points between the stems of most letters and of wide ones: what is open there is no blank."""
OVER = 1.0
"""Points by which a headline may reach over the letters that hang from it."""
STRONGEST = 1.45
"""Times the strength of most rules; frames may be as strong, but they are long."""
WORD = 40.0
"""Points of a headline without a gap, at most."""
REACH = 14.0
"""Points by which pieces are prolonged to see which hang together; with 9, worn
corners cut off columns."""

AT_SIDE, SIDE_SHARE = 40.0, 0.3
"""Points to the side of a group, and share of its height, of an upright that belongs to it."""
SAME_HEIGHT = 4.0
"""Points by which the ends of one table's parts may differ."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what may be a rule; pixels."""

    at: float
    start: int
    end: int
    strength: float


@dataclass(frozen=True, slots=True)
class Ridges:
    """A page in the resolution in which rules are looked for; for uprights it is turned over."""

    dpi: float
    ink: Gray
    level: Gray
    """What of it is thin and level."""
    letters: Gray
    """The ink without long strokes."""
    tall: NDArray[np.bool_]
    """Strokes longer than a letter is high: uprights that count whatever stands beside them."""
    blank: NDArray[np.bool_]
    """Where neither above nor below, within reach of a letter, anything is written."""


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces that hang together."""

    levels: tuple[Piece, ...]
    uprights: tuple[Piece, ...]

    @property
    def extent(self) -> tuple[float, float]:
        """The heights of the first and the last level piece."""
        heights = [piece.at for piece in self.levels]
        return min(heights), max(heights)


def ridges_of(gray: Gray, dpi: float) -> tuple[Ridges, Ridges]:
    """What is thin and long on a straight page, level and upright."""
    small = resized(gray, min(MAGNIFIED, LOOKING_DPI / dpi))
    dpi = dpi * small.shape[1] / gray.shape[1]
    ink = ink_of(small, dpi)
    level, upright = level_ridges(ink, dpi), flipped(upright_ridges(ink, dpi))
    # rules that cross are no letters
    letters = _without_long(flipped(_without_long(ink, level, dpi)), upright, dpi)
    tall = _tall(upright, dpi)
    across, down = flipped(letters), letters
    none = np.zeros(ink.shape, np.bool_)
    return (
        Ridges(dpi, ink, level, across, none, blank_beside(across, dpi)),
        Ridges(dpi, flipped(ink), upright, down, tall, blank_beside(down, dpi) | tall),
    )


def _tall(upright: Gray, dpi: float) -> NDArray[np.bool_]:
    """Where an upright stroke is taller than any letter; the page is turned over."""
    # what leans by a pixel is still one stroke
    thick = cv2.dilate((upright > FAINTEST).astype(np.uint8), np.ones((3, 1), np.uint8))
    tall = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, pixels(TALL, dpi)), np.uint8))
    return np.asarray(tall > 0, np.bool_)


def judged(ridges: Ridges, strength: float) -> Ridges:
    """The same page with more of it taken for written, for what is sure to be blank."""
    noise = float(np.median(ridges.ink[::4, ::4]))
    written = min(max(WRITTEN_SHARE * strength, OF_NOISE * noise), WRITTEN)
    blank = blank_beside(ridges.letters, ridges.dpi, written, OPEN_LETTER, OVER)
    return replace(ridges, blank=blank | ridges.tall)


def _without_long(ink: Gray, level: Gray, dpi: float) -> Gray:
    """Ink without long level strokes."""
    dark = (level > FAINTEST).astype(np.uint8)
    long = cv2.morphologyEx(
        dark, cv2.MORPH_OPEN, np.ones((1, pixels(SHORTEST_LEVEL, dpi)), np.uint8)
    )
    wide = cv2.dilate(long, np.ones((odd(CROSSING_WIDTH, dpi), 1), np.uint8))
    clean = ink.copy()
    clean[wide > 0] = 0
    return clean


def without_letters(ridges: Ridges, strength: float) -> Ridges:
    """The ridges without short strokes that are much stronger than the page's faded rules."""
    strong = (ridges.level > STRONGEST * strength).astype(np.uint8)
    wide = np.ones((1, pixels(WORD, ridges.dpi)), np.uint8)
    frame = cv2.morphologyEx(strong, cv2.MORPH_OPEN, wide)
    clean = ridges.level.copy()
    clean[(strong > 0) & (np.asarray(frame) == 0)] = 0
    return replace(ridges, level=clean)


def blank_beside(
    ink: Gray, dpi: float, written: float = WRITTEN, between: float = LETTER, over: float = 0.0
) -> NDArray[np.bool_]:
    """Where there is no letter a little above, nor a little below."""
    near, far = (pixels(one, dpi) for one in BESIDE)
    height = far - near + 1
    # the mean of the rows that end here
    mean = cv2.boxFilter(ink, -1, (1, height), anchor=(0, height - 1))
    letter = (mean > written).astype(np.uint8)
    above, below = np.zeros_like(letter), np.zeros_like(letter)
    above[near:] = letter[:-near]
    below[:-far] = letter[far:]
    letters = np.ones((1, odd(between, dpi)), np.uint8)
    whole = cv2.morphologyEx(above | below, cv2.MORPH_CLOSE, letters)
    if over:
        whole = cv2.dilate(whole, np.ones((1, odd(2 * over, dpi)), np.uint8))
    return np.asarray(whole == 0, np.bool_)


def strength_of(across: Ridges, down: Ridges) -> float:
    """How strong the rules of a page are: uprights tell, for letters have no strokes as long."""
    looks = (
        (down, LONG),
        (across, 4 * SHORTEST_LEVEL),
        (down, SHORTEST_UPRIGHT),
    )
    for sight, shortest in looks:
        pieces = pieces_of(sight, FAINTEST, shortest)
        if pieces:
            order = sorted(pieces, key=lambda piece: piece.strength)
            lengths = list(accumulate(piece.end - piece.start for piece in order))
            return order[bisect_left(lengths, TYPICAL * lengths[-1])].strength
    return 0.0


def pieces_of(ridges: Ridges, least: float, shortest: float) -> list[Piece]:
    """Stretches of level ridges, holes bridged."""
    dark = ((ridges.level > least) & ridges.blank).astype(np.uint8)
    along = np.ones((1, odd(GAP, ridges.dpi)), np.uint8)
    # what leans by a pixel is still one piece
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, along)
    whole = cv2.morphologyEx(
        closed, cv2.MORPH_OPEN, np.ones((1, pixels(shortest, ridges.dpi)), np.uint8)
    )
    count, labels, stats, middles = cv2.connectedComponentsWithStats(whole, connectivity=8)
    crest = dark & (ridges.level >= cv2.dilate(ridges.level, np.ones((5, 1), np.uint8)))
    strengths = _strengths(ridges.level, np.asarray(labels, np.int32), crest, count)
    return [
        Piece(
            float(middles[number][1]),
            int(stats[number][cv2.CC_STAT_LEFT]),
            int(stats[number][cv2.CC_STAT_LEFT] + stats[number][cv2.CC_STAT_WIDTH]),
            float(strengths[number]),
        )
        for number in range(1, count)
    ]


def _strengths(
    level: Gray, labels: NDArray[np.int32], dark: Gray, count: int
) -> NDArray[np.float64]:
    seen = dark > 0
    of = labels[seen]
    total = np.bincount(of, level[seen].astype(np.float64), count)
    return total / np.maximum(np.bincount(of, minlength=count), 1)


def groups_of(
    levels: Sequence[Piece], uprights: Sequence[Piece], shape: tuple[int, ...], dpi: float
) -> list[Group]:
    """Pieces by what hangs together, each group with both kinds."""
    reach = pixels(REACH, dpi)
    drawn = np.zeros(shape[:2], np.uint8)
    for piece in levels:
        drawn[round(piece.at), max(piece.start - reach, 0) : piece.end + reach] = 1
    for piece in uprights:
        drawn[max(piece.start - reach, 0) : piece.end + reach, round(piece.at)] = 1
    _, labels = cv2.connectedComponents(drawn, connectivity=8)
    found: dict[int, tuple[list[Piece], list[Piece]]] = {}
    for piece in levels:
        label = int(labels[round(piece.at), (piece.start + piece.end) // 2])
        found.setdefault(label, ([], []))[0].append(piece)
    for piece in uprights:
        label = int(labels[(piece.start + piece.end) // 2, round(piece.at)])
        found.setdefault(label, ([], []))[1].append(piece)
    groups = [Group(tuple(one), tuple(other)) for one, other in found.values() if one and other]
    alone = [piece for one, other in found.values() if not one for piece in other]
    return _side_by_side(
        [_with_sides(group, alone, dpi) for group in groups], pixels(SAME_HEIGHT, dpi)
    )


def _with_sides(group: Group, alone: Sequence[Piece], dpi: float) -> Group:
    """A group with long uprights a little beside it: the level rules to a side may be worn off."""
    top, bottom = group.extent
    near, sway = AT_SIDE * dpi / POINTS_PER_INCH, REACH * dpi / POINTS_PER_INCH
    left = min(piece.start for piece in group.levels) - near
    right = max(piece.end for piece in group.levels) + near
    sides = [
        piece
        for piece in alone
        if left <= piece.at <= right
        and top - sway <= piece.start
        and piece.end <= bottom + sway
        and piece.end - piece.start >= SIDE_SHARE * (bottom - top)
    ]
    return Group(group.levels, (*group.uprights, *sides))


def _side_by_side(groups: Sequence[Group], near: int) -> list[Group]:
    """Groups with those put together that begin and end at the same heights: one worn table."""
    whole: list[Group] = []
    for group in groups:
        top, bottom = group.extent
        for number, other in enumerate(whole):
            if abs(other.extent[0] - top) <= near and abs(other.extent[1] - bottom) <= near:
                whole[number] = Group(other.levels + group.levels, other.uprights + group.uprights)
                break
        else:
            whole.append(group)
    return whole
