"""A font of a PDF: from the codes in its strings to glyphs with widths."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

from playa.cmapdb import IdentityCMap
from playa.document import Document
from playa.font import CIDFont, Font, SimpleFont, Type3Font
from playa.pdftypes import ContentStream

from extract._font_programs import FONT_FAULTS, FontProgram, font_program
from extract._pdf_objects import entries, resolve
from schemas.catalog import vocabulary

# it tells stderr of each odd encoding
logging.getLogger("playa").addHandler(logging.NullHandler())

_SUBSET_TAG = re.compile(r"^[A-Z]{6}\+")
_WORD_TAG = re.compile(r"^ABCDEE\+")
"""Word 2010 gives all its subsets the same tag."""
_STYLE = re.compile(r"(?i)(?:[,-](?:bold|italic|oblique|regular|normal|mt)+)+$")
_BARE_CFF = frozenset({"Type1C", "CIDFontType0C"})


class Code(NamedTuple):
    """One code of a string."""

    key: int
    """The bytes of the code as a number."""
    cid: int
    n_bytes: int


@dataclass
class PdfFont:
    """A font as a page uses it."""

    name: str | None
    """Without the tag of a subset."""
    font: Font
    program: FontProgram | None
    has_map: bool
    """Whether the file itself says what its codes stand for (/ToUnicode)."""
    _widths: dict[int, float] = field(default_factory=dict[int, float])

    def codes(self, data: bytes) -> Iterator[Code]:
        """Cut a string into codes."""
        if not isinstance(self.font, CIDFont):
            for key in data:
                yield Code(key, key, 1)
            return
        if isinstance(self.font.cmap, IdentityCMap):
            data = data[: len(data) // 2 * 2]  # it raises at half a code
        for code, cid in self.font.cmap.decode(data):
            yield Code(int.from_bytes(code, "big"), cid, len(code))

    def width(self, cid: int) -> float:
        """Advance in text space, for a font size of 1."""
        if cid not in self._widths:
            self._widths[cid] = self.font.hdisp(cid)
        return self._widths[cid]

    def glyph(self, code: Code) -> str | None:
        """Name of the glyph in the embedded program."""
        if self.program is None:
            return None
        if isinstance(self.font, CIDFont):
            return self.program.name(self._numbers.get(code.cid, code.cid))
        encoded = self.font.encoding.get(code.key)
        return self.program.by_code(code.key, encoded)

    def mapped(self, code: Code) -> str | None:
        """What the file's own table says of a code."""
        return self.map.get((code.n_bytes, code.key))

    @cached_property
    def map(self) -> dict[tuple[int, int], str]:
        """The file's own table: length and number of a code, with characters."""
        table = getattr(self.font, "tounicode", None)
        if not self.has_map or table is None:
            return {}
        return {
            (len(code), int.from_bytes(code, "big")): text.replace("\x00", "")
            for code, text in table.bytes2unicode.items()
        }

    def encoded(self, code: Code) -> str | None:
        """The character of a simple font's encoding, WinAnsi for example."""
        if not isinstance(self.font, SimpleFont) or isinstance(self.font, Type3Font):
            return None
        table: dict[int, str] = vars(self.font)["_cid2unicode"]  # playa offers no other way
        return table.get(code.key)

    @property
    def em(self) -> float:
        """Size of the letters at a font size of 1."""
        return self.program.em if self.program else 1.0

    @property
    def is_legacy(self) -> bool:
        """Whether the name is that of a Bijoy font."""
        return _is_legacy(self.name)

    @property
    def is_drawn_by_procedures(self) -> bool:
        """Whether the glyphs are little pages of their own (Type 3)."""
        return isinstance(self.font, Type3Font)

    @cached_property
    def _numbers(self) -> Any:
        return (self.font.cid2gid if isinstance(self.font, CIDFont) else None) or {}


@cache
def _is_legacy(name: str | None) -> bool:
    bare = re.sub(r"[\s_-]", "", _STYLE.sub("", name or "")).lower()
    for row in vocabulary("bijoy_fonts"):
        if bare and re.fullmatch(row["pattern"], bare):
            return row["legacy"] == "yes"
    return False


@dataclass
class FontDesk:
    """Opens the fonts of a document, each once."""

    document: Document
    _fonts: dict[int, PdfFont] = field(default_factory=dict[int, PdfFont])
    _programs: dict[int, FontProgram | None] = field(
        default_factory=dict[int, "FontProgram | None"]
    )

    def font(self, reference: object) -> PdfFont:
        """The font behind an entry of the resources."""
        number = getattr(reference, "objid", 0)
        if number not in self._fonts or not number:
            self._fonts[number] = self._open(number, reference)
        return self._fonts[number]

    def _open(self, number: int, reference: object) -> PdfFont:
        try:
            spec = entries(reference)
            opened: Any = self.document
            font: Font = opened.get_font(number, spec)
        except FONT_FAULTS:
            spec, font = {}, Font({}, {})
        name = _name(font)
        return PdfFont(name, font, self._program(font), "ToUnicode" in spec)

    def _program(self, font: Font) -> FontProgram | None:
        descriptor: dict[str, Any] = vars(font)["descriptor"]
        for key in ("FontFile2", "FontFile3"):
            reference: object = descriptor.get(key)
            stream = resolve(reference)
            if isinstance(stream, ContentStream):
                number = getattr(reference, "objid", 0)
                if not number or number not in self._programs:
                    kind = getattr(resolve(stream.get("Subtype")), "name", "")
                    self._programs[number] = font_program(
                        stream.buffer, bare_cff=key == "FontFile3" and kind in _BARE_CFF
                    )
                return self._programs[number]
        return None


def _name(font: Font) -> str | None:
    for name in (font.fontname, font.basefont):
        if name and name != "unknown":
            return _SUBSET_TAG.sub("", name)
    return None
