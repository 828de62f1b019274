"""The words of the page in two languages, from vocab/page_words.csv and vocab/reasons.csv."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from schemas.catalog import vocabulary

Language = Literal["bn", "en"]
LANGUAGES: tuple[Language, ...] = ("bn", "en")

BANGLA_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


@cache
def words(language: Language) -> Mapping[str, str]:
    """Every word of the page by its name."""
    return MappingProxyType({row["name"]: row[language] for row in vocabulary("page_words")})


def number(value: object, language: Language) -> str:
    """A number, or a text with numbers, in the digits of the language."""
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return text.translate(BANGLA_DIGITS) if language == "bn" else text


@cache
def _reasons() -> Mapping[str, str]:
    return MappingProxyType({row["reason"]: row["bn"] for row in vocabulary("reasons")})


def reason_in(reason: str, language: Language) -> str:
    """Why a finding was raised; as it is where nobody said it in the language."""
    return _reasons().get(reason, reason) if language == "bn" else reason


@cache
def rules_of(column: str) -> tuple[str, ...]:
    """The codes of the rules that a value of a column must pass."""
    kind = column.partition("/")[0]
    return tuple(row["code"] for row in vocabulary("value_rules") if row["column"] == kind)
