"""By how much lines fall and bend: the way in which rows of ink are the sharpest.

Rules and headlines of letters are level and thin. Summed up along the right curve they stand out of
the sums beside; noise and gaps do not matter, since all of the page is in one sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import radians, tan
from typing import Any

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

from extract.scan.ink import level_ridges, upright_ridges
from extract.scan.page_image import Gray

LARGEST = 5.0
"""Degrees; what lies worse in the feeder is told as unsure by its grid."""
STEPS = ((0.25, 5), (0.05, 3), (0.01, 1))
"""Degrees from trial to trial, and pixels over which sums are smoothed: 5 px hold 0.25 degrees over
the width of a page at 100 dpi."""
STRENGTH = (40, 110)
"""Ink below the first is noise; above the second it counts no more, so that text has no more weight
than faded rules."""
FEW = 4
"""One of so many points is enough for the first trials."""
CLEARLY = 1.02
"""An angle must make the sums sharper by this; 0.3 degrees make 3 and more."""
BENDS = (0.04, 0.02, 0.02, 0.01)
"""Inches up to which the polynomials of degree 1 to 4 are tried; paper in a feeder bends by
0.5 mm."""
FINEST = 0.002
"""Inches; less cannot be seen at 200 dpi."""
GAIN = 1.1
"""A bend must make the sums sharper by this: noise made 1.04 at most, a bow of 0.5 mm at least
1.34."""
POINTS_LIMIT = 25_000
"""More points do not make the angle surer."""


Values = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Points:
    """Ink of one direction: its place along the lines, and the place that a line has in common."""

    along: Values
    at: Values
    weight: Values
    length: int
    """Of the page along the lines."""
    depth: int

    def every(self, step: int) -> Points:
        """Some of them."""
        return Points(
            self.along[::step], self.at[::step], self.weight[::step], self.length, self.depth
        )

    def sharpness(self, moved: Values, smooth: int) -> float:
        """How much the sums along lines differ from those beside them."""
        margin = self.length // 8
        places = np.clip(self.at - moved + margin, 0, self.depth + 2 * margin)
        # a line between two rows must be worth as much as one in the middle of a row
        return sum(self._contrast(places + phase, smooth) for phase in (0.0, 0.5))

    def _contrast(self, places: Values, smooth: int) -> float:
        below = places.astype(np.int32)
        part = (places - below) * self.weight
        n = int(below.max(initial=0)) + 3
        sums = np.bincount(below, self.weight - part, n) + np.bincount(below + 1, part, n)
        if smooth > 1:
            sums = np.convolve(sums, np.ones(smooth) / smooth, "same")
        steps = sums[2:] - sums[:-2]
        return float(steps @ steps)


def points_of(ink: Gray, dpi: float) -> tuple[Points, Points]:
    """The level and the upright strokes of a page."""
    level = _points(level_ridges(ink, dpi))
    upright = _points(np.ascontiguousarray(upright_ridges(ink, dpi).T))
    return level, upright


def _points(ridges: Gray) -> Points:
    at, along = np.nonzero(ridges > STRENGTH[0])
    weight = np.minimum(ridges[at, along], STRENGTH[1]).astype(np.float32)
    step = max(len(at) // POINTS_LIMIT, 1)
    # whole pixels would make a page that is not moved at all look sharper than it is
    within = np.random.default_rng(0).random(len(at), np.float32)
    found = Points(along.astype(np.float32), at + within, weight, ridges.shape[1], ridges.shape[0])
    return found.every(step)


def angle_of(level: Points, upright: Points) -> float:
    """Degrees, clockwise, by which lines fall towards the right."""
    best, reach = 0.0, LARGEST
    for step, smooth in STEPS:
        some = FEW if step == STEPS[0][0] else 1
        trials = np.arange(best - reach, best + reach + step / 2, step)
        best = _best(trials, _tilted(level.every(some), upright.every(some), smooth))
        reach = step
    sharpness = _tilted(level, upright, 1)
    # short rules are as sharp a little tilted; a page that needs nothing is left as it is
    return round(best, 3) if sharpness(best) > CLEARLY * sharpness(0.0) else 0.0


def _tilted(level: Points, upright: Points, smooth: int) -> Callable[[float], float]:
    def sharpness(angle: float) -> float:
        slope = tan(radians(angle))
        return level.sharpness(level.along * slope, smooth) + upright.sharpness(
            -upright.along * slope, smooth
        )

    return sharpness


def _best(trials: Values, worth: Callable[[float], float]) -> float:
    return max(map(float, trials), key=worth)


def bend_of(points: Points, dpi: float) -> tuple[float, ...]:
    """How much lower (further right) lines lie at each place along them, in inches."""
    place = 2 * points.along / points.length - 1
    bases = [
        legendre.legval(place, [0.0] * degree + [1.0]) * dpi for degree in range(1, len(BENDS) + 1)
    ]
    found = [0.0] * len(BENDS)
    straight = points.sharpness(np.zeros_like(place), 1)

    def moved(without: int = -1) -> Values:
        total: Values = np.zeros_like(place)
        for number, base in enumerate(bases):
            if number != without:
                total = total + base * found[number]
        return total

    for share, smooth in ((4, 3), (16, 1)):
        for number in (1, 0, 3, 2, 1, 0):
            reach = BENDS[number] * (1 if smooth > 1 else 0.25)
            step = max(BENDS[number] / share, FINEST)
            trials = found[number] + np.arange(-reach, reach + step / 2, step)
            others, base = moved(number), bases[number]

            def sharpness(
                by: float, others: Values = others, base: Values = base, smooth: int = smooth
            ) -> float:
                return points.sharpness(others + base * by, smooth)

            found[number] = _best(trials, sharpness)
    if points.sharpness(moved(), 1) < GAIN * straight:
        return ()
    return (0.0, *(round(one, 5) for one in found))
