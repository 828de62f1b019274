"""Templates to HTML; every text is escaped by Jinja2, and signs that one cannot see are marked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from audit.shown import shown
from audit.words import LANGUAGES, Language, number, words

TEMPLATES = Path(__file__).with_name("templates")
SHORT = 60


def short(text: str | None) -> str:
    """A text at most a line long."""
    text = text or ""
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


@cache
def environment(language: Language) -> Environment:
    """The templates of one language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(shown=shown, short=short, number=partial(number, language=language))
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    known: dict[str, Any] = made.globals
    known |= {
        "t": words(language),
        "lang": language,
        "other_lang": other,
        "other_lang_name": words(other)["language_name"],
    }
    return made


def page(template: str, language: Language, context: Mapping[str, object]) -> str:
    """One page as HTML."""
    return environment(language).get_template(template).render(context)
