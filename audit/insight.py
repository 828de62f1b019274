"""What the page asks of the rooms that it does not know; pipeline.py hands it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from schemas.correction import Correction
from schemas.reading import Reading
from schemas.report import Arithmetic, Report


@dataclass(frozen=True, slots=True)
class Insight:
    """Functions of other rooms."""

    reread: Callable[[Report, str, str], Reading]
    """What a text means in the place of the reading with that key."""
    reckon: Callable[[Report, tuple[Correction, ...]], Arithmetic]
    """The sums of a report once these corrections are applied."""
    office_pdf: Callable[[bytes], bytes | None]
    """A Word file as PDF; None where this machine cannot render it."""
    version: str
    """Of the program."""
