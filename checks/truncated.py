"""Texts that end where no such text ends: cut at the foot of a page, or by a lost line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import zip_longest

from checks._ids import gaps
from checks._walk import Titled, activities, plan_of, text_of, texts
from checks._words import TEXTS_REMEMBERED, fold, title_words, words_after
from schemas.catalog import vocabulary
from schemas.finding import Code, Finding, report_finding
from schemas.plan import Plan
from schemas.report import Indicator, Report

CODES = (Code.TEXT_TRUNCATED,)
BRACKETED_TAIL = re.compile(r"\s*\([^()]*\)\s*$")
UNFINISHED = ("/", ",", "-")


def check(report: Report) -> Iterator[Finding]:
    """Tell each text of an activity or indicator that is cut, and what shows it."""
    plan = plan_of(report)
    exposed = set(_before_breaks(report))
    titles = {
        f"indicator:{one.id}/text": text_of(activity.title)
        for activity in activities(report)
        for one in activity.indicators
    }
    for titled in texts(report):
        text = text_of(titled.text)
        if text and not titled.ref.startswith("section:"):
            reason = _reason(titled, text, titles.get(titled.ref, ""), plan, exposed)
            if reason:
                yield report_finding(
                    Code.TEXT_TRUNCATED,
                    titled.ref,
                    at=titled.text.at,
                    evidence={"reason": reason},
                    end=" ".join(text.split()[-2:]),
                )


def _reason(
    titled: Titled, text: str, title: str, plan: Plan | None, exposed: set[str]
) -> str | None:
    if _ends_unfinished(text):
        return "ends unfinished"
    if title and _is_cut_short(text, title) and not _closes(text):
        return "begins like the title of its activity"
    full = _planned(titled, plan)
    if full and _is_cut_short(text, full):
        return "the plan goes on"
    if titled.ref in exposed and not _closes(text):
        return "ends before a break, and not as such texts end"
    return None


def _planned(titled: Titled, plan: Plan | None) -> str | None:
    if plan is None:
        return None
    if titled.ref.startswith("indicator:"):
        asked = plan.indicator(titled.id)
        return asked.text if asked else None
    return next((one.activity for one in plan.indicators if one.id.startswith(f"{titled.id}.")), "")


def _before_breaks(report: Report) -> Iterator[str]:
    """The indicators after which a page ends or ids are skipped."""
    before_gaps = tuple(f"{gap.after}." for gap in gaps(report) if gap.kind == "activity")
    ordered = report.indicators()
    for one, following in zip_longest(ordered, ordered[1:]):
        if following is None:
            return
        ref = f"indicator:{one.id}"
        skipped = f"activity:{one.id}".startswith(before_gaps) and _activity(one) != _activity(
            following
        )
        if skipped or _turns_page(one, following):
            yield f"{ref}/text"


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
