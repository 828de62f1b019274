"""Sentences of a remark, the verbs that tell done from planned, and the stems of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from normalize.lexicon import words
from normalize.spellings import LETTER
from normalize.unicode_forms import link_key, plain

SENTENCE_END = re.compile(r"[।৷|!?]|\n")
_BETWEEN_WORDS = re.compile(r"[\s/,।()'\"-]+")
LONG_LETTERS, LONG_STEM, SHORT_STEM = 5, 4, 3
"""Forms of a word of five letters or more share the first four, of a shorter one the first three.

Signs do not count: কর্মশালা, কর্মকর্তা and কর্মচারী have four of their first code points in common,
and differ in the fourth letter."""


def has_verb(sentence: str, kind: str) -> bool:
    """Whether a plain text holds a verb of a kind: done, planned, future, negated."""
    return any(map(sentence.__contains__, _verbs(kind)))


@cache
def _verbs(kind: str) -> tuple[str, ...]:
    """The verbs of a kind, without those that hold another one: these add nothing."""
    verbs = dict.fromkeys(map(plain, words("verbs", "kind", kind)))
    return tuple(verb for verb in verbs if not any(part in verb for part in verbs if part != verb))


def has_word(sentence: str, kind: str) -> bool:
    """Whether a plain text holds a word or phrase of a kind, as a word of its own."""
    found = _kind(kind).search(sentence)
    return found is not None


@cache
def _kind(kind: str) -> re.Pattern[str]:
    listed = map(plain, words("verbs", "kind", kind))
    longest = sorted(map(re.escape, listed), key=len, reverse=True)
    return re.compile(rf"(?<![{LETTER}])(?:{'|'.join(longest) or '(?!)'})(?![{LETTER}])")


def stems(text: str) -> frozenset[str]:
    """The first letters of the words of a text, with the signs between them."""
    keys = map(link_key, _BETWEEN_WORDS.split(text))
    return frozenset([stem for key in keys if (stem := _stem(key))])


@lru_cache(maxsize=8192)
def _stem(key: str) -> str:
    letters = [index for index, char in enumerate(key) if char.isalpha()]
    if len(letters) < SHORT_STEM:
        return ""
    last = LONG_STEM if len(letters) >= LONG_LETTERS else SHORT_STEM
    return key[: letters[last - 1] + 1]


def sentences(remark: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends."""
    start = 0
    for match in SENTENCE_END.finditer(remark):
        yield start, match.end()
        start = match.end()
    yield start, len(remark)
