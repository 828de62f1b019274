"""Where the texts of plain rows go: looked up once for each shape of row in a table."""

from __future__ import annotations

from collections.abc import Sequence

from extract._word_cells import has_ink, layout_of
from extract._word_made import make_cell
from extract._word_shapes import RowShape
from extract._word_styles import Format, RunProperties, Styles
from schemas.document import Cell, Layout

REMEMBERED = 4096
"""How many texts are shared by the cells that have the same: numbers and units recur."""

Known = dict[str, tuple[str, Layout]]
"""Texts with their layouts, for the next cell that has the same."""

Plan = list[tuple[int, Format, int, Known]]
"""Of each text of a row: its column, its format, how many columns it spans, and what is known."""


class PlainFormats:
    """The formats of paragraphs that are nothing but text, in tables of one style."""

    def __init__(self, styles: Styles, table_style: str | None) -> None:
        """Take the document's styles, and the table's own."""
        self._styles = styles
        self._table_style = table_style
        self._formats: dict[tuple[str | None, tuple[tuple[str, str], ...]], Format | None] = {}
        self._plans: dict[RowShape, Plan | None] = {}
        self._known: dict[tuple[Format, int], Known] = {}

    def find(self, style: str | None, fonts: tuple[tuple[str, str], ...]) -> Format | None:
        """The format of such a run in such a paragraph; None if the style makes more of it."""
        key = style, fonts
        if key not in self._formats:
            styles = self._styles
            base = styles.paragraph(style, self._table_style)
            decides = base.hidden or styles.numbering(style) or styles.breaks_page(style)
            self._formats[key] = None if decides else styles.run(base, RunProperties(fonts=fonts))
        return self._formats[key]

    def plan(self, shape: RowShape) -> Plan | None:
        """Where the texts of such rows go; None if a style makes more of them than text."""
        if shape not in self._plans:
            self._plans[shape] = self._new_plan(shape)
        return self._plans[shape]

    def _new_plan(self, shape: RowShape) -> Plan | None:
        plan: Plan = []
        column = 1
        for geometry, style, runs in shape.cells:
            if self.find(style, ()) is None:
                return None
            for fonts in runs:
                format_ = self.find(style, fonts)
                if format_ is not None:
                    known = self._known.setdefault((format_, geometry.span), {})
                    plan.append((column, format_, geometry.span, known))
            column += geometry.span
        return plan


def bare_cells(plan: Plan, texts: Sequence[str], page: int, line: int) -> tuple[Cell, ...]:
    """The cells of a row in which each text is a cell."""
    return tuple(
        [
            make_cell(
                (shared := known.get(text) or _share(text, style, span, known))[0],
                page,
                line,
                column,
                shared[1],
            )
            for (column, style, span, known), text in zip(plan, texts, strict=True)
            if text and (text[0].isalnum() or has_ink(text))
        ]
    )


def _share(text: str, style: Format, span: int, known: Known) -> tuple[str, Layout]:
    """The text and its layout, kept for the next cell that has the same."""
    if len(known) >= REMEMBERED:
        known.clear()
    found = known[text] = text, layout_of(style.runs(text), span)
    return found
