"""The samples as other files than text: the same report as another office typed it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samples import word_api, word_xml
from samples.blocks import blocks_of
from samples.described import Sample
from samples.gold import dress
from samples.sheet import Ink, Line
from samples.word_xml import Typist

LATIN_DIGIT = re.compile("[0-9]")

TYPISTS = (
    Typist("Nikosh"),
    Typist("SutonnyMJ", "old"),
    Typist("SolaimanLipi", marks_header=True),
    Typist("SutonnyOMJ"),
    Typist("SutonnyMJ", "new"),
)
"""They take the samples in turn; SutonnyOMJ is a Unicode font, whatever its name says."""


@dataclass(frozen=True, slots=True)
class Version:
    """A sample as one file."""

    file: str
    content: bytes
    in_codes: bool
    """Its text is in legacy codes, so that no raw text is that of the sample."""
    one_table: bool
    """Its pages are one table with one header."""


def dressed_lines(sample: Sample, lines: Sequence[Line]) -> list[Line]:
    """The lines as the sample's file spells them."""
    return [_dressed(sample, line) for line in lines]


def word_versions(sample: Sample, lines: Sequence[Line], number: int) -> Iterator[Version]:
    """A sample as Word files: of our own making, and by python-docx.

    Args:
        sample: what was described.
        lines: its lines after all damages.
        number: its place among the samples; each typist has its turn.
    """
    dressed = dressed_lines(sample, lines)
    typist = _typist(dressed, number)
    one_table = typist.marks_header
    yield Version(
        f"{sample.name}.docx",
        word_xml.word_bytes(blocks_of(dressed, one_table=one_table), typist),
        typist.bijoy is not None,
        one_table,
    )
    typist = _typist(dressed, number + 1)
    yield Version(
        f"{sample.name}.program.docx",
        word_api.word_bytes(blocks_of(dressed), typist),
        typist.bijoy is not None,
        one_table=False,
    )


def _typist(lines: Sequence[Line], number: int) -> Typist:
    """Whose turn it is; a font of codes has no Latin digits."""
    typist = TYPISTS[number % len(TYPISTS)]
    latin = any(LATIN_DIGIT.search(ink.text) for line in lines for ink in line.inks)
    return TYPISTS[0] if latin and typist.bijoy else typist


def _dressed(sample: Sample, line: Line) -> Line:
    """The line as this office's keyboard types it."""
    inks = tuple(Ink(ink.column, dress(sample, ink.text), ink.role, ink.ref) for ink in line.inks)
    return Line(line.kind, inks, line.width, line.key)
