"""The sums of a report: weights of its sections, its total, and percents beside their counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from checks._walk import tables
from schemas.plan import Plan
from schemas.reading import Reading, State
from schemas.report import (
    Arithmetic,
    Indicator,
    NestedTable,
    Orphan,
    PercentCheck,
    Section,
    SectionSum,
    StatedFact,
    TotalSum,
)

Count = int | Decimal
PERCENT_SIGNS = ("%", "\u066a", "\uff05")
COUNTS = 2
"""A formula takes two."""
DANDA = "\u0964"
NEAR_POINTS = 1
"""Running text puts unrelated counts before a percent: only a deviation below one point, or of
one digit, is taken for a slip and told."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A way to get a percent from two counts."""

    shape: str
    parts: Callable[[Count, Count], tuple[Count, Count]]

    def percent(self, a: Count, b: Count, decimals: int) -> Decimal | None:
        """The percent with so many decimals, halves up; None if it cannot be computed."""
        part, whole = self.parts(a, b)
        if not whole:
            return None
        exact = Decimal(part) * 100 / Decimal(whole)
        return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)

    def written(self, a: Count, b: Count) -> str:
        """The formula with its counts: `1355/(1355+24)`."""
        return self.shape.format(a=a, b=b)


FORMULAS = (
    # e-file notes of all notes, APA guideline 2021-22 p. 68
    Formula("{a}/({a}+{b})", lambda a, b: (a, a + b)),
    Formula("{a}/{b}", lambda a, b: (a, b)),
    Formula("{b}/{a}", lambda a, b: (b, a)),
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A percent and the two counts before it."""

    ref: str
    a: Count
    b: Count
    percent: Count

    def by(self, formula: Formula) -> PercentCheck | None:
        """The percent recomputed by one formula."""
        exponent = Decimal(self.percent).as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        recomputed = formula.percent(self.a, self.b, decimals)
        if recomputed is None:
            return None
        return PercentCheck(
            ref=self.ref,
            stated=self.percent,
            recomputed=recomputed,
            agrees=recomputed == self.percent,
            formula=formula.written(self.a, self.b),
        )


def arithmetic(
    sections: tuple[Section, ...], orphans: tuple[Orphan, ...], plan: Plan | None
) -> Arithmetic:
    """Add up and recompute what the report states; nothing of it replaces a read value."""
    sums = tuple(map(sum_section, sections))
    return Arithmetic(
        sections=sums,
        total=TotalSum(
            declared_by_plan=plan.total if plan else None, sum=sum(one.sum for one in sums)
        ),
        percents=tuple(_percents(sections, orphans)),
    )


def sum_section(section: Section) -> SectionSum:
    """The sum of a section; the difference is unknown while any of the weights is."""
    indicators = [one for activity in section.activities for one in activity.indicators]
    weights = [number(one.weight) for one in indicators]
    known = [weight for weight in weights if weight is not None]
    declared = number(section.weight)
    added = sum(known)
    complete = declared is not None and len(known) == len(weights)
    return SectionSum(
        id=section.id,
        declared=declared,
        sum=added,
        difference=declared - added if declared is not None and complete else None,
    )


def number(reading: Reading) -> Count | None:
    """The value of a reading if it is a number."""
    value = reading.value
    if reading.state is State.VALUE and isinstance(value, (int, Decimal)):
        return value
    return None


def counts_and_percent(row: tuple[Reading, ...], column: int) -> tuple[Count, Count, Count] | None:
    """The percent in a column of a row with the two counts right before it."""
    cell = row[column]
    if column < COUNTS or not (cell.raw or "").rstrip().endswith(PERCENT_SIGNS):
        return None
    percent, a, b = number(cell), number(row[column - 2]), number(row[column - 1])
    if percent is None or a is None or b is None or a < 0 or b < 0:
        return None
    return a, b, percent


def _percents(sections: tuple[Section, ...], orphans: tuple[Orphan, ...]) -> Iterator[PercentCheck]:
    for ref, table in tables(sections, orphans):
        yield from _recomputed(_stated_in_table(ref, table))
    for section in sections:
        for activity in section.activities:
            for one in activity.indicators:
                yield from _percents_of_remark(one)


def _stated_in_table(ref: str, table: NestedTable) -> list[Stated]:
    return [
        Stated(f"{ref}/rows/{line}/{column}", *found)
        for line, row in enumerate(table.rows)
        for column in range(len(row))
        if (found := counts_and_percent(row, column)) is not None
    ]


def _recomputed(stated: list[Stated]) -> Iterator[PercentCheck]:
    """All rows of a table by the one formula that suits most of them."""
    if not stated:
        return
    by_formula = [_all_by(formula, stated) for formula in FORMULAS]
    yield from max(by_formula, key=_suits)


def _all_by(formula: Formula, stated: Iterable[Stated]) -> list[PercentCheck]:
    return [check for one in stated if (check := one.by(formula)) is not None]


def _suits(checked: list[PercentCheck]) -> tuple[int, int, Decimal]:
    far = sum((abs(one.recomputed - one.stated) for one in checked), Decimal(0))
    return sum(one.agrees for one in checked), len(checked), -far


def _percents_of_remark(one: Indicator) -> Iterator[PercentCheck]:
    for stated in _stated_in_remark(one):
        best = max((_all_by(formula, [stated]) for formula in FORMULAS), key=_suits)
        yield from (check for check in best if check.agrees or _is_near(check))


def _stated_in_remark(one: Indicator) -> Iterator[Stated]:
    """A percent whose sentence has exactly two counts before it."""
    facts = one.derived.facts if one.derived else ()
    said = _text_of_facts(one.remark, facts)
    counts: list[Count] = []
    end = 0
    for fact in sorted(facts, key=lambda fact: fact.start):
        if DANDA in said[end : fact.start]:
            counts.clear()
        end = fact.end
        if not isinstance(fact.value, (int, Decimal)):
            continue
        if fact.kind == "percent":
            if len(counts) == COUNTS:
                yield Stated(f"indicator:{one.id}/remark", counts[0], counts[1], fact.value)
            counts.clear()
        else:
            counts.append(fact.value)


def _text_of_facts(remark: Reading, facts: Sequence[StatedFact]) -> str:
    """The raw text of a remark, or its value where the raw text is legacy codes."""
    raw, value = remark.raw or "", str(remark.value or "")
    return raw if all(raw[fact.start : fact.end] == fact.raw for fact in facts) else value


def _is_near(check: PercentCheck) -> bool:
    stated, recomputed = str(check.stated), str(check.recomputed)
    one_digit = len(stated) == len(recomputed) and (
        sum(a != b for a, b in zip(stated, recomputed, strict=True)) == 1
    )
    return one_digit or abs(check.recomputed - check.stated) < NEAR_POINTS
