"""What reads letters in a picture: the shape that every recogniser of text has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Box = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels of the crop."""


class Kind(StrEnum):
    """How the writing stands in a crop."""

    LINE = "line"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Picture:
    """A crop of a page, most often one cell."""

    image: NDArray[np.uint8]
    """Grey, rows by columns, at the resolution of the scan."""
    dpi: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place."""

    text: str
    confidence: float
    """From 0 to 1, as the engine holds it; it is not the share of such words that are right."""
    box: Box


@dataclass(frozen=True, slots=True)
class ReadText:
    """What stands in one picture; no lines where nothing was read."""

    lines: tuple[tuple[Word, ...], ...] = ()
    unread: tuple[Box, ...] = ()
    """Lines of ink of which nothing could be made: there is writing, or a mark, and no text."""

    @property
    def text(self) -> str:
        """Words joined by a blank, lines by a line break."""
        return "\n".join(" ".join(word.text for word in line) for line in self.lines)

    @property
    def confidence(self) -> float:
        """That of the least certain word; 0 where nothing was read."""
        return min((word.confidence for line in self.lines for word in line), default=0.0)


class Engine(Protocol):
    """Reads pictures; one result for each, in their order."""

    @property
    def name(self) -> str:
        """The program."""
        ...

    @property
    def version(self) -> str:
        """Of the program and its model: what a reading depends on."""
        ...

    @property
    def languages(self) -> str:
        """The model, as the program names it."""
        ...

    def read(self, pictures: Sequence[Picture]) -> tuple[ReadText, ...]:
        """What the pictures say.

        Raises:
            InputFailed: the program is missing, failed or took too long.
        """
        ...


@dataclass(frozen=True, slots=True)
class NullEngine:
    """Reads nothing: for a machine without a recogniser, and for those who want none."""

    name: str = "none"
    version: str = "0"
    languages: str = ""

    def read(self, pictures: Sequence[Picture]) -> tuple[ReadText, ...]:
        """Nothing, once for each picture."""
        return (ReadText(),) * len(pictures)
