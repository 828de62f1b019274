"""Tokens of a cell or a page as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from extract._drawn import TextLine, Token, Way
from extract._glyph_order import MARKS, SIGNS

_SAME_LINE = 0.4
"""Of the font size: how far baselines of one line differ. Word lifts the reph by 0.02; lines of a
paragraph are 1.0 and more apart."""
_SPACE = 0.17
"""Of the font size: a gap from which on there is a space. Gaps inside words were at most 0.1 in all
measured files, spaces at least 0.2."""
_BACK = 0.5
"""Of the font size: steps back at which tokens drawn one after another are no neighbours.
LibreOffice draws what stands in a fallback font after the rest of the line."""
_NO_SPACE_BEFORE = SIGNS | MARKS | frozenset("\u09bc\u09cd")


def text_lines(tokens: Iterable[Token]) -> tuple[TextLine, ...]:
    """Group level tokens into lines, from the top down, and put each into reading order."""
    lines: list[list[Token]] = []
    numbered = sorted(enumerate(tokens), key=lambda entry: (entry[1].baseline, entry[0]))
    current: list[tuple[int, Token]] = []
    for number, token in numbered:
        if current and _is_below(token, current[-1][1]):
            lines.append([held for _, held in sorted(current, key=lambda entry: entry[0])])
            current = []
        current.append((number, token))
    if current:
        lines.append([held for _, held in sorted(current, key=lambda entry: entry[0])])
    found = (_line(line) for line in lines)
    return tuple(line for line in found if line is not None)


def _is_below(token: Token, other: Token) -> bool:
    return token.baseline - other.baseline > _SAME_LINE * min(token.size, other.size)


def _line(tokens: Sequence[Token]) -> TextLine | None:
    ordered = [token for stretch in _stretches(tokens) for token in stretch]
    inked = [token for token in ordered if token.text.strip()]
    if not inked:
        return None
    parts: list[tuple[str, Token]] = []
    spaced = False
    before: Token | None = None
    reach = float("-inf")  # marks may have their origins behind the end of their letters
    for token in ordered:
        if not token.text.strip():
            spaced = spaced or bool(token.text)
            continue
        is_apart = spaced or token.x0 - reach > _SPACE * token.size
        if before is not None and is_apart and token.text[0] not in _NO_SPACE_BEFORE:
            parts.append((" ", before))
        parts.append((token.text, token))
        before, spaced, reach = token, False, max(reach, token.x1)
    return TextLine(
        text="".join(text for text, _ in parts),
        x0=min(token.x0 for token in inked),
        top=min(token.top for token in inked),
        x1=max(token.x1 for token in inked),
        bottom=max(token.bottom for token in inked),
        runs=_runs(parts),
    )


def _stretches(tokens: Sequence[Token]) -> list[list[Token]]:
    """Tokens that are drawn one beside the other, from left to right."""
    stretches: list[list[Token]] = []
    for token in tokens:
        last = stretches[-1][-1] if stretches else None
        if last is None or _jumps(last, token):
            stretches.append([])
        stretches[-1].append(token)
    return sorted(stretches, key=lambda stretch: stretch[0].x0)


def _jumps(last: Token, token: Token) -> bool:
    size = max(last.size, token.size)
    return token.x0 > last.x1 + _SPACE * size or token.x0 < last.x1 - _BACK * size


def _runs(parts: Sequence[tuple[str, Token]]) -> tuple[tuple[str, str | None, Way], ...]:
    grouped = groupby(parts, key=lambda part: (part[1].font, part[1].way))
    return tuple(("".join(text for text, _ in group), font, way) for (font, way), group in grouped)
