"""What a page of a PDF draws, before anyone looks for tables in it.

Lengths are points. The origin is the top left corner of the page as it is shown, /Rotate applied.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Way(StrEnum):
    """How the text of a drawn glyph was found, the surest first."""

    ACTUAL_TEXT = "actual-text"
    """The file itself says what the glyphs stand for."""
    OUTLINE = "outline"
    """The shape is that of a known font's glyph."""
    EMBEDDED = "embedded"
    """By the character map or the substitutions of the embedded font."""
    TO_UNICODE = "to-unicode"
    """By the file's own table, of a font for which that was seen to be honest."""
    LEARNED = "learned"
    """By what readers of pictures say of the words of the document that have the glyph."""
    LEGACY = "legacy"
    """Codes of a Bijoy font, still to be decoded."""
    NEAREST = "nearest"
    """The shape is most like that of a known glyph."""
    UNREAD = "unread"
    """Nobody knows; the text is empty or U+FFFD."""


@dataclass(frozen=True, slots=True)
class Token:
    """A glyph, or the glyphs of one cluster, with what they say."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    """Distance of the line of writing from the top of the page."""
    size: float
    font: str | None
    way: Way
    content: int = -1
    """Number of the marked content that it stands in, by which tags name it; -1 for none."""


@dataclass(frozen=True, slots=True)
class TagCell:
    """A cell as the tags of a file tell it: its place in the whole table, over all pages."""

    table: int
    """A number of the table."""
    width: int
    """How many columns the table has."""
    rows: tuple[int, int]
    """The first one, and one past the last."""
    columns: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line or thin box that is drawn level or upright; its ends, and how thick it is."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_level(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page."""

    number: int
    width: float
    height: float
    tokens: tuple[Token, ...]
    """In the order of the file."""
    rules: tuple[Rule, ...]
    n_images: int = 0
    n_unread: int = 0
    """Glyphs with ink for which no text was found."""
    n_unseen: int = 0
    """Glyphs kept out of the tokens: off the page, invisible, white on white, or covered."""
    tagged: Callable[[], Mapping[int, tuple[TagCell, ...]]] = field(default=dict, compare=False)
    """By marked content the cells that tags put it into, that of the outer table first."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """Tokens of one line of writing, put into the order of reading."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    runs: tuple[tuple[str, str | None, Way], ...] = ()
    """Text, font and way of each stretch; together they are the text."""
