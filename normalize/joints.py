"""Two halves of a cell that a page break or a merged row cut apart: with a space, or without."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from normalize.dashes import is_dash
from normalize.digits import to_ascii
from normalize.lexicon import lexicon, words
from normalize.unicode_forms import link_key
from normalize.values import Kind, parse
from schemas.document import Cell
from schemas.reading import State

LAST_WORD = re.compile(r"(\S+)\s*$")
FIRST_WORD = re.compile(r"^\s*(\S+)")

# A vowel sign, a nukta, a hasanta or a mark cannot begin a word.
DEPENDENT = re.compile("^\\s*[\u0981-\u0983\u09bc\u09be-\u09cd\u09d7]")
OPEN_END = ("/", "-", "\u2010", "\u2011", "\u2013", "\u09cd")
"""Ends after which the word goes on: a slash, a hyphen, a hasanta."""


class Joint(NamedTuple):
    """What stands between two halves, and why."""

    join: str
    reason: str


VALUE_KINDS: tuple[Kind, ...] = ("date", "percent", "number")
SPLIT_AT = re.compile(r"[/.-]")
"""Where a number or a date is cut when its cell is."""

LINE_JOINT = Joint(" ", "lines of one block")
WHOLE_JOINT = Joint(" ", "both halves are whole values")


class Part(NamedTuple):
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
    if first[-1:].isspace() or second[:1].isspace():
        return Joint("", "a blank stands between the halves")
    return Joint(" ", "the joined word is not known")


def find_value_joint(first: str, second: str) -> Joint | None:
    """How the second half of a number or a date follows the first; None if these are two values."""
    if is_whole(first) and is_whole(second):
        return None
    if is_whole(first + second):
        return Joint("", "both halves are parts of one number or date")
    open_end = SPLIT_AT.match(first.rstrip()[-1:]) or SPLIT_AT.match(second.lstrip()[:1])
    if open_end and _is_number(first.strip()) and _is_number(second.strip()):
        return Joint("", "both halves are parts of one number or date")
    if is_whole(f"{first} {second}"):
        return Joint(" ", "both halves are parts of one value")
    return None


def find_unit_joint(first: str, second: str) -> Joint | None:
    """How the second half of a unit follows the first; None if together they are no unit."""
    if link_key(first + second) in lexicon("units", "unit").labels:
        return Joint(" ", "together the halves are a known unit")
    return None


def is_whole(text: str) -> bool:
    """Whether a text is a value by itself, and no doubtful one: a dash, a number, a date."""
    if is_dash(text):
        return True
    return any(
        parsed.state is State.NONE or (parsed.state is State.VALUE and not parsed.flags)
        for parsed in (parse(text, kind) for kind in VALUE_KINDS)
    )


def _is_number(word: str) -> bool:
    return re.fullmatch(r"[\d./%-]+", to_ascii(word)) is not None


def join_raw(parts: Sequence[Part]) -> str:
    """What the source holds for a cell in pieces: the same, or the legacy codes of it."""
    return "".join((part.joint.join if part.joint else "") + part.cell.raw for part in parts)


def join_parts(parts: Sequence[Part]) -> str:
    """The text of a cell in pieces."""
    return "".join((part.joint.join if part.joint else "") + part.cell.text for part in parts)
