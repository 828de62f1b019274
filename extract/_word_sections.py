"""Where sections begin pages: each tells it at its own end, so it is looked up before the walk."""

from __future__ import annotations

from collections.abc import Iterator

from extract._package import Package
from extract._word_lift import Lift
from extract._word_names import KIND, VAL, attribute, both, child
from extract._xml import Element, Stream

SECTION = both("sectPr")
SAME_PAGE = frozenset(("continuous", "nextColumn"))


def read_new_pages(package: Package, part: str, lift: Lift) -> tuple[bool, ...]:
    """Of each section, whether it begins a page; rows that can be taken out end none."""
    chunks = lift.remaining(package.chunks(part))
    return tuple(_new_pages(Stream(part, chunks)))


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
