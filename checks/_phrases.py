"""The wording of all plans: which words stand together, and which words resemble theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

from checks._words import WORDS_REMEMBERED, split_words, stem
from schemas.plan import Plan, plans

SHORTEST = 5
"""Code points of a stem; shorter ones resemble one another by chance."""
SAME_EDGE = 2
"""Code points that must agree at both ends: a change at the end only is grammar."""
SIMILAR = 75.0
"""Of a hundred. বাতায়ন and বাস্তবায়ন have 82; পরিকল্পনা and পরিচালনা, both right, 71."""
FIRST, MIDDLE, LAST = PLACES = range(3)
"""The places in a window of three words."""
WINDOW = len(PLACES)
OFFICIAL = "official"
"""The status of plans that are taken from the form itself."""

Window = tuple[str, ...]
Opened = tuple[str | None, ...]
"""A window with None for one of its words."""


class Attested(NamedTuple):
    """A word where a plan has it."""

    word: str
    phrase: str
    plan: str
    status: str


class Phrases(NamedTuple):
    """The windows of three words in the texts of all plans."""

    around: dict[Opened, dict[str, Attested]]
    """The words that stand in the opened place of a window."""
    pairs: frozenset[Window]
    """All pairs of neighbours."""


@cache
def phrases() -> Phrases:
    """What the plans have; official plans first, so that their wording is suggested."""
    around: defaultdict[Opened, dict[str, Attested]] = defaultdict(dict)
    pairs: set[Window] = set()
    for plan in sorted(plans(), key=lambda plan: (plan.status != OFFICIAL, plan.name)):
        for words in map(split_words, _texts(plan)):
            pairs.update(pairwise(words))
            for window in zip(words, words[1:], words[2:], strict=False):
                phrase = " ".join(window)
                for place, word in enumerate(window):
                    attested = Attested(word, phrase, plan.name, plan.status)
                    around[opened(window, place)].setdefault(word, attested)
    return Phrases(dict(around), frozenset(pairs))


def opened(window: Window, place: int) -> Opened:
    """The window without the word in one place."""
    return (*window[:place], None, *window[place + 1 :])


@lru_cache(maxsize=WORDS_REMEMBERED)
def lookalikes(word: str) -> frozenset[str]:
    """The words of plans that differ from a word in its inside only, yet not by spelling."""
    this = stem(word)
    return frozenset(
        attested
        for that, attested in _by_edges().get(_edges(this), ())
        if this != that and len(this) >= SHORTEST and fuzz.ratio(this, that) >= SIMILAR
    )


@cache
def _by_edges() -> dict[Window, list[tuple[str, str]]]:
    """The words of plans, each after its stem, by both ends of the stem."""
    by_edges: defaultdict[Window, list[tuple[str, str]]] = defaultdict(list)
    for word in set(chain.from_iterable(phrases().pairs)):
        this = stem(word)
        if len(this) >= SHORTEST:
            by_edges[_edges(this)].append((this, word))
    return dict(by_edges)


def _edges(this: str) -> tuple[str, str]:
    return this[:SAME_EDGE], this[-SAME_EDGE:]


def _texts(plan: Plan) -> Iterator[str]:
    yield from (section.title for section in plan.sections if section.title)
    for asked in plan.indicators:
        yield from (text for text in (asked.activity, asked.text) if text)
