"""Words of Bangla text, and forms of them that only serve to compare. Nothing here is stored."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import accumulate

from schemas.catalog import vocabulary

WORD = re.compile("[\u0980-\u09ef\u09f0\u09f1\u09fc\u09fe\u200c\u200dA-Za-z0-9]+")
"""Letters, signs and digits of Bangla and English; neither currency signs nor dandas."""

TEXTS_REMEMBERED = 4096
"""Texts of plans are a few hundred; misreadings of them add some more."""
WORDS_REMEMBERED = 32768
SHORTEST_STEM = 3
"""Code points that must stay when endings are taken off: shorter stems say nothing."""


def split_words(text: str) -> list[str]:
    """The words of a text, without punctuation."""
    return WORD.findall(text)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def title_words(text: str) -> tuple[str, ...]:
    """The words of a text that the plan prescribes; remembered, as it recurs in every report."""
    return tuple(split_words(text))


@cache
def _folds() -> tuple[tuple[str, str], ...]:
    return tuple((row["written"], row["folded"]) for row in vocabulary("spelling_folds"))


@cache
def _endings() -> tuple[str, ...]:
    endings = {fold(row["ending"]) for row in vocabulary("inflections")}
    return tuple(sorted(endings, key=lambda ending: (-len(ending), ending)))


@lru_cache(maxsize=WORDS_REMEMBERED)
def fold(word: str) -> str:
    """The word with the spellings that offices use for one another made equal."""
    for written, folded in _folds():
        word = word.replace(written, folded)
    return word.casefold()


def stem(word: str) -> str:
    """The folded word without case and number endings."""
    word = fold(word)
    while word.endswith(_endings()):
        long_enough = (
            word.removesuffix(ending)
            for ending in _endings()
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM
        )
        shorter = next(long_enough, None)
        if shorter is None:
            break
        word = shorter
    return word


def compact(words: Iterable[str]) -> str:
    """One string for a text, the same whatever its spaces and punctuation."""
    return "".join(map(fold, words))


@lru_cache(maxsize=TEXTS_REMEMBERED)
def title_key(text: str) -> str:
    """The same for a text that the plan prescribes; empty if the text has no words."""
    return compact(title_words(text))


def words_after(short: tuple[str, ...], long: tuple[str, ...]) -> tuple[str, ...] | None:
    """What `long` goes on with after all words of `short`; None if it does not begin with them.

    Spaces and punctuation do not count: `বিভাগ সহ` is the beginning of `বিভাগসহ অন্যান্য`.
    """
    start = compact(short)
    ends = list(accumulate(len(fold(word)) for word in long))
    if not start or len(start) not in ends or not compact(long).startswith(start):
        return None
    return long[sum(end <= len(start) for end in ends) :]
