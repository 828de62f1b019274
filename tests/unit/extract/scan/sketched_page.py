"""Pictures of pages: tables out of signs, words as a headline with letters hanging from it."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extract._drawn import Rule
from extract.scan.page_image import PageImage
from tests.unit.drawn_tables import drawn

Gray = NDArray[np.uint8]
WIDER, HIGHER = 3.0, 2.0
"""A sign of a sketch is 18 by 24 points on the page."""
LEFT, TOP = 60.0, 80.0
PAGE = (842.0, 595.0)


def rules_of(sketch: str) -> list[Rule]:
    """The rules of a sketch in points of the page."""
    return [
        Rule(
            rule.x0 * WIDER + LEFT,
            rule.top * HIGHER + TOP,
            rule.x1 * WIDER + LEFT,
            rule.bottom * HIGHER + TOP,
        )
        for rule in drawn(sketch).rules
    ]


def paper(dpi: int = 200, gray: int = 255) -> Gray:
    width, height = (round(length * dpi / 72) for length in PAGE)
    return np.full((height, width), gray, np.uint8)


def sketched(
    sketch: str,
    dpi: int = 200,
    *,
    ink: int = 0,
    words: bool = True,
    holes: Sequence[tuple[float, float, float, float]] = (),
) -> Gray:
    """A page with the table of a sketch, 0.75 pt thick, and a word at each of its letters.

    Args:
        sketch: see `tests.unit.drawn_tables`.
        dpi: of the picture.
        ink: grey of the rules.
        words: whether letters of the sketch become words.
        holes: boxes in points out of which the rules are taken.
    """
    page, scale = paper(dpi), dpi / 72
    thick = max(round(0.75 * scale), 1)
    for rule in rules_of(sketch):
        x0, x1 = round(rule.x0 * scale), round(rule.x1 * scale)
        top, bottom = round(rule.top * scale), round(rule.bottom * scale)
        if rule.is_level:
            page[top : top + thick, x0 : x1 + thick] = ink
        else:
            page[top : bottom + thick, x0 : x0 + thick] = ink
    for x0, top, x1, bottom in holes:
        page[round(top * scale) : round(bottom * scale), round(x0 * scale) : round(x1 * scale)] = (
            255
        )
    if words:
        for token in drawn(sketch).tokens:
            put_word(page, token.x0 * WIDER + LEFT, token.top * HIGHER + TOP + 4, dpi)
    return page


def put_word(page: Gray, x: float, y: float, dpi: int, length: float = 14.0) -> None:
    """A headline with letters below it, as Bangla has them; points."""
    scale = dpi / 72
    thick = max(round(0.9 * scale), 1)
    left, right, top = round(x * scale), round((x + length) * scale), round(y * scale)
    bottom = round((y + 5.5) * scale)
    page[top : top + thick, left:right] = 0
    for step in np.arange(x + 1.5, x + length - 2, 4.0):
        stem = round(step * scale)
        page[top:bottom, stem : stem + thick] = 0
        middle = (stem + round(1.8 * scale), (top + bottom) // 2 + thick)
        cv2.circle(page, middle, round(1.4 * scale), 0, thick)


def page_of(gray: Gray, dpi: int = 200, number: int = 1) -> PageImage:
    height, width = gray.shape
    return PageImage(gray, float(dpi), number, width * 72 / dpi, height * 72 / dpi)


def tilted(gray: Gray, degrees: float) -> Gray:
    """The page as a feeder tilts it, clockwise."""
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(gray, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,)),
        np.uint8,
    )


def noisy(gray: Gray, sigma: float, seed: int = 1) -> Gray:
    chance = np.random.default_rng(seed)
    return np.clip(gray + chance.normal(0, sigma, gray.shape), 0, 255).astype(np.uint8)
