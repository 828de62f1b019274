"""What printing, copying and scanning do to a line, on grey pictures with white paper (255)."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Numbers = np.random.Generator
Effect = Callable[[Gray, Numbers], Gray]

PAPER = 255


def _gray(picture: NDArray[np.floating]) -> Gray:
    return np.asarray(np.clip(np.rint(picture), 0, PAPER), np.uint8)


def blur(picture: Gray, least: float, most: float, numbers: Numbers) -> Gray:
    """Out of focus; sigma in pixels."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), numbers.uniform(least, most)), np.uint8)


def fade(picture: Gray, numbers: Numbers, ink: tuple[int, int], paper: tuple[int, int]) -> Gray:
    """Grey ink on grey paper, the paper darker towards one side."""
    height, width = picture.shape
    dark, light = numbers.uniform(*ink), numbers.uniform(*paper)
    slope: NDArray[np.float64] = np.linspace(0, numbers.uniform(-14, 14), width)[None, :]
    slope = slope + np.linspace(0, numbers.uniform(-8, 8), height)[:, None]
    return _gray(dark + picture.astype(np.float32) / PAPER * (light - dark) + slope)


def add_noise(picture: Gray, least: float, most: float, numbers: Numbers) -> Gray:
    """The noise of a sensor: partly grain by grain, partly in flecks of some pixels."""
    strength = numbers.uniform(least, most)
    fine = numbers.normal(0, strength, picture.shape)
    flecks = cv2.GaussianBlur(numbers.normal(0, strength * 2, picture.shape), (0, 0), 1.2)
    return _gray(picture + fine * 0.7 + flecks)


def compress(picture: Gray, least: int, most: int, numbers: Numbers) -> Gray:
    """Saved as JPEG."""
    quality = int(numbers.integers(least, most + 1))
    done, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8) if done else picture


def rotate(picture: Gray, degrees: float) -> Gray:
    """What straightening leaves over."""
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(
        picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(PAPER,)
    )
    return np.asarray(turned, np.uint8)


def thicken(picture: Gray, share: float) -> Gray:
    """Ink that spreads (share above 0) or wears thin (below)."""
    kernel = np.ones((3, 3), np.uint8)
    changed = cv2.erode(picture, kernel) if share > 0 else cv2.dilate(picture, kernel)
    return _gray(picture * (1 - abs(share)) + changed.astype(np.float32) * abs(share))


def threshold(picture: Gray, numbers: Numbers) -> Gray:
    """Black and white, as a fax or a bilevel scan."""
    limit = numbers.uniform(110, 185)
    return np.where(picture < limit, 0, PAPER).astype(np.uint8)


def shine_through(picture: Gray, numbers: Numbers) -> Gray:
    """The back of the sheet: this line mirrored, moved, soft and faint."""
    back: Gray = picture[:, ::-1]
    rows = len(back)
    across = int(numbers.integers(-40, 40))
    down = int(numbers.integers(-rows // 2, rows // 2))
    back = np.roll(np.roll(back, across, axis=1), down, axis=0)
    soft = np.asarray(cv2.GaussianBlur(back, (0, 0), 1.4), np.float32)
    return _gray(picture - (PAPER - soft) * numbers.uniform(0.06, 0.25))


def photocopy(picture: Gray, numbers: Numbers) -> Gray:
    """Copied more than once: spread ink, holes in it, specks beside it."""
    spread = thicken(picture, numbers.uniform(0.0, 0.8)).astype(np.float32)
    grain = cv2.GaussianBlur(numbers.normal(0, 1, picture.shape), (0, 0), 0.9)
    spread += grain * numbers.uniform(60, 140)
    hard = 1 / (1 + np.exp(-(spread - 140) / numbers.uniform(8, 30)))
    specks = numbers.random(picture.shape) < numbers.uniform(0, 0.0015)
    hard[np.asarray(cv2.dilate(specks.astype(np.uint8), np.ones((2, 2), np.uint8)), bool)] = 0
    return _gray(hard * PAPER)


def clean(picture: Gray, numbers: Numbers) -> Gray:
    """As printed."""
    return picture


def light(picture: Gray, numbers: Numbers) -> Gray:
    """A good scan of a good print."""
    worn = blur(picture, 0.3, 0.6, numbers)
    worn = fade(worn, numbers, (0, 50), (235, 252))
    return compress(add_noise(worn, 2, 5, numbers), 65, 92, numbers)


def medium(picture: Gray, numbers: Numbers) -> Gray:
    """An office scanner: greyer paper, softer letters, stronger compression."""
    worn = thicken(picture, numbers.uniform(-0.35, 0.35))
    worn = blur(worn, 0.5, 0.95, numbers)
    worn = fade(worn, numbers, (20, 90), (215, 240))
    return compress(add_noise(worn, 4, 9, numbers), 45, 75, numbers)


def heavy(picture: Gray, numbers: Numbers) -> Gray:
    """Out of focus, faded ink, dark paper."""
    worn = thicken(picture, numbers.uniform(-0.5, 0.5))
    worn = blur(worn, 0.85, 1.3, numbers)
    worn = fade(worn, numbers, (50, 115), (190, 225))
    return compress(add_noise(worn, 7, 13, numbers), 32, 60, numbers)


def bilevel(picture: Gray, numbers: Numbers) -> Gray:
    """Scanned in black and white."""
    worn = add_noise(blur(picture, 0.4, 0.9, numbers), 2, 9, numbers)
    return threshold(worn, numbers)


def bleed(picture: Gray, numbers: Numbers) -> Gray:
    """Thin paper, printed on both sides."""
    return light(shine_through(picture, numbers), numbers)


def copied(picture: Gray, numbers: Numbers) -> Gray:
    """A photocopy, scanned."""
    return light(photocopy(picture, numbers), numbers)


KINDS: dict[str, tuple[Effect, float, float]] = {
    "clean": (clean, 0.14, 0.0),
    "light": (light, 0.26, 0.25),
    "medium": (medium, 0.26, 0.35),
    "heavy": (heavy, 0.12, 0.45),
    "bilevel": (bilevel, 0.08, 0.25),
    "bleed": (bleed, 0.06, 0.25),
    "photocopy": (copied, 0.08, 0.3),
}
"""Each kind of wear with its share in the training, and the slope left over (standard deviation in
degrees)."""


def wear(picture: Gray, kind: str, numbers: Numbers) -> Gray:
    """A worn copy of a line on white paper."""
    effect, _, slope = KINDS[kind]
    return effect(rotate(picture, numbers.normal(0, slope)) if slope else picture, numbers)
