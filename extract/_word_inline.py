"""What stands in a paragraph: runs and their signs, fields, tracked changes, anchors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from extract._word_blocks import branches
from extract._word_desk import Box, Desk, Pager
from extract._word_fields import Field, begin, reach_outside
from extract._word_names import (
    BLOCKS,
    CHAR,
    FONT,
    ID,
    INSTRUCTION,
    KIND,
    PROPERTIES,
    TYPE,
    attribute,
    both,
    text_of,
)
from extract._word_styles import Format, read_run
from extract._xml import Element
from schemas.document import Region

MARKS = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
UNREADABLE = "\ufffd"
FIELD_TYPE = both("fldCharType")
FIELD_DEPTH = 64
"""Word nests fields 20 deep; deeper ones are taken to have no end."""


class Piece(NamedTuple):
    """A stretch of a paragraph; its region is BODY for what is printed."""

    text: str
    font: str | None
    region: Region


@dataclass(slots=True)
class Paragraph:
    """A paragraph as it was read."""

    pieces: list[Piece] = field(default_factory=list[Piece])
    label: list[Piece] = field(default_factory=list[Piece])
    """What its list prints before it, and what stands between the label and a text."""
    boxes: list[Box] = field(default_factory=list[Box])
    page: int | None = None
    """Where its first printed text stands; None without any."""
    runs_on: bool = False
    """Its end was deleted or is hidden: the next paragraph continues it."""
    section: Element | None = None
    """The properties of the section that ends with it."""

    def parts(self, region: Region) -> list[Piece]:
        """What stands in a region, the label first."""
        found = [piece for piece in self.pieces if piece.region is region]
        label = [piece for piece in self.label if piece.region is region]
        # between the label and the text stands a tab; without a text nobody sees it
        return label + found if found else label[:1]

    def continue_with(self, after: Paragraph) -> None:
        """Take in the next paragraph, since the end of this one is no longer there."""
        self.pieces += after.pieces
        self.label = after.label
        self.boxes += after.boxes
        self.page = self.page or after.page
        self.runs_on = after.runs_on
        self.section = after.section


class Inline:
    """Walks through what stands in a paragraph."""

    def __init__(self, desk: Desk, pager: Pager, base: Format, paragraph: Paragraph) -> None:
        self.desk = desk
        self.pager = pager
        self.base = base
        self.paragraph = paragraph
        self.fields: list[Field] = []

    def walk(self, element: Element, region: Region, style: Format) -> None:
        """All children of an element."""
        for each in element:
            kind = KIND.get(each.tag)
            if kind == "t":
                self.desk.texts += 1
                self.add(each.text or "" if not len(each) else text_of(each), region, style)
            elif kind == "rPr":
                style = self.desk.styles.run(self.base, read_run(each))
            elif kind == "r":
                self.walk(each, region, self.base)
            else:
                self.meet(each, region, style)

    def meet(self, element: Element, region: Region, style: Format) -> None:
        """One element."""
        kind = KIND.get(element.tag)
        if kind in PROPERTIES:
            return
        if kind in BLOCKS:
            self.paragraph.boxes.append(Box(element, _seen(region, style)))
        elif kind in MARKS:
            self.add(MARKS[kind], region, style)
        elif kind in _ACTIONS:
            _ACTIONS[kind](self, element, region, style)
        else:
            self.walk(element, region, self.base if kind == "r" else style)

    def add(self, text: str, region: Region, style: Format) -> None:
        """Text in the format of its run."""
        if not text:
            return
        region = _seen(region, style)
        if region is Region.BODY and not text.isspace():
            self.pager.is_fresh = False
            if self.paragraph.page is None:
                self.paragraph.page = self.pager.page
        for run in style.runs(text):
            self.paragraph.pieces.append(Piece(run.text, run.font, region))

    def finish(self) -> None:
        """Fields that this paragraph does not end."""
        for one in self.fields:
            reach_outside("".join(one.instruction), self.desk.instructions)

    def hide_since(self, start: int) -> None:
        """What stands in the instruction of a field is not printed."""
        pieces = self.paragraph.pieces
        pieces[start:] = [
            piece._replace(region=Region.HIDDEN) if piece.region is Region.BODY else piece
            for piece in pieces[start:]
        ]


def _seen(region: Region, style: Format) -> Region:
    return Region.HIDDEN if style.hidden and region is Region.BODY else region


def _text(reader: Inline, element: Element, region: Region, style: Format) -> None:
    reader.desk.texts += 1
    reader.add(text_of(element), region, style)


def _foreign_text(reader: Inline, element: Element, region: Region, style: Format) -> None:
    reader.add(text_of(element), region, style)


def _deleted_text(reader: Inline, element: Element, _: Region, style: Format) -> None:
    reader.add(text_of(element), Region.DELETED, style)


def _removed(reader: Inline, element: Element, _: Region, style: Format) -> None:
    reader.walk(element, Region.DELETED, style)


def _choose(reader: Inline, element: Element, region: Region, style: Format) -> None:
    for branch, inside in branches(element, region, reader.desk):
        reader.walk(branch, inside, style)


def _break(reader: Inline, element: Element, region: Region, style: Format) -> None:
    if attribute(element, TYPE) == "page" and _seen(region, style) is Region.BODY:
        reader.pager.turn()
    reader.add("\n", region, style)


def _rendered_break(reader: Inline, _: Element, region: Region, style: Format) -> None:
    if _seen(region, style) is Region.BODY:
        reader.pager.meet()


def _symbol(reader: Inline, element: Element, region: Region, style: Format) -> None:
    try:
        char = chr(int(attribute(element, CHAR) or "", 16))
        char.encode()
        char = UNREADABLE if char < " " else char
    except (ValueError, OverflowError):
        char = UNREADABLE
    reader.add(char, region, style)
    font = attribute(element, FONT)
    pieces = reader.paragraph.pieces
    if font:
        pieces[-1] = pieces[-1]._replace(font=font)


def _anchor(reader: Inline, element: Element, _: Region, __: Format) -> None:
    kind = (KIND.get(element.tag) or "").removesuffix("Reference")
    reader.desk.anchors.setdefault((kind, attribute(element, ID) or ""), reader.pager.page)


def _simple_field(reader: Inline, element: Element, region: Region, style: Format) -> None:
    reach_outside(attribute(element, INSTRUCTION) or "", reader.desk.instructions)
    reader.walk(element, region, style)


def _instruction(reader: Inline, element: Element, _: Region, __: Format) -> None:
    if reader.fields:
        reader.fields[-1].instruction.append(text_of(element))


def _field_mark(reader: Inline, element: Element, region: Region, style: Format) -> None:
    mark = attribute(element, FIELD_TYPE)
    if mark == "begin":
        del reader.fields[: -FIELD_DEPTH + 1]
        reader.fields.append(begin(element, len(reader.paragraph.pieces)))
    elif mark == "separate" and reader.fields:
        field_ = reader.fields[-1]
        if not field_.has_result:
            reader.hide_since(field_.start)
        field_.has_result = True
    elif mark == "end" and reader.fields:
        field_ = reader.fields.pop()
        if not field_.has_result:
            reader.hide_since(field_.start)
        reach_outside("".join(field_.instruction), reader.desk.instructions)
        reader.add(field_.shown, region, style)


_Action = Callable[[Inline, Element, Region, Format], None]
_ACTIONS: Mapping[str | None, _Action] = {
    "t": _text,
    "m:t": _foreign_text,
    "delText": _deleted_text,
    "del": _removed,
    "moveFrom": _removed,
    "AlternateContent": _choose,
    "br": _break,
    "lastRenderedPageBreak": _rendered_break,
    "sym": _symbol,
    "footnoteReference": _anchor,
    "endnoteReference": _anchor,
    "commentReference": _anchor,
    "fldSimple": _simple_field,
    "instrText": _instruction,
    "fldChar": _field_mark,
}
