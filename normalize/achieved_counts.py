"""How many were achieved, if the remark counts one thing and counts it once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from normalize.fiscal_terms import find_quarters
from normalize.measures import Measure, Verdict
from normalize.scoring import band_of
from normalize.sentences import stems
from schemas.reading import Fact

NOUN_CHARS = 40
"""The noun that a count counts stands directly behind it."""
FIGURES = re.compile(r"[\d\s(),.]+")


def judge_count(measure: Measure) -> Verdict:
    """The achievement of an indicator that counts."""
    counts = [fact for fact in measure.of("count") if isinstance(fact.value, int)]
    n_dates = len(measure.dates())
    if measure.is_hedged("count"):
        said = _ints({fact.value for fact in counts}) or ((n_dates,) if n_dates else ())
        return Verdict("hedged", candidates=said)
    totals = {fact.value for fact in counts if fact.rule == "total"}
    if totals and len(counts) > 1:
        # a total beside other counts may be of anything
        return Verdict("several-counts", candidates=_ints({fact.value for fact in counts}))
    for total in _ints(totals):
        return _counted(measure, "total-stated", total, 0.99 if total == n_dates else 0.93)
    summed = _sum_of_one_noun(measure, counts)
    if summed is not None:
        if summed != n_dates and len(counts) > 1:
            return Verdict("sum-not-confirmed", candidates=_ints(fact.value for fact in counts))
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
    counters = {FIGURES.sub("", measure.part(fact.start, fact.end)) for fact in counts}
    if len(counters) > 1:
        # persons and things are not added up
        return None
    if not counts or not all(nouns) or len({min(noun) for noun in nouns if noun}) != 1:
        return None
    named = nouns[0] & stems(measure.text)
    if not named and len(counts) == 1:
        return None
    return sum(fact.value for fact in counts if isinstance(fact.value, int))


def _noun_after(remark: str, fact: Fact) -> frozenset[str]:
    following = remark[fact.end : fact.end + NOUN_CHARS].split()
    return stems(following[0]) if following else frozenset()


def _report_ordinals(shown: str) -> int:
    """How many different quarters a plain text numbers: the first, the second, the third."""
    found = {one.parsed.value for one in find_quarters(shown)}
    return len(found - {None})
