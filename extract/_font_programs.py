"""The font program that a PDF carries: from glyph numbers to outlines and characters."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from extract._fonttools import MAC_ROMAN, TTFont, TTLibError, cff_font_set, to_unicode
from extract._glyph_outlines import Op, draw
from extract._glyph_symbols import by_characters, symbols

FONT_FAULTS = (
    TTLibError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What fontTools raises on broken tables: it checks few of them and lets Python's errors out."""

Found = TypeVar("Found")

_EM = 1000.0
_SMALLEST_EM = 16.0
"""Units; TrueType allows no fewer."""
_SYMBOL_PAGE = 0xF000
_MACINTOSH = {name: code for code, name in enumerate(MAC_ROMAN)}


@dataclass
class FontProgram:
    """An embedded font; every method says nothing instead of raising on broken tables."""

    units_per_em: float
    order: list[str]
    """Glyph names by number."""
    glyphs: Any
    font: Any = None
    """The tables of a TrueType or OpenType font; None for a bare CFF."""
    em: float = 1.0
    """Its size at a font size of 1; Ghostscript writes CFF fonts a thousand times too big."""
    _outlines: dict[str, tuple[Op, ...]] = field(default_factory=dict[str, tuple[Op, ...]])

    def name(self, number: int) -> str | None:
        """Name of the glyph with this number."""
        return self.order[number] if 0 <= number < len(self.order) else None

    def outline(self, name: str) -> tuple[Op, ...]:
        """The outline; empty for no ink, and for a glyph that cannot be read."""
        if name not in self._outlines:
            self._outlines[name] = _try(lambda: draw(self.glyphs, name)) or ()
        return self._outlines[name]

    @cached_property
    def characters(self) -> dict[str, str]:
        """Glyph names with their character, by the character map alone."""
        return self._read(by_characters)

    @cached_property
    def texts(self) -> dict[str, str]:
        """Glyph names with what they stand for, by character map and substitutions."""
        return self._read(lambda font: symbols(font, contexts=False))

    def by_code(self, code: int, encoded: str | None) -> str | None:
        """The glyph that a simple font shows for a code, by the encoding's name or the maps."""
        if self.font is None:
            return encoded if encoded in self.glyphs else None
        tables = _try(self._tables) or {}
        unicode_map = tables.get((3, 1)) or tables.get((0, 3)) or {}
        character = to_unicode(encoded) if encoded else ""
        if encoded and len(character) == 1 and ord(character) in unicode_map:
            return str(unicode_map[ord(character)])
        symbol_map, mac_map = tables.get((3, 0), {}), tables.get((1, 0), {})
        for table, at in (
            (mac_map, _MACINTOSH.get(encoded or "", -1)),
            (symbol_map, _SYMBOL_PAGE | code),
            (symbol_map, code),
            (mac_map, code),
        ):
            if at in table:
                return str(table[at])
        return encoded if encoded in self.glyphs else None

    def _tables(self) -> dict[tuple[int, int], dict[int, str]]:
        if "cmap" not in self.font:
            return {}
        return {
            (table.platformID, table.platEncID): table.cmap
            for table in reversed(self.font["cmap"].tables)
            if table.isUnicode() or table.format != 14  # noqa: PLR2004 - variation selectors
        }

    def _read(self, how: Callable[[Any], dict[str, str]]) -> dict[str, str]:
        font = self.font
        return {} if font is None else _try(lambda: how(font)) or {}


def font_program(content: bytes, *, bare_cff: bool) -> FontProgram | None:
    """Open an embedded TrueType, OpenType or CFF font; None if it is broken."""
    return _try(lambda: _open_cff(content) if bare_cff else _open_tables(content))


def _open_tables(content: bytes) -> FontProgram:
    font = TTFont(io.BytesIO(content), lazy=True)
    return FontProgram(font["head"].unitsPerEm, font.getGlyphOrder(), font.getGlyphSet(), font)


def _open_cff(content: bytes) -> FontProgram:
    fonts = cff_font_set()
    fonts.decompile(io.BytesIO(content), None)
    top = fonts[fonts.fontNames[0]]
    matrix = getattr(top, "FontMatrix", None) or (0.001,)
    units = 1 / matrix[0] if matrix[0] else _EM
    em = _EM / units if units < _SMALLEST_EM else 1.0
    return FontProgram(units * em, list(top.charset), top.CharStrings, em=em)


def _try(read: Callable[[], Found]) -> Found | None:
    try:
        return read()
    except FONT_FAULTS:
        return None
