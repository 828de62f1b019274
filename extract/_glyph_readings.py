"""What the codes of a PDF font stand for, and how that is known."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from extract._drawn import Way
from extract._glyph_outlines import Op, Shape, outline_key, shape
from extract._glyph_symbols import HASANTA, RA, REPH
from extract._glyph_table import KnownGlyphs, Likeness
from extract._glyph_verdicts import LIKE_IN_FORMS, Learned, Suspect
from extract._pdf_fonts import Code, PdfFont

UNREAD = "\ufffd"
NO_GLYPH = ".notdef"
NEAREST_FROM = 0.25
"""Distance beyond which likeness says nothing: see docs/decisions/0010-pdf-text.md."""
ENOUGH_SEEN = 5
"""Codes that must agree with the shapes before a file's table is trusted for the others."""
_BY_SHAPE = frozenset({Way.NEAREST, Way.UNREAD})
_BANGLA = range(0x0980, 0x0A00)
_PRIVATE = frozenset({"Co", "Cn", "Cc", "Cs"})


@dataclass(frozen=True, slots=True)
class GlyphReading:
    """A code of a font, read."""

    text: str
    way: Way
    has_ink: bool
    rivals: tuple[str, ...] = ()
    """Other characters that are drawn alike."""


@dataclass
class FontReadings:
    """Reads the codes of one font, each once."""

    font: PdfFont
    known: KnownGlyphs
    learned: Mapping[bytes, Learned] = field(default_factory=dict[bytes, Learned])
    """What was learnt of outlines that nobody knew, by their hash."""
    is_vouched: bool = False
    """Whether the font was seen inside ActualText: its producer writes an honest table."""
    _read: dict[Code, GlyphReading] = field(default_factory=dict[Code, GlyphReading])

    def vouch(self) -> None:
        """Trust the file's table of this font from now on."""
        if not self.is_vouched:
            self.is_vouched = True
            self._read.clear()

    def learn(self, learned: Mapping[bytes, Learned]) -> None:
        """Read unknown outlines by these from now on."""
        self.learned = learned
        self._read.clear()

    def read(self, code: Code) -> GlyphReading:
        """What a code stands for."""
        if code not in self._read:
            self._read[code] = self._legacy(code) if self.font.is_legacy else self._decide(code)
        return self._read[code]

    def suspect(self, code: Code) -> Suspect:
        """What is known of an unknown glyph."""
        reading = self.read(code)
        drawn = self._shape(self.font.glyph(code))
        return Suspect(
            reading.text if reading.way is Way.NEAREST else "",
            alike=self.known.alike(drawn, LIKE_IN_FORMS) if drawn else {},
        )

    def is_unknown(self, code: Code) -> bool:
        """Whether only the shape of a glyph tells something of it, and it has one."""
        if self.read(code).way not in _BY_SHAPE or self.font.is_legacy:
            return False
        glyph = self.font.glyph(code)
        return glyph != NO_GLYPH and bool(self._ops(glyph)) and not self.known.find(self.key(code))

    def key(self, code: Code) -> bytes:
        """Hash of the outline of a glyph."""
        program = self.font.program
        return outline_key(self.outline(code), program.units_per_em) if program else b""

    def outline(self, code: Code) -> tuple[Op, ...]:
        """The outline of a glyph; empty if there is none."""
        return self._ops(self.font.glyph(code))

    def _legacy(self, code: Code) -> GlyphReading:
        """The code as a character of Windows-1252, which Bijoy fonts are made for."""
        glyph = self.font.glyph(code)
        has_ink = bool(self._ops(glyph)) if glyph else True
        text = self.font.encoded(code)
        if not text and glyph and self.font.program:
            text = self.font.program.characters.get(glyph)
        text = text or self.font.mapped(code)
        if text is None:
            return GlyphReading(UNREAD, Way.UNREAD, has_ink)
        return GlyphReading("".join(map(_from_symbol_page, text)), Way.LEGACY, has_ink)

    def _decide(self, code: Code) -> GlyphReading:
        glyph = self.font.glyph(code)
        mapped = _reph(self.font.mapped(code) or "")
        ops = self._ops(glyph)
        if glyph is not None and not ops:
            return self._inkless(code, glyph, mapped)
        if glyph == NO_GLYPH:
            return GlyphReading(UNREAD, Way.UNREAD, True)  # a box for what the font has not
        sure = self._sure(glyph)
        if sure:
            chosen = mapped if mapped in sure[0] else sure[0][0]
            rivals = tuple(text for text in sure[0] if _plain(text) != _plain(chosen))
            # SolaimanLipi draws two of its conjuncts alike, and so nobody can tell
            alike = chosen != mapped and any(len(text) == len(chosen) > 1 for text in rivals)
            return GlyphReading(chosen, Way.NEAREST if alike else sure[1], True, rivals)
        if mapped and not _is_private(mapped) and self._is_honest():
            return GlyphReading(mapped, Way.TO_UNICODE, True)
        if self.font.program is None:
            encoded = self.font.encoded(code)
            if encoded and not mapped:
                return GlyphReading(encoded, Way.TO_UNICODE, bool(encoded.strip()))
        return self._learned(code) or self._by_likeness(glyph, mapped)

    def _learned(self, code: Code) -> GlyphReading | None:
        found = self.learned.get(self.key(code)) if self.learned and self.outline(code) else None
        if found is None:
            return None
        return GlyphReading(found.text, Way.LEARNED if found.is_sure else Way.NEAREST, True)

    def _sure(self, glyph: str | None) -> tuple[tuple[str, ...], Way] | None:
        """Readings by outline, or by the tables of the embedded font."""
        program = self.font.program
        if glyph is None or program is None:
            return None
        ops = self._ops(glyph)
        found = self.known.find(outline_key(ops, program.units_per_em)) if ops else ()
        if found:
            own = program.characters.get(glyph)
            return ((own,) if own in found else found), Way.OUTLINE
        text = program.characters.get(glyph) or program.texts.get(glyph)
        return ((text,), Way.EMBEDDED) if text and not _is_private(text) else None

    def _inkless(self, code: Code, glyph: str, mapped: str) -> GlyphReading:
        program = self.font.program
        own = program.characters.get(glyph) if program else None
        text = own or mapped or self.font.encoded(code) or ""
        return GlyphReading(" " if text.isspace() else "", Way.EMBEDDED, False)

    def _by_likeness(self, glyph: str | None, mapped: str) -> GlyphReading:
        like = self._likeness(glyph)
        if like is None or not like.text or like.distance > NEAREST_FROM:
            return GlyphReading(UNREAD, Way.UNREAD, True)
        if mapped == like.text:
            return GlyphReading(mapped, Way.TO_UNICODE, True)  # two witnesses agree
        return GlyphReading(like.text, Way.NEAREST, True)

    def _likeness(self, glyph: str | None) -> Likeness | None:
        drawn = self._shape(glyph)
        return self.known.nearest(drawn) if drawn else None

    def _shape(self, glyph: str | None) -> Shape | None:
        program, ops = self.font.program, self._ops(glyph)
        return shape(ops, program.units_per_em) if program and ops else None

    def _is_honest(self) -> bool:
        if self.is_vouched:
            return True
        agree, differ = self._witnesses
        if differ:
            return False
        if not any(_is_bangla(text) for text in self.font.map.values()):
            return True
        return agree >= ENOUGH_SEEN

    @cached_property
    def _witnesses(self) -> tuple[int, int]:
        """How many codes of the file's table agree with the shapes, and how many do not."""
        agree = differ = 0
        for (n_bytes, key), text in self.font.map.items():
            code = next(iter(self.font.codes(key.to_bytes(n_bytes, "big"))), None)
            sure = self._sure(self.font.glyph(code)) if code else None
            if sure and text.strip() and "" not in sure[0]:
                same = _plain(text) in {_plain(reading) for reading in sure[0]}
                agree, differ = agree + same, differ + (not same)
        return agree, differ

    def _ops(self, glyph: str | None) -> tuple[Op, ...]:
        program = self.font.program
        return program.outline(glyph) if program and glyph else ()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace(REPH, RA + HASANTA))


def _reph(text: str) -> str:
    return REPH if text == RA + HASANTA else text


def _is_bangla(text: str) -> bool:
    return any(ord(character) in _BANGLA for character in text)


def _is_private(text: str) -> bool:
    return text == UNREAD or all(unicodedata.category(character) in _PRIVATE for character in text)


def _from_symbol_page(character: str) -> str:
    """Symbol fonts hold their codes from U+F000 on; 80 to 9F are meant as in Windows-1252."""
    code = ord(character)
    if 0xF000 <= code <= 0xF0FF:  # noqa: PLR2004
        code -= 0xF000
    if 0x80 <= code <= 0x9F:  # noqa: PLR2004
        return bytes([code]).decode("cp1252", errors="replace")
    return chr(code)
