"""The glyphs that are known: by the hash of their outline, or by likeness.

They are kept as they are stored, in flat arrays. numpy takes 20 MB, more than all else that a file
in known fonts needs, so that it is imported where shapes are compared.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from extract._glyph_outlines import GRID, Shape

PICTURE_BYTES = GRID * GRID // 8
SHAPE_BYTES = PICTURE_BYTES + 3
SHIPPED = Path(__file__).with_name("glyphs") / "known.npz"
FOLDER_VARIABLE = "OGROGOTI_FONTS"
_GEOMETRY_WEIGHT = 0.6
"""Of a difference of one em in width, top or bottom, against a wholly different picture.
Measured as the weight with the fewest wrong nearest glyphs, see docs/decisions/0010."""

_Row = tuple[int, int, bytes]


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

    keys: Sequence[int]
    texts: Sequence[int]
    """Index into `symbols`."""
    shapes: bytes
    """SHAPE_BYTES each: the picture's bits, then width, bottom and top in hundredths of the em."""
    symbols: tuple[tuple[str, ...], ...]
    """Readings of a glyph, the likeliest first; more than one where fonts draw them alike."""

    def find(self, key: bytes) -> tuple[str, ...]:
        """What the outline with this hash can stand for."""
        number = int.from_bytes(key, "big")
        at = bisect_left(self.keys, number)
        if at < len(self.keys) and self.keys[at] == number:
            return self.symbols[self.texts[at]]
        return ()

    def without(self, keys: Iterable[int]) -> KnownGlyphs:
        """All glyphs but those with these numbers."""
        left_out = frozenset(keys)
        return _table(
            ((key, text, shape) for key, text, shape in self.rows() if key not in left_out),
            self.symbols,
        )

    def rows(self, shift: int = 0) -> Iterator[_Row]:
        """Key, text and shape of each glyph, the index of its text moved by so many."""
        for at, (key, text) in enumerate(zip(self.keys, self.texts, strict=True)):
            yield key, text + shift, self.shapes[at * SHAPE_BYTES : (at + 1) * SHAPE_BYTES]

    def nearest(self, shape: Shape) -> Likeness | None:
        """The glyph that looks most like this shape; None if none is known."""
        if not len(self.keys):
            return None
        import numpy as np

        apart = self._apart(shape)
        first = int(np.argmin(apart))
        others = apart[self._meanings != self._meanings[first]]
        distance = float(apart[first])
        margin = float(others.min()) - distance if len(others) else 1.0
        return Likeness(self.symbols[self.texts[first]][0], distance, margin)

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
        import numpy as np

        apart = self._apart(shape)
        farther = apart - apart.min()
        found: dict[str, float] = {}
        for at in np.flatnonzero(farther <= within):
            text = self.symbols[self.texts[int(at)]][0]
            found[text] = min(float(farther[at]), found.get(text, 1.0))
        return found

    def _apart(self, shape: Shape) -> Any:
        """The distance of every glyph."""
        import numpy as np

        pictures, boxes = self._measures
        bits = np.frombuffer(shape.picture, dtype=np.uint64)
        unlike = np.bitwise_count(pictures ^ bits).sum(axis=1, dtype=np.float32) / (GRID * GRID)
        box = np.array([shape.width, shape.bottom, shape.top], dtype=np.float32) / 1000
        return unlike + _GEOMETRY_WEIGHT * np.abs(boxes - box).sum(axis=1)

    @cached_property
    def _meanings(self) -> Any:
        """For every glyph the number of its first reading."""
        import numpy as np

        numbers: dict[str, int] = {}
        first = [numbers.setdefault(texts[0], len(numbers)) for texts in self.symbols]
        return np.array(first)[self.texts]

    @cached_property
    def _measures(self) -> tuple[Any, Any]:
        import numpy as np

        shapes = np.frombuffer(self.shapes, dtype=np.uint8).reshape(len(self.keys), SHAPE_BYTES)
        pictures = np.ascontiguousarray(shapes[:, :PICTURE_BYTES]).view(np.uint64)
        boxes = shapes[:, PICTURE_BYTES:].view(np.int8).astype(np.float32) / 100
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
    symbols: list[tuple[str, ...]] = []
    rows: dict[int, _Row] = {}
    for part in parts:
        for row in part.rows(len(symbols)):
            rows.setdefault(row[0], row)
        symbols.extend(part.symbols)
    return _table((rows[key] for key in sorted(rows)), tuple(symbols))


def _table(rows: Iterable[_Row], symbols: tuple[tuple[str, ...], ...]) -> KnownGlyphs:
    keys, texts, shapes = array("Q"), array("I"), bytearray()
    for key, text, shape in rows:
        keys.append(key)
        texts.append(text)
        shapes += shape
    return KnownGlyphs(keys, texts, bytes(shapes), symbols)


def _load(path: Path) -> KnownGlyphs:
    with ZipFile(path) as stored:
        packed = str(_member(stored, "symbols"), "utf-8")
        symbols = tuple(tuple(line.split("\x1f")) for line in packed.split("\x1e"))
        return KnownGlyphs(
            _member(stored, "keys").cast("Q"),
            _member(stored, "texts").cast("H"),
            bytes(_member(stored, "shapes")),
            symbols,
        )


def _member(stored: ZipFile, name: str) -> memoryview:
    """The bytes of an array, behind numpy's header (version 1.0 of its format)."""
    content = stored.read(f"{name}.npy")
    length = int.from_bytes(content[8:10], "little")
    return memoryview(content)[10 + length :]
