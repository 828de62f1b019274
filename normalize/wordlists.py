"""The words that a joined word is compared with: those of the plans and of the document itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from normalize.unicode_forms import link_key
from schemas.document import Document
from schemas.plan import plans


def _keys(text: str) -> Iterator[str]:
    for word in text.split():
        yield link_key(word)
        if "/" in word:
            yield from map(link_key, word.split("/"))


@cache
def plan_words() -> frozenset[str]:
    """Keys of all words in the plan files."""
    return frozenset(
        key
        for plan in plans()
        for indicator in plan.indicators
        for text in (indicator.activity, indicator.text)
        if text
        for key in _keys(text)
    )


def word_test(document: Document) -> Callable[[str], bool]:
    """A test whether a key is such a word; the document's words are collected when first asked."""
    own: set[str] = set()

    def is_word(key: str) -> bool:
        if key in plan_words():
            return True
        if not own:
            for cell in document.cells():
                own.update(_keys(cell.text))
        return key in own

    return is_word
