"""Lines of print, put together to the text of a cell.

A line end in a cell is layout: the lines are joined by a blank, as the words were typed. Nothing
stands between them where a word was cut: no word begins with a sign; lines end behind a slash or a
hyphen inside of a word; Word draws a blank behind every line but one that it cut; the others cut a
word that is longer than the line, which is told from two words only where a form or the same page
has the whole word elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract._drawn import TextLine, Way
from extract._known_words import SLASH, form_words, parts_of
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
"""What may stand at a line end inside of a word, a date, or between two years."""
DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{4}")
BEGUN_DATE = re.compile(r"\d{1,2}[/.-][\d/.-]*")
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
    words: frozenset[str] = frozenset()
    """Words that no line end cut: those inside of lines."""


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
    words: set[str] = set()
    for lines, left in cells:
        words.update(*map(_whole_words, lines))
        last += [line.blank for line in lines[-1:]]
        margins += [line.line.x0 - left for line in lines]
    return Print(
        len(last) >= LEAST_SEEN and sum(last) >= ALWAYS_SHARE * len(last),
        max(min(margins, default=0.0), 0.0),
        frozenset(words),
    )


def _whole_words(line: CellLine) -> Iterator[str]:
    inside = line.line.text.split()[1:-1]
    return parts_of(" ".join(inside))


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
    by_font = tuple(_by_font(runs))
    return Written(
        # of a single run the text itself, or the document would hold each text twice
        "".join([run.text for run in by_font] or [text for text, _, _ in runs]),
        by_font,
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
    if text[-1] in JOINTS and _goes_on(text, after[0]):
        return ""
    if _is_cut_date(text, after):
        return ""
    share = (second.line.x1 - second.line.x0) / len(after)
    is_full = room - (first.line.x1 - first.line.x0) < share * CLUSTER
    if is_full and shown.shows_ends:
        return ""
    return "" if _is_cut(text, after, shown.words, is_full=is_full) else " "


def _goes_on(text: str, following: str) -> bool:
    """Whether a word or a date goes on behind the sign at a line end."""
    before = text[-2:-1]
    if before.isdecimal() and following.isdecimal():
        return True
    # "নং- ৩৮": a hyphen between a word and a number ends the word, as one behind a blank does
    is_inside = bool(before) and not before.isspace()
    return is_inside and (following.isalpha() or (text[-1] == SLASH and following.isdecimal()))


def _is_cut_date(text: str, after: str) -> bool:
    """Whether the last and the first word are one date, of which the first has a sign already."""
    first, second = text.rsplit(maxsplit=1)[-1], after.split(maxsplit=1)[0]
    begun = bool(BEGUN_DATE.fullmatch(first)) and not DATE.fullmatch(first)
    return begun and DATE.fullmatch(first + second) is not None


def _is_cut(text: str, after: str, words: frozenset[str], *, is_full: bool) -> bool:
    """Whether the last and the first word are one that a form, or the page, has elsewhere.

    LibreOffice also cuts behind a slash's word where the line is not full; there one of the halves
    must be no word, since কর্ম and পরিকল্পনা may stand apart.
    """
    first = text.rsplit(maxsplit=1)[-1].rpartition(SLASH)[2]
    second = after.split(maxsplit=1)[0].partition(SLASH)[0]

    def is_known(word: str) -> bool:
        return word in words or word in form_words()

    if not (first and second and is_known(first + second)):
        return False
    return is_full or not (is_known(first) and is_known(second))
