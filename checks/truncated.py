"""Texts that end where no such text ends: cut at the foot of a page, or by a lost line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import zip_longest
from typing import NamedTuple

from checks._ids import gaps
from checks._walk import Titled, activities, plan_of, text_of, texts
from checks._words import TEXTS_REMEMBERED, fold, title_words, words_after
from schemas.catalog import vocabulary
from schemas.finding import Code, Finding, report_finding
from schemas.plan import Plan, plans
from schemas.report import Indicator, Report

CODES = (Code.TEXT_TRUNCATED,)
BRACKETED_TAIL = re.compile(r"\s*\([^()]*\)\s*$")
UNFINISHED = ("/", ",", "-")


class Surroundings(NamedTuple):
    """What stands around the texts of a report."""

    titles: dict[str, str]
    """The title of the activity that an indicator belongs to, by the indicator's id."""
    before_breaks: frozenset[str]


def check(report: Report) -> Iterator[Finding]:
    """Tell each text of an activity or indicator that is cut, and what shows it."""
    plan = plan_of(report)
    planned = _planned()[plan.name] if plan else {}
    doubtful = [
        (titled, text, full)
        for titled in texts(report)
        if titled.kind != "section" and (text := text_of(titled.text))
        if not _is_whole(text, full := planned.get((titled.kind, titled.id)))
    ]
    if not doubtful:
        return
    around = _look_around(report)
    for titled, text, full in doubtful:
        if reason := _reason(titled, text, full, around):
            yield report_finding(
                Code.TEXT_TRUNCATED,
                titled.ref,
                at=titled.text.at,
                evidence={"reason": reason},
                end=" ".join(text.split()[-2:]),
            )


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _is_whole(text: str, full: str | None) -> bool:
    """Whether nothing that stands around the text could show it to be cut."""
    is_cut = full is not None and _is_cut_short(text, full)
    return _closes(text) and not _ends_unfinished(text) and not is_cut


def _reason(titled: Titled, text: str, full: str | None, around: Surroundings) -> str | None:
    if _ends_unfinished(text):
        return "ends unfinished"
    is_open = titled.kind == "indicator" and not _closes(text)
    if is_open and _is_cut_short(text, around.titles[titled.id]):
        return "begins like the title of its activity"
    if full and _is_cut_short(text, full):
        return "the plan goes on"
    if is_open and titled.id in around.before_breaks:
        return "ends before a break, and not as such texts end"
    return None


@cache
def _planned() -> dict[str, dict[tuple[str, str], str | None]]:
    """The texts of each plan by kind and id; of a repeated id the first."""
    return {plan.name: dict(reversed(list(_texts_of(plan)))) for plan in plans()}


def _texts_of(plan: Plan) -> Iterator[tuple[tuple[str, str], str | None]]:
    for asked in plan.indicators:
        yield ("indicator", asked.id), asked.text
        yield ("activity", asked.id.rpartition(".")[0]), asked.activity


def _look_around(report: Report) -> Surroundings:
    titles = {
        one.id: text_of(activity.title)
        for activity in activities(report)
        for one in activity.indicators
    }
    return Surroundings(titles, frozenset(_before_breaks(report)))


def _before_breaks(report: Report) -> Iterator[str]:
    """The ids of indicators after which a page ends or ids are skipped."""
    before_gaps = tuple(f"{gap.after}." for gap in gaps(report) if gap.kind == "activity")
    ordered = report.indicators()
    for one, following in zip_longest(ordered, ordered[1:]):
        if following is None:
            return
        skipped = f"activity:{one.id}".startswith(before_gaps) and _activity(one) != _activity(
            following
        )
        if skipped or _turns_page(one, following):
            yield one.id


def _activity(one: Indicator) -> str:
    return one.id.rpartition(".")[0]


def _turns_page(one: Indicator, following: Indicator) -> bool:
    here, there = one.text.at, following.text.at
    return bool(here and there) and there[0].page > here[-1].page


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _ends_unfinished(text: str) -> bool:
    words = title_words(text)
    return (
        text.rstrip().endswith(UNFINISHED)
        or text.count("(") > text.count(")")
        or (bool(words) and fold(words[-1]) in _listed("connective") | _listed("opener"))
    )


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _closes(text: str) -> bool:
    """Whether the text ends as texts of indicators do; a tail in brackets is looked through."""
    words = title_words(BRACKETED_TAIL.sub("", text)) or title_words(text)
    last = fold(words[-1]) if words else ""
    return last in _listed("word") or last.endswith(_endings())


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _is_cut_short(text: str, full: str) -> bool:
    """Whether the full text goes on where this one ends, and not with `and` or a light verb."""
    rest = words_after(title_words(text), title_words(full))
    light, joining = _listed("light_verb"), _listed("connective")
    following = next((word for word in map(fold, rest or ()) if word not in light), None)
    return following is not None and following not in joining


@cache
def _listed(kind: str) -> frozenset[str]:
    rows = vocabulary("indicator_endings")
    return frozenset(fold(row["words"]) for row in rows if row["kind"] == kind)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(_listed("ending")))
