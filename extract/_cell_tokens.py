"""Which cell each drawn glyph belongs to; a word is never torn in two by the border it crosses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract._drawn import Token
from extract._lattice import Box, Lattice

MIDDLE = 0.25
"""Of the size, how far the middle of the small letters stands over the line of writing."""
ADJOINING = 0.5
"""Points between two glyphs of one word. Texts of two cells are at least two margins apart (1.5 pt
in Chromium's narrowest tables)."""
LEVEL = 1.0
"""Points by which glyphs of one line stand higher or lower."""

Path = tuple[int, ...]
"""Number of a table and of a box in it, then the same inside of that box; empty for no cell."""


@dataclass(slots=True)
class Shares:
    """The tokens of a page by where they stand."""

    cells: dict[Path, list[Token]] = field(default_factory=lambda: defaultdict(list))
    outside: list[Token] = field(default_factory=list[Token])
    crossing: dict[Path, int] = field(default_factory=lambda: defaultdict(int))
    """How many words of a cell go beyond its border."""


def shares(tokens: Sequence[Token], tables: Sequence[Lattice]) -> Shares:
    """Give every token to one cell, or to none."""
    found = Shares()
    finder = _Finder(tables)
    for word in _words(tokens):
        paths = [finder.path(token) for token in word]
        path = paths[0]
        if len(set(paths)) > 1:
            path = _owner(paths)
            found.crossing[path] += 1
        if path:
            found.cells[path].extend(word)
        else:
            found.outside.extend(word)
    return found


def _owner(paths: Sequence[Path]) -> Path:
    """The cell in which a word begins that is drawn across a border."""
    return next((path for path in paths if path), ())


def _words(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Glyphs that were drawn one behind the other without a gap, with the blanks behind them."""
    word: list[Token] = []
    for token in tokens:
        if word and not _goes_on(word[-1], token):
            yield word
            word = []
        word.append(token)
    if word:
        yield word


def _goes_on(last: Token, token: Token) -> bool:
    gap = token.x0 - last.x1
    return (
        abs(token.baseline - last.baseline) <= LEVEL
        and -token.size <= gap <= ADJOINING
        and (not last.text.isspace() or token.text.isspace())
    )


class _Finder:
    """Finds the cell of a point; most glyphs stand in the cell of the one before."""

    def __init__(self, tables: Sequence[Lattice]) -> None:
        self._tables = tables
        self._last: tuple[Path, Box] | None = None

    def path(self, token: Token) -> Path:
        x, y = (token.x0 + token.x1) / 2, token.baseline - MIDDLE * token.size
        if self._last and self._last[1].holds(x, y) and not self._last[1].inner:
            return self._last[0]
        found = _find(self._tables, x, y)
        if found is None:
            return ()
        self._last = found
        return found[0]


def _find(tables: Sequence[Lattice], x: float, y: float) -> tuple[Path, Box] | None:
    for number, table in enumerate(tables):
        if not table.holds(x, y):
            continue
        for place, box in enumerate(table.boxes):
            if box.holds(x, y):
                deeper = _find(box.inner, x, y)
                if deeper is None:
                    return (number, place), box
                return (number, place, *deeper[0]), deeper[1]
    return None
