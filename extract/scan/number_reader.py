"""Reads numeric cells of scans: one line of writing in, its text and how sure that is out.

The net knows digits of both scripts, the signs around them, and one sign for all that is no
number. How it is trained and what was measured is told in recognizer/README.md.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.scan.ctc_beam import Frames, Reading, readings

Gray = NDArray[np.uint8]
Ink = NDArray[np.float32]

ALPHABET = "০১২৩৪৫৬৭৮৯0123456789/.-%()[],:+ #"
"""The net's outputs 1 to 33; output 0 is CTC's blank. All dashes are read as `-`."""

BANGLA, LATIN = frozenset(ALPHABET[:10]), frozenset(ALPHABET[10:20])

BOTH_SCRIPTS = 0.01
"""Prior of a line with digits of both scripts against one script. A frame sees only its neighbours;
over the whole line this settles a Bangla 4 among Bangla digits against a Latin 8."""

NO_NUMBER = "#"
"""A run of letters or a drawing."""

READING_DPI = 200.0
"""All lines are brought to this resolution: 12 pt digits are 24 px high, 7 pt digits 11 px."""

HEIGHT = 40
"""Pixels of a line that the net sees, at `READING_DPI`: 14.4 pt."""

WIDTH_STEP = 16
"""Widths are filled up to a multiple, and only equal ones share a batch: an answer must not depend
on the other cells of the page."""

WIDEST = 1280
"""Pixels: 6.4 inches. A line that is wider is no numeric cell and is cut there."""

BATCH = 32

FAINTEST_INK = 0.3
"""Darkness below which ink is not stretched any further, so that the noise of an empty cell is not
made into writing."""

WRITING = 0.5
"""Darkness that counts as writing where the rows with most of it are looked for."""

NEARLY_ALL = 0.97
"""Rows with that share of the most writing are as good as those with the most."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What one line may say.

    Attributes:
        text: The best text; "" for an empty cell.
        confidence: Probability of the whole text.
        weakest: The least probability among its signs.
        alternatives: Next best texts with their probabilities, best first.
        letters: Something stands there that is no number.
        rival: What else it may say, where the picture speaks for one and the page's script for
            the other.
    """

    text: str
    confidence: float
    weakest: float
    alternatives: tuple[tuple[str, float], ...]
    letters: bool
    rival: str | None = None


class NumberReader:
    """The net and its session; make one per process."""

    def __init__(self, model: Path | None = None) -> None:
        self._model = model or Path(__file__).with_name("number_reader.onnx")

    @cached_property
    def _session(self) -> Any:
        # from 1.29 on it reports to its maker over the network, and keeps an identifier in the home
        # folder, unless it is told not to before it is loaded (microsoft/onnxruntime#27379)
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        onnxruntime = import_module("onnxruntime")  # no type hints; 0.1 s that others need not wait
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(
            str(self._model), options, providers=["CPUExecutionProvider"]
        )

    def read(self, lines: Sequence[Gray], dpi: float) -> tuple[Guess, ...]:
        """One guess for each line, in their order.

        Args:
            lines: Grey pictures (0 is black) of one line of one cell each, with some margin.
            dpi: Resolution of the scan.
        """
        prepared = [prepare(line, dpi) for line in lines]
        by_width: defaultdict[int, list[int]] = defaultdict(list)
        for number, ink in enumerate(prepared):
            by_width[ink.shape[1]].append(number)
        guesses: dict[int, Guess] = {}
        for numbers in by_width.values():
            for start in range(0, len(numbers), BATCH):
                batch = numbers[start : start + BATCH]
                frames = self._frames(prepared[number] for number in batch)
                guesses.update(zip(batch, map(guess, frames), strict=True))
        return tuple(guesses[number] for number in range(len(lines)))

    def _frames(self, inks: Iterable[Ink]) -> Frames:
        """Probabilities: lines x frames x outputs."""
        logits: Ink
        (logits,) = self._session.run(None, {"ink": np.stack(list(inks))[:, None]})
        powers = np.exp(logits - logits.max(axis=2, keepdims=True))
        return np.asarray(powers / powers.sum(axis=2, keepdims=True), dtype=np.float64)


def guess(frames: Frames) -> Guess:
    """The guess that one line's frames (frames x outputs) give."""
    found = readings(frames, ALPHABET)
    weights = [reading.probability * _prior(reading.text) for reading in found]
    elsewhere = max(1 - sum(reading.probability for reading in found), 0.0)
    whole = sum(weights) + elsewhere
    ranked: list[tuple[float, Reading]] = sorted(
        ((weight / whole, reading) for weight, reading in zip(weights, found, strict=True)),
        key=lambda entry: -entry[0],
    )
    (chance, best), *others = ranked
    return Guess(
        best.text,
        chance,
        best.weakest,
        tuple((other.text, likelihood) for likelihood, other in others),
        NO_NUMBER in best.text,
    )


def _prior(text: str) -> float:
    signs = set(text)
    return BOTH_SCRIPTS if signs & BANGLA and signs & LATIN else 1.0


def prepare(line: Gray, dpi: float) -> Ink:
    """Ink from 0 (paper) to 1 at `READING_DPI`, `HEIGHT` high, a multiple of `WIDTH_STEP` wide."""
    if not line.size:
        return np.zeros((HEIGHT, WIDTH_STEP), np.float32)
    scaled = _scaled(line, READING_DPI / dpi)[:, :WIDEST]
    ink = _window(_ink(scaled))
    width = -(-ink.shape[1] // WIDTH_STEP) * WIDTH_STEP
    whole = np.zeros((HEIGHT, width), np.float32)
    left = (width - ink.shape[1]) // 2
    whole[:, left : left + ink.shape[1]] = ink
    return whole


def _scaled(line: Gray, scale: float) -> Gray:
    height, width = line.shape
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(line, size, interpolation=way), dtype=np.uint8)


def _ink(gray: Gray) -> Ink:
    """Darkness against the paper around it, stretched so that the darkest writing is near 1."""
    calm = cv2.medianBlur(gray, 3)
    paper = cv2.dilate(calm, np.ones((15, 15), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 6, borderType=cv2.BORDER_REPLICATE)
    ratio = gray.astype(np.float32) / np.maximum(paper, 1).astype(np.float32)
    ink = np.clip(1 - ratio, 0, 1)
    darkest = max(float(np.quantile(ink, 0.995)), FAINTEST_INK)
    return np.asarray(np.minimum(ink / darkest, 1), dtype=np.float32)


def _window(ink: Ink) -> Ink:
    """The `HEIGHT` rows with most ink; where several have it, those nearest to the middle."""
    height, width = ink.shape
    if height <= HEIGHT:
        top = (HEIGHT - height) // 2
        return np.pad(ink, ((top, HEIGHT - height - top), (0, 0)))
    rows = np.concatenate([[0.0], np.cumsum(np.where(ink > WRITING, ink, 0).sum(axis=1))])
    sums = rows[HEIGHT:] - rows[:-HEIGHT]
    middle = (height - HEIGHT) / 2
    good = np.flatnonzero(sums >= NEARLY_ALL * sums.max())
    top = int(good[np.argmin(np.abs(good - middle))])
    return ink[top : top + HEIGHT, :width]
