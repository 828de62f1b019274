"""Columns on a terminal that hold although terminals disagree on the width of Bangla signs.

Some terminals give a vowel sign that stands beside its letter one column, others none. On a
terminal each cell is therefore placed by its column number; elsewhere blanks fill up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import click

WIDE = ("W", "F")
UNSEEN = ("Mn", "Me", "Cf", "Cc")


@dataclass(frozen=True, slots=True)
class Shown:
    """A text and the colour in which it stands out; no colour is plain."""

    text: str
    colour: str | None = None


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """Columns that a text takes at the most."""
    return sum(
        0
        if unicodedata.category(char) in UNSEEN
        else 2
        if unicodedata.east_asian_width(char) in WIDE
        else 1
        for char in text
    )


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most so many columns, cut between words, a longer word between its letters."""
    lines = [""]
    for word in printable(text).split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if width(joined) <= columns:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for cluster in _clusters(word):
            if width(lines[-1] + cluster) > columns:
                lines.append("")
            lines[-1] += cluster
    return lines


def printable(text: str) -> str:
    """The text without what could steer a terminal: control and format characters are shown."""
    return "".join(
        char
        if char.isspace()
        or unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs")
        or char in "\u200c\u200d"
        else f"\\u{ord(char):04x}"
        for char in text
    )


def _clusters(word: str) -> Iterator[str]:
    """Letters with the signs that belong to them."""
    cluster = ""
    for char in word:
        if cluster and unicodedata.category(char)[0] != "M" and not cluster.endswith("\u09cd"):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def lay_out(
    cells: Sequence[Shown], columns: Sequence[int], *, terminal: bool, gap: int = 2
) -> Iterator[str]:
    """The screen lines of one table row.

    Args:
        cells: one for each column.
        columns: how wide each column is.
        terminal: whether the lines go to a terminal, which can be told where to write.
        gap: blanks between columns.
    """
    wrapped = [wrap(cell.text, room) for cell, room in zip(cells, columns, strict=True)]
    for number in range(max(map(len, wrapped))):
        line, start = "", 1
        for cell, lines, room in zip(cells, wrapped, columns, strict=True):
            text = lines[number] if number < len(lines) else ""
            if text:
                shown = click.style(text, fg=cell.colour) if cell.colour else text
                line += f"\x1b[{start}G{shown}" if terminal else shown
            if not terminal:
                line += " " * (room - width(text) + gap)
            start += room + gap
        yield line.rstrip()
