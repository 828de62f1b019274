"""The best texts of a CTC net's frames, each with the sum over all its paths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.float64]

BEAM = 6
"""Texts that are kept from frame to frame."""

HOPELESS = 1e-6
"""Texts that have less than that part of the best one's probability are not followed."""

FAINT = 1e-4
"""Signs below this probability do not open a new text in a frame; sums lose less than that."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, the probability of all its paths, and the least of its signs' best probabilities."""

    text: str
    probability: float
    weakest: float


@dataclass(slots=True)
class _Paths:
    """All paths that gave one text so far."""

    ended: float = 0.0  # in a blank
    open: float = 0.0  # in the text's last sign
    strongest: float = 0.0  # of the paths that came in, to know whose peaks to keep
    peaks: tuple[float, ...] = ()

    @property
    def all(self) -> float:
        return self.ended + self.open

    def take(self, ended: float, opened: float, peaks: tuple[float, ...]) -> None:
        self.ended += ended
        self.open += opened
        if ended + opened > self.strongest:
            self.strongest = ended + opened
            self.peaks = peaks


def readings(frames: Frames, alphabet: str) -> tuple[Reading, ...]:
    """The best texts first, at least one.

    Args:
        frames: Probabilities, frames x (1 + signs); output 0 is the blank.
        alphabet: The sign of output 1, 2, …
    """
    beam: dict[str, _Paths] = {"": _Paths(ended=1.0)}
    for frame in frames:
        beam = _step(beam, frame, alphabet)
    return tuple(
        Reading(text, min(paths.all, 1.0), min(paths.peaks, default=min(paths.all, 1.0)))
        for text, paths in beam.items()
    )


def _step(beam: dict[str, _Paths], frame: NDArray[np.float64], alphabet: str) -> dict[str, _Paths]:
    blank = float(frame[0])
    signs = [(alphabet[at], float(frame[at + 1])) for at in np.flatnonzero(frame[1:] > FAINT)]
    present = dict(signs)
    grown: dict[str, _Paths] = {}
    for text, paths in beam.items():
        last = present.get(text[-1:], 0.0)
        peaks = (*paths.peaks[:-1], max(paths.peaks[-1], last)) if paths.peaks else ()
        grown.setdefault(text, _Paths()).take(paths.all * blank, paths.open * last, peaks)
        for sign, probability in signs:
            before = paths.ended if sign == text[-1:] else paths.all
            if before > 0.0:
                longer = grown.setdefault(text + sign, _Paths())
                longer.take(0.0, before * probability, (*paths.peaks, probability))
    ranked = sorted(((paths.all, text) for text, paths in grown.items()), reverse=True)[:BEAM]
    least = ranked[0][0] * HOPELESS
    return {text: grown[text] for chance, text in ranked if chance >= least}
