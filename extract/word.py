"""Word documents: .docx, .docm, .dotx and .dotm, in the transitional and the Strict form.

Rows of tables and paragraphs come in reading order, with what is printed as their text: the label
of a list paragraph stands before its text, inserted text is text, the result of a field is text and
its instruction is not. What was deleted under change tracking, what is hidden, headers, footers,
notes and comments are rows of their own regions. Text boxes are paragraphs at their anchor. What
the file links to or carries along is listed, and never fetched or run.

Traps: a vertical merge is its text in the first cell; tables stand within content controls; a page
is known only where the file tells it; a cell that holds a table ends with an empty paragraph.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from extract._collector import resting_collector
from extract._package import (
    OLE_MAGIC,
    ZIP_MAGIC,
    Package,
    Relationship,
    is_encrypted,
    open_package,
)
from extract._word_carried import carried, list_carried, told
from extract._word_desk import Desk, Pager
from extract._word_lift import Lift, Misplaced
from extract._word_names import ID, KIND, TABLE_COUNT, TEXT_COUNT, attribute
from extract._word_notices import notices
from extract._word_numbering import Lists, Numbering, read_lists
from extract._word_sections import read_new_pages
from extract._word_story import Story
from extract._word_styles import Sheet, Styles, read_sheet, read_theme
from extract._xml import Element, Stream
from schemas.document import Document, Page, Region, Row, SourceFile
from schemas.errors import InputFailed, InputRejected, Refusal
from schemas.finding import Finding

NAME = "Word document"

SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")

MEDIA_TYPES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template"
    ),
    "application/vnd.ms-word.document.macroEnabled.main+xml": (
        "application/vnd.ms-word.document.macroEnabled.12"
    ),
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": (
        "application/vnd.ms-word.template.macroEnabled.12"
    ),
}
"""What a Word document's main part may be, and what the file is then."""

UNTYPED = frozenset(("application/xml", "text/xml"))
"""Says nothing: the root element decides."""

# An entry of the zip: its method, and how long its name and its extra field are.
ENTRY = re.compile(rb"PK\x03\x04.{4}(..).{16}(..)(..)", re.DOTALL)
TYPES_NAME = b"[Content_Types].xml"
WORD_TYPE = re.compile(rb"wordprocessingml|vnd\.ms-word")
STORED = b"\x00\x00"
_SHORT = struct.Struct("<H")
TYPES_LIMIT_BYTES = 64 * 1024

READ_AGAIN = frozenset((Refusal.XML_BROKEN, Refusal.XML_DEPTH, Refusal.TOOL_FAILED))
"""What a part may be refused for; rows that were taken out of it may have to do with it."""

MARGINS = {"header": Region.HEADER, "footer": Region.FOOTER}
NOTES = {"footnotes": Region.NOTE, "endnotes": Region.NOTE, "comments": Region.COMMENT}


def sniff(name: str, head: bytes) -> int:
    """Bid for packages that say they are Word's, and for encrypted ones of that name."""
    if head.startswith(OLE_MAGIC):
        return 100 if is_encrypted(head) else 0
    if not head.startswith(ZIP_MAGIC):
        return 0
    entries = [
        head[match.end() : match.end() + _SHORT.unpack(match[2])[0]]
        for match in ENTRY.finditer(head)
    ]
    if any(entry.startswith(b"word/") for entry in entries):
        return 90
    if entries and entries[0] == TYPES_NAME:
        return 95 if WORD_TYPE.search(_first_part(head)) else 0
    return 50 if name.lower().endswith(SUFFIXES) and entries[:1] != [b"mimetype"] else 0


def _first_part(head: bytes) -> bytes:
    """As much of the first entry as the first bytes of the file hold."""
    match = ENTRY.match(head)
    if match is None:
        return b""
    start = match.end() + _SHORT.unpack(match[2])[0] + _SHORT.unpack(match[3])[0]
    if match[1] == STORED:
        return head[start:]
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(head[start:], TYPES_LIMIT_BYTES)
    except zlib.error:
        return b""


def read(source: SourceFile, content: bytes) -> Document:
    """Every story of the document: the body by pages, then headers, footers, notes and comments.

    Raises:
        InputRejected: ENCRYPTED, NOT_A_DOCUMENT, TYPE_MISMATCH, TABLE_LIMIT, ZIP_BOMB, ZIP_UNSAFE,
            XML_BROKEN, XML_DEPTH or XML_DTD.
        InputFailed: TOOL_FAILED if not every text and table was placed.
    """
    with resting_collector():
        return _read_package(source, open_package(content))


def _read_package(source: SourceFile, package: Package) -> Document:
    main = _main_part(package)
    lift = Lift(is_on=True)
    try:
        return _read(source, package, main, lift)
    except Misplaced:
        pass
    except (InputRejected, InputFailed) as error:
        # it is told as if all of it had been parsed, and only then
        if error.code not in READ_AGAIN or not lift.is_used:
            raise
    return _read(source, package, main, Lift(is_on=False))


def _read(source: SourceFile, package: Package, main: str, lift: Lift) -> Document:
    reading = _Reading(package, main, lift)
    reading.read_body()
    reading.read_notes()
    reading.read_margins()
    findings = (*notices(reading.desk), *reading.list_carried())
    reading.refuse_loss()
    media_type = MEDIA_TYPES.get(package.content_type(main), source.media_type)
    pages = tuple(Page(number, tuple(rows)) for number, rows in sorted(reading.pages.items()))
    return Document(
        source=replace(source, media_type=media_type),
        reader=NAME,
        pages=pages or (Page(1, ()),),
        findings=findings,
    )


def _main_part(package: Package) -> str:
    """The part that the package names as its document, if that is one of Word's."""
    main = next((one for one in package.relationships() if one.kind == "officeDocument"), None)
    if main is None or main.external or main.target not in package:
        raise InputRejected(
            Refusal.NOT_A_DOCUMENT,
            "The package does not say which of its parts is the document.",
            "Fetch it again from where it came from, or open and save it in Word.",
        )
    media_type = package.content_type(main.target)
    if media_type and media_type not in MEDIA_TYPES and media_type not in UNTYPED:
        raise InputRejected(
            Refusal.TYPE_MISMATCH,
            f"The package holds no Word document but {media_type}.",
            "Give the file the name that belongs to its content.",
        )
    return main.target


class _Reading:
    """One document on its way through."""

    def __init__(self, package: Package, main: str, lift: Lift) -> None:
        self.pages: dict[int, list[Row]] = {}
        self._package = package
        self._main = main
        self._related = package.relationships(main)
        styles = Styles(self._sheet(), self._theme)
        self.desk = Desk(styles, Numbering(self._lists, styles.list_of), lift)
        self._margins: dict[str, int] = {}
        self._counted = [0, 0]

    def _parts(self, kind: str) -> Iterator[Relationship]:
        for one in self._related:
            if one.kind == kind and not one.external and one.target in self._package:
                yield one

    def _sheet(self) -> Sheet:
        for one in self._parts("styles"):
            return self._package.parsed(one.target, read_sheet)
        return Sheet({}, {}, ())

    def _theme(self) -> Mapping[str, str]:
        for one in self._parts("theme"):
            return self._package.parsed(one.target, read_theme)
        return {}

    def _lists(self) -> Lists:
        for one in self._parts("numbering"):
            return self._package.parsed(one.target, read_lists)
        return Lists({}, {}, {})

    def _rows_on(self, page: int) -> list[Row]:
        return self.pages.setdefault(page, [])

    @contextmanager
    def _stream(self, name: str) -> Generator[Stream]:
        """A part of which every text and table must be placed."""
        chunks = self._package.chunks(name)
        if name == self._main:
            chunks = self.desk.lift.remaining(chunks)
        stream = Stream(name, chunks, (TEXT_COUNT, TABLE_COUNT))
        yield stream
        self._counted = [*map(sum, zip(self._counted, stream.counted(), strict=True))]

    def read_body(self) -> None:
        """The main part."""
        lift = self.desk.lift

        def new_pages() -> Sequence[bool]:
            return read_new_pages(self._package, self._main, Lift(lift.is_on))

        story = Story(self.desk, Region.BODY, Pager(), self._rows_on, new_pages)
        with self._stream(self._main) as stream:
            if KIND.get(stream.root.tag) != "document":
                raise InputRejected(
                    Refusal.NOT_A_DOCUMENT,
                    f"The part {self._main} is no Word document.",
                    "Fetch it again from where it came from, or open and save it in Word.",
                )
            story.read(stream.root, stream)
        lift.end()
        self._counted[0] += lift.texts
        self._margins = story.margins

    def read_notes(self) -> None:
        """Footnotes, endnotes and comments, on the pages where they are anchored."""
        for kind, region in NOTES.items():
            for one in self._parts(kind):
                with self._stream(one.target) as stream:
                    for note in stream.children(stream.root):
                        self._note(note, stream, region)

    def _note(self, note: Element, stream: Stream, region: Region) -> None:
        stream.complete(note)
        anchor = KIND.get(note.tag) or "", attribute(note, ID) or ""
        page = self.desk.anchors.get(anchor)
        # a note that nothing leads to is not printed
        region = Region.HIDDEN if page is None and region is Region.NOTE else region
        Story(self.desk, region, Pager(page or 1), self._rows_on).read(note, stream)

    def read_margins(self) -> None:
        """Headers and footers, on the first page that has them."""
        for kind, region in MARGINS.items():
            pages: dict[str, int] = {}
            for one in self._parts(kind):
                pages.setdefault(one.target, self._margins.get(one.id, 1))
            for target, page in pages.items():
                rows = self._rows_on(page)
                story = Story(self.desk, region, Pager(page), _always(rows))
                with self._stream(target) as stream:
                    story.read(stream.root, stream)

    def list_carried(self) -> tuple[Finding, ...]:
        """Rows for what the file links to or carries along; what of it must be told."""
        found = carried(self._package, self.desk.instructions)
        listed = tuple(list_carried(found, self._rows_on(1), self.desk)) if found else ()
        return tuple(told(listed))

    def refuse_loss(self) -> None:
        """Compare with what was counted apart from the walk."""
        desk = self.desk
        placed = [desk.texts, desk.tables + desk.repeated_tables]
        if placed != self._counted:
            raise InputFailed(
                Refusal.TOOL_FAILED,
                f"Of {self._counted[0]} texts and {self._counted[1]} tables in the file, "
                f"{placed[0]} and {placed[1]} were placed.",
                "Open and save it in Word, and report this file: its form is not known yet.",
            )


def _always(rows: list[Row]) -> Callable[[int], list[Row]]:
    """Puts all rows in one place, whatever page they ask for."""
    return lambda _: rows
