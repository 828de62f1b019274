"""The date on which something was achieved, if the remark states just one such date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from normalize.measures import Measure, Verdict
from normalize.scoring import band_of
from normalize.sentences import has_verb, sentences, stems

LAST_WORDS = 4
"""What an indicator dates stands at its end: the last four words hold the noun."""

LATE = timedelta(days=92)
"""Reports are written within weeks; a date a quarter after the year is none of it."""


def judge_date(measure: Measure) -> Verdict:
    """The achievement of an indicator that asks for a date."""
    dates = measure.dates()
    if measure.of("date-invalid"):
        return Verdict("impossible-date", candidates=dates)
    if not dates:
        return Verdict("no-date")
    signed = measure.context.signed
    if signed and any(day > signed for day in dates):
        return Verdict("date-after-signature", candidates=dates)
    if _is_outside(measure, dates):
        return Verdict("date-outside-year", candidates=dates)
    if measure.is_hedged("date"):
        return Verdict("hedged", candidates=dates)
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


def _is_outside(measure: Measure, dates: tuple[date, ...]) -> bool:
    """Whether a date lies before the fiscal year, or long after it."""
    year = measure.context.fiscal_year
    return bool(year.start and year.end and (dates[0] < year.start or dates[-1] > year.end + LATE))


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
