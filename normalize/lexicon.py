"""Closed lists of words, matched as offices spell them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from normalize.unicode_forms import link_key
from schemas.catalog import vocabulary

FUZZY_LETTERS = 7
"""Shorter keys must be equal: below seven letters different words share a key too often."""
FUZZY_RATIO = 88.0
"""Of a hundred: লক্ষমাত্রা for লক্ষ্যমাত্রা has 90.9, an added case ending 94.7. Labels that differ
in a number are as close (88.9 to 94.4), so the digits of a label must be equal."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words of one vocabulary table and what they stand for."""

    labels: dict[str, str]

    def find(self, text: str) -> str | None:
        """What the text stands for: by equal key, else by the one close key; else None."""
        key = link_key(text) or text.strip()
        label = self.labels.get(key)
        if label is not None or len(key) < FUZZY_LETTERS:
            return label
        close = process.extract(
            key, self.labels.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_RATIO, limit=3
        )
        found = {self.labels[word] for word, _, _ in close if _digits(word) == _digits(key)}
        return found.pop() if len(found) == 1 else None


def _digits(key: str) -> str:
    return "".join(filter(str.isdecimal, key))


@cache
def lexicon(table: str, label: str, only: str = "") -> Lexicon:
    """The words of a vocabulary table under the labels of one column.

    Args:
        table: the name of the table.
        label: the column that says what the words stand for.
        only: `column=value` takes only such rows.
    """
    column, _, wanted = only.partition("=")
    return Lexicon(
        {
            link_key(row["words"]) or row["words"]: row[label]
            for row in vocabulary(table)
            if not only or row[column] == wanted
        }
    )


@lru_cache(maxsize=4096)
def find_word(table: str, label: str, text: str, only: str = "") -> str | None:
    """Find one text in one table; remembered, because headers and units recur in every report."""
    return lexicon(table, label, only).find(text)


@cache
def words(table: str, column: str, value: str) -> tuple[str, ...]:
    """The words of the rows that have a value in a column, in file order."""
    return tuple(row["words"] for row in vocabulary(table) if row[column] == value)
