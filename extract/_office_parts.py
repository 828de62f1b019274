"""Parts that many files share: the files of one office mostly come from one template."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from extract._xml import Stream

Parsed = TypeVar("Parsed")

REMEMBERED_BYTES = 256 * 1024
"""Larger parts are read anew for each document; Word's own styles have 30 to 50 KiB."""
REMEMBERED = 64
"""How many parts are kept: those of ten templates."""


def remembered(parse: Callable[[Stream], Parsed], name: str, content: bytes) -> Parsed:
    """What a part says, from the last time that one of the same name and bytes was read."""
    read = _parse_once if len(content) <= REMEMBERED_BYTES else _parse
    return read(parse, name, content)


def _parse(parse: Callable[[Stream], Parsed], name: str, content: bytes) -> Parsed:
    return parse(Stream(name, iter((content,))))


_parse_once = lru_cache(maxsize=REMEMBERED)(_parse)
