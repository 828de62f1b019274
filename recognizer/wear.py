"""What printers, copiers and scanners do to writing, one line at a time."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Layer = NDArray[np.float32]
"""Ink of a line: 0 is none, 1 is full."""

KINDS = ("clean", "light", "medium", "heavy", "bilevel", "faded", "bleed", "photocopy", "stamp")


@dataclass(frozen=True, slots=True)
class Wear:
    """One line's wear; lengths in pixels of the scan, shares from 0 to 1."""

    skew: float = 0.0  # degrees
    blur: float = 0.3
    noise: float = 1.0  # grey levels
    jpeg: int = 95
    paper: float = 250.0  # grey level
    gradient: float = 0.0  # grey levels from end to end
    ink: float = 25.0  # grey level of full ink
    fade: float = 0.0  # share of the ink that is gone
    rule_fade: float = 0.0
    bleed: float = 0.0
    bilevel: bool = False
    copies: float = 0.0  # strength of photocopying
    strokes: int = 0  # of stamps and signatures


def draw(kind: str, rng: random.Random) -> Wear:
    """Wear of that kind."""
    either = rng.choice((-1, 1))
    pick = rng.uniform
    match kind:
        case "clean":
            return Wear(pick(-0.2, 0.2), pick(0, 0.5), pick(0, 2.5), 95, pick(240, 255))
        case "light":
            return Wear(
                pick(-0.6, 0.6), pick(0.3, 0.8), pick(1, 6), rng.randint(60, 90), pick(230, 255)
            )
        case "medium":
            return Wear(
                pick(-1.2, 1.2), pick(0.5, 1.05), pick(3, 11), rng.randint(45, 80),
                pick(210, 245), pick(-15, 15), pick(20, 60), pick(0, 0.15),
            )  # fmt: skip
        case "heavy":
            return Wear(
                either * pick(0.5, 2.2), pick(0.7, 1.5), pick(6, 17), rng.randint(30, 60),
                pick(185, 230), pick(-30, 30), pick(30, 80), pick(0, 0.35), pick(0, 0.6),
            )  # fmt: skip
        case "bilevel":
            return replace(draw(rng.choice(("clean", "light", "medium")), rng), bilevel=True)
        case "faded":
            return replace(
                draw(rng.choice(("light", "medium")), rng),
                fade=pick(0.2, 0.65),
                rule_fade=pick(0.2, 0.8),
            )
        case "bleed":
            return replace(draw(rng.choice(("light", "medium")), rng), bleed=pick(0.08, 0.32))
        case "photocopy":
            worn = draw(rng.choice(("clean", "light", "medium")), rng)
            return replace(worn, copies=pick(0.3, 1.0), bilevel=rng.random() < 0.3)
        case "stamp":
            return replace(
                draw(rng.choice(("clean", "light", "medium")), rng), strokes=rng.randint(1, 3)
            )
        case _:
            return _mixture(rng)


def _mixture(rng: random.Random) -> Wear:
    """Several kinds at once, as on a copy of a copy."""
    worn = draw(rng.choice(("light", "medium", "heavy")), rng)
    return replace(
        worn,
        fade=worn.fade if rng.random() < 0.7 else rng.uniform(0.1, 0.6),
        bleed=rng.uniform(0.05, 0.3) if rng.random() < 0.25 else 0.0,
        copies=rng.uniform(0.2, 0.8) if rng.random() < 0.25 else 0.0,
        strokes=rng.randint(1, 2) if rng.random() < 0.15 else 0,
        bilevel=rng.random() < 0.15,
    )


def wear_out(ink: Layer, wear: Wear, behind: Layer | None, rng: random.Random) -> Gray:
    """The scan of a line of ink.

    Args:
        ink: The print.
        wear: What happens to it.
        behind: Ink of the other side of the paper.
        rng: Source of chance.
    """
    chance = np.random.default_rng(rng.getrandbits(32))
    layer = _copied(ink, wear.copies, chance) if wear.copies else ink
    if wear.fade:
        layer = layer * (1 - wear.fade * _clouds(layer.shape, chance, 0.5))
    if behind is not None and wear.bleed:
        layer = np.maximum(
            layer, wear.bleed * cv2.GaussianBlur(behind, (0, 0), rng.uniform(0.6, 1.6))
        )
    if wear.blur > 0.15:
        layer = np.asarray(cv2.GaussianBlur(layer, (0, 0), wear.blur), dtype=np.float32)
    paper = _paper(layer.shape, wear, chance)
    gray = paper - layer * (paper - wear.ink)
    if wear.noise:
        gray = gray + _grain(layer.shape, chance) * wear.noise
    return _coded(np.clip(gray, 0, 255).astype(np.uint8), wear, rng)


def _coded(gray: Gray, wear: Wear, rng: random.Random) -> Gray:
    if wear.bilevel:
        dark = float(np.quantile(gray, 0.005))  # thin writing must survive here, too
        middle = wear.paper - max((wear.paper - dark) * rng.uniform(0.3, 0.65), 40)
        return np.where(gray < middle, 0, 255).astype(np.uint8)
    if wear.jpeg >= 95:
        return gray
    _, packed = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, wear.jpeg])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def _clouds(shape: tuple[int, ...], chance: np.random.Generator, depth: float) -> Layer:
    """Smooth values from 1 - depth to 1 … of some letters' size."""
    rows, columns = max(shape[0] // 12, 2), max(shape[1] // 12, 2)
    coarse = chance.uniform(1 - depth, 1, (rows, columns)).astype(np.float32)
    return np.asarray(
        cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), dtype=np.float32
    )


def _grain(shape: tuple[int, ...], chance: np.random.Generator) -> Layer:
    """Noise of deviation 1, fine or a little coarse."""
    grain = chance.standard_normal(shape, dtype=np.float32)
    if chance.random() < 0.35:
        return np.asarray(cv2.GaussianBlur(grain, (0, 0), 0.7) * 2.2, dtype=np.float32)
    return grain


def _paper(shape: tuple[int, ...], wear: Wear, chance: np.random.Generator) -> Layer:
    across = np.linspace(-0.5, 0.5, shape[1], dtype=np.float32)[None, :]
    down = np.linspace(-0.5, 0.5, shape[0], dtype=np.float32)[:, None]
    turn = chance.uniform(-1, 1)
    return np.asarray(wear.paper + wear.gradient * (across + turn * down), dtype=np.float32)


def _copied(ink: Layer, strength: float, chance: np.random.Generator) -> Layer:
    """A photocopy: ink spreads or thins in places, drops out, specks and a dark edge come in."""
    soft = cv2.GaussianBlur(ink, (0, 0), 0.5 + 0.7 * strength * chance.random())
    uneven = _clouds(ink.shape, chance, 1.0) - 0.5
    written = soft[ink > 0.4]
    full = float(np.quantile(written, 0.7)) if written.size else 1.0  # thin writing must survive
    level = full * (0.5 + strength * (0.22 * uneven + chance.uniform(-0.2, 0.12)))
    copy = np.clip((soft - level) * 6 + 0.5, 0, 1).astype(np.float32)
    if chance.random() < 0.7:
        grain = cv2.GaussianBlur(_grain(ink.shape, chance), (0, 0), chance.uniform(0.5, 1.0))
        copy = copy * (np.asarray(grain, np.float32) * 2 < 2.6 - 1.3 * strength * chance.random())
    specks = chance.random(ink.shape, dtype=np.float32) < 0.004 * strength * chance.random()
    size = int(chance.integers(1, 4))
    copy = np.maximum(copy, cv2.dilate(specks.astype(np.float32), np.ones((size, size), np.uint8)))
    return np.asarray(
        _dark_edge(copy, chance) if chance.random() < 0.12 else copy, dtype=np.float32
    )


def _dark_edge(copy: Layer, chance: np.random.Generator) -> Layer:
    """The copier's black border reaches into one side of the picture."""
    edged = copy.copy()
    deep = int(chance.integers(8, 30))
    if chance.random() < 0.5:
        edged[:, :deep] = 1
    else:
        edged[:, -deep:] = 1
    return edged


def scribbled(ink: Layer, strokes: int, rng: random.Random) -> Layer:
    """The print under stamps and signatures."""
    for _ in range(strokes):
        ink = _stroke(ink, rng)
    return ink


def _stroke(layer: Layer, rng: random.Random) -> Layer:
    """An arc of a stamp, or a pen's line, over (or beside) the writing."""
    height, width = layer.shape
    mask = np.zeros(layer.shape, np.uint8)
    thick = max(1, round(height * rng.uniform(0.02, 0.09)))
    if rng.random() < 0.5:
        radius = round(height * rng.uniform(0.7, 4))
        angle = rng.uniform(0, 6.283)
        centre = (
            round(width * rng.uniform(0.1, 0.9) + radius * np.cos(angle)),
            round(height * rng.uniform(0.2, 0.8) + radius * np.sin(angle)),
        )
        axes = (radius, round(radius * rng.uniform(0.7, 1)))
        cv2.ellipse(mask, centre, axes, rng.uniform(0, 180), 0, 360, 255, thick, cv2.LINE_AA)
        if rng.random() < 0.4:
            inner = (max(axes[0] - 3 * thick, 1), max(axes[1] - 3 * thick, 1))
            cv2.ellipse(mask, centre, inner, 0, 0, 360, 255, max(thick // 2, 1), cv2.LINE_AA)
    else:
        points = _pen(width, height, rng)
        cv2.polylines(mask, [points], False, 255, max(thick * 2 // 3, 1), cv2.LINE_AA)
    dark = rng.uniform(0.25, 0.95)
    return np.asarray(
        1 - (1 - layer) * (1 - dark * mask.astype(np.float32) / 255), dtype=np.float32
    )


def _pen(width: int, height: int, rng: random.Random) -> NDArray[np.int32]:
    """A smooth line through a few chance points."""
    knots = rng.randint(3, 6)
    across = sorted(rng.uniform(-0.2, 1.2) * width for _ in range(knots))
    down = [rng.uniform(-0.3, 1.3) * height for _ in range(knots)]
    steps = np.linspace(0, knots - 1, 40)
    fine = [np.interp(steps, range(knots), values) for values in (across, down)]
    smooth = [
        np.convolve(np.pad(values, 4, mode="edge"), np.ones(9) / 9, "valid") for values in fine
    ]
    return np.stack(smooth, axis=1).round().astype(np.int32)
