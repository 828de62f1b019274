"""Words that exist and are still wrong: told by the plans, where the words around them agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from pydantic import JsonValue
from rapidfuzz import fuzz

from checks._walk import text_of, texts
from checks._words import TEXTS_REMEMBERED, WORDS_REMEMBERED, split_words, stem
from schemas.catalog import vocabulary
from schemas.finding import Code, Finding, report_finding
from schemas.plan import Plan, plans
from schemas.reading import Reading
from schemas.report import Report

CODES = (Code.TEXT_SUSPECT,)
SHORTEST = 5
"""Code points of a stem; shorter ones resemble one another by chance."""
SAME_EDGE = 2
"""Code points that must agree at both ends: a change at the end only is grammar."""
SIMILAR = 75.0
"""Of a hundred. বাতায়ন and বাস্তবায়ন have 82; পরিকল্পনা and পরিচালনা, both right, 71."""
FIRST, MIDDLE, LAST = PLACES = range(3)
"""The places in a window of three words."""


class Attested(NamedTuple):
    """A word where a plan has it."""

    word: str
    phrase: str
    plan: str
    status: str


class Suspect(NamedTuple):
    """A word that may stand for another."""

    word: str
    suggestion: str
    evidence: tuple[tuple[str, str], ...]


Pair = tuple[str, str]


class Phrases(NamedTuple):
    """The windows of three words in the texts of all plans."""

    around: tuple[dict[Pair, dict[str, Attested]], ...]
    """For each place of a window: the words that stand there, by the two others."""
    pairs: frozenset[Pair]
    """All pairs of neighbours."""
    words: frozenset[str]


def check(report: Report) -> Iterator[Finding]:
    """Tell each suspect word of the texts and remarks, with the phrase that speaks against it."""
    for ref, _, reading in texts(report):
        yield from _tell(ref, reading, find_in_title(text_of(reading)))
    for one in report.indicators():
        remark = text_of(one.remark)
        yield from _tell(f"indicator:{one.id}/remark", one.remark, find_suspects(remark))


def _tell(ref: str, reading: Reading, suspects: tuple[Suspect, ...]) -> Iterator[Finding]:
    for suspect in suspects:
        evidence: dict[str, JsonValue] = dict(suspect.evidence)
        yield report_finding(
            Code.TEXT_SUSPECT,
            ref,
            at=reading.at,
            candidates=(suspect.suggestion,),
            evidence={"word": suspect.word, **evidence},
            word=suspect.word,
            suggestion=suspect.suggestion,
        )


@lru_cache(maxsize=TEXTS_REMEMBERED)
def find_in_title(text: str) -> tuple[Suspect, ...]:
    """The same for a text that the plan prescribes; remembered, as it recurs in every report."""
    return find_suspects(text)


def find_suspects(text: str) -> tuple[Suspect, ...]:
    """The suspect words of a text, each once."""
    words = split_words(text)
    listed, known = _listed(), _phrases()
    found = {word: listed[word] for word in words if word in listed}
    for at, others, place in _known_pairs(words, known.words):
        attested = known.around[place].get(others)
        if attested is None or not 0 <= at < len(words):
            continue
        word = words[at]
        if word not in attested and word not in found:
            likely = next((one for one in attested.values() if _resembles(word, one.word)), None)
            if likely and known.pairs.isdisjoint(_beside(at, place, words)):
                found[word] = _suspect(word, likely)
    return tuple(found.values())


def _known_pairs(words: list[str], known: frozenset[str]) -> Iterator[tuple[int, Pair, int]]:
    """Two words of a plan in a window of three: where the third stands, and at which place."""
    for at, word in enumerate(words):
        if word in known:
            after = words[at + 1 : at + 3]
            if after and after[0] in known:
                yield at - 1, (word, after[0]), FIRST
                yield at + 2, (word, after[0]), LAST
            if len(after) > 1 and after[1] in known:
                yield at + 1, (word, after[1]), MIDDLE


def _beside(at: int, place: int, words: list[str]) -> Iterator[Pair]:
    """The word with each of its neighbours in the window; no plan must have such a pair."""
    if place != FIRST:
        yield words[at - 1], words[at]
    if place != LAST:
        yield words[at], words[at + 1]


@lru_cache(maxsize=WORDS_REMEMBERED)
def _resembles(word: str, attested: str) -> bool:
    """Whether a word differs from an attested one in its inside only, yet not by spelling."""
    this, that = stem(word), stem(attested)
    if this == that or min(len(this), len(that)) < SHORTEST:
        return False
    return (
        this[:SAME_EDGE] == that[:SAME_EDGE]
        and this[-SAME_EDGE:] == that[-SAME_EDGE:]
        and fuzz.ratio(this, that) >= SIMILAR
    )


def _suspect(word: str, known: Attested) -> Suspect:
    evidence = (("plan", known.plan), ("status", known.status), ("phrase", known.phrase))
    return Suspect(word, known.word, evidence)


@cache
def _phrases() -> Phrases:
    """What the plans have; official plans first, so that their wording is suggested."""
    around: list[defaultdict[Pair, dict[str, Attested]]] = [defaultdict(dict) for _ in PLACES]
    pairs: set[Pair] = set()
    for plan in sorted(plans(), key=lambda plan: (plan.status, plan.name)):
        for text in _texts(plan):
            words = split_words(text)
            pairs.update(pairwise(words))
            for a, b, c in zip(words, words[1:], words[2:], strict=False):
                for place, word, others in (
                    (FIRST, a, (b, c)),
                    (MIDDLE, b, (a, c)),
                    (LAST, c, (a, b)),
                ):
                    known = Attested(word, f"{a} {b} {c}", plan.name, plan.status)
                    around[place][others].setdefault(word, known)
    return Phrases(
        tuple(dict(each) for each in around),
        frozenset(pairs),
        frozenset(chain.from_iterable(pairs)),
    )


def _texts(plan: Plan) -> Iterator[str]:
    yield from (section.title for section in plan.sections if section.title)
    for asked in plan.indicators:
        yield from (text for text in (asked.activity, asked.text) if text)


@cache
def _listed() -> dict[str, Suspect]:
    return {
        row["word"]: Suspect(row["word"], row["suggestion"], (("basis", row["source"]),))
        for row in vocabulary("suspect_words")
    }
