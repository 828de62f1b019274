"""Blocks as a web page of our own making, for printing to PDF by a browser."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from samples.blocks import Block, Box, Grid, PageBreak, Paragraph
from samples.word_xml import Typist

STYLE = (
    "@page{{size:A4 landscape;margin:10mm}}"
    "body{{font-family:'{font}';font-size:8pt;margin:0}}"
    "p{{margin:0 0 4pt}}"
    "table{{border-collapse:collapse}}"
    "td{{border:0.5pt solid black;padding:1pt 2pt;vertical-align:top}}"
    "tr{{break-inside:{inside}}}"
    ".break{{break-before:page}}"
)


def html_bytes(blocks: Sequence[Block], typist: Typist, *, rows_split: bool = True) -> bytes:
    """The page, in UTF-8.

    Args:
        blocks: what is to be printed.
        typist: the font, and whether the browser repeats the header on each page.
        rows_split: rows may be cut by the end of a page.
    """
    style = STYLE.format(font=typist.font, inside="auto" if rows_split else "avoid")
    body = "".join(_block(block, typist) for block in blocks)
    return (
        f'<!DOCTYPE html><html lang="bn"><head><meta charset="utf-8"><style>{style}</style>'
        f"</head><body>{body}</body></html>"
    ).encode()


def _block(block: Block, typist: Typist) -> str:
    match block:
        case Paragraph():
            return f"<p>{_typed(block.text, typist)}</p>"
        case PageBreak():
            return '<div class="break"></div>'
        case Grid():
            return _table(block, typist)


def _typed(text: str, typist: Typist) -> str:
    return "".join(
        escape(piece)
        if font == typist.font
        else f"<span style=\"font-family:'{escape(font)}'\">{escape(piece)}</span>"
        for piece, font in typist.write(text)
    )


def _table(grid: Grid, typist: Typist) -> str:
    rows = [_row(row, typist) for row in grid.rows]
    head, body = "".join(rows[: grid.n_headers]), "".join(rows[grid.n_headers :])
    if typist.marks_header:
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    return f"<table><tbody>{head}{body}</tbody></table>"


def _row(row: Sequence[Box], typist: Typist) -> str:
    return f"<tr>{''.join(_cell(box, typist) for box in row if box.rows)}</tr>"


def _cell(box: Box, typist: Typist) -> str:
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("colspan", box.columns), ("rowspan", box.rows))
        if count > 1
    )
    inner = "".join(
        "<tr>" + "".join(f"<td>{_typed(text, typist)}</td>" for text in cells) + "</tr>"
        for cells in box.nested
    )
    nested = f"<table><tbody>{inner}</tbody></table>" if inner else ""
    return f"<td{spans}>{_typed(box.text, typist)}{nested}</td>"
