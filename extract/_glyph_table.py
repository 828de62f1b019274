"""The glyphs that are known: by the hash of their outline, or by likeness."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from extract._glyph_outlines import GRID, Shape

SHIPPED = Path(__file__).with_name("glyphs") / "known.npz"
FOLDER_VARIABLE = "OGROGOTI_FONTS"
_GEOMETRY_WEIGHT = 0.6
"""Of a difference of one em in width, top or bottom, against a wholly different picture.
Measured as the weight with the fewest wrong nearest glyphs, see docs/decisions/0010."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The nearest glyph that means something else than all nearer ones."""

    text: str
    distance: float
    """From 0, the same shape, to 1."""
    margin: float
    """How much farther the nearest glyph with another meaning is."""


@dataclass(frozen=True)
class KnownGlyphs:
    """Outlines with what they stand for, sorted by hash."""

    keys: Any
    texts: Any
    """Index into `symbols`."""
    shapes: Any
    """One row each: the picture's bits, then width, bottom and top in hundredths of the em."""
    symbols: tuple[tuple[str, ...], ...]
    """Readings of a glyph, the likeliest first; more than one where fonts draw them alike."""

    def find(self, key: bytes) -> tuple[str, ...]:
        """What the outline with this hash can stand for."""
        number = int.from_bytes(key, "big")
        at = int(np.searchsorted(self.keys, np.uint64(number)))
        if at < len(self.keys) and self.keys[at] == number:
            return self.symbols[int(self.texts[at])]
        return ()

    def nearest(self, shape: Shape) -> Likeness | None:
        """The glyph that looks most like this shape; None if none is known."""
        if not len(self.keys):
            return None
        apart = self._apart(shape)
        first = int(np.argmin(apart))
        others = apart[self._meanings != self._meanings[first]]
        distance = float(apart[first])
        margin = float(others.min()) - distance if len(others) else 1.0
        return Likeness(self.symbols[int(self.texts[first])][0], distance, margin)

    def alike(self, shape: Shape, within: float) -> dict[str, float]:
        """Meanings of glyphs that look like this shape.

        Args:
            shape: of an unknown glyph.
            within: how much farther than the nearest glyph they may be.

        Returns:
            How much farther each of them is.
        """
        if not len(self.keys):
            return {}
        apart = self._apart(shape)
        farther = apart - apart.min()
        found: dict[str, float] = {}
        for at in np.flatnonzero(farther <= within):
            text = self.symbols[int(self.texts[at])][0]
            found[text] = min(float(farther[at]), found.get(text, 1.0))
        return found

    def _apart(self, shape: Shape) -> Any:
        """The distance of every glyph."""
        pictures, boxes = self._measures
        bits = np.frombuffer(shape.picture, dtype=np.uint64)
        unlike = np.bitwise_count(pictures ^ bits).sum(axis=1, dtype=np.float32) / (GRID * GRID)
        box = np.array([shape.width, shape.bottom, shape.top], dtype=np.float32) / 1000
        return unlike + _GEOMETRY_WEIGHT * np.abs(boxes - box).sum(axis=1)

    @cached_property
    def _meanings(self) -> Any:
        """For every glyph the number of its first reading."""
        numbers: dict[str, int] = {}
        first = [numbers.setdefault(texts[0], len(numbers)) for texts in self.symbols]
        return np.array(first)[self.texts]

    @cached_property
    def _measures(self) -> tuple[Any, Any]:
        n_bytes = GRID * GRID // 8
        pictures = np.ascontiguousarray(self.shapes[:, :n_bytes]).view(np.uint64)
        boxes = self.shapes[:, n_bytes:].view(np.int8).astype(np.float32) / 100
        return pictures, boxes


@cache
def known_glyphs() -> KnownGlyphs:
    """The shipped glyphs, and those of the fonts that this machine's user added."""
    added = sorted(user_folder().glob("*.npz")) if user_folder().is_dir() else []
    return merge([_load(path) for path in [SHIPPED, *added] if path.is_file()])


def user_folder() -> Path:
    """Where the glyphs of added fonts lie: $OGROGOTI_FONTS, or below the user's data folder."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "ogrogoti" / "glyphs"


def merge(parts: Iterable[KnownGlyphs]) -> KnownGlyphs:
    """All glyphs of several tables; of two with one outline the first stands."""
    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    if not parts:
        empty = np.zeros(0, dtype=np.uint64)
        return KnownGlyphs(empty, empty, np.zeros((0, GRID * GRID // 8 + 3), np.uint8), ())
    symbols: list[tuple[str, ...]] = []
    shifted: list[Any] = []
    for part in parts:
        shifted.append(part.texts.astype(np.uint32) + len(symbols))
        symbols.extend(part.symbols)
    keys, first = np.unique(np.concatenate([part.keys for part in parts]), return_index=True)
    return KnownGlyphs(
        keys,
        np.concatenate(shifted)[first],
        np.concatenate([part.shapes for part in parts])[first],
        tuple(symbols),
    )


def _load(path: Path) -> KnownGlyphs:
    with np.load(path, allow_pickle=False) as stored:
        packed = stored["symbols"].tobytes().decode("utf-8")
        symbols = tuple(tuple(line.split("\x1f")) for line in packed.split("\x1e"))
        return KnownGlyphs(stored["keys"], stored["texts"], stored["shapes"], symbols)


def save(path: Path, glyphs: KnownGlyphs) -> None:
    """Write a table: hashes, characters and pictures of 16 × 16 points, no outlines."""
    packed = "\x1e".join("\x1f".join(readings) for readings in glyphs.symbols)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        keys=glyphs.keys,
        texts=glyphs.texts,
        shapes=glyphs.shapes,
        symbols=np.frombuffer(packed.encode("utf-8"), dtype=np.uint8),
    )
