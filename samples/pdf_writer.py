"""Writes small PDFs of Bangla text as office programs do, for tests and measurements.

The text is shaped with HarfBuzz and its glyphs are written with their numbers (Identity-H). What
the file says of its own text is up to the `Mapping`.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

# neither has type hints
hb: Any = import_module("uharfbuzz")
TTFont: Any = import_module("fontTools.ttLib").TTFont
subset: Any = import_module("fontTools.subset")

_SCRIPT_RUN = re.compile(
    "[\u0964\u0965\u0980-\u09ff\u200c\u200d]+|[^\u0964\u0965\u0980-\u09ff\u200c\u200d]+"
)


class Mapping(StrEnum):
    """What /ToUnicode says of the glyphs."""

    OFFICE = "office"
    """Glyph i of a cluster is paired with its character i, first seen wins: a wrong cipher."""
    HONEST = "honest"
    """Every glyph has its own characters, in the order of drawing."""
    CMAP_ONLY = "cmap-only"
    """Only glyphs that the character map knows."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Shaped:
    """A glyph of shaped text."""

    number: int
    cluster: int
    advance: int
    dx: int
    dy: int


@dataclass
class ShapedFont:
    """A font file, and the glyphs of it that were used."""

    path: Path
    face: Any = field(init=False)
    units: int = field(init=False)
    used: dict[int, int] = field(default_factory=dict[int, int])
    """Glyph numbers with their widths."""
    says: dict[int, str] = field(default_factory=dict[int, str])

    def __post_init__(self) -> None:
        """Open the font with HarfBuzz."""
        self.face = hb.Face(hb.Blob.from_file_path(str(self.path)))
        self.units = self.face.upem

    def shape(self, text: str, mapping: Mapping) -> list[Shaped]:
        """Shape a line, and note what its glyphs are said to stand for."""
        font = hb.Font(self.face)
        glyphs: list[Shaped] = []
        for run in _SCRIPT_RUN.finditer(text):
            buffer = hb.Buffer()
            buffer.add_str(text, run.start(), run.end() - run.start())
            buffer.guess_segment_properties()
            hb.shape(font, buffer)
            glyphs += [
                Shaped(info.codepoint, info.cluster, at.x_advance, at.x_offset, at.y_offset)
                for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
            ]
        for glyph in glyphs:
            self.used[glyph.number] = font.get_glyph_h_advance(glyph.number)
        if mapping is Mapping.OFFICE:
            self._pair(text, glyphs)
        return glyphs

    def _pair(self, text: str, glyphs: Sequence[Shaped]) -> None:
        starts = sorted({glyph.cluster for glyph in glyphs})
        ends = [*starts[1:], len(text)]
        for start, end in zip(starts, ends, strict=True):
            inside = [glyph.number for glyph in glyphs if glyph.cluster == start]
            letters = text[start:end]
            for at, number in enumerate(inside):
                last = at == len(inside) - 1
                said = letters[at:] if last else letters[at : at + 1]
                if said:
                    self.says.setdefault(number, said)

    def subset(self) -> bytes:
        """The font with the used glyphs only, which keep their numbers; no layout tables."""
        options = subset.Options(retain_gids=True, layout_features=[], notdef_outline=True)
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "name"]
        font = TTFont(io.BytesIO(self.path.read_bytes()), lazy=True)
        subsetter = subset.Subsetter(options)
        subsetter.populate(gids=list(self.used))
        subsetter.subset(font)
        out = io.BytesIO()
        font.save(out)
        return out.getvalue()


def write_pdf(
    lines: Iterable[str],
    font_path: Path,
    mapping: Mapping,
    *,
    size: float = 10,
    meanings: dict[int, str] | None = None,
    page: tuple[float, float] = (595, 842),
) -> bytes:
    """A PDF with one line of text below the other, breaking pages.

    Args:
        lines: what to write.
        font_path: a Unicode font with Bangla.
        mapping: what the file says of its text.
        size: of the font, in points.
        meanings: glyph numbers with characters, for `Mapping.HONEST`.
        page: width and height in points.
    """
    font = ShapedFont(font_path)
    width, height = page
    pages: list[str] = []
    drawn: list[str] = []
    y = height - 50
    for line in lines:
        if y < 50:  # noqa: PLR2004 - the lower margin
            pages.append("\n".join(drawn))
            drawn, y = [], height - 50
        drawn.append(_draw(font, font.shape(line, mapping), 40, y, size))
        y -= size * 1.6
    pages.append("\n".join(drawn))
    if mapping is Mapping.HONEST:
        font.says = {number: (meanings or {}).get(number, "") for number in font.used}
    elif mapping is Mapping.CMAP_ONLY:
        tables = TTFont(io.BytesIO(font_path.read_bytes()), lazy=True)
        characters = {tables.getGlyphID(name): code for code, name in tables.getBestCmap().items()}
        font.says = {
            number: chr(characters[number]) for number in font.used if number in characters
        }
    return assemble(pages, [_composite(font, mapping)], (width, height))


def _draw(font: ShapedFont, glyphs: Sequence[Shaped], x: float, y: float, size: float) -> str:
    parts = ["BT", f"/F1 {size} Tf"]
    scale = size / font.units
    for glyph in glyphs:
        left, up = x + glyph.dx * scale, y + glyph.dy * scale
        parts.append(f"1 0 0 1 {left:.3f} {up:.3f} Tm <{glyph.number:04X}> Tj")
        x += glyph.advance * scale
    return "\n".join([*parts, "ET"])


def _composite(font: ShapedFont, mapping: Mapping) -> list[bytes]:
    """Objects of a Type 0 font; `@n` stands for the n-th object of this list."""
    widths = " ".join(
        f"{number} [{round(width * 1000 / font.units)}]"
        for number, width in sorted(font.used.items())
    )
    to_unicode = b"" if mapping is Mapping.NONE else b"/ToUnicode @4 "
    name = font.path.stem.replace(" ", "").encode("ascii")
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+"
        + name
        + b"/Encoding/Identity-H "
        + to_unicode
        + b"/DescendantFonts[@1]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+"
        + name
        + b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"
        + b"/FontDescriptor @2/DW 0/W["
        + widths.encode("ascii")
        + b"]>>",
        b"<</Type/FontDescriptor/FontName/ABCDEF+"
        + name
        + b"/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 900/Descent -300/CapHeight 700"
        + b"/StemV 80/FontFile2 @3>>",
        stream(font.subset()),
        stream(_to_unicode(font.says)),
    ]


def _to_unicode(says: dict[int, str]) -> bytes:
    pairs = [
        f"<{number:04X}> <{text.encode('utf-16-be').hex()}>"
        for number, text in says.items()
        if text
    ]
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")


def stream(content: bytes, head: bytes = b"") -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(content)
    return (
        b"<<"
        + head
        + b"/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
        + (packed + b"\nendstream")
    )


def assemble(
    pages: Sequence[str],
    fonts: Sequence[Sequence[bytes]],
    size: tuple[float, float],
    extra: str = "",
    catalog: str = "",
) -> bytes:
    """A PDF of content streams; the fonts are called F1, F2 and so on.

    Args:
        pages: one content stream each.
        fonts: the objects of each font, the font itself first; `@n` points to the n-th of them.
        size: width and height of the pages in points.
        extra: more entries for the page dictionaries, `/Rotate 90` for example.
        catalog: more entries for the catalog.
    """
    objects: list[bytes] = [f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode("ascii"), b""]
    names: list[str] = []
    for number, parts in enumerate(fonts, start=1):
        first = len(objects) + 1
        names.append(f"/F{number} {first} 0 R")
        for part in parts:
            objects.append(_linked(part, first, len(parts)))
    kids: list[str] = []
    for content in pages:
        objects.append(stream(content.encode("latin-1")))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]{extra}"
            f"/Resources<</Font<<{' '.join(names)}>>>>/Contents {len(objects)} 0 R>>".encode(
                "ascii"
            )
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode("ascii")
    out = bytearray(b"%PDF-1.7\n")
    places: list[int] = []
    for number, written in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + written + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def _linked(part: bytes, first: int, n_parts: int) -> bytes:
    """An object with `@n` turned into references; streams are left as they are."""
    if b"stream\n" in part:
        return part
    for at in range(n_parts):
        part = part.replace(b"@%d" % at, b"%d 0 R" % (first + at))
    return part
