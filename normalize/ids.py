"""Ids as the form prints them: `[১]` a section, `[১.১]` an activity, `[১.১.১]` an indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from normalize.digits import to_ascii
from normalize.unicode_forms import traced

HEAD_CHARS = 40
"""An id stands at the very start; the longest that was seen has 14 characters with its blanks."""

# A bracket may be missing on either side, but then the id must have a dot: "৪র্থ শিল্পবিপ্লব" and
# "৩ দিনের" have none. Spaces inside come from justified cells.
_DOT = r"\s{0,2}[.।]\s{0,2}"
_LETTER = r"(?:[^\W\d_]|[\u0981-\u0983\u09bc-\u09cd])"
_ORDINAL = rf"\d{{1,2}}{_LETTER}"
BRACKETED = re.compile(
    rf"\s*[\[(]\s{{0,2}}(\d{{1,2}}(?:{_DOT}\d{{1,2}}){{0,3}})\s{{0,2}}[.।]?\s{{0,2}}[\])]"
    r"\s*(?:[-:।]+\s*(?=[^\s\-:।]))?"
)
# Outside brackets a blank ends the id, and so does a danda before a word: in "১.৪.১। ৪র্থ …" and
# "১.৪.১।৪র্থ …" the last digit is the text's.
BARE = re.compile(
    rf"\s*\[?\s?(\d{{1,2}}(?:(?:\.|।(?!{_ORDINAL}))\d{{1,2}}){{1,3}})\s?[.।]?\s?\]?"
    rf"(?:\s?[-:](?=\s+\S))?(?=\s|[^\W\d_]|$|(?<=।){_ORDINAL})\s*"
)
HEADING = re.compile(r"\s*(\d{1,2})\s?[.।:)]\s*(?=[^\W\d_])")
SQUARE = re.compile(r"\s*\[")
DOTTED = re.compile(_DOT)

LARGEST_BARE = 20
"""No part of an id without brackets is above: 12.10.22 at the start of a text is a date."""

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
    def section(self) -> str:
        """The id's first number."""
        return self.id.partition(".")[0]

    @property
    def activity(self) -> str:
        """The id's first two numbers; the id itself if it has no more."""
        return ".".join(self.id.split(".")[: LEVELS["activity"]])


@lru_cache(maxsize=4096)
def printed_id(text: str) -> PrintedId | None:
    """The id that a cell begins with, if it begins with one."""
    head, offsets = traced(text[:HEAD_CHARS])
    head = to_ascii(head)
    match = BRACKETED.match(head)
    if match and not DOTTED.search(match[1]) and not SQUARE.match(head):
        # "(১) …" is a list mark of prose, "[১] …" is a section
        return None
    found = match or BARE.match(head)
    if not found:
        return None
    numbers = [int(number) for number in DOTTED.split(found[1])]
    if 0 in numbers or (match is None and max(numbers) > LARGEST_BARE):
        return None
    end = found.end()
    return PrintedId(".".join(map(str, numbers)), offsets[end] if offsets else end)


def heading_number(text: str) -> str | None:
    """The number of a heading such as "২. শুদ্ধাচার চর্চা": no brackets, and one number."""
    match = HEADING.match(to_ascii(traced(text[:HEAD_CHARS])[0]))
    return str(int(match[1])) if match else None


def sort_key(id_: str) -> tuple[int, ...]:
    """Order of ids: by their numbers, unknown ones last."""
    return tuple(int(part) if part.isdecimal() else 10**6 for part in id_.split("."))
