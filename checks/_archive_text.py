"""Texts of many reports, in forms that only serve to compare. Nothing here is stored."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from unicodedata import decimal

from rapidfuzz import fuzz

from checks._words import compact, fold, split_words, stem, title_key
from schemas.catalog import vocabulary
from schemas.plan import plans

DIGITS = {ord("০") + value: str(value) for value in range(10)}
SENTENCE = re.compile(r"[^।|\n]+")
NUMBER = re.compile(r"\d+")
ID = re.compile(r"(?<![\d./-])\d{1,2}\.\d{1,2}(?:\.\d{1,2})?(?![\d./-])")
YEAR = re.compile(r"(?<![\d./-])(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?(?![\d./-])")
DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
TEXTS_REMEMBERED = 65536
"""Remarks of an archive are many, and a check asks for each a few times only."""


@lru_cache(maxsize=TEXTS_REMEMBERED)
def remark_key(text: str) -> str:
    """The same for a remark whatever its spaces, punctuation, script of digits and spelling."""
    return compact(split_words(text)).translate(DIGITS)


def wording(key: str) -> str:
    """The key of a remark without its figures."""
    return NUMBER.sub("", key)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def n_figures(text: str) -> int:
    """How many digits the figures of a remark have; years stand in stock phrases, and are none."""
    return sum(map(len, NUMBER.findall(YEAR.sub(" ", text.translate(DIGITS)))))


@lru_cache(maxsize=TEXTS_REMEMBERED)
def similarity(one: str, other: str) -> float:
    """Of a hundred, how alike two texts of indicators are."""
    return fuzz.ratio(title_key(one), title_key(other))


def listed(role: str) -> tuple[str, ...]:
    """Words of vocab/archive_words.csv in one role, folded as texts are before they are sought."""
    return _listed()[role]


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in vocabulary("archive_words"):
        found.setdefault(row["role"], []).append(fold(row["words"]))
    for row in vocabulary("verbs"):
        found.setdefault(row["kind"], []).append(fold(row["words"]))
    return {role: tuple(words) for role, words in found.items()}


def holds(text: str, role: str) -> bool:
    """Whether a text holds a word of a role."""
    folded = fold(text)
    return any(word in folded for word in listed(role))


@lru_cache(maxsize=TEXTS_REMEMBERED)
def amended(text: str) -> frozenset[str] | None:
    """What a text says was amended.

    Returns:
        The ids that the sentences name, none for the whole plan; None if nothing was amended.
    """
    ids: set[str] = set()
    found = False
    for sentence in sentences(text):
        # "the facts of the web site were amended" is no amendment of the plan
        if has_word(sentence, "amended") and has_word(sentence, "amended_subject"):
            found = True
            ids.update(ID.findall(DATE.sub(" ", sentence.translate(DIGITS))))
    return frozenset(ids) if found else None


def has_word(sentence: str, role: str) -> bool:
    """Whether a sentence holds a word of a role as a word of its own, whatever its case."""
    folded = fold(sentence)
    found = [sought for sought in listed(role) if sought in folded]
    return any(" " in sought or _stands(sought, folded) for sought in found)


def _stands(sought: str, text: str) -> bool:
    return any(
        word.startswith(sought) and len(word) - len(sought) <= CASE_LETTERS
        for word in split_words(text)
    )


CASE_LETTERS = 3
"""Code points that an ending of case may add: মানের, লক্ষ্যমাত্রার."""


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text."""
    return tuple(SENTENCE.findall(text))


def sentence_at(text: str, offset: int) -> str:
    """The sentence in which an offset lies."""
    for found in SENTENCE.finditer(text):
        if found.start() <= offset <= found.end():
            return found[0]
    return text


def distinctive(text: str) -> frozenset[str]:
    """The stems of a remark's words that are neither common in remarks nor words of plans."""
    words = frozenset(stem(word) for word in split_words(text) if not _is_figure(word))
    return words - _common()


def _is_figure(word: str) -> bool:
    return any(decimal(char, None) is not None for char in word)


@cache
def _common() -> frozenset[str]:
    months = [row["spelling"] for row in vocabulary("months")]
    of_plans = [
        word
        for plan in plans()
        for one in plan.indicators
        for text in (one.text, one.activity)
        if text
        for word in split_words(text)
    ]
    return frozenset(map(stem, (*listed("generic"), *months, *of_plans)))
