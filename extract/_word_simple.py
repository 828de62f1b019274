"""The short way through cells that are nothing but one paragraph of text.

Nearly all cells of forms are so. The walk of every other cell sees each element several times; here
each is seen once, which takes a third of the time. Whatever could change the reading (a style that
hides, a list, a break, tracking, a field) sends the cell the whole way.
"""

from __future__ import annotations

from typing import NamedTuple

from extract._word_names import VAL, attribute, both
from extract._xml import Element

CELL_PROPERTIES = frozenset(both("tcPr"))
PARAGRAPH = frozenset(both("p"))
PARAGRAPH_PROPERTIES = frozenset(both("pPr"))
PARAGRAPH_STYLE = frozenset(both("pStyle"))
RUN = frozenset(both("r"))
RUN_PROPERTIES = frozenset(both("rPr"))
FONTS = frozenset(both("rFonts"))
TEXT = frozenset(both("t"))
MARKS = frozenset(
    tag for name in ("proofErr", "bookmarkStart", "bookmarkEnd") for tag in both(name)
)
"""What stands between runs and changes nothing."""

DECIDES = frozenset(
    tag
    for name in (
        "numPr", "pageBreakBefore", "sectPr", "rStyle", "vanish", "specVanish", "rtl", "cs", "del",
        "moveFrom",
    )
    for tag in both(name)
)  # fmt: skip
"""Properties of a paragraph, of its end or of a run that change the reading."""


class Simple(NamedTuple):
    """What stands in such a cell."""

    style: str | None
    """The paragraph's style."""
    runs: list[tuple[str, tuple[tuple[str, str], ...]]]
    """Texts, each with the attributes of its `w:rFonts`."""


def read_simple(cell: Element) -> Simple | None:
    """The runs of a cell that is one plain paragraph; None for all other cells."""
    paragraph: Element | None = None
    for child in cell:
        tag = child.tag
        if tag in PARAGRAPH and paragraph is None:
            paragraph = child
        elif tag not in CELL_PROPERTIES:
            return None
    return _paragraph(paragraph) if paragraph is not None else None


def _paragraph(paragraph: Element) -> Simple | None:
    style: str | None = None
    runs: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    for child in paragraph:
        tag = child.tag
        if tag in RUN:
            run = _run(child)
            if run is None:
                return None
            runs.append(run)
        elif tag in PARAGRAPH_PROPERTIES:
            for each in child:
                tag = each.tag
                if tag in PARAGRAPH_STYLE:
                    style = attribute(each, VAL)
                elif tag in DECIDES or (tag in RUN_PROPERTIES and _decides(each)):
                    return None
        elif tag not in MARKS:
            return None
    return Simple(style, runs)


def _decides(mark: Element) -> bool:
    return any(each.tag in DECIDES for each in mark)


def _run(run: Element) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    text: str | None = None
    fonts: tuple[tuple[str, str], ...] = ()
    for child in run:
        tag = child.tag
        if text is not None:
            return None
        if tag in TEXT and not len(child):
            text = child.text or ""
        elif tag in RUN_PROPERTIES:
            for each in child:
                tag = each.tag
                if tag in FONTS:
                    fonts = tuple(each.items())
                elif tag in DECIDES:
                    return None
        else:
            return None
    return (text, fonts) if text is not None else None
