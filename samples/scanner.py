"""What a scanner or copier does to a page: nine conditions, each the same for the same seed.

The conditions and their figures are those under which readers of Bangla tables were compared; the
wear that the recognisers are trained with is other code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, sin
from random import Random
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.page_layout import PlacedPage
from samples.paint import POINTS_PER_INCH, Gray, Pen, edges, paint

Picture = NDArray[np.float32]
"""Grey values from 0 (ink) to 255 (paper)."""
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Wear:
    """How a page suffers; zero is not at all."""

    skew: float = 0.0
    """Degrees, to the right or to the left as the seed has it."""
    blur: float = 0.0
    """Sigma in pixels."""
    noise: float = 0.0
    """Sigma in grey values."""
    jpeg: int = 0
    """Quality; 0 is none."""
    paper: int = 255
    """Grey of the paper."""
    rule_ink: float = 1.0
    """How much of the ink of the rules is left."""
    broken: float = 0.0
    """Share of the length of the rules that is missing."""
    bow: float = 0.0
    """Millimetres by which straight lines are bent."""
    bilevel: bool = False
    stamp: bool = False
    bleed: float = 0.0
    """Ink of the other side, as a share."""
    photocopy: bool = False


COPY_BLACK = 110
"""Grey below which a copier prints black."""

CONDITIONS: Mapping[str, Wear] = MappingProxyType(
    {
        "clean": Wear(),
        "light": Wear(skew=0.3, blur=0.5, noise=4, jpeg=75, paper=245),
        "medium": Wear(skew=0.8, blur=0.8, noise=8, jpeg=60, paper=228),
        "heavy": Wear(
            skew=1.7, blur=1.15, noise=13, jpeg=42, paper=205, rule_ink=0.45, broken=0.25, bow=0.5
        ),
        "bilevel": Wear(skew=0.4, blur=0.6, noise=6, bilevel=True),
        "stamp": Wear(skew=0.3, blur=0.5, noise=4, jpeg=75, paper=245, stamp=True),
        "bleed": Wear(skew=0.3, blur=0.5, noise=4, jpeg=75, paper=245, bleed=0.2),
        "faded": Wear(skew=0.3, blur=0.5, noise=4, jpeg=75, paper=245, rule_ink=0.4, broken=0.3),
        "photocopy": Wear(skew=0.6, blur=0.7, noise=8, jpeg=70, photocopy=True),
    }
)


@dataclass(frozen=True, slots=True)
class Scan:
    """A worn page, and where its points have gone."""

    image: Gray
    dpi: int
    moved: Matrix
    """2 × 3, from points of the page to points of the scan; the bow is not in it."""

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page lies on the scan."""
        px, py = self.moved @ (x, y, 1.0)
        return float(px), float(py)


def scan(page: PlacedPage, pen: Pen, dpi: int, wear: Wear, seed: int) -> Scan:
    """Print a page, and scan it."""
    clean = paint(page, pen, dpi)
    rules = [edge for table in page.tables for edge in edges(table)]
    return worn(clean, rules, dpi, wear, seed)


def worn(
    clean: Gray,
    rules: Sequence[tuple[float, float, float, float]],
    dpi: int,
    wear: Wear,
    seed: int,
) -> Scan:
    """A clean picture of a page as a scanner delivers it.

    Args:
        clean: ink 0 on paper 255.
        rules: the table's rules in points, for these fade otherwise than letters.
        dpi: of the picture.
        wear: the condition.
        seed: where stamps, gaps and noise fall.
    """
    chance, dice = np.random.default_rng(seed), Random(seed)
    image: Picture = clean.astype(np.float32)
    if wear.rule_ink < 1 or wear.broken:
        image = _fade_rules(image, rules, dpi, wear, chance)
    if wear.bleed:
        behind = 255 - np.fliplr(image)
        behind = np.asarray(cv2.GaussianBlur(np.roll(behind, (17, 31), (0, 1)), (0, 0), 1.5))
        image = np.asarray(np.minimum(image, 255 - wear.bleed * behind), np.float32)
    if wear.stamp:
        image = _stamp(image, dpi, dice)
    image, moved = _bend(image, dpi, wear, chance)
    if wear.photocopy:
        image = _photocopy(image, dpi, chance, dice)
    if wear.blur:
        image = cv2.GaussianBlur(image, (0, 0), wear.blur).astype(np.float32)
    image = (image * (wear.paper / 255)).astype(np.float32)
    if wear.noise:
        image += chance.normal(0, wear.noise, image.shape).astype(np.float32)
    gray = np.clip(image, 0, 255).astype(np.uint8)
    if wear.bilevel:
        gray = np.where(gray < 0.62 * 255, 0, 255).astype(np.uint8)
    if wear.jpeg:
        _, data = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, wear.jpeg])
        gray = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
    return Scan(gray, dpi, moved)


def _fade_rules(
    image: Picture,
    rules: Sequence[tuple[float, float, float, float]],
    dpi: int,
    wear: Wear,
    chance: np.random.Generator,
) -> Picture:
    scale = dpi / POINTS_PER_INCH
    faded = image.copy()
    half = max(round(0.8 * scale), 1)
    # once for each rule, however many cells share it
    for x0, y0, x1, y1 in sorted({tuple(round(v, 1) for v in rule) for rule in rules}):
        left, top = round(x0 * scale), round(y0 * scale)
        right, bottom = round(x1 * scale), round(y1 * scale)
        level = right - left >= bottom - top
        rows = slice(max(top - half, 0), bottom + half + 1)
        columns = slice(max(left - half, 0), right + half + 1)
        part = image[rows, columns]
        strength = np.full(part.shape[1 if level else 0], wear.rule_ink, np.float32)
        length = len(strength)
        gap = max(round(6 * scale), 2)
        for _ in range(round(wear.broken * length / gap)):
            start = int(chance.integers(0, max(length - gap, 1)))
            strength[start : start + gap] = 0.0
        weight = strength[None, :] if level else strength[:, None]
        faded[rows, columns] = np.maximum(faded[rows, columns], 255 - (255 - part) * weight)
    return faded


def _stamp(image: Picture, dpi: int, dice: Random) -> Picture:
    """A round seal with writing and a signature, somewhere over the page."""
    scale = dpi / POINTS_PER_INCH
    height, width = image.shape
    layer = np.zeros(image.shape, np.float32)
    radius = round(45 * scale)
    x = int(dice.uniform(width / 4, 3 * width / 4))
    y = int(dice.uniform(height / 3, 3 * height / 4))
    thick = max(round(1.3 * scale), 1)
    cv2.circle(layer, (x, y), radius, 1.0, thick, cv2.LINE_AA)
    cv2.circle(layer, (x, y), round(radius * 0.68), 1.0, max(thick // 2, 1), cv2.LINE_AA)
    for angle in (0.22 * number for number in range(29)):
        inner, outer = radius * 0.75, radius * 0.92
        tilt = angle + dice.uniform(-0.05, 0.05)
        first = (round(x + inner * cos(angle)), round(y + inner * sin(angle)))
        second = (round(x + outer * cos(tilt)), round(y + outer * sin(tilt)))
        cv2.line(layer, first, second, 1.0, max(round(0.9 * scale), 1), cv2.LINE_AA)
    start = np.array([x - radius, y + radius * 0.4])
    points = [start]
    for _ in range(14):
        points.append(
            points[-1] + np.array([dice.gauss(9 * scale, 7 * scale), dice.gauss(0, 12 * scale)])
        )
    curve = np.array(points).round().astype(np.int32).reshape(-1, 1, 2)
    cv2.polylines(layer, [curve], False, 1.0, max(round(1.1 * scale), 1), cv2.LINE_AA)
    return np.minimum(image, 255 - 150 * layer).astype(np.float32)


def _bend(
    image: Picture, dpi: int, wear: Wear, chance: np.random.Generator
) -> tuple[Picture, Matrix]:
    height, width = image.shape
    angle = wear.skew * float(chance.choice((-1, 1)))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    if angle or wear.bow:
        back = cv2.invertAffineTransform(turn)
        ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
        if wear.bow:
            depth = wear.bow / 25.4 * dpi
            ys = ys + depth * np.sin(np.pi * xs / width)
        from_x = np.asarray(back[0, 0] * xs + back[0, 1] * ys + back[0, 2], np.float32)
        from_y = np.asarray(back[1, 0] * xs + back[1, 1] * ys + back[1, 2], np.float32)
        image = cv2.remap(
            image, from_x, from_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
        ).astype(np.float32)
        image = np.clip(image, 0, 255).astype(np.float32)
    moved = np.asarray(turn, np.float64)
    moved[:, 2] *= POINTS_PER_INCH / dpi
    return image, moved


def _photocopy(image: Picture, dpi: int, chance: np.random.Generator, dice: Random) -> Picture:
    """Ink spreads, thin strokes drop out, dust leaves specks, the lid leaves a black edge."""
    height, width = image.shape
    spread = cv2.erode(image, np.ones((2, 2), np.uint8))
    drops = cv2.GaussianBlur(chance.random(image.shape).astype(np.float32), (0, 0), 1.2)
    dropped = np.where(drops > np.quantile(drops[::4, ::4], 0.985), 255, spread)
    image = dropped.astype(np.float32)
    for _ in range(int(width * height / 9000)):
        x, y = int(dice.uniform(0, width)), int(dice.uniform(0, height))
        cv2.circle(image, (x, y), int(dice.uniform(0, 2)), 30.0, -1)
    edge = round(4 / 25.4 * dpi)
    image[:, : int(edge * dice.uniform(0.3, 1.0))] = 20
    image[height - int(edge * dice.uniform(0.2, 0.8)) :, :] = 20
    harder = np.where(image < COPY_BLACK, image * 0.5, np.minimum(image * 1.15, 255))
    return np.asarray(harder, np.float32)
