"""Where sections begin pages: each tells it at its own end, so it is looked up before the walk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract._package import Package
from extract._word_names import KIND, VAL, attribute, both, child
from extract._xml import Element, Stream

SECTION = both("sectPr")
SECTION_TAG = re.compile(rb"<(?:\w{1,40}:)?sectPr[\s>/]")
MANY = 2
NAME = b"sectPr"
LONGEST_TAG = 64
"""Beginnings of tags that a piece may be cut in; prefixes have few letters."""
SAME_PAGE = frozenset(("continuous", "nextColumn"))


def read_new_pages(package: Package, part: str) -> tuple[bool, ...]:
    """Of each section, whether it begins a page; nothing if there is only one."""
    if _count_sections(package.chunks(part)) > 1:
        return tuple(_new_pages(package.stream(part)))
    return ()


def _count_sections(chunks: Iterator[bytes]) -> int:
    """How many sections the raw bytes name; many if they are no UTF-8."""
    count, rest = 0, b""
    for chunk in chunks:
        piece = rest + chunk
        if b"\x00" in chunk:
            return MANY
        if NAME in piece:
            count += sum(1 for match in SECTION_TAG.finditer(piece) if match.end() > len(rest))
        rest = piece[-LONGEST_TAG:]
    return count


def _new_pages(stream: Stream) -> Iterator[bool]:
    for element in _sections(stream, stream.root):
        kind = child(element, "type")
        # a section that says nothing begins a page (17.6.22)
        yield kind is None or attribute(kind, VAL) not in SAME_PAGE


def _sections(stream: Stream, parent: Element) -> Iterator[Element]:
    for element in stream.children(parent):
        kind = KIND.get(element.tag)
        if kind == "tbl":
            # it ends no section, and may be too big to be kept
            for _ in stream.children(element):
                pass
        elif kind == "body":
            yield from _sections(stream, element)
        else:
            stream.complete(element)
            for found in element.iter(*SECTION):
                around = found.getparent()
                if around is None or KIND.get(around.tag) != "sectPrChange":
                    yield found
