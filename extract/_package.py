"""Opens the zip of an Office Open XML file without trusting it; nothing is ever written to disk.

A package says in `[Content_Types].xml` what its parts are, and in `*.rels` parts which of them, or
which address outside, stands in what relation to which.
"""

from __future__ import annotations

import posixpath
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import TypeVar
from urllib.parse import unquote

from extract._office_parts import Damaged, parse_once
from extract._package_refusals import bomb, encrypted, unsafe
from extract._xml import Count, Stream
from extract._zip_entry import WHOLE_LIMIT_BYTES, find_entry
from schemas.errors import InputRejected, Refusal

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
"""The stream of an OLE file that holds a whole encrypted package."""

ENTRY_LIMIT = 10_000
"""The largest of 205 real documents has fewer than 500; 100,000 cost zipfile some seconds."""
TOTAL_LIMIT_BYTES = 512 * 1024 * 1024
PART_LIMIT_BYTES = 128 * 1024 * 1024
"""The largest part of 205 real documents has 1.35 MiB; a table of 1,000,000 cells has 62 MiB."""
RATIO_LIMIT = 100
RATIO_FROM_BYTES = 64 * 1024 * 1024
"""An honest table of 1,000,000 cells shrinks to a 342nd part, so that the ratio alone says little;
a bomb of 600 MiB shrinks to a 993rd."""
RELATIONSHIP_LIMIT = 100_000

CHUNK_BYTES = 16 * 1024

# The directory is at the end: this mark, 8 bytes, then how long it is and where it begins.
DIRECTORY_END = b"PK\x05\x06"
DIRECTORY_ENTRY = b"PK\x01\x02"
DIRECTORY_SIZE = struct.Struct("<I")
ZIP64_SIZE = 0xFFFFFFFF

# What zipfile raises on damaged or hostile archives; RuntimeError stands for encrypted entries.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)
DRIVE = re.compile(r"[A-Za-z]:")

Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part points to: another part by its name, or an address outside the package."""

    id: str
    kind: str
    """The last word of its type: `styles`, `hyperlink`, `officeDocument`, …"""
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Package:
    """An opened package; its parts are found by names that begin without a slash."""

    file: bytes
    archive: zipfile.ZipFile
    entries: Mapping[str, zipfile.ZipInfo]
    """By name in lower case: names of parts are equal if they differ in case only."""
    types: Mapping[str, str]
    """Content types by part name or by `.extension`, in lower case."""
    known: dict[str, tuple[Relationship, ...]] = field(
        default_factory=dict[str, tuple["Relationship", ...]]
    )
    """Relationships that were read before."""

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.entries

    def names(self) -> tuple[str, ...]:
        """All parts, sorted."""
        return tuple(sorted(info.filename for info in self.entries.values()))

    def content_type(self, name: str) -> str:
        """What the package says that a part is; empty if it says nothing."""
        key = name.lower()
        return self.types.get(key) or self.types.get(posixpath.splitext(key)[1], "")

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece.

        Raises:
            InputRejected: ZIP_BOMB or ZIP_UNSAFE, also if the archive's directory lied.
        """
        info = self.entries[name.lower()]
        entry = find_entry(self.file, info)
        part = entry.part() if entry is not None else None
        return iter((part,)) if part else _inflate(self.archive, info)

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises as `chunks` does."""
        return b"".join(self.chunks(name))

    def stream(self, name: str, counts: tuple[Count, ...] = ()) -> Stream:
        """The elements of a part as they arrive, some of them counted.

        Raises:
            InputRejected: ZIP_BOMB, ZIP_UNSAFE, XML_DTD, XML_DEPTH or XML_BROKEN.
        """
        return Stream(name, self.chunks(name), counts)

    def parsed(self, name: str, parse: Callable[[Stream], Parsed]) -> Parsed:
        """What a part says, as a value that files with the same part may share.

        Raises:
            InputRejected: as `stream`, and what `parse` raises.
        """
        info = self.entries[name.lower()]
        entry = find_entry(self.file, info)
        if entry is not None:
            with suppress(Damaged):
                found: Parsed = parse_once(parse, name, entry)
                return found
        if info.file_size > WHOLE_LIMIT_BYTES:
            return parse(self.stream(name))
        # all of it first: that it is damaged says more than that its XML is broken
        return parse(Stream(name, iter((self.read(name),))))

    def relationships(self, name: str = "") -> tuple[Relationship, ...]:
        """What a part points to, in the order of the file; of the package itself without a name.

        Raises:
            InputRejected: as `stream`, and TABLE_LIMIT.
        """
        if name not in self.known:
            folder, base = posixpath.split(name)
            rels = posixpath.join(folder, "_rels", f"{base}.rels")
            self.known[name] = self.parsed(rels, _relationships) if rels in self else ()
        return self.known[name]


def is_encrypted(content: bytes) -> bool:
    """Whether this is, or begins, an OLE file that holds an encrypted package."""
    return content.startswith(OLE_MAGIC) and ENCRYPTED_STREAM in content


def open_package(content: bytes) -> Package:
    """Look at the archive's directory, and open it if nothing there is dangerous.

    Raises:
        InputRejected: ENCRYPTED, NOT_A_DOCUMENT, ZIP_BOMB or ZIP_UNSAFE; and what `stream` raises
            for the list of content types.
    """
    if is_encrypted(content):
        raise encrypted()
    _limit_entries(content)
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except ZIP_ERRORS as error:
        raise InputRejected(
            Refusal.NOT_A_DOCUMENT,
            f"The package cannot be opened ({error}).",
            "Fetch it again from where it came from, or open and save it in Word.",
        ) from error
    entries = _checked(archive.infolist())
    untyped = Package(content, archive, entries, {})
    if _TYPES not in untyped:
        return untyped
    return Package(content, archive, entries, untyped.parsed(_TYPES, _types))


_TYPES = "[Content_Types].xml"


def _limit_entries(content: bytes) -> None:
    """Count the directory's entries before zipfile makes an object for each."""
    end = content.rfind(DIRECTORY_END)
    if end < 0 or end + 16 > len(content):
        return  # zipfile refuses it in its own words
    (size,) = DIRECTORY_SIZE.unpack_from(content, end + 12)
    start = 0 if size == ZIP64_SIZE else max(0, end - size)
    count = content.count(DIRECTORY_ENTRY, start, end)
    if count > ENTRY_LIMIT:
        raise unsafe(f"it has {count:,} entries, and at most {ENTRY_LIMIT:,} are read")


def _checked(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    entries: dict[str, zipfile.ZipInfo] = {}
    total = 0
    for info in infos:
        name = info.filename.replace("\\", "/")
        if name.startswith("/") or DRIVE.match(name) or ".." in name.split("/"):
            raise unsafe(f"the entry {info.filename!r} leads outside")
        if name.lower() in entries:
            raise unsafe(f"the entry {info.filename!r} stands twice")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise unsafe(f"the entry {info.filename!r} is a link")
        if info.flag_bits & 1:
            raise encrypted()
        total += info.file_size
        _limit_size(info, info.file_size)
        entries[name.lower()] = info
    if total > TOTAL_LIMIT_BYTES:
        raise bomb(f"{total:,} bytes in all")
    return entries


def _limit_size(info: zipfile.ZipInfo, size: int) -> None:
    swollen = size > RATIO_FROM_BYTES and size > RATIO_LIMIT * info.compress_size
    if size > PART_LIMIT_BYTES or swollen:
        raise bomb(f"{info.filename!r} has {size:,} bytes out of {info.compress_size:,}")


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    # zipfile never gives more than the directory says, which was limited before; an entry that
    # holds more or less than it says fails by its checksum
    try:
        with archive.open(info) as part:
            while chunk := part.read(CHUNK_BYTES):
                yield chunk
    except ZIP_ERRORS as error:
        raise unsafe(f"the entry {info.filename!r} is damaged ({error})") from error


def _types(stream: Stream) -> Mapping[str, str]:
    types: dict[str, str] = {}
    for number, element in enumerate(stream.children(stream.root)):
        if number > ENTRY_LIMIT:
            raise unsafe("it names more content types than it may have parts")
        stream.complete(element)
        kind = element.get("ContentType") or ""
        if name := element.get("PartName"):
            types[name.lstrip("/").lower()] = kind
        elif extension := element.get("Extension"):
            types[f".{extension.lower()}"] = kind
    return types


def _relationships(stream: Stream) -> tuple[Relationship, ...]:
    # `word/_rels/document.xml.rels` tells of a part in `word`
    folder = posixpath.dirname(posixpath.dirname(stream.part))
    found: list[Relationship] = []
    for number, element in enumerate(stream.children(stream.root)):
        if number > RELATIONSHIP_LIMIT:
            raise InputRejected(
                Refusal.TABLE_LIMIT,
                f"A part points to more than {RELATIONSHIP_LIMIT:,} others.",
                "This is no report; leave the file out.",
            )
        stream.complete(element)
        target = element.get("Target") or ""
        external = element.get("TargetMode") == "External"
        found.append(
            Relationship(
                id=element.get("Id") or "",
                kind=(element.get("Type") or "").rpartition("/")[2],
                target=target if external else _part_name(folder, target),
                external=external,
            )
        )
    return tuple(found)


def _part_name(folder: str, target: str) -> str:
    path = unquote(target.replace("\\", "/").partition("#")[0])
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
