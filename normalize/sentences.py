"""Sentences of a remark, the verbs that tell done from planned, and the stems of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from normalize.lexicon import words
from normalize.unicode_forms import link_key, plain

SENTENCE_END = re.compile(r"[।৷|!?]|\n")
_BETWEEN_WORDS = re.compile(r"[\s/,।()'\"-]+")
STEM_LETTERS = 4
"""Two Bangla words with the same first four letters of their keys are forms of one word."""


def has_verb(sentence: str, kind: str) -> bool:
    """Whether a plain text holds a verb of a kind: done, planned, future, negated."""
    return any(map(sentence.__contains__, _verbs(kind)))


@cache
def _verbs(kind: str) -> tuple[str, ...]:
    """The verbs of a kind, without those that hold another one: these add nothing."""
    verbs = dict.fromkeys(map(plain, words("verbs", "kind", kind)))
    return tuple(verb for verb in verbs if not any(part in verb for part in verbs if part != verb))


def stems(text: str) -> frozenset[str]:
    """The first letters of the words of a text."""
    keys = map(link_key, _BETWEEN_WORDS.split(text))
    return frozenset([key[:STEM_LETTERS] for key in keys if len(key) >= STEM_LETTERS])


def sentences(remark: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends."""
    start = 0
    for match in SENTENCE_END.finditer(remark):
        yield start, match.end()
        start = match.end()
    yield start, len(remark)
