"""An entry of a zip at once, in a quarter of the time that zipfile takes for a small one."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import NamedTuple

# Mark, flags, method, and how long the name and the extra field are.
LOCAL = struct.Struct("<4s2xHH16xHH")
MARK = b"PK\x03\x04"
PLAIN_FLAGS = 0x080E
"""How well it was packed, sizes behind it too, and names in UTF-8; others are left to zipfile."""
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

WHOLE_LIMIT_BYTES = 512 * 1024
"""Longer parts are read piece by piece; the body of a report has 50 to 100 KiB, the styles that
python-docx writes have 341."""


class Entry(NamedTuple):
    """An entry as it stands in the file, with what the directory says of it."""

    packed: bytes
    method: int
    size: int
    checksum: int

    def part(self) -> bytes | None:
        """What is in it; None if that is not what the directory says."""
        part = self.packed
        if self.method == zipfile.ZIP_DEFLATED:
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                part = inflater.decompress(part, self.size + 1)
            except zlib.error:
                return None
            if not inflater.eof:
                return None
        is_whole = len(part) == self.size and zlib.crc32(part) == self.checksum
        return part if is_whole else None


def find_entry(content: bytes, info: zipfile.ZipInfo) -> Entry | None:
    """A small entry; None if anything is not as the directory says.

    zipfile then has to read it, and to refuse it in its own words.
    """
    start = info.header_offset
    if info.file_size > WHOLE_LIMIT_BYTES or not 0 <= start <= len(content) - LOCAL.size:
        return None
    mark, flags, method, name_length, extra_length = LOCAL.unpack_from(content, start)
    if mark != MARK or (flags | info.flag_bits) & ~PLAIN_FLAGS:
        return None
    if method != info.compress_type or method not in METHODS:
        return None
    start += LOCAL.size
    name = info.orig_filename
    if not name.isascii() or content[start : start + name_length] != name.encode():
        return None
    start += name_length + extra_length
    packed = content[start : start + info.compress_size]
    return Entry(packed, method, info.file_size, info.CRC)
