"""What was achieved, as far as the remark says it; where it does not say, candidates and no value.

The rules were written on 22 remarks of two reports. They abstain wherever two readings remain: a
derived value is interpretation, and never stands in the field of a read fact.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from normalize.achieved_counts import judge_count
from normalize.achieved_dates import judge_date
from normalize.date_text import has_month
from normalize.facts import read_facts
from normalize.fiscal_terms import find_quarters
from normalize.measures import Context, Measure, Verdict
from normalize.readings import as_value
from normalize.scoring import band_of, scores
from normalize.sentences import has_verb, has_word
from normalize.unicode_forms import traced
from schemas.reading import Fact, Reading, Span, State
from schemas.report import Derived, StatedFact

__all__ = ["Context", "derive"]


def derive(
    unit: Reading,
    text: Reading,
    remark: Reading,
    targets: dict[str, Reading],
    weight: Reading,
    context: Context,
    *,
    said: str | None,
) -> Derived | None:
    """Interpret one remark; None where there is no remark to interpret.

    Args:
        unit: what the targets are.
        text: the indicator's own words.
        remark: the remark, of which `said` is the text that facts are counted in.
        targets: by band.
        weight: the weight of the indicator.
        context: what the rest of the report says.
        said: the raw text of the remark, or what its legacy codes say.
    """
    if remark.state is not State.VALUE or said is None:
        return None
    shown, offsets = traced(said)
    facts = read_facts(said, shown, offsets)
    measure = Measure(
        unit=str(unit.value),
        text=str(text.value or ""),
        remark=said,
        shown=shown,
        is_plain=offsets is None,
        facts=facts,
        targets=targets,
        context=context,
    )
    judge = RULES.get(measure.unit)
    verdict = _if_done(measure, judge(measure)) if judge else Verdict("unit-not-measured")
    return Derived(
        achievement=verdict.achievement,
        basis=verdict.basis,
        confidence=round(verdict.confidence * remark.confidence, 4),
        candidates=verdict.candidates,
        covers=_covers(measure) if verdict.achievement is not None or facts else None,
        band=verdict.band,
        facts=tuple([_stated(fact, measure.remark) for fact in facts]),
        scores=scores(verdict.achievement, targets, weight) if context.with_scores else (),
    )


def _stated(fact: Fact, remark: str) -> StatedFact:
    value = None if fact.kind == "date-invalid" else as_value(fact.value)
    return StatedFact(
        kind=fact.kind,
        raw=remark[fact.start : fact.end],
        value=value,
        start=fact.start,
        end=fact.end,
    )


def _spans(measure: Measure) -> list[Span]:
    return [fact.value for fact in measure.of("period") if isinstance(fact.value, Span)]


def _covers(measure: Measure) -> Literal["quarter", "year_to_date"] | None:
    """The stretch of the year to which the remark itself restricts its figures."""
    period, year = measure.context.period, measure.context.fiscal_year
    spans = _spans(measure)
    if any(year.start and (span.start, span.end) == (year.start, year.end) for span in spans):
        return "year_to_date"
    start, end = period.start, period.end
    if start and end and spans and all(start <= one.start and one.end <= end for one in spans):
        return "quarter"
    numbered = _quarters(measure)
    if not measure.dates() and (
        numbered == {period.quarter}
        or has_word(measure.shown, "this_quarter")
        or (not spans and has_month(measure.shown))
    ):
        return "quarter"
    return None


def _quarters(measure: Measure) -> set[object]:
    """The quarters that the remark numbers."""
    found = (one.parsed.value for one in find_quarters(measure.shown))
    return {quarter for quarter in found if quarter is not None}


def _speaks_of_another_period(measure: Measure) -> bool:
    """Whether the remark names a stretch of time that is not the report's own or part of it."""
    period, year = measure.context.period, measure.context.fiscal_year
    if _quarters(measure) - {period.quarter}:
        return True
    start, end = year.start, year.end
    return bool(start and end) and any(
        start and end and not (start <= span.start and span.end <= end) for span in _spans(measure)
    )


def _if_done(measure: Measure, verdict: Verdict) -> Verdict:
    """The verdict, unless a sentence with figures says that it is yet to be done, or was not.

    "Will be held on 25-04-2024" and "could not be held" name dates that are no achievement.
    """
    if verdict.achievement is None and verdict.band is None:
        return verdict
    achieved = () if verdict.achievement is None else (verdict.achievement,)
    candidates = tuple(dict.fromkeys((*achieved, *verdict.candidates)))
    for sentence in measure.sentences_with("date", "percent", "count"):
        if has_verb(sentence, "negated"):
            return Verdict("negated", candidates=candidates)
        if has_verb(sentence, "future") or (
            has_verb(sentence, "planned") and not has_verb(sentence, "done")
        ):
            return Verdict("planned", candidates=candidates)
    return verdict


# -- percents


def _percent(measure: Measure) -> Verdict:
    values = tuple(
        dict.fromkeys(
            fact.value for fact in measure.of("percent") if isinstance(fact.value, int | Decimal)
        )
    )
    if not values:
        return Verdict("no-percent")
    value, *others = values
    if others:
        return Verdict("several-percents", candidates=values)
    if measure.is_hedged("percent"):
        return Verdict("hedged", candidates=values)
    if _speaks_of_another_period(measure):
        return Verdict("other-period", candidates=values)
    return Verdict("single-percent", value, 0.97, band=band_of(value, measure.targets))


RULES: dict[str, Callable[[Measure], Verdict]] = {
    "percent": _percent,
    "date": judge_date,
    "count": judge_count,
}
