"""Whose report it is: an office named in a title line, never guessed from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from normalize.lexicon import words
from normalize.slugs import slug_of
from normalize.unicode_forms import link_key, nfc
from schemas.catalog import vocabulary
from schemas.report import Organisation

KEY_LETTERS = 5
"""Shorter keys of office names would be found inside other words."""

NAME_CHARS = 90
"""The longest name of a ministry has 44 characters, with its country and parent office 80."""


@dataclass(frozen=True, slots=True)
class Office:
    """A row of the registry."""

    name: str
    name_en: str
    slug: str
    level: str
    key: str


@cache
def registry() -> tuple[Office, ...]:
    """The offices of vocab/offices.csv, longest name first."""
    rows = vocabulary("offices")
    offices = [
        Office(row["words"], row["name_en"], row["slug"], row["level"], link_key(row["words"]))
        for row in rows
    ]
    return tuple(sorted(offices, key=lambda office: (-len(office.key), office.key)))


@cache
def _kinds() -> re.Pattern[str]:
    """An office's kind (ministry, division, directorate …) with the ending of its case."""
    kinds = [row["words"] for row in vocabulary("levels") if not row["words"].endswith("ের")]
    endings = (*words("phrases", "kind", "genitive"), *words("phrases", "kind", "locative"))
    longest = sorted(map(re.escape, kinds), key=len, reverse=True)
    return re.compile(
        rf"(?P<name>\S.*?(?:{'|'.join(longest)}))(?P<ending>{'|'.join(map(re.escape, endings))})?"
        r"(?=[\s,/।|)]|$)"
    )


def find_organisation(lines: Sequence[str], plan_words: Iterable[str]) -> Organisation:
    """The office that the title names.

    Args:
        lines: title lines as printed.
        plan_words: names of plans; an office stands before one, or on a line of its own.
    """
    cut = [(line, _before_plan(nfc(line), plan_words)) for line in lines]
    for line, text in cut:
        if (office := _known(text)) is not None:
            return _named(office.name, line.strip(), text)
    found = [(line, name) for line, text in cut if text and (name := _spelt(text))]
    if not found:
        return Organisation(state="missing")
    line, name = found[-1]
    if len({link_key(name) for _, name in found}) > 1:
        return _named(name, line.strip(), name, state_inferred="title names several offices")
    return _named(name, line.strip(), name)


def named_by_option(name: str) -> Organisation:
    """The office that the caller names, where the document does not."""
    return _named(nfc(name).strip(), None, name, state_inferred="option")


def known_offices(text: str) -> tuple[tuple[Office, str], ...]:
    """Offices of the registry that a text mentions, each with the letters that follow its name."""
    found: list[tuple[Office, str]] = []
    for office in registry():
        start = text.find(office.name)
        if start >= 0:
            rest = text[start + len(office.name) :]
            found.append((office, re.split(r"[\s,।/]", rest, maxsplit=1)[0]))
    return tuple(found)


def _before_plan(line: str, plan_words: Iterable[str]) -> str:
    starts = [start for word in plan_words if (start := line.find(word)) >= 0]
    return line[: min(starts)].strip() if starts else line.strip()


def _known(text: str) -> Office | None:
    key = link_key(text)
    for office in registry():
        if len(office.key) >= KEY_LETTERS and key.startswith(office.key):
            return office
    return None


def _spelt(text: str) -> str | None:
    """A name that ends in an office's kind and has more in it than kinds."""
    matches = tuple(_kinds().finditer(text[: NAME_CHARS + 1]))
    if not matches or len(text) > NAME_CHARS:
        return None
    match = matches[-1]
    name = text[: match.end("name")].strip(" ,:-–—(")
    if text[match.end() :].strip(" ,।:()-–—"):
        return None
    kinds = {link_key(row["words"]) for row in vocabulary("levels")}
    parts = [part for part in re.split(r"[\s/,ও]+", name) if part]
    return name if any(link_key(part) not in kinds for part in parts) else None


def _named(
    name: str, raw: str | None, printed: str, state_inferred: str | None = None
) -> Organisation:
    office = next((office for office in registry() if office.key == link_key(name)), None)
    return Organisation(
        state="inferred" if state_inferred else "value",
        name=office.name if office else name,
        name_en=office.name_en if office else None,
        slug=office.slug if office else slug_of(name),
        raw=printed if raw else None,
        basis=state_inferred or "title",
    )


def level_of(organisation: Organisation, lines: Sequence[str]) -> str:
    """ministry, department or field: from the registry, the office's name, else from the title."""
    listed = next((office for office in registry() if office.name == organisation.name), None)
    if listed:
        return listed.level
    order = ("field", "department", "ministry")
    for text in (organisation.name or "", *map(nfc, lines)):
        levels = {row["level"] for row in vocabulary("levels") if row["words"] in text}
        if levels:
            # the most local word decides: a ministry's name may stand in its district office's
            return min(levels, key=order.index)
    return "unknown"
