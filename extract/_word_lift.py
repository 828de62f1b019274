"""Rows of plain cells are taken out of the text of a part before libxml2 makes nodes of them.

Nearly all rows of large tables are so. A row is cut at its texts; what is left of it is its shape,
which many rows share. Each shape is parsed once, by libxml2, as if it stood in the document; a row
of a known shape needs no tree. In its place the parser gets an empty row with a number, and the
walk of the table takes the rows from here when it comes to it.

Safe because `<` begins a tag wherever it stands, outside of comments and the like: where the first
of those comes, nothing is taken out any more. Whatever is not met as it was left (in the branches
of a choice, outside of a table, with a number that the file itself wrote) ends in `Misplaced`, and
the document is read once more without this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from extract._word_names import WORD
from extract._word_shapes import CUT, ROW_END, TEXT_START, RowShape, parse_row, read_shape
from extract._xml import Element

# UTF-8, and the prefix that all programs write
HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=(?:\"1\.0\"|'1\.0')"
    rb"(?: encoding=(?:\"(?i:utf-8)\"|'(?i:utf-8)'))?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])? ?\?>\s*)?"
    rb"(?P<root><w:document(?:\s+[\w:.-]+=\"[^\"<&]*\")*\s*>)"
)
HEAD_LIMIT_BYTES = 16 * 1024
BINDINGS = tuple(f' xmlns:w="{space}"'.encode() for space in WORD)

# From here on `<` may begin no tag, or the prefix may mean something else.
UNSURE = re.compile(rb"<[!?]|\bxmlns:w\s*=")

STEP_CHUNKS = 4
"""How many chunks are looked at together."""
ROW_LIMIT_BYTES = 32 * 1024
"""Longer rows are left where they are; one of 63 plain cells as Word types them has 25 KiB."""
HELD_LIMIT_BYTES = 256 * 1024
"""A row that is still open after so much holds tables or pictures."""
SHAPES = 512
"""How many shapes of a document's rows are kept; forms have a few dozen."""
TAG_LIMIT_BYTES = 2 * HELD_LIMIT_BYTES
"""What holds no `<` for so long is passed on as it is, and nothing is sure behind it."""

ROW_STARTS = (b"<w:tr>", b"<w:tr ")
SPACED_START = b'<w:t xml:space="preserve">'
TEXT_END = b"</w:t>"
END_CUT = TEXT_START + CUT
SPECIAL = bytes({*range(1, 32)} - {9, 10}) + b"<&"
"""Controls, which no text may hold; the carriage return, which parsers change; and markup."""

MARK = "lifted"


class Misplaced(Exception):
    """Rows were not met where they were taken out."""


class LiftedRow(NamedTuple):
    """A row that was taken out."""

    shape: RowShape
    texts: list[str]
    written: bytes
    """As it stood in the part, without its end tag."""


class Lift:
    """Takes rows out of a part on its way to the parser."""

    def __init__(self, is_on: bool) -> None:
        """Begin without any; and stay so if it is not on."""
        self.texts = 0
        """How many texts were taken out, counted apart from the walk."""
        self._root = b""
        self.is_on = is_on
        self._is_sure = True
        self._batches: dict[str, list[LiftedRow]] = {}
        self._made = 0
        self._taken = 0
        self._shapes: dict[bytes, RowShape | None] = {}

    @property
    def is_used(self) -> bool:
        """Whether anything was taken out."""
        return self._made > 0

    def take(self, element: Element) -> list[LiftedRow] | None:
        """The rows that an empty row stands for; None for a row that stands for itself.

        Raises:
            Misplaced: it is not the next one, or the file wrote it.
        """
        mark = element.get(MARK)
        if mark is None or not self.is_on:
            return None
        if mark != str(self._taken) or mark not in self._batches:
            raise Misplaced
        self._taken += 1
        return self._batches.pop(mark)

    def refuse_within(self, rows: Iterator[Element]) -> None:
        """See that none of the rows stands for others. Raises Misplaced."""
        if self.is_on and any(row.get(MARK) is not None for row in rows):
            raise Misplaced

    def end(self) -> None:
        """See that all rows were taken. Raises Misplaced."""
        if self._taken != self._made:
            raise Misplaced

    def element(self, row: LiftedRow) -> Element:
        """The row as a tree."""
        return parse_row(self._root, row.written + ROW_END)

    def remaining(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """What is left of the chunks for the parser."""
        rest, match = b"", None
        while self.is_on and match is None and len(rest) < HEAD_LIMIT_BYTES:
            chunk = next(chunks, b"")
            if not chunk:
                break
            rest += chunk
            match = HEAD.match(rest)
        if match is not None and any(binding in match["root"] for binding in BINDINGS):
            self._root = match["root"]
            yield rest[: match.end()]
            yield from self._without_rows(rest[match.end() :], chunks)
        else:
            yield rest
            yield from chunks

    def _without_rows(self, rest: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
        out: list[bytes] = []
        rows: list[LiftedRow] = []
        for before, written in _cut(rest, chunks):
            if before:
                self._put(rows, out)
                self._pass(before, out)
            row = self._lifted(written) if written and self._is_sure else None
            if row is not None:
                rows.append(row)
                continue
            self._put(rows, out)
            if written:
                self._pass(written + ROW_END, out)
            else:
                yield b"".join(out)
                out.clear()

    def _pass(self, written: bytes, out: list[bytes]) -> None:
        """Leave it to the parser."""
        is_cut = len(written) > TAG_LIMIT_BYTES
        self._is_sure = self._is_sure and not is_cut and UNSURE.search(written) is None
        out.append(written)

    def _put(self, rows: list[LiftedRow], out: list[bytes]) -> None:
        """Keep the rows, and leave what stands for them to the parser."""
        if rows:
            mark = str(self._made)
            self._made += 1
            self._batches[mark] = rows[:]
            out.append(f'<w:tr {MARK}="{mark}"/>'.encode())
            rows.clear()

    def _lifted(self, written: bytes) -> LiftedRow | None:
        """The row if all of its cells are plain, else None."""
        if len(written) > ROW_LIMIT_BYTES or CUT in written:
            return None
        parts, skeleton = _parted(written)
        shape = self._shapes.get(skeleton)
        if shape is None and SPACED_START in written:
            # sought in rows of new shapes only: no shape was made of a row that has one
            parts, skeleton = _parted(written.replace(SPACED_START, TEXT_START))
            shape = self._shapes.get(skeleton)
        if shape is None:
            shape = self._new_shape(skeleton)
        if shape is None:
            return None
        texts = _texts(parts[1::2])
        if texts is None or len(texts) != shape.texts:
            return None
        self.texts += len(parts) // 2
        return LiftedRow(shape, texts, written)

    def _new_shape(self, skeleton: bytes) -> RowShape | None:
        if skeleton in self._shapes:
            return None
        if len(self._shapes) >= SHAPES:
            self._shapes.clear()
        shape = self._shapes[skeleton] = read_shape(self._root, skeleton)
        return shape


def _parted(row: bytes) -> tuple[list[bytes], bytes]:
    """What stands between its texts, and they themselves, by turns; and all of the former."""
    parts = row.replace(TEXT_END, END_CUT).split(TEXT_START)
    return parts, TEXT_START.join(parts[::2])


def _texts(written: list[bytes]) -> list[str] | None:
    """The texts as a parser would give them; None if one is no plain text."""
    if not written:
        return []
    joined = b"\0".join(written)
    if len(joined.translate(None, SPECIAL)) != len(joined):
        return None
    if b">" in joined and b"]]>" in joined:
        return None
    try:
        text = joined.decode()
    except UnicodeDecodeError:
        return None
    # these two are no characters of XML
    return None if "\ufffe" in text or "\uffff" in text else text.split("\0")


def _cut(rest: bytes, chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """What stands before a row, and the row without its end; without a row when more is needed."""
    while True:
        arrived = b"".join(islice(chunks, STEP_CHUNKS))
        *segments, rest = (rest + arrived).split(ROW_END)
        for segment in segments:
            start = _row_start(segment)
            if start < len(segment):
                yield segment[:start], segment[start:]
            else:
                # the end of a row that began long before, or that holds others
                yield segment + ROW_END, b""
        if not arrived:
            yield rest, b""
            return
        start = _row_start(rest)
        if len(rest) - start > HELD_LIMIT_BYTES or start == len(rest):
            # a tag is never cut: it may say that nothing is sure from here on
            start = rest.rfind(b"<") if len(rest) <= TAG_LIMIT_BYTES else len(rest)
            start = max(start, 0)
        yield rest[:start], b""
        rest = rest[start:]


def _row_start(written: bytes) -> int:
    """Where its last row begins; its end if none does."""
    if written.startswith(ROW_STARTS):
        return 0
    start = max(written.rfind(each) for each in ROW_STARTS)
    return start if start >= 0 else len(written)
