"""Parts that many files share: the files of one office mostly come from one template."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from extract._xml import Stream
from extract._zip_entry import Entry

Parsed = TypeVar("Parsed")

REMEMBERED = 64
"""How many parts are kept, packed: those of ten templates. Styles have 3 to 14 KiB."""


class Damaged(Exception):
    """The entry does not hold what the directory says."""


@lru_cache(maxsize=REMEMBERED)
def parse_once(parse: Callable[[Stream], Parsed], name: str, entry: Entry) -> Parsed:
    """What a part says, from the last time that an equal one was read; it is not even inflated.

    Raises:
        Damaged: and what `parse` raises.
    """
    part = entry.part()
    if part is None:
        raise Damaged
    return parse(Stream(name, iter((part,))))
