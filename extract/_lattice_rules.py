"""Rules as they are drawn, made into whole lines, and the lines into groups that hang together."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract._drawn import Rule

SNAP = 2.0
"""Points between two rules that are one line drawn twice.

Chromium draws each cell's own frame, 0.75 pt apart; Word's double borders are 1.5 pt apart. No row
or column of text is narrower: 5 pt is the smallest print seen.
"""
GAP = 3.0
"""Points that may be missing in a line: dashes of a 0.5 pt border leave 1.5 to 2.5 pt open."""
TOUCH = 1.5
"""Points between lines that meet: half of the thickest border seen (1 pt), and rounding."""
SHORTEST = 4.0
"""Points; what is shorter is a dot or the bar of a letter: no cell of print fits into it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A level or upright line of a table; `at` is its place across, start and end along it."""

    at: float
    start: float
    end: float

    def covers(self, start: float, end: float) -> float:
        """How much of a stretch it covers."""
        return max(0.0, min(self.end, end) - max(self.start, start))


@dataclass(frozen=True, slots=True)
class Frame:
    """Lines that hang together: a table, if there are enough of them."""

    levels: tuple[Line, ...]
    uprights: tuple[Line, ...]

    @property
    def x0(self) -> float:
        """The left end."""
        return min(_ends(self.uprights, self.levels))

    @property
    def x1(self) -> float:
        """The right end."""
        return max(_ends(self.uprights, self.levels))

    @property
    def top(self) -> float:
        """The upper end."""
        return min(_ends(self.levels, self.uprights))

    @property
    def bottom(self) -> float:
        """The lower end."""
        return max(_ends(self.levels, self.uprights))


def _ends(across: Iterable[Line], along: Iterable[Line]) -> list[float]:
    return [line.at for line in across] + [end for line in along for end in (line.start, line.end)]


def lines_of(rules: Iterable[Rule]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Level and upright lines: pieces of one line are put together, doubles are one."""
    levels: list[Line] = []
    uprights: list[Line] = []
    for rule in rules:
        # a dot may be a piece of a dotted line in both directions
        is_dot = max(rule.x1 - rule.x0, rule.bottom - rule.top) < SNAP
        if is_dot or rule.is_level:
            levels.append(Line((rule.top + rule.bottom) / 2, rule.x0, rule.x1))
        if is_dot or not rule.is_level:
            uprights.append(Line((rule.x0 + rule.x1) / 2, rule.top, rule.bottom))
    return _joined(levels), _joined(uprights)


def _clusters(places: Iterable[float]) -> list[list[float]]:
    """Places that are one place, in order."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][0] <= SNAP:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _joined(pieces: Sequence[Line]) -> tuple[Line, ...]:
    place_of: dict[float, float] = {}
    for places in _clusters({piece.at for piece in pieces}):
        middle = (places[0] + places[-1]) / 2
        place_of.update((place, middle) for place in places)
    by_place: dict[float, list[Line]] = defaultdict(list)
    for piece in pieces:
        by_place[place_of[piece.at]].append(piece)
    whole: list[Line] = []
    for place, group in sorted(by_place.items()):
        group.sort(key=lambda piece: piece.start)
        start, end = group[0].start, group[0].end
        for piece in group[1:]:
            if piece.start - end > GAP:
                whole.append(Line(place, start, end))
                start, end = piece.start, piece.end
            end = max(end, piece.end)
        whole.append(Line(place, start, end))
    return tuple(line for line in whole if line.end - line.start >= SHORTEST)


def frames(levels: Sequence[Line], uprights: Sequence[Line]) -> tuple[Frame, ...]:
    """Groups of lines that meet each other, from the top of the page down."""
    parent = list(range(len(levels) + len(uprights)))

    def find(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    ordered = sorted(range(len(uprights)), key=lambda number: uprights[number].at)
    places = [uprights[number].at for number in ordered]
    for number, level in enumerate(levels):
        for other in ordered[bisect_left(places, level.start - TOUCH) :]:
            upright = uprights[other]
            if upright.at > level.end + TOUCH:
                break
            if upright.start - TOUCH <= level.at <= upright.end + TOUCH:
                parent[find(len(levels) + other)] = find(number)
    groups: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for number, level in enumerate(levels):
        groups[find(number)][0].append(level)
    for number, upright in enumerate(uprights):
        groups[find(len(levels) + number)][1].append(upright)
    found = [Frame(tuple(level), tuple(upright)) for level, upright in groups.values()]
    return tuple(
        sorted(
            (frame for frame in found if frame.levels and frame.uprights),
            key=lambda frame: (frame.top, frame.x0),
        )
    )
