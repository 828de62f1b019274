"""Looks through what stands around paragraphs and tables: content controls, tracking, choices."""

from __future__ import annotations

from collections.abc import Iterator

from extract._word_desk import Desk
from extract._word_names import BLOCKS, INLINE, KIND, PROPERTIES, REMOVED, TEXT, both, text_of
from extract._xml import Element, Source, Tree
from schemas.document import Region

TREE = Tree()
TABLE = both("tbl")
ROW = both("tr")

NO_TEXT = frozenset(("sectPr", "tblPr", "trPr"))
STRUCTURE = BLOCKS | INLINE | NO_TEXT
SKIPPED = PROPERTIES - STRUCTURE


def blocks(
    parent: Element, source: Source, region: Region, desk: Desk
) -> Iterator[tuple[str, Element, Region]]:
    """What stands in an element, seen through all wrappers, and whether it was taken out."""
    for element in source.children(parent):
        kind = KIND.get(element.tag)
        if kind in STRUCTURE:
            yield kind, element, region
        elif kind in SKIPPED:
            continue
        elif kind in REMOVED:
            yield from blocks(element, source, Region.DELETED, desk)
        elif kind == "AlternateContent":
            source.complete(element)
            for branch, inside in branches(element, region, desk):
                yield from blocks(branch, TREE, inside, desk)
        else:
            yield from blocks(element, source, region, desk)


def branches(element: Element, region: Region, desk: Desk) -> list[tuple[Element, Region]]:
    """The branches of an AlternateContent that are text of the document.

    The first choice is what Word prints. Another branch repeats it for older programs; where its
    text differs it is kept as hidden text, and where the choice has no text it is printed.
    """
    found: list[tuple[Element, Region]] = []
    printed: str | None = None
    for branch in element:
        desk.lift.refuse_within(branch.iter(*ROW))
        text = "\x00".join(text_of(each) for each in branch.iter(*TEXT))
        if not printed:
            found.append((branch, region))
            printed = text
        elif text == printed:
            desk.texts += sum(1 for _ in branch.iter(*TEXT))
            desk.repeated_tables += sum(1 for _ in branch.iter(*TABLE))
        else:
            found.append((branch, Region.HIDDEN if region is Region.BODY else region))
    return found
