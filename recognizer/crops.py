"""Crops of single lines as a page's grid gives them, with what they say."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from recognizer import texts, wear
from recognizer.faces import Face, sized
from recognizer.wear import Gray, Layer

ROOM = 26
"""Pixels around the writing at 200 dpi, of which the crop takes a part."""

DRAWING = 0.01
"""Share of an empty cell that strokes must cover to be told as a drawing."""

DPI = (140, 150, 150, 150, 175, 200, 200, 200, 200, 240, 300, 300, 300, 360, 420)
"""Resolutions in training, the usual ones oftener."""

WEARS = (*wear.KINDS, "clean", "light", "medium", "bilevel", "mixture", "mixture")
"""Kinds of wear in training, the usual ones oftener."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A line as scanned, and the answer."""

    line: Gray
    dpi: float
    label: str


@dataclass(frozen=True, slots=True)
class Order:
    """What to make: a kind of text, kind of wear and resolution; None leaves it to chance."""

    text: str | None = None
    wear: str | None = None
    dpi: int | None = None


@dataclass(frozen=True, slots=True)
class Studio:
    """Fonts to draw with."""

    faces: Sequence[Face]
    latin: Sequence[Path]
    outlines: bool = True  # vary weight, width and slant

    def crop(self, order: Order, rng: random.Random) -> Crop:
        """One crop."""
        kind = order.text or rng.choices(list(texts.KINDS), list(texts.KINDS.values()))[0]
        dpi = order.dpi or rng.choice(DPI) + rng.choice((0, 0, -3, 4))
        worn = wear.draw(order.wear or rng.choice(WEARS), rng)
        text = texts.compose(kind, rng)
        points = rng.uniform(6.8, 12.5)
        ink = self._print(text, points, dpi, rng) if text else _nothing(dpi, rng)
        answer = texts.label(text)
        if texts.has_joined_dashes(text) and _pieces(ink) < len(text):
            answer = answer[: _pieces(ink)]
        room = max(round(ROOM * dpi / 200), 14)
        sheet = _turned(np.pad(ink, room), worn.skew)
        behind = self._behind(sheet.shape, points, dpi, rng) if worn.bleed else None
        sheet, window = self._surrounded(sheet, room, points, dpi, worn, rng)
        top, bottom, left, right = window
        drawn = wear.scribbled(sheet, worn.strokes, rng)
        if not text and (drawn - sheet > 0.4)[top:bottom, left:right].mean() > DRAWING:
            answer = texts.NO_NUMBER
        line = wear.wear_out(drawn, worn, behind, rng)
        return Crop(line[top:bottom, left:right], dpi, answer)

    def _print(self, text: str, points: float, dpi: float, rng: random.Random) -> Layer:
        """The text's ink, cut to its box."""
        face = rng.choice(self.faces)
        finer = 2 if dpi < 260 else 1
        size = max(round(points * dpi / 72 * finer), 8)
        ink = _drawn(text, face, rng.choice(self.latin), size)
        vary = self.outlines and rng.random() < 0.5
        if vary:
            ink = _reshaped(ink, size, rng)
        wide = rng.uniform(0.8, 1.25) if vary else 1.0
        slant = rng.uniform(-0.05, 0.3) if vary and rng.random() < 0.3 else 0.0
        scale = 1 / finer
        height, width = ink.shape
        size_out = (
            max(round(width * scale * wide + abs(slant) * height * scale) + 2, 2),
            max(round(height * scale) + 2, 2),
        )
        shift = (1 + rng.random() + max(slant, 0) * height * scale, 0.5 + rng.random())
        turn = np.array(
            [[scale * wide, -slant * scale, shift[0]], [0, scale, shift[1]]], dtype=np.float64
        )
        soft = cv2.GaussianBlur(ink, (0, 0), 0.6) if finer > 1 else ink
        return _boxed(np.asarray(cv2.warpAffine(soft, turn, size_out), dtype=np.float32))

    def _behind(
        self, shape: tuple[int, ...], points: float, dpi: float, rng: random.Random
    ) -> Layer:
        """Mirrored writing of the other side."""
        text = " ".join(
            texts.compose(rng.choice(("letters", "date", "integer")), rng) for _ in range(3)
        )
        ink = self._print(text, points, dpi, rng)[:, ::-1]
        sheet = np.zeros(shape, np.float32)
        _lay(
            sheet,
            ink,
            rng.randint(-5, shape[0] // 2),
            rng.randint(-ink.shape[1] // 2, shape[1] // 2),
        )
        return sheet

    def _surrounded(
        self,
        sheet: Layer,
        room: int,
        points: float,
        dpi: float,
        worn: wear.Wear,
        rng: random.Random,
    ) -> tuple[Layer, tuple[int, int, int, int]]:
        """Rules and neighbours at the edges; the window (top, bottom, left, right) to cut."""
        unit = dpi / 200
        height, width = sheet.shape
        loose = 12 if rng.random() < 0.8 else 24
        margins = [max(round(rng.uniform(2, loose) * unit), 1) for _ in range(4)]
        slack = round(abs(worn.skew) / 57 * width / 2)
        margins = [min(margin + slack // 2 * (at < 2), room) for at, margin in enumerate(margins)]
        window = (
            room - margins[0],
            height - room + margins[1],
            room - margins[2],
            width - room + margins[3],
        )
        rules = np.zeros_like(sheet)
        for side in range(4):
            if rng.random() < 0.18:
                _rule(rules, side, window[side], margins[side], unit, rng)
        if worn.rule_fade:
            rules *= 1 - worn.rule_fade
            rules *= np.kron(
                np.random.default_rng(rng.getrandbits(32)).random((height // 9 + 1, width // 9 + 1))
                > 0.3 * rng.random(),
                np.ones((9, 9)),
            )[:height, :width]
        sheet = np.maximum(sheet, _turned(rules, rng.uniform(-0.5, 0.5) + worn.skew * 0.5))
        if rng.random() < 0.12:
            sheet = self._neighbour(sheet, window, margins, points, dpi, rng)
        return np.asarray(sheet, dtype=np.float32), window

    def _neighbour(
        self, sheet: Layer, window: tuple[int, int, int, int], margins: list[int],
        points: float, dpi: float, rng: random.Random,
    ) -> Layer:  # fmt: skip
        """A piece of the line above or below reaches into the window."""
        text = texts.compose(rng.choice(("letters", "date", "integer", "mixed")), rng)
        ink = self._print(text, points, dpi, rng)
        side = rng.randrange(2)
        reach = max(round(margins[side] * rng.uniform(0.1, 0.7)), 1)
        top = window[0] + reach - ink.shape[0] if side == 0 else window[1] - reach
        laid = sheet.copy()
        _lay(laid, ink, top, rng.randint(-ink.shape[1] // 3, max(sheet.shape[1] * 2 // 3, 1)))
        return laid


def _drawn(text: str, face: Face, latin: Path, size: int) -> Layer:
    """Runs of both fonts on one base line."""
    runs = [(sized(font, size), run) for font, run in face.runs(text, latin)]
    width = sum(font.getlength(run) for font, run in runs)
    picture = Image.new("L", (round(width) + size, size * 3))
    pencil = ImageDraw.Draw(picture)
    across = size / 2
    for font, run in runs:
        pencil.text((across, size * 2), run, font=font, fill=255, anchor="ls")
        across += font.getlength(run)
    return _boxed(np.asarray(picture, dtype=np.float32) / np.float32(255))


def _boxed(ink: Layer) -> Layer:
    """The part that has ink."""
    rows, columns = (np.flatnonzero((ink > 0.1).any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return np.zeros((4, 4), np.float32)
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _pieces(ink: Layer) -> int:
    """Pieces of ink side by side."""
    filled = (ink > 0.4).any(axis=0).astype(np.int8)
    return int((np.diff(np.concatenate([[0], filled])) > 0).sum())


def _reshaped(ink: Layer, size: int, rng: random.Random) -> Layer:
    """Other weight, and outlines that no font has."""
    padded = np.pad(ink, 4)
    if rng.random() < 0.6:
        soft = cv2.GaussianBlur(padded, (0, 0), size * rng.uniform(0.012, 0.035))
        padded = np.clip((soft - rng.uniform(0.28, 0.62)) * 5 + 0.5, 0, 1).astype(np.float32)
    if rng.random() < 0.5:
        chance = np.random.default_rng(rng.getrandbits(32))
        coarse = [max(side * 3 // size, 2) for side in padded.shape]
        shape = (padded.shape[1], padded.shape[0])
        bend = [
            cv2.resize(
                chance.normal(0, size * 0.03, coarse).astype(np.float32),
                shape,
                interpolation=cv2.INTER_CUBIC,
            )
            for _ in range(2)
        ]
        down, across = np.indices(padded.shape, dtype=np.float32)
        bent = cv2.remap(padded, across + bend[0], down + bend[1], cv2.INTER_LINEAR)
        return np.asarray(bent, dtype=np.float32)
    return padded


def _nothing(dpi: float, rng: random.Random) -> Layer:
    unit = dpi / 200
    return np.zeros(
        (round(rng.uniform(2, 40) * unit), round(rng.uniform(2, 180) * unit)), np.float32
    )


def _turned(sheet: Layer, degrees: float) -> Layer:
    if abs(degrees) < 0.05:
        return sheet
    height, width = sheet.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(sheet, turn, (width, height)), dtype=np.float32)


def _rule(rules: Layer, side: int, edge: int, margin: int, unit: float, rng: random.Random) -> None:
    """A ruling line near one side of the window: outside the writing, whole, or cut by the edge."""
    thick = max(round(rng.uniform(0.8, 3.2) * unit), 1)
    inward = rng.randint(-thick, max(margin - thick - 2, 0))
    start = edge + inward if side in (0, 2) else edge - inward - thick
    start = max(start, 0)
    dark = rng.uniform(0.6, 1)
    if side < 2:
        rules[start : start + thick, :] = dark
    else:
        rules[:, start : start + thick] = dark
    if rng.random() < 0.15:  # a rule that ends or begins here
        cut = rng.randrange(rules.shape[1] if side < 2 else rules.shape[0])
        if side < 2:
            rules[start : start + thick, :cut] = 0
        else:
            rules[:cut, start : start + thick] = 0


def _lay(sheet: Layer, ink: Layer, top: int, left: int) -> None:
    """Add ink at a place, which may reach beyond the sheet."""
    rows = slice(max(top, 0), min(top + ink.shape[0], sheet.shape[0]))
    columns = slice(max(left, 0), min(left + ink.shape[1], sheet.shape[1]))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return
    piece = ink[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    sheet[rows, columns] = np.maximum(sheet[rows, columns], piece)
