"""Ids as the form prints them: `[১]` a section, `[১.১]` an activity, `[১.১.১]` an indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from normalize.digits import to_ascii
from normalize.unicode_forms import plain

# A bracket may be missing on either side, but then the id must have a dot: "৪র্থ শিল্পবিপ্লব" and
# "৩ দিনের" have none. Spaces inside come from justified cells.
NUMBERS = r"(\d{1,2}(?:\s?[.।]\s?\d{1,2}){0,3})"
BRACKETED = re.compile(rf"\s*[\[(]\s?{NUMBERS}\s?[.।]?\s?[\])]\s*")
BARE = re.compile(r"\s*\[?\s?(\d{1,2}(?:\s?[.।]\s?\d{1,2}){1,3})\s?[.।]?\s?\]?(?=\s|[^\W\d_]|$)\s*")
SQUARE = re.compile(r"\s*\[")

LEVELS = {"section": 1, "activity": 2, "indicator": 3}


@dataclass(frozen=True, slots=True)
class PrintedId:
    """An id at the start of a cell."""

    id: str
    """Latin digits and dots, without leading zeros."""
    end: int
    """Where the text behind it begins."""

    @property
    def level(self) -> int:
        """1 for a section, 2 for an activity, 3 for an indicator."""
        return self.id.count(".") + 1

    @property
    def parent(self) -> str:
        """The id one level up; empty for a section."""
        return self.id.rpartition(".")[0]


@lru_cache(maxsize=4096)
def printed_id(text: str) -> PrintedId | None:
    """The id that a cell begins with, if it begins with one."""
    head = to_ascii(plain(text[:40]))
    if len(head) != len(text[:40]):
        head = to_ascii(text[:40])
    match = BRACKETED.match(head)
    if match and "." not in match[1] and "।" not in match[1] and not SQUARE.match(head):
        # "(১) …" is a list mark of prose, "[১] …" is a section
        return None
    match = match or BARE.match(head)
    if not match:
        return None
    numbers = re.split(r"\s?[.।]\s?", match[1])
    return PrintedId(".".join(str(int(number)) for number in numbers), match.end())


def sort_key(id_: str) -> tuple[int, ...]:
    """Order of ids: by their numbers, unknown ones last."""
    return tuple(int(part) if part.isdecimal() else 10**6 for part in id_.split("."))
