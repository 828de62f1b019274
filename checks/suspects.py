"""Words that exist and are still wrong: told by the plans, where the words around them agree."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from pydantic import JsonValue

from checks._phrases import (
    FIRST,
    LAST,
    MIDDLE,
    OFFICIAL,
    WINDOW,
    Attested,
    lookalikes,
    opened,
    phrases,
)
from checks._walk import text_of, texts
from checks._words import TEXTS_REMEMBERED, WORDS_REMEMBERED, split_words
from schemas.catalog import vocabulary
from schemas.finding import Code, Finding, report_finding
from schemas.reading import Reading
from schemas.report import Report

CODES = (Code.TEXT_SUSPECT,)


class Suspect(NamedTuple):
    """A word that may stand for another."""

    word: str
    suggestion: str
    evidence: tuple[tuple[str, str], ...]


def check(report: Report) -> Iterator[Finding]:
    """Tell each suspect word of the texts and remarks, with the phrase that speaks against it."""
    for titled in texts(report):
        if suspects := find_in_title(text_of(titled.text)):
            yield from _tell(titled.ref, titled.text, suspects)
    for one in report.indicators():
        if suspects := find_suspects(text_of(one.remark)):
            yield from _tell(f"indicator:{one.id}/remark", one.remark, suspects)


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
    if not any(map(_is_doubtful, text.split())):
        return ()
    words, listed = split_words(text), _listed()
    found = {word: listed[word] for word in words if word in listed}
    instead = [
        (words[at], attested)
        for at, alike in enumerate(map(lookalikes, words))
        if alike
        for attested in _instead(words, at)
        if attested.word in alike
    ]
    for word, attested in sorted(instead, key=lambda one: one[1].status != OFFICIAL):
        found.setdefault(word, _suspect(word, attested))
    return tuple(found.values())


@lru_cache(maxsize=WORDS_REMEMBERED)
def _is_doubtful(written: str) -> bool:
    """Whether any word of what stands between two spaces may be suspect: few are."""
    return any(word in _listed() or lookalikes(word) for word in split_words(written))


def _instead(words: list[str], at: int) -> Iterator[Attested]:
    """What plans have in the word's place, between neighbours that no plan has beside the word."""
    known = phrases()
    for place in (LAST, MIDDLE, FIRST):
        start = at - place
        window = tuple(words[start : start + WINDOW]) if start >= 0 else ()
        if len(window) < WINDOW:
            continue
        before = place != FIRST and window[place - 1 : place + 1] in known.pairs
        after = place != LAST and window[place : place + 2] in known.pairs
        if not before and not after:
            yield from known.around.get(opened(window, place), {}).values()


def _suspect(word: str, known: Attested) -> Suspect:
    evidence = (("plan", known.plan), ("status", known.status), ("phrase", known.phrase))
    return Suspect(word, known.word, evidence)


@cache
def _listed() -> dict[str, Suspect]:
    return {
        row["word"]: Suspect(row["word"], row["suggestion"], (("basis", row["source"]),))
        for row in vocabulary("suspect_words")
    }
