"""Whose report it is: an office named in a title line, never guessed from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from normalize.lexicon import words
from normalize.links import link_office
from normalize.slugs import slug_of
from normalize.spellings import NOT_IN_WORD, WORD_ENDS, one_of
from normalize.unicode_forms import link_key, nfc
from schemas.catalog import vocabulary
from schemas.finding import Code, Finding, report_finding
from schemas.reading import Place
from schemas.report import Organisation

NUMBERING = re.compile(r"^[\s\d.)।]+")
"""The number of a heading before an office's name."""

PLACE = re.compile(r",\s*[^\W\d_][^\d.,।()]{1,30}(?:,\s*[^\W\d_][^\d.,।()]{1,30})?")
"""Where an office is, behind its name: its upazila, its district."""

SEVERAL = "title names several offices"

NAME_CHARS = 90
"""The longest name in the registry has 48 characters; room is left for a place behind it."""


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
def _endings() -> str:
    found = (*words("phrases", "kind", "genitive"), *words("phrases", "kind", "locative"))
    return "|".join(sorted(map(re.escape, found), key=len, reverse=True))


@cache
def _kind() -> re.Pattern[str]:
    """An office's kind, such as ministry or division."""
    kinds = (row["words"] for row in vocabulary("levels"))
    # "of the field level" qualifies offices and is the kind of none
    cases = tuple(one for one in words("phrases", "kind", "genitive") if len(one) > 1)
    return re.compile(one_of(kind for kind in kinds if not kind.endswith(cases)))


@cache
def _kinds() -> re.Pattern[str]:
    """A name that ends in an office's kind, with the ending of its case."""
    kind = _kind().pattern
    return re.compile(rf"(?P<name>\S.*?{kind})(?:{_endings()})?(?=[\s,/।|)]|$)")


@cache
def _registered() -> re.Pattern[str]:
    """The name of an office of the registry as a whole, with the ending of its case."""
    names = one_of(office.name for office in registry())
    return re.compile(rf"{NOT_IN_WORD}(?P<name>{names})(?P<ending>{_endings()})?{WORD_ENDS}")


@cache
def _by_key() -> dict[str, Office]:
    return {office.key: office for office in registry()}


@cache
def _labelled() -> re.Pattern[str]:
    labels = one_of(words("phrases", "kind", "office_label"))
    return re.compile(rf"{labels}\s{{0,5}}[:ঃ]\s*(?P<name>.*\S)?")


@cache
def _plan_words() -> re.Pattern[str]:
    return re.compile(one_of(row["words"] for row in vocabulary("plan_types")))


@cache
def _kind_keys() -> frozenset[str]:
    return frozenset(link_key(row["words"]) for row in vocabulary("levels"))


def find_organisation(lines: Sequence[str]) -> Organisation:
    """The office that the title names: before the plan's name, or on a line of its own.

    Args:
        lines: title lines as printed.
    """
    found = [(line, name) for line in lines if (name := _office_of(nfc(line)))]
    if not found:
        return Organisation(state="missing")
    line, name = found[-1]
    if len({link_key(name) for _, name in found}) > 1:
        return _named(name, line.strip(), SEVERAL)
    return _named(name, line.strip())


def _office_of(line: str) -> str | None:
    """The office that one line names."""
    label = _labelled().search(line)
    if label:
        return label["name"]
    plan = _plan_words().search(line)
    text = NUMBERING.sub("", line[: plan.start()] if plan else line).strip()
    if not text:
        return None
    known = _registered().match(text)
    if known and known["ending"] in words("phrases", "kind", "locative"):
        # "to be sent to the Cabinet Division": not whose report it is
        return None
    if known and not _names_another(text[known.end() :]):
        return known["name"]
    return _spelt(_without_case(text))


def _without_case(text: str) -> str:
    """The text without the ending of its case where that stands as a word of its own."""
    for ending in words("phrases", "kind", "genitive"):
        if text.endswith(f" {ending}"):
            return text.removesuffix(ending).rstrip()
    return text


def _names_another(rest: str) -> bool:
    """Whether what follows an office's name speaks of another: one under it, say."""
    return (_kind().search(rest) and _kinds().search(rest)) is not None or any(
        word in rest for word in words("phrases", "kind", "subordinate")
    )


def named_by_option(name: str) -> Organisation:
    """The office that the caller names, where the document does not."""
    return _named(nfc(name).strip(), None, "option")


def known_offices(text: str) -> tuple[tuple[Office, str], ...]:
    """Offices of the registry that a text mentions, each with the ending of its case."""
    if not any(kind in text for kind in _registered_kinds()):
        return ()
    found = {
        _by_key()[key]: match["ending"] or ""
        for match in reversed([*_registered().finditer(text)])
        if (key := link_key(match["name"])) in _by_key()
    }
    return tuple(found.items())


@cache
def _registered_kinds() -> frozenset[str]:
    """The last words of the registry's names: a text without any of them names no office."""
    return frozenset(office.name.split()[-1] for office in registry())


def _spelt(text: str) -> str | None:
    """A name that ends in an office's kind and has more in it than kinds."""
    if len(text) > NAME_CHARS or not _kind().search(text):
        return None
    matches = tuple(_kinds().finditer(text))
    if not matches:
        return None
    match = matches[-1]
    rest = text[match.end() :].strip(" ।:()-–—")
    if PLACE.fullmatch(rest):
        return text.strip(" ,:-–—")
    if rest.strip(" ,"):
        return None
    name = text[: match.end("name")].strip(" ,:-–—(")
    parts = [part for part in re.split(r"[\s/,]+", name) if part]
    links = {row["word"] for row in vocabulary("connectors") if row["role"] == "and"}
    proper = [part for part in parts if part not in links]
    return name if any(link_key(part) not in _kind_keys() for part in proper) else None


def _named(name: str, raw: str | None, inferred: str | None = None) -> Organisation:
    listed = _listed(name)
    return Organisation(
        state="inferred" if inferred else "value",
        name=listed["words"] if listed else name,
        name_en=listed["name_en"] if listed else None,
        slug=listed["slug"] if listed else slug_of(name),
        raw=raw,
        basis=inferred or "title",
    )


def _listed(name: str) -> Mapping[str, str] | None:
    """The row of the office that has this name, had it once, or is above a division."""
    office = _by_key().get(link_key(name))
    link = None if office else link_office(name)
    slug = office.slug if office else link.name if link and link.state == "value" else None
    return _row_of(slug) if slug else None


def _row_of(slug: str) -> Mapping[str, str]:
    rows = (*vocabulary("offices"), *vocabulary("organisations"))
    return next(row for row in rows if row["slug"] == slug)


def likely_spelling(organisation: Organisation, at: tuple[Place, ...]) -> Iterator[Finding]:
    """The office of the registry whose name is nearly that of the title: proposed, never taken."""
    name = organisation.name
    if organisation.state != "value" or name is None or _listed(name) is not None:
        return
    link = link_office(name)
    if link.state != "inferred":
        return
    best = link.proposals[0]
    row = _row_of(best.name)
    yield report_finding(
        Code.TEXT_SUSPECT,
        "report/organisation",
        at=at,
        candidates=(row["words"],),
        evidence={
            "slug": best.name, "ratio": best.score, "margin": best.margin, "source": best.evidence,
        },
        word=name,
        suggestion=row["words"],
    )  # fmt: skip


def level_of(organisation: Organisation, lines: Sequence[str]) -> str:
    """ministry, department or field: from the registry, the office's name, else from the title."""
    listed = _by_key().get(link_key(organisation.name or ""))
    if listed:
        return listed.level
    order = ("field", "department", "ministry")
    for text in (organisation.name or "", *map(nfc, lines)):
        levels = {row["level"] for row in vocabulary("levels") if row["words"] in text}
        if levels:
            # the most local word decides: a ministry's name may stand in its district office's
            return min(levels, key=order.index)
    return "unknown"
