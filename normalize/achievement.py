"""What was achieved, as far as the remark says it; where it does not say, candidates and no value.

The rules were written on 22 remarks of two reports. They abstain wherever two readings remain: a
derived value is interpretation, and never stands in the field of a read fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from normalize.facts import read_facts
from normalize.fiscal_terms import find_quarters
from normalize.readings import as_value
from normalize.scoring import band_of, scores
from normalize.sentences import has_verb, sentences, stems
from normalize.unicode_forms import plain, traced
from schemas.reading import Fact, Reading, Span, State, Value
from schemas.report import Derived, FiscalYear, Period, StatedFact

LAST_WORDS = 4
"""What an indicator counts or dates stands at its end: the last four words hold the noun."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the rest of the report says about all its remarks."""

    fiscal_year: FiscalYear
    period: Period
    signed: date | None = None
    with_scores: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What one indicator asks for, and what its remark states."""

    unit: str
    text: str
    remark: str
    shown: str
    """The remark in its plain form."""
    is_plain: bool
    """Whether each character of the plain form stands where it stood in the remark."""
    facts: tuple[Fact, ...]
    targets: dict[str, Reading]
    context: Context

    def of(self, kind: str) -> list[Fact]:
        """The facts of a kind, in order."""
        return [fact for fact in self.facts if fact.kind == kind]

    def dates(self) -> tuple[date, ...]:
        """The distinct dates of the remark, in order of time."""
        found = {fact.value for fact in self.of("date") if isinstance(fact.value, date)}
        return tuple(sorted(found))

    def part(self, start: int, end: int) -> str:
        """A stretch of the remark in its plain form."""
        return self.shown[start:end] if self.is_plain else plain(self.remark[start:end])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says."""

    basis: str
    achievement: Value | None = None
    confidence: float = 0.0
    candidates: tuple[Value, ...] = ()
    band: str | None = None


def derive(
    unit: Reading,
    text: Reading,
    remark: Reading,
    targets: dict[str, Reading],
    weight: Reading,
    context: Context,
) -> Derived | None:
    """Interpret one remark; None where there is no remark to interpret."""
    if remark.state is not State.VALUE or not isinstance(remark.value, str) or remark.raw is None:
        return None
    shown, offsets = traced(remark.raw)
    facts = read_facts(remark.raw, shown, offsets)
    measure = Measure(
        unit=str(unit.value),
        text=str(text.value or ""),
        remark=remark.raw,
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


def _covers(measure: Measure) -> Literal["quarter", "year_to_date"] | None:
    """The stretch of the year to which the remark itself restricts its figures."""
    period, year = measure.context.period, measure.context.fiscal_year
    spans = [fact.value for fact in measure.of("period") if isinstance(fact.value, Span)]
    if any(year.start and (span.start, span.end) == (year.start, year.end) for span in spans):
        return "year_to_date"
    if (
        period.start
        and spans
        and all((span.start, span.end) == (period.start, period.end) for span in spans)
    ):
        return "quarter"
    return None


def _if_done(measure: Measure, verdict: Verdict) -> Verdict:
    """The verdict, unless a sentence with figures says that it is yet to be done, or was not.

    "Will be held on 25-04-2024" and "could not be held" name dates that are no achievement.
    """
    if verdict.achievement is None and verdict.band is None:
        return verdict
    achieved = () if verdict.achievement is None else (verdict.achievement,)
    candidates = tuple(dict.fromkeys((*achieved, *verdict.candidates)))
    for sentence in _sentences_with_figures(measure):
        if has_verb(sentence, "negated"):
            return Verdict("negated", candidates=candidates)
        if has_verb(sentence, "future") or (
            has_verb(sentence, "planned") and not has_verb(sentence, "done")
        ):
            return Verdict("planned", candidates=candidates)
    return verdict


def _sentences_with_figures(measure: Measure) -> Iterator[str]:
    figures = [fact for fact in measure.facts if fact.kind in ("date", "percent", "count")]
    for start, end in sentences(measure.remark):
        if not figures or any(start <= fact.start < end for fact in figures):
            yield measure.part(start, end)


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
    return Verdict("single-percent", value, 0.97, band=band_of(value, measure.targets))


# -- dates


def _date(measure: Measure) -> Verdict:
    dates = measure.dates()
    if measure.of("date-invalid"):
        return Verdict("impossible-date", candidates=dates)
    if not dates:
        return Verdict("no-date")
    signed = measure.context.signed
    if signed and any(day > signed for day in dates):
        return Verdict("date-after-signature", candidates=dates)
    only, *others = dates
    if others:
        return _several_dates(measure, dates)
    start, end, _ = next(_sentences_with_dates(measure))
    done = has_verb(measure.part(start, end), "done")
    return Verdict(
        "single-date" if done else "single-date-without-verb",
        only,
        0.95 if done else 0.8,
        band=band_of(only, measure.targets),
    )


def _several_dates(measure: Measure, dates: tuple[date, ...]) -> Verdict:
    """The sentence that speaks of what the indicator ends in, if exactly one date stands there."""
    bands = {band_of(day, measure.targets) for day in (dates[0], dates[-1])}
    band = bands.pop() if len(bands) == 1 else None
    wanted = stems(" ".join(measure.text.split()[-LAST_WORDS:]))
    ranked = sorted(
        (
            (len(wanted & stems(measure.remark[start:end])), tuple(sorted(days)))
            for start, end, days in _sentences_with_dates(measure)
        ),
        reverse=True,
    )
    if len(ranked) > 1 and ranked[0][0] > ranked[1][0] and len(ranked[0][1]) == 1:
        day = ranked[0][1][0]
        return Verdict("sentence-of-the-indicator", day, 0.75, dates, band_of(day, measure.targets))
    return Verdict("several-dates", candidates=dates, band=band)


def _sentences_with_dates(measure: Measure) -> Iterator[tuple[int, int, set[date]]]:
    """Where each sentence that states dates begins and ends, and its dates."""
    dates = [(fact.start, fact.value) for fact in measure.of("date")]
    for start, end in sentences(measure.remark):
        days = {day for at, day in dates if start <= at < end and isinstance(day, date)}
        if days:
            yield start, end, days


# -- counts


def _count(measure: Measure) -> Verdict:
    counts = [fact for fact in measure.of("count") if isinstance(fact.value, int)]
    n_dates = len(measure.dates())
    totals = {fact.value for fact in counts if fact.rule == "total"}
    if len(totals) > 1:
        return Verdict("several-totals", candidates=_ints(totals))
    for total in _ints(totals):
        return _counted(measure, "total-stated", total, 0.99 if total == n_dates else 0.93)
    summed = _sum_of_one_noun(measure, counts)
    if summed is not None:
        return _counted(measure, "sum-of-counts", summed, 0.95 if summed == n_dates else 0.8)
    ordinals = _report_ordinals(measure.shown)
    if ordinals and ordinals == n_dates:
        return _counted(measure, "reports-of-quarters", ordinals, 0.9)
    if not counts and n_dates > 1:
        return _counted(measure, "number-of-dates", n_dates, 0.85)
    if not counts:
        return Verdict("no-count")
    return Verdict("counts-of-other-things", candidates=_ints({fact.value for fact in counts}))


def _counted(measure: Measure, basis: str, value: int, confidence: float) -> Verdict:
    return Verdict(basis, value, confidence, band=band_of(value, measure.targets))


def _ints(values: Iterable[object]) -> tuple[int, ...]:
    return tuple(sorted(value for value in values if isinstance(value, int)))


def _sum_of_one_noun(measure: Measure, counts: Sequence[Fact]) -> int | None:
    """The sum of counts that all count the same thing, and one that the indicator names.

    Several counts of one noun need no name: a cut indicator text may have lost it.
    """
    nouns = [_noun_after(measure.remark, fact) for fact in counts]
    if not counts or not all(nouns) or len({min(noun) for noun in nouns if noun}) != 1:
        return None
    named = nouns[0] & stems(measure.text)
    if not named and len(counts) == 1:
        return None
    return sum(fact.value for fact in counts if isinstance(fact.value, int))


def _noun_after(remark: str, fact: Fact) -> frozenset[str]:
    following = remark[fact.end : fact.end + 40].split()
    return stems(following[0]) if following else frozenset()


def _report_ordinals(shown: str) -> int:
    """How many different quarters a plain text numbers: the first, the second, the third."""
    found = {one.parsed.value for one in find_quarters(shown)}
    return len(found - {None})


RULES: dict[str, Callable[[Measure], Verdict]] = {
    "percent": _percent,
    "date": _date,
    "count": _count,
}
