"""Where the glyphs of a page stand, as tokens; turned lines and what is drawn twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract._content_items import Glyph
from extract._drawn import Token, Way
from extract._text_lines import text_lines

ABOVE, BELOW = 0.8, 0.25
"""Of the font size: how far a token reaches from its baseline. What fonts say of themselves is not
used, it is 0 or wrong too often (Word 2010 gives NikoshBAN a descent of 197 above the line)."""
_TWICE = 0.12
"""Of the font size: the same text again so near is bold made by drawing twice."""


def token_of(glyph: Glyph, turned: int, text: str, way: Way) -> Token:
    """The glyph in a frame in which its line is level."""
    x, y = _levelled(glyph.x, glyph.y, turned)
    along = abs(glyph.dx) + abs(glyph.dy)
    return Token(
        text=text,
        x0=x,
        top=y - ABOVE * glyph.size,
        x1=x + along,
        bottom=y + BELOW * glyph.size,
        baseline=y,
        size=glyph.size,
        font=glyph.font.name,
        way=way,
        content=glyph.content,
    )


def _levelled(x: float, y: float, turned: int) -> tuple[float, float]:
    return {0: (x, y), 90: (-y, x), 180: (-x, -y), 270: (y, -x)}[turned]


def around(tokens: Sequence[Token], text: str) -> Token:
    return replace(
        tokens[0],
        text=text,
        x0=min(token.x0 for token in tokens),
        top=min(token.top for token in tokens),
        x1=max(token.x1 for token in tokens),
        bottom=max(token.bottom for token in tokens),
    )


def turned_lines(tokens: Sequence[Token], turned: int) -> Iterator[Token]:
    """One token for each turned line, where it stands on the page."""
    back = (360 - turned) % 360
    for line in text_lines(tokens):
        corners = [
            _levelled(x, y, back) for x in (line.x0, line.x1) for y in (line.top, line.bottom)
        ]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        size = (line.bottom - line.top) / (ABOVE + BELOW)
        way = max((way for _, _, way in line.runs), key=tuple(Way).index)
        yield Token(
            line.text, min(xs), min(ys), max(xs), max(ys), max(ys), size, line.runs[0][1], way
        )


def once(tokens: Sequence[Token]) -> Iterator[Token]:
    """Without what is drawn twice to look bold."""
    placed: dict[tuple[str, int, int], list[Token]] = {}
    for token in tokens:
        column, row = round(token.x0), round(token.baseline)
        near = (
            other
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in placed.get((token.text, x, y), ())
        )
        if token.text.strip() and any(
            abs(other.x0 - token.x0) + abs(other.baseline - token.baseline) < _TWICE * token.size
            for other in near
        ):
            continue
        placed.setdefault((token.text, column, row), []).append(token)
        yield token
