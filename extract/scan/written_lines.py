"""Lines of writing outside of the tables: what stands far apart on one level is two lines."""

from __future__ import annotations

from collections.abc import Sequence

from extract.scan.spots import InkMap, Spot
from extract.scan.writing_lines import InkLine, lines_in

APART = 22.0
"""Points between two texts on one level, such as two columns of signatures: words of 12 pt print
are 3 to 6 apart, also where a line is spread to both margins."""
LETTER = 30.0
"""Points; what is higher is a seal, a picture or a shadow: titles are printed in 14 to 20 pt."""
LEAST = 2.2
"""Points that something of a line must measure; less is a stroke of the pen or dust."""


def segments(spots: Sequence[Spot], ink: InkMap) -> tuple[tuple[InkLine, ...], tuple[Spot, ...]]:
    """Lines from the top down, and the spots that are no writing."""
    letter, least = ink.pixels(LETTER), ink.pixels(LEAST)
    writing = [spot for spot in spots if spot.height <= letter]
    loose = [spot for spot in spots if spot.height > letter]
    found: list[InkLine] = []
    for column in _columns(writing, ink.pixels(APART)):
        for line in lines_in(column, ink):
            for part in _parts(line, ink.pixels(APART)):
                if max(spot.height for spot in part.spots) >= least:
                    found.append(part)
                else:
                    loose.extend(part.spots)
    found.sort(key=lambda line: (line.top, line.x0))
    return tuple(found), tuple(loose)


def _columns(spots: Sequence[Spot], apart: float) -> list[list[Spot]]:
    """Spots parted where no ink stands over the whole height."""
    columns: list[list[Spot]] = []
    end = 0.0
    for spot in sorted(spots, key=lambda spot: spot.x0):
        if not columns or spot.x0 - end > apart:
            columns.append([])
        columns[-1].append(spot)
        end = max(end, spot.x1)
    return columns


def _parts(line: InkLine, apart: float) -> list[InkLine]:
    parts = _columns(line.spots, apart)
    return [
        InkLine(
            min(spot.x0 for spot in part),
            min(spot.top for spot in part),
            max(spot.x1 for spot in part),
            max(spot.bottom for spot in part),
            tuple(part),
        )
        for part in parts
    ]
