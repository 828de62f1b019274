"""Reads XML of untrusted files with libxml2: no DTD, no network, bounded depth, bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, Protocol
from xml.parsers import expat

from schemas.errors import InputRejected, Refusal

# lxml ships no types: this module is the one door to it, and `Element` is what comes through
_etree: Any = import_module("lxml.etree")

PROLOG_STEP_BYTES = 2048
"""Word's root elements, with all their namespaces, take 1 to 3 KiB."""

PROLOG_LIMIT_BYTES = 1024 * 1024
"""What may stand before the root element: Office writes the XML declaration, and no more."""

BATCH = 32
"""How many walked elements are taken out of the tree at once."""


class Element(Protocol):
    """What the walks use of an lxml element."""

    @property
    def tag(self) -> str:
        """`{namespace}name`."""
        ...

    @property
    def text(self) -> str | None:
        """What stands before the first child."""
        ...

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Element]: ...
    def __getitem__(self, index: int) -> Element: ...
    def __delitem__(self, index: slice) -> None: ...

    def get(self, name: str) -> str | None:
        """An attribute, or None."""
        ...

    def items(self) -> list[tuple[str, str]]:
        """All attributes."""
        ...

    def iter(self, *tags: str) -> Iterator[Element]:
        """The element and all below it that have one of the tags."""
        ...

    def itertext(self) -> Iterator[str]:
        """All text in it."""
        ...

    def getnext(self) -> Element | None:
        """The next sibling."""
        ...

    def getparent(self) -> Element | None:
        """The element around it."""
        ...


class Source(Protocol):
    """Where a walk gets its elements from: a part that is still arriving, or a tree."""

    def children(self, element: Element) -> Iterator[Element]:
        """The children of an element, in order."""
        ...

    def complete(self, element: Element) -> None:
        """See that all of the element is there."""
        ...


class Tree:
    """Elements that are there already."""

    def children(self, element: Element) -> Iterator[Element]:
        """The children of an element, in order."""
        return iter(element)

    def complete(self, element: Element) -> None:
        """Nothing is to be done."""


class Count:
    """Counts the elements of some names wherever they stand, apart from any walk."""

    def __init__(self, *tags: str) -> None:
        """Take the names as `{namespace}name`."""
        self._tags = tags

    def below(self, element: Element) -> int:
        """How many there are within an element, itself included."""
        return sum(1 for _ in element.iter(*self._tags))


class Stream:
    """A part's elements as they arrive; what was walked is taken out of the tree again.

    An element is complete once something follows it or a parent of it, so that nothing has to be
    told by the parser element by element.
    """

    def __init__(self, part: str, chunks: Iterator[bytes], counts: tuple[Count, ...] = ()) -> None:
        """Read up to the root element.

        Raises:
            InputRejected: XML_DTD, XML_DEPTH or XML_BROKEN.
        """
        self._counted = [0] * len(counts)
        self._counts = counts
        self.part = part
        self._chunks = chunks
        self._ended = False
        head, root_tag = _prolog(part, chunks)
        self._parser = _etree.XMLPullParser(
            events=("start",),
            tag=root_tag,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        self._feed(head)
        self.root = self._first_element()

    def counted(self) -> list[int]:
        """How many of each of `counts` have arrived so far."""
        counts = zip(self._counted, self._counts, strict=True)
        return [gone + count.below(self.root) for gone, count in counts]

    def children(self, element: Element) -> Iterator[Element]:
        """The children of an element that may still be arriving; each is gone some time after.

        A child itself may still be arriving: call `complete` before looking into it, or walk its
        own `children`.
        """
        walked = 0
        child = self._next(element, None)
        while child is not None:
            yield child
            walked += 1
            child = self._next(element, child)
            if walked > BATCH or child is None:
                self._take_out(element, walked - 1)
                walked = 1

    def complete(self, element: Element) -> None:
        """Read on until all of the element is there."""
        while element.getnext() is None and not self._is_closed(element):
            self._read_on()

    def _next(self, parent: Element, child: Element | None) -> Element | None:
        while True:
            first = parent[0] if child is None and len(parent) else None
            following = first if child is None else child.getnext()
            if following is not None or self._is_closed(parent):
                return following
            self._read_on()

    def _is_closed(self, element: Element) -> bool:
        node: Element | None = element
        while node is not None and not self._ended:
            if node.getnext() is not None:
                return True
            node = node.getparent()
        return self._ended

    def _take_out(self, element: Element, first: int) -> None:
        if not first:
            return
        # the last one stays a while: whoever walks still holds it, and lxml takes out elements
        # that are held in square time
        before = [count.below(element) for count in self._counts]
        del element[:first]
        for number, count in enumerate(self._counts):
            self._counted[number] += before[number] - count.below(element)

    def _read_on(self) -> None:
        for _ in self._parser.read_events():
            pass  # elements inside that are named as the root
        chunk = next(self._chunks, None)
        if chunk is not None:
            self._feed(chunk)
            return
        self._ended = True
        try:
            self._parser.close()
        except _etree.XMLSyntaxError as error:
            raise _refused(self.part, str(error)) from error

    def _feed(self, chunk: bytes) -> None:
        try:
            self._parser.feed(chunk)
        except _etree.XMLSyntaxError as error:
            raise _refused(self.part, str(error)) from error

    def _first_element(self) -> Element:
        while not self._ended:
            for _, element in self._parser.read_events():
                return element  # type: ignore[no-any-return]
            self._read_on()
        raise _refused(self.part, "it has no root element")


class _Prolog:
    """What stands before the root element; expat tells it before anything can be expanded."""

    def __init__(self, part: str) -> None:
        self.root = ""
        self._part = part
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._found

    def parse(self, piece: bytes) -> None:
        try:
            self._parser.Parse(piece, False)
        except (expat.ExpatError, ValueError, LookupError) as error:
            # bytes after the root's own tag are the business of the other parser
            if not self.root:
                raise _refused(self._part, str(error)) from error

    def _refuse(self, *_: object) -> None:
        raise InputRejected(
            Refusal.XML_DTD,
            f"The part {self._part} declares a document type, which Office never does.",
            "Do not trust where this file comes from; leave it out.",
        )

    def _found(self, name: str, _: object) -> None:
        self.root = f"{{{name}" if "}" in name else name
        # the tags behind it in this piece are of no interest
        self._parser.StartElementHandler = None


def _prolog(part: str, chunks: Iterator[bytes]) -> tuple[bytes, str]:
    """The chunks up to the root's start tag, and the root's name as `{namespace}name`."""
    prolog = _Prolog(part)
    head = b""
    for chunk in chunks:
        start = len(head)
        head += chunk
        while start < len(head):
            prolog.parse(head[start : start + PROLOG_STEP_BYTES])
            if prolog.root:
                return head, prolog.root
            start += PROLOG_STEP_BYTES
        if start > PROLOG_LIMIT_BYTES:
            break
    raise _refused(part, "it has no root element")


def _refused(part: str, said: str) -> InputRejected:
    if "depth" in said.lower():
        return InputRejected(
            Refusal.XML_DEPTH,
            f"The part {part} is nested deeper than any document ({said}).",
            "This is no report; leave the file out.",
        )
    return InputRejected(
        Refusal.XML_BROKEN,
        f"The part {part} is no well-formed XML ({said}).",
        "Open and save the file in Word, or fetch it again from where it came from.",
    )
