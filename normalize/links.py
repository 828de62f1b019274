"""Names that no list has, linked to the closest that one has: proposed with proof, never forced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from normalize.lexicon import find_word
from normalize.unicode_forms import link_key
from schemas.catalog import vocabulary
from schemas.plan import Plan, plans

LEAST_SCORE = 55.0
"""Of a hundred: wordings of one indicator over the years have 36 to 100, those below 55 tell
nothing, as strangers go up to 79."""
CONCEPT_SCORE = 85.0
"""Of a hundred: two indicators of the plan files that measure other things have 79 at most."""
OFFICE_SCORE = 90.0
"""Of a hundred: the two closest names of the registry, those of home and of foreign affairs, have
87.2."""
MARGIN = 5.0
"""Points of a hundred by which the best must be ahead of the best of another name."""
SHOWN = 5
"""Proposals that a person is shown."""
REMEMBERED = 4096
"""Wordings whose link is remembered: offices print those of their plan in each quarter again."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name of a closed list that a text may stand for."""

    name: str
    score: float
    """Of a hundred: the ratio of the link keys."""
    margin: float
    """By how much it is ahead of the best other name; negative if it is behind."""
    evidence: str
    """The wording that was compared, and where it stands."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a text stands for."""

    state: Literal["value", "inferred", "missing"]
    """`value` by an equal key or a person's verdict, `inferred` by likeness, else `missing`."""
    name: str | None
    proposals: tuple[Proposal, ...]
    basis: str
    """`equal`, `verdict: …`, `likeness`, or why nothing was linked."""


class _Listed(NamedTuple):
    name: str
    key: str
    evidence: str


@lru_cache(maxsize=REMEMBERED)
def link_office(name: str) -> Link:
    """The slug of an office, by its name as written."""
    return _link("organisation", name, _offices(), OFFICE_SCORE)


def link_concept(text: str, *, unit: str | None = None, plan: Plan | None = None) -> Link:
    """What an indicator measures, by its wording.

    Args:
        text: the wording without its id.
        unit: its kind, such as `percent`; indicators of another kind are not proposed.
        plan: only the indicators of this plan are proposed; None is all plans.
    """
    return _concept_link(text, unit, plan.name if plan else None)


@lru_cache(maxsize=REMEMBERED)
def _concept_link(text: str, unit: str | None, plan: str | None) -> Link:
    listed = (each for each, kind in _wordings(plan) if unit in (None, kind))
    return _link("concept", text, listed, CONCEPT_SCORE)


@cache
def _wordings(plan: str | None) -> tuple[tuple[_Listed, str | None], ...]:
    """The indicators of a plan, or of all, each with its kind of unit."""
    return tuple(
        (
            _Listed(
                one.concept, link_key(one.text), f"{one.text} (plans/{found.name}.toml [{one.id}])"
            ),
            find_word("units", "unit", one.unit) if one.unit else None,
        )
        for found in plans()
        if plan in (None, found.name)
        for one in found.indicators
        if one.text
    )


def _link(kind: str, text: str, listed: Iterable[_Listed], enough: float) -> Link:
    key = link_key(text)
    verdict = _verdicts().get((kind, key))
    best = _best(key, listed)
    proposals = tuple(
        Proposal(one.name, round(score, 1), round(score - _other(best, one.name), 1), one.evidence)
        for one, score in best[:SHOWN]
        if score >= LEAST_SCORE
    )
    if verdict is not None:
        return Link("value", verdict[0], proposals, f"verdict: {verdict[1]}")
    if not proposals:
        return Link("missing", None, (), "nothing is alike")
    first = proposals[0]
    equal = {one.name for one, _ in best if one.key == key}
    if len(equal) == 1:
        return Link("value", first.name, proposals, "equal")
    if first.score >= enough and first.margin >= MARGIN:
        return Link("inferred", first.name, proposals, "likeness")
    return Link("missing", None, proposals, "no name is close enough and ahead of the others")


def _best(key: str, listed: Iterable[_Listed]) -> list[tuple[_Listed, float]]:
    """The best wording of each name, best name first."""
    best: dict[str, tuple[_Listed, float]] = {}
    for one in listed:
        score = fuzz.ratio(key, one.key)
        if one.name not in best or score > best[one.name][1]:
            best[one.name] = (one, score)
    return sorted(best.values(), key=lambda found: (-found[1], found[0].name))


def _other(best: list[tuple[_Listed, float]], name: str) -> float:
    return max((score for one, score in best if one.name != name), default=0.0)


@cache
def _offices() -> tuple[_Listed, ...]:
    rows = (*vocabulary("offices"), *vocabulary("organisations"))
    return tuple(
        _Listed(row["slug"], link_key(row["words"]), f"{row['words']} ({row['source']})")
        for row in rows
    )


@cache
def _verdicts() -> dict[tuple[str, str], tuple[str, str]]:
    """What persons decided, by kind and key: the name, and the citation."""
    return {
        (row["kind"], link_key(row["from"])): (
            row["to"],
            f"{row['by']}, {row['when']}: {row['why']}",
        )
        for row in vocabulary("verdicts")
    }
