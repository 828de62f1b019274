"""Two halves of a cell that a page break or a merged row cut apart: with a space, or without."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from normalize.digits import to_ascii
from normalize.lexicon import words
from normalize.unicode_forms import link_key
from schemas.document import Cell

LAST_WORD = re.compile(r"(\S+)\s*$")
FIRST_WORD = re.compile(r"^\s*(\S+)")

# A vowel sign, a nukta, a hasanta or a mark cannot begin a word.
DEPENDENT = re.compile("^\\s*[\u0981-\u0983\u09bc\u09be-\u09cd\u09d7]")
OPEN_END = ("/", "-", "\u2010", "\u2011", "\u2013", "\u09cd")
"""Ends after which the word goes on: a slash, a hyphen, a hasanta."""


@dataclass(frozen=True, slots=True)
class Joint:
    """What stands between two halves, and why."""

    join: str
    reason: str


LINE_JOINT = Joint(" ", "lines of one block")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a cell that was printed in several."""

    cell: Cell
    joint: Joint | None = None
    """None for the first piece."""


def find_joint(first: str, second: str, is_word: Callable[[str], bool]) -> Joint:
    """How the second half follows the first.

    Args:
        first: text of the first half.
        second: text of the second half.
        is_word: whether a key is a word of the plans or of this document.
    """
    last, following = LAST_WORD.search(first), FIRST_WORD.search(second)
    if not last or not following:
        return Joint(" ", "one of the halves is blank")
    if DEPENDENT.match(second):
        return Joint("", "the second half begins with a sign that cannot begin a word")
    if first.rstrip().endswith(OPEN_END):
        return Joint("", "the first half ends in a slash, a hyphen or a hasanta")
    if _is_number(last[1]) and _is_number(following[1]):
        return Joint("", "both halves are parts of one number or date")
    whole = link_key(last[1] + following[1])
    if is_word(whole):
        return Joint("", "the joined word is known from the plan or from this document")
    if following[1] in words("phrases", "kind", "suffix") and is_word(link_key(last[1])):
        return Joint("", "the second half is an ending that follows a known word")
    return Joint(" ", "the joined word is not known")


def _is_number(word: str) -> bool:
    return re.fullmatch(r"[\d./%-]+", to_ascii(word)) is not None


def join_parts(parts: Sequence[Part]) -> str:
    """The raw text of a cell in pieces."""
    return "".join((part.joint.join if part.joint else "") + part.cell.text for part in parts)
