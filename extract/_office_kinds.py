"""What kind of old office file this is, by its content alone; names lie, and are not asked."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from enum import StrEnum

from extract._ole import MAGIC, BrokenOle, OleFile, Stream, open_ole
from schemas.errors import InputRejected, Refusal


class Target(StrEnum):
    """What a file is converted to; the value is the name's ending."""

    WORD = "docx"
    SPREADSHEET = "xlsx"
    PDF = "pdf"
    """To be looked at, not to be read."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A format that is read by way of another one."""

    name: str
    suffix: str
    media_type: str
    filter: str
    """LibreOffice's name of the import. It is always given: left to guess, LibreOffice takes a
    damaged Word file for plain text, and its codes for letters."""
    target: Target


WORD_97 = Kind("Word 97", "doc", "application/msword", "MS Word 97", Target.WORD)
WORD_95 = Kind("Word 95", "doc", "application/msword", "MS WinWord 6", Target.WORD)
RICH_TEXT = Kind("Rich Text", "rtf", "application/rtf", "Rich Text Format", Target.WORD)
ODF_TEXT = Kind(
    "OpenDocument text", "odt", "application/vnd.oasis.opendocument.text", "writer8", Target.WORD
)
EXCEL_97 = Kind("Excel 97", "xls", "application/vnd.ms-excel", "MS Excel 97", Target.SPREADSHEET)
EXCEL_95 = Kind("Excel 95", "xls", "application/vnd.ms-excel", "MS Excel 95", Target.SPREADSHEET)
ODF_SHEET = Kind(
    "OpenDocument spreadsheet",
    "ods",
    "application/vnd.oasis.opendocument.spreadsheet",
    "calc8",
    Target.SPREADSHEET,
)

ODF_KINDS = {
    b"application/vnd.oasis.opendocument.text": ODF_TEXT,
    b"application/vnd.oasis.opendocument.text-template": ODF_TEXT,
    b"application/vnd.oasis.opendocument.spreadsheet": ODF_SHEET,
    b"application/vnd.oasis.opendocument.spreadsheet-template": ODF_SHEET,
}

# The first entry of an ODF package is stored, and called so (ODF 1.3 part 2, 3.3).
ODF_HEAD = re.compile(
    rb"PK\x03\x04.{26}mimetype(?P<type>application/[a-z.]+(?:-template)?)", re.DOTALL
)

RTF_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf")

WORD_MAGIC = 0xA5EC
WORD_95_MAGICS = {0xA5DC, 0xA699, 0xA697}
FIB_FLAGS = 10
FIB_ENCRYPTED = 0x0100

BIFF_FILE_PASS = 0x002F
BIFF_BOF = 0x0809
BIFF_8 = 0x0600
BIFF_GLOBALS_BYTES = 4096
"""FILEPASS follows the first record of the workbook (MS-XLS 2.1.7.20.1)."""


def odf_kind(head: bytes) -> Kind | None:
    """The kind of an ODF package, by its first entry."""
    match = ODF_HEAD.match(head)
    return ODF_KINDS.get(match["type"]) if match else None


def is_rich_text(head: bytes) -> bool:
    """Whether it begins as RTF does."""
    return RTF_HEAD.match(head) is not None


def kind_of(content: bytes) -> Kind:
    """The kind of a whole file.

    Raises:
        InputRejected: ENCRYPTED, or NOT_A_DOCUMENT if it is of no such kind or damaged.
    """
    if is_rich_text(content[:64]):
        return RICH_TEXT
    if kind := odf_kind(content[:256]):
        return kind
    if content.startswith(MAGIC):
        try:
            return _ole_kind(open_ole(content))
        except (BrokenOle, struct.error) as error:
            raise damaged(str(error)) from error
    raise _unknown("It is neither OLE, ODF nor RTF")


def _unknown(what: str) -> InputRejected:
    return InputRejected(
        Refusal.NOT_A_DOCUMENT,
        f"{what}: it holds no text document and no spreadsheet.",
        "Convert it to .docx, .xlsx or PDF, or leave it out.",
    )


def damaged(how: str) -> InputRejected:
    """The refusal of a file that is not all there."""
    return InputRejected(
        Refusal.NOT_A_DOCUMENT,
        f"The file is damaged ({how}).",
        "Fetch it again, or open it with the program that made it and save a copy.",
    )


def encrypted() -> InputRejected:
    """The refusal of a file that asks for a password."""
    return InputRejected(
        Refusal.ENCRYPTED,
        "The file is protected by a password.",
        "Open it with its password, save it without one, and convert the copy.",
    )


def _ole_kind(ole: OleFile) -> Kind:
    if ole.find("EncryptedPackage"):
        raise encrypted()
    if stream := ole.find("WordDocument"):
        return _word_kind(ole, stream)
    if stream := ole.find("Workbook", "Book"):
        return _excel_kind(ole, stream)
    names = ", ".join(repr(stream.name) for stream in ole.streams[1:6])
    raise _unknown(f"It is an OLE file of {names or 'nothing'}")


def _word_kind(ole: OleFile, stream: Stream) -> Kind:
    # read whole, since a stream that ends early is a document that ends early
    content = ole.read(stream)
    (magic,) = struct.unpack_from("<H", content)
    (flags,) = struct.unpack_from("<H", content, FIB_FLAGS)
    if flags & FIB_ENCRYPTED:
        raise encrypted()
    if magic == WORD_MAGIC:
        return WORD_97
    if magic in WORD_95_MAGICS:
        return WORD_95
    raise _unknown(f"Its WordDocument stream begins with {magic:#06x}")


def _excel_kind(ole: OleFile, stream: Stream) -> Kind:
    content = ole.read(stream)
    version, at = 0, 0
    while at + 4 <= min(len(content), BIFF_GLOBALS_BYTES):
        record, length = struct.unpack_from("<HH", content, at)
        if record == BIFF_FILE_PASS:
            raise encrypted()
        if record == BIFF_BOF and not version and length >= 2:  # noqa: PLR2004  a 16-bit version
            (version,) = struct.unpack_from("<H", content, at + 4)
        at += 4 + length
    return EXCEL_97 if version == BIFF_8 else EXCEL_95
