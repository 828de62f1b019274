"""What the tags of an accessible PDF tell: which text an element has, and the cells of its tables.

14.7 and 14.8 of ISO 32000. Reading it costs 14 ms a page, so it is asked only where the page itself
does not tell: where no line parts cells, and where no known shape tells what a glyph stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from playa.document import Document
from playa.page import Page
from playa.utils import decode_text

from extract._drawn import TagCell
from extract._pdf_objects import entries, resolve

DEPTH_LIMIT = 40
"""Elements inside of elements; Chromium nests 6 deep, Word 10."""
SPAN_LIMIT = 200
NODES_LIMIT = 10_000
"""Of the tree of numbers, which damaged files close to a ring."""
PLACES_LIMIT = 200_000
"""Cells of one table, merged ones counted by what they cover."""
_CELLS = frozenset({"TD", "TH"})
_PARTS = frozenset({"THead", "TBody", "TFoot"})

Element = dict[str, Any]


@dataclass
class TagTree:
    """The tags of a document; whatever is damaged in them is not there."""

    document: Document
    _grids: dict[int, Mapping[int, TagCell]] = field(
        default_factory=dict[int, "Mapping[int, TagCell]"]
    )
    """By the number of the table, then of the cell."""
    _paths: dict[int, tuple[tuple[int, Element], ...]] = field(
        default_factory=dict[int, "tuple[tuple[int, Element], ...]"]
    )

    def cells(self, page: Page) -> dict[int, tuple[TagCell, ...]]:
        """For each marked content of a page the cells around it, that of the outer table first."""
        found: dict[int, tuple[TagCell, ...]] = {}
        for content, path in self._marked(page):
            around: list[TagCell] = []
            cell: int | None = None
            for number, element in path:
                role = self._role(element)
                if role in _CELLS and cell is None:
                    cell = number
                elif role == "Table" and cell is not None:
                    place = self._grid(number, element).get(cell)
                    around += [place] if place else []
                    cell = None
            if around:
                found[content] = tuple(reversed(around))
        return found

    def texts(self, page: Page) -> dict[int, tuple[int, str]]:
        """The innermost element with /ActualText around each marked content, and that text."""
        found: dict[int, tuple[int, str]] = {}
        for content, path in self._marked(page):
            for number, element in path:
                said = resolve(element.get("ActualText"))
                if isinstance(said, bytes):
                    found[content] = (number, decode_text(said))
                    break
        return found

    def _marked(self, page: Page) -> Iterator[tuple[int, tuple[tuple[int, Element], ...]]]:
        """Each marked content with the elements around it, the innermost first."""
        key = resolve(vars(page)["attrs"].get("StructParents"))
        if not isinstance(key, int):
            return
        for content, parent in enumerate(_each(_numbered(self._root.get("ParentTree"), key))):
            path = self._path(parent)
            if path:
                yield content, path

    def _path(self, reference: object) -> tuple[tuple[int, Element], ...]:
        first = getattr(reference, "objid", 0)
        if first not in self._paths:
            path: list[tuple[int, Element]] = []
            while len(path) < DEPTH_LIMIT and (element := entries(reference)):
                if "S" not in element:
                    break
                path.append((getattr(reference, "objid", 0), element))
                reference = element.get("P")
            self._paths[first] = tuple(path)
        return self._paths[first]

    @property
    def _root(self) -> Element:
        return entries(self.document.catalog.get("StructTreeRoot"))

    def _role(self, element: Element) -> str:
        name = getattr(resolve(element.get("S")), "name", "")
        other = resolve(entries(self._root.get("RoleMap")).get(name))
        return str(getattr(other, "name", name))

    def _grid(self, number: int, table: Element) -> Mapping[int, TagCell]:
        if number not in self._grids:
            self._grids[number] = self._placed(number, list(self._rows(table, 0)))
        return self._grids[number]

    def _rows(self, element: Element, depth: int) -> Iterator[Element]:
        for _, child in _children(element):
            role = self._role(child)
            if role == "TR":
                yield child
            elif role in _PARTS and depth < DEPTH_LIMIT:
                yield from self._rows(child, depth + 1)

    def _placed(self, table: int, rows: list[Element]) -> Mapping[int, TagCell]:
        """The cells in their grid, as HTML places them; empty for too large a table."""
        taken: set[tuple[int, int]] = set()
        found: dict[int, tuple[tuple[int, int], tuple[int, int]]] = {}
        for row, element in enumerate(rows):
            column = 0
            for number, cell in _children(element):
                if self._role(cell) not in _CELLS:
                    continue
                while (row, column) in taken:
                    column += 1
                last = min(row + _span(cell, "RowSpan"), len(rows))
                width = _span(cell, "ColSpan")
                taken.update((y, column + x) for y in range(row, last) for x in range(width))
                if len(taken) > PLACES_LIMIT:
                    return {}
                found[number] = (row, last), (column, column + width)
                column += width
        width = max((columns[1] for _, columns in found.values()), default=0)
        return {
            number: TagCell(table, width, rows, columns)
            for number, (rows, columns) in found.items()
        }


def _numbered(tree: object, key: int) -> object:
    """The value of a key in a tree of numbers (7.9.7); None if it is not there."""
    open_nodes, n_seen = [tree], 0
    while open_nodes and n_seen < NODES_LIMIT:
        node = entries(open_nodes.pop())
        n_seen += 1
        numbers = _each(node.get("Nums", []))
        for at in range(0, len(numbers) - 1, 2):
            if numbers[at] == key:
                return numbers[at + 1]
        open_nodes += _each(node.get("Kids", []))
    return None


def _children(element: Element) -> Iterator[tuple[int, Element]]:
    """The elements inside of one, each with its number."""
    for reference in _each(element.get("K")):
        child = entries(reference)
        if "S" in child:
            yield getattr(reference, "objid", 0), child


def _span(cell: Element, name: str) -> int:
    for part in _each(cell.get("A")):
        span = resolve(entries(part).get(name))
        if isinstance(span, int):
            return min(max(span, 1), SPAN_LIMIT)
    return 1


def _each(value: object) -> list[object]:
    """The entries of a list, or the one that stands for it."""
    found = resolve(value)
    return cast("list[object]", found) if isinstance(found, list) else [value]
