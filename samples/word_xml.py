"""Blocks as a Word file of our own making: one XML part, a font, the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from samples.bijoy_writer import Dialect, encode
from samples.blocks import Block, Box, Grid, PageBreak, Paragraph

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every entry of the package: zip knows no earlier one."""
PAGE_WIDTH, PAGE_HEIGHT = 16838, 11906
"""Twentieths of a point; A4 across, as the reports are printed."""
MARGIN = 567
WIDE = 3
"""Columns of running text are so many times as wide as the others."""


LATIN = re.compile(r"((?:[0-9]*[A-Za-z][A-Za-z0-9]*)(?:[ -][A-Za-z0-9]+)*)")
LATIN_FONT = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Typist:
    """How an office typed its report."""

    font: str = "Nikosh"
    bijoy: Dialect | None = None
    """The codes that the font needs, if it is none of Unicode."""
    marks_header: bool = False
    """The header is marked to be repeated by the program, and not typed on each page."""

    def write(self, text: str) -> Iterator[tuple[str, str]]:
        """Stretches of text as this office's keyboard types them, each with its font."""
        if self.bijoy is None:
            yield text, self.font
            return
        # a font of codes has no Latin letters
        for number, stretch in enumerate(LATIN.split(text)):
            if stretch:
                latin = number % 2
                yield (
                    stretch if latin else encode(stretch, self.bijoy),
                    LATIN_FONT if latin else self.font,
                )


def word_bytes(blocks: Sequence[Block], typist: Typist) -> bytes:
    """The .docx file."""
    body = "".join(_block(block, typist) for block in blocks)
    if isinstance(blocks[-1], Grid):
        # Word ends every document in a paragraph; without one LibreOffice drops the last table
        body += "<w:p/>"
    section = (
        f'<w:sectPr><w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}" '
        'w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>'
    )
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{MAIN}"><w:body>{body}{section}</w:body></w:document>'
    )
    return packed(
        (
            ("[Content_Types].xml", TYPES.encode()),
            ("_rels/.rels", RELATIONSHIPS.encode()),
            ("word/document.xml", document.encode()),
        )
    )


def packed(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip package that is the same whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return out.getvalue()


def _block(block: Block, typist: Typist) -> str:
    match block:
        case Paragraph():
            return _paragraph(block.text, typist)
        case PageBreak():
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        case Grid():
            return _table(block, typist)


def _paragraph(text: str, typist: Typist) -> str:
    if not text:
        return "<w:p/>"
    return f"<w:p>{''.join(_run(stretch, font) for stretch, font in typist.write(text))}</w:p>"


def _run(text: str, font: str) -> str:
    name = escape(font, {'"': "&quot;"})
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"/>'
        '<w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _table(grid: Grid, typist: Typist) -> str:
    rows = "".join(
        _row(
            row,
            typist,
            header=number < grid.n_headers and typist.marks_header,
            new_page=number in grid.starts,
        )
        for number, row in enumerate(grid.rows)
    )
    room = PAGE_WIDTH - 2 * MARGIN
    shares = [WIDE if column in _prose(grid) else 1 for column in range(1, grid.width + 1)]
    widths = [room * share // sum(shares) for share in shares]
    return _framed(rows, widths)


def _prose(grid: Grid) -> frozenset[int]:
    """The columns of running text."""
    longest: dict[int, int] = {}
    for row in grid.rows[grid.n_headers :]:
        for box in row:
            longest[box.column] = max(longest.get(box.column, 0), len(box.text))
    return frozenset(sorted(longest, key=lambda column: -longest[column])[:3])


def _framed(rows: str, widths: Sequence[int]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{BORDERS}</w:tblBorders>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(row: Sequence[Box], typist: Typist, *, header: bool, new_page: bool) -> str:
    marked = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    cells = "".join(_cell(box, typist) for box in row)
    if new_page:
        # Word tells it in the first run that it lays out there
        cells = cells.replace("<w:t ", "<w:lastRenderedPageBreak/><w:t ", 1)
    return f"<w:tr>{marked}{cells}</w:tr>"


def _cell(box: Box, typist: Typist) -> str:
    span = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
    merge = {0: "<w:vMerge/>", 1: ""}.get(box.rows, '<w:vMerge w:val="restart"/>')
    inner = _paragraph(box.text, typist) if box.text or not box.nested else ""
    if box.nested:
        rows = "".join(
            "<w:tr>"
            + "".join(f"<w:tc><w:tcPr/>{_paragraph(text, typist)}</w:tc>" for text in cells)
            + "</w:tr>"
            for cells in box.nested
        )
        # a cell must end in a paragraph
        inner += _framed(rows, [700] * len(box.nested[0])) + "<w:p/>"
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{inner}</w:tc>"
