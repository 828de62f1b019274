"""Lines of print, put together to the text of a cell.

A line end in a cell is layout: the lines are joined by a blank, as the words were typed. Nothing
stands between them only where it is certain that a word was cut: Word draws a blank behind every
line but one that it cut, and no word begins with a sign. What LibreOffice and Chromium draw does
not tell a cut word from two words, so a cut word keeps a blank inside there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract._drawn import TextLine, Way
from schemas.document import Run, Sight

ALWAYS_SHARE = 0.9
"""Of the last lines of cells, the least that a blank ends where every line has one.

Word 2010: 73 of 73 in the real file; LibreOffice and Chromium: none.
"""
LEAST_SEEN = 5
"""So many cells say something of a page."""
CLUSTER = 2
"""Characters of a cluster, on average: a cut word left less room than the next one needs."""
JOINTS = "-/"
"""What may stand at a line end inside of a date, or between two years."""
DOUBTFUL = (Way.NEAREST, Way.UNREAD)


@dataclass(frozen=True, slots=True)
class CellLine:
    """A line of a cell."""

    line: TextLine
    blank: bool
    """Whether a blank is drawn behind its last word."""


@dataclass(frozen=True, slots=True)
class Print:
    """What a page shows of its line ends."""

    shows_ends: bool
    """A blank is drawn at the end of every line that was not cut."""
    margin: float
    """Points between a border and the text, at least."""


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a cell."""

    text: str
    runs: tuple[Run, ...] = ()
    n_doubtful: int = 0
    """Characters that were guessed from the shape, or not read."""
    sight: Sight | None = None
    """How sure it is; None where it was typed."""


def look_at(cells: Iterable[tuple[Sequence[CellLine], float]]) -> Print:
    """What the lines of cells show, each with the left border of the cell."""
    last: list[bool] = []
    margins: list[float] = []
    for lines, left in cells:
        last += [line.blank for line in lines[-1:]]
        margins += [line.line.x0 - left for line in lines]
    return Print(
        len(last) >= LEAST_SEEN and sum(last) >= ALWAYS_SHARE * len(last),
        max(min(margins, default=0.0), 0.0),
    )


def write(lines: Sequence[CellLine], shown: Print, width: float) -> Written:
    """The text of a cell of a width in points."""
    runs: list[tuple[str, str | None, Way]] = []
    previous: CellLine | None = None
    for line in lines:
        pieces = _stripped(line.line.runs or ((line.line.text, None, Way.ACTUAL_TEXT),))
        if not pieces:
            continue
        if previous is not None:
            text, font, way = runs[-1]
            joint = _joint(previous, line, shown, width - 2 * shown.margin)
            runs[-1] = (text + joint, font, way)
        runs += pieces
        previous = line
    return Written(
        "".join(text for text, _, _ in runs),
        tuple(_by_font(runs)),
        sum(len(text.strip()) or 1 for text, _, way in runs if way in DOUBTFUL),
    )


def _stripped(runs: Iterable[tuple[str, str | None, Way]]) -> list[tuple[str, str | None, Way]]:
    """The runs of a line without the blanks around it."""
    pieces = list(runs)
    while pieces and not pieces[0][0].strip():
        del pieces[0]
    while pieces and not pieces[-1][0].strip():
        del pieces[-1]
    if pieces:
        pieces[0] = (pieces[0][0].lstrip(), *pieces[0][1:])
        pieces[-1] = (pieces[-1][0].rstrip(), *pieces[-1][1:])
    return pieces


def _by_font(runs: Sequence[tuple[str, str | None, Way]]) -> Iterator[Run]:
    """One run for each change of font; none if no font is known."""
    if any(font is not None for _, font, _ in runs):
        for font, group in groupby(runs, key=lambda run: run[1]):
            yield Run("".join(text for text, _, _ in group), font)


def _joint(first: CellLine, second: CellLine, shown: Print, room: float) -> str:
    text, after = first.line.text.rstrip(), second.line.text.strip()
    if unicodedata.category(after[0]).startswith("M"):
        return ""
    if first.blank:
        return " "
    if text[-1] in JOINTS and text[-2:-1].isdecimal() and after[0].isdecimal():
        return ""
    free = room - (first.line.x1 - first.line.x0)
    share = (second.line.x1 - second.line.x0) / len(after)
    return "" if shown.shows_ends and free < share * CLUSTER else " "
