"""One file to convert, and its name as text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from schemas.errors import InputError

STEERING = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
"""Categories of signs that steer a terminal, turn letters round, or end a line."""

SHOWN_FORMATS = "\u200c\u200d"
"""The joiners, which Bangla words have; other format signs can turn a name round on the screen."""


@dataclass(frozen=True, slots=True, order=True)
class Input:
    """One file to convert, on its own or inside a zip archive."""

    name: str
    """Path within what the caller named, with `/`, in NFC: the name that outputs carry."""
    place: str
    """Where the file, or the archive, is: a path, or an address such as `s3://bucket/key`."""
    members: tuple[str, ...] = ()
    """Name of the entry inside the archive; with an archive inside an archive, of both."""
    trouble: InputError | None = field(default=None, compare=False)
    """Why it cannot be read at all, if that is known already."""


def is_address(place: str) -> bool:
    """Whether it is no path on this machine, such as `s3://bucket/key`."""
    return "://" in place


def text_of(name: str) -> str:
    """A file's name as text in NFC; bytes that are none are spelled out in hexadecimal."""
    raw = name.encode("utf-8", "surrogateescape")
    return unicodedata.normalize("NFC", raw.decode("utf-8", "backslashreplace"))


def shown(name: str) -> str:
    """A name for the screen: signs that steer a terminal or turn letters round are spelled out."""
    return "".join(
        sign.encode("unicode_escape").decode("ascii")
        if unicodedata.category(sign) in STEERING and sign not in SHOWN_FORMATS
        else sign
        for sign in name
    )
