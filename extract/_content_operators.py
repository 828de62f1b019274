"""The operators of a PDF's pages, and what the walk does at each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from extract._content_walk import ContentWalk, Handler


def _number(name: str, scale: float = 1.0) -> Handler:
    return lambda walk, operands: setattr(walk.state, name, float(operands[0]) * scale)


def _mode(walk: ContentWalk, operands: list[Any]) -> None:
    walk.state.mode = int(operands[0])


def _paint(*, fill: bool = False, stroke: bool = False, close: bool = False) -> Handler:
    def handle(walk: ContentWalk, _: list[Any]) -> None:
        if close:
            walk.path.close()
        walk.paint(fill=fill, stroke=stroke)

    return handle


def _clip(walk: ContentWalk, _: list[Any]) -> None:
    walk.clips = True


def _quote(walk: ContentWalk, operands: list[Any]) -> None:
    walk.next_line(0, -walk.state.leading)
    walk.show([operands[0]])


def _double_quote(walk: ContentWalk, operands: list[Any]) -> None:
    walk.state.word_space, walk.state.char_space = float(operands[0]), float(operands[1])
    _quote(walk, operands[2:])


HANDLERS: Mapping[bytes, Handler] = MappingProxyType(
    {
        b"q": ContentWalk.save,
        b"Q": ContentWalk.restore,
        b"cm": ContentWalk.transform,
        b"gs": ContentWalk.extended,
        b"w": _number("line_width"),
        b"g": ContentWalk.fill_colour,
        b"rg": ContentWalk.fill_colour,
        b"k": ContentWalk.fill_colour,
        b"sc": ContentWalk.fill_colour,
        b"scn": ContentWalk.fill_colour,
        b"G": ContentWalk.stroke_colour,
        b"RG": ContentWalk.stroke_colour,
        b"K": ContentWalk.stroke_colour,
        b"SC": ContentWalk.stroke_colour,
        b"SCN": ContentWalk.stroke_colour,
        b"cs": ContentWalk.fill_space,
        b"CS": ContentWalk.stroke_space,
        b"m": lambda walk, operands: walk.path.move(*map(float, operands)),
        b"l": lambda walk, operands: walk.path.line(*map(float, operands)),
        b"c": lambda walk, operands: walk.path.curve(*map(float, operands)),
        b"v": lambda walk, operands: walk.path.curve(*map(float, operands)),
        b"y": lambda walk, operands: walk.path.curve(*map(float, operands)),
        b"re": lambda walk, operands: walk.path.rectangle(*map(float, operands)),
        b"h": lambda walk, _: walk.path.close(),
        b"S": _paint(stroke=True),
        b"s": _paint(stroke=True, close=True),
        b"f": _paint(fill=True),
        b"F": _paint(fill=True),
        b"f*": _paint(fill=True),
        b"B": _paint(fill=True, stroke=True),
        b"B*": _paint(fill=True, stroke=True),
        b"b": _paint(fill=True, stroke=True, close=True),
        b"b*": _paint(fill=True, stroke=True, close=True),
        b"n": _paint(),
        b"W": _clip,
        b"W*": _clip,
        b"BT": ContentWalk.begin_text,
        b"Tf": ContentWalk.set_font,
        b"Tm": ContentWalk.set_matrix,
        b"Td": lambda walk, operands: walk.next_line(float(operands[0]), float(operands[1])),
        b"TD": ContentWalk.lead,
        b"T*": lambda walk, _: walk.next_line(0, -walk.state.leading),
        b"Tc": _number("char_space"),
        b"Tw": _number("word_space"),
        b"Tz": _number("stretch", 0.01),
        b"TL": _number("leading"),
        b"Ts": _number("rise"),
        b"Tr": _mode,
        b"TJ": lambda walk, operands: walk.show(operands[0]),
        b"Tj": lambda walk, operands: walk.show([operands[0]]),
        b"'": _quote,
        b'"': _double_quote,
        b"Do": ContentWalk.object,
        b"BDC": ContentWalk.mark,
        b"BMC": ContentWalk.mark,
        b"EMC": ContentWalk.unmark,
    }
)
