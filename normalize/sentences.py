"""Sentences of a remark, the verbs that tell done from planned, and the stems of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from normalize.lexicon import words
from normalize.unicode_forms import link_key, plain

SENTENCE_END = re.compile(r"[।৷|!?]|\n")
STEM_LETTERS = 4
"""Two Bangla words with the same first four letters of their keys are forms of one word."""


def has_verb(sentence: str, kind: str) -> bool:
    """Whether a plain text holds a verb of a kind: done, planned, future, negated."""
    return any(word in sentence for word in _verbs(kind))


@cache
def _verbs(kind: str) -> tuple[str, ...]:
    return tuple(map(plain, words("verbs", "kind", kind)))


def stems(text: str) -> frozenset[str]:
    """The first letters of the words of a text."""
    keys = (link_key(word) for word in re.split(r"[\s/,।()'\"-]+", text))
    return frozenset(key[:STEM_LETTERS] for key in keys if len(key) >= STEM_LETTERS)


def sentences(remark: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends."""
    start = 0
    for match in SENTENCE_END.finditer(remark):
        yield start, match.end()
        start = match.end()
    yield start, len(remark)
