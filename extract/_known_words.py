"""Words that forms print, to tell a word that a line end cut from two words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from schemas.catalog import vocabulary
from schemas.plan import plans

SLASH = "/"
"""Parts two words of which each stands for itself."""


def parts_of(text: str) -> Iterator[str]:
    """The words of a text, those with a slash inside in their parts as well."""
    for word in text.split():
        yield word
        if SLASH in word:
            yield from word.split(SLASH)


@cache
def form_words() -> frozenset[str]:
    """The words of the plan files and of the headers of their tables."""
    texts: Iterable[str | None] = (
        *(row["words"] for row in vocabulary("headers")),
        *(text for plan in plans() for one in plan.indicators for text in (one.activity, one.text)),
        *(one.title for plan in plans() for one in plan.sections),
    )
    return frozenset(word for text in texts if text for word in parts_of(text))
