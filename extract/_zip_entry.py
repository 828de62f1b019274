"""An entry of a zip at once, in a quarter of the time that zipfile takes for a small one."""

from __future__ import annotations

import struct
import zipfile
import zlib

# Mark, flags, method, and how long the name and the extra field are.
LOCAL = struct.Struct("<4s2xHH16xHH")
MARK = b"PK\x03\x04"
PLAIN_FLAGS = 0x080E
"""How well it was packed, sizes behind it too, and names in UTF-8; others are left to zipfile."""

WHOLE_LIMIT_BYTES = 128 * 1024
"""Longer parts are read piece by piece; the body of a report has 50 to 100 KiB."""


def inflate_whole(content: bytes, info: zipfile.ZipInfo) -> bytes | None:
    """The bytes of an entry; None if anything is not as the directory says.

    zipfile then has to read it, and to refuse it in its own words.
    """
    start = info.header_offset
    if info.file_size > WHOLE_LIMIT_BYTES or not 0 <= start <= len(content) - LOCAL.size:
        return None
    mark, flags, method, name_length, extra_length = LOCAL.unpack_from(content, start)
    if mark != MARK or (flags | info.flag_bits) & ~PLAIN_FLAGS:
        return None
    if method != zipfile.ZIP_DEFLATED or info.compress_type != zipfile.ZIP_DEFLATED:
        return None
    start += LOCAL.size
    name = info.orig_filename
    if not name.isascii() or content[start : start + name_length] != name.encode():
        return None
    start += name_length + extra_length
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        part = inflater.decompress(content[start : start + info.compress_size], info.file_size + 1)
    except zlib.error:
        return None
    is_whole = inflater.eof and len(part) == info.file_size and zlib.crc32(part) == info.CRC
    return part if is_whole else None
