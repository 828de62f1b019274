"""Makes tables of known glyphs: `python -m extract.glyph_database FONT...` adds fonts of your own.

Without `--shipped` the table goes into the user's folder, see docs/add-a-font.md.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import numpy as np

from extract._fonttools import TTCollection, TTFont
from extract._glyph_outlines import draw, outline_key, shape
from extract._glyph_symbols import HALF_TA, HASANTA, KHANDA, KHANDA_OR_HALF, REPH, symbols
from extract._glyph_table import SHAPE_BYTES, SHIPPED, KnownGlyphs, user_folder
from extract._shaping_check import corrected

_RARE = frozenset("\u098c\u09c4\u09e0\u09e1\u09e2\u09e3\u09f0\u09f1\u00ad\u2010\u2212\u02bc`´")
_RANGES = ((0x20, 0x7E), (0xA1, 0xFF), (0x964, 0x965), (0x980, 0x9FF), (0x200C, 0x2044))
_EXTRA = frozenset("\u2212\u25cc\u20b9") | {REPH}
_WIDEST = 127
"""Hundredths of an em that a signed byte holds."""
_MAIN = (0x9E6, 0x9EF)
"""Bangla digits."""


def readings(texts: Iterable[str]) -> tuple[str, ...]:
    """What glyphs of one outline stand for, the likeliest first."""
    found = set(texts)
    if found >= {HALF_TA, KHANDA}:
        found = found - {HALF_TA, KHANDA} | {KHANDA_OR_HALF}
    return tuple(sorted(found, key=_rank))


def _rank(text: str) -> tuple[bool, bool, bool, int, str]:
    code = ord(text[:1] or " ")
    return (
        not text or any(character in _RARE for character in text),
        text != REPH and text.endswith(HASANTA),
        not (_MAIN[0] <= code <= _MAIN[1] or code < 0x80 or text == REPH),  # noqa: PLR2004
        len(text),
        text,
    )


def table_of(paths: Iterable[Path]) -> KnownGlyphs:
    """The glyphs of font files that stand for Bangla, Latin letters or punctuation."""
    texts: dict[bytes, set[str]] = {}
    shapes: dict[bytes, bytes] = {}
    for path in paths:
        for index, font in enumerate(_fonts(path)):
            for key, text, drawn in _glyphs(font, path, index):
                texts.setdefault(key, set()).add(text)
                shapes.setdefault(key, drawn)
    keys = sorted(texts)
    ranked = [readings(texts[key]) for key in keys]
    distinct = sorted(set(ranked))
    place = {text: at for at, text in enumerate(distinct)}
    return KnownGlyphs(
        [int.from_bytes(key, "big") for key in keys],
        [place[text] for text in ranked],
        b"".join(shapes[key] for key in keys),
        tuple(distinct),
    )


def _fonts(path: Path) -> list[Any]:
    content = io.BytesIO(path.read_bytes())
    if path.suffix.lower() == ".ttc":
        return list(TTCollection(content, lazy=True).fonts)
    return [TTFont(content, lazy=True)]


def _glyphs(font: Any, path: Path, index: int) -> Iterator[tuple[bytes, str, bytes]]:
    glyphs, units = font.getGlyphSet(), font["head"].unitsPerEm
    outlines = {name: draw(glyphs, name) for name in font.getGlyphOrder()}
    inkless = frozenset(name for name, ops in outlines.items() if not ops)
    for name, text in sorted(corrected(font, path, index, symbols(font), inkless).items()):
        if not all(_wanted(character) for character in text):
            continue
        ops = outlines[name]
        drawn = shape(ops, units) if ops else None
        if drawn is not None:
            box = (drawn.width, drawn.bottom, drawn.top)
            hundredths = np.clip(np.rint(np.array(box) / 10), -_WIDEST, _WIDEST).astype(np.int8)
            yield outline_key(ops, units), text, drawn.picture + hundredths.tobytes()


def _wanted(character: str) -> bool:
    code = ord(character)
    return character in _EXTRA or any(first <= code <= last for first, last in _RANGES)


def save(path: Path, glyphs: KnownGlyphs) -> None:
    """Write a table: hashes, characters and pictures of 16 × 16 points, no outlines."""
    packed = "\x1e".join("\x1f".join(readings) for readings in glyphs.symbols)
    shapes = np.frombuffer(glyphs.shapes, dtype=np.uint8).reshape(len(glyphs.keys), SHAPE_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        keys=np.array(glyphs.keys, dtype="<u8"),
        texts=np.array(glyphs.texts, dtype="<u2"),
        shapes=shapes,
        symbols=np.frombuffer(packed.encode("utf-8"), dtype=np.uint8),
    )


@click.command()
@click.argument("fonts", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--shipped", is_flag=True, help="Write the table that is shipped with the program.")
def main(fonts: tuple[Path, ...], shipped: bool) -> None:
    """Learn the glyphs of Unicode fonts (.ttf, .otf, .ttc)."""
    glyphs = table_of(fonts)
    names = hashlib.sha256("\n".join(font.name for font in fonts).encode()).hexdigest()
    path = SHIPPED if shipped else user_folder() / f"{fonts[0].stem}-{names[:8]}.npz"
    save(path, glyphs)
    click.echo(f"{len(glyphs.keys):,} glyphs of {len(fonts)} fonts: {path}")


if __name__ == "__main__":
    sys.exit(main())
