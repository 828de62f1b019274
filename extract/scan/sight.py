"""Where rules of one direction may stand on a page: places that pieces speak for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.scan.evidence import LOST, USUAL
from extract.scan.page_image import POINTS_PER_INCH
from extract.scan.places import Profile, places_of, profile_of
from extract.scan.rules import Piece, Ridges

KEPT_PIECE = 3.0
"""What must speak for the pieces of a place, in natural logarithms, that it is looked at again."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A page in one direction."""

    ridges: Ridges
    least: float
    unmistakable: float
    """Points of a piece that is no letter's, whatever stands beside it."""

    def is_unmistakable(self, piece: Piece) -> bool:
        """Whether a piece is longer than any stroke of a letter."""
        return piece.end - piece.start > self.unmistakable * self.ridges.dpi / POINTS_PER_INCH

    def is_tall_rule(self, piece: Piece) -> bool:
        """Whether such a piece is more than stems of letters, one below the other.

        Of 239 such stems on faded and worn pages (two documents) 95 % were less likely rules than a
        lost edge is; of 1,304 columns 99 % had 4 and more for them.
        """
        seen = profile_of(self.ridges, piece.at, self.least).seen(
            [piece.start], [piece.end], self.ridges.dpi
        )
        return self.is_unmistakable(piece) and float(seen.speaks(USUAL, self.ridges.dpi)[0]) > -LOST

    def profiles(self, pieces: Sequence[Piece]) -> tuple[list[Profile], list[float]]:
        """Places that some piece speaks for, and how much."""
        dpi = self.ridges.dpi
        found = [profile_of(self.ridges, at, self.least) for at in places_of(pieces, dpi)]
        total = dict.fromkeys(range(len(found)), 0.0)
        for piece in pieces:
            number = min(total, key=lambda one: abs(found[one].at - piece.at))
            sight = found[number].seen([piece.start], [piece.end], dpi)
            total[number] += max(float(sight.speaks(USUAL, dpi)[0]), 0.0)
            if self.is_unmistakable(piece):
                total[number] += 2 * KEPT_PIECE
        kept = [number for number in total if total[number] > KEPT_PIECE]
        return [found[number] for number in kept], [total[number] for number in kept]
