"""What an indicator asks for, what its remark states, and what a rule makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from normalize.sentences import has_word, sentences
from normalize.unicode_forms import plain
from schemas.reading import Fact, Reading, Value
from schemas.report import FiscalYear, Period


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

    def sentences_with(self, *kinds: str) -> Iterator[str]:
        """The sentences that state facts of the kinds; all of them if none does."""
        figures = [fact.start for fact in self.facts if fact.kind in kinds]
        for start, end in sentences(self.remark):
            if not figures or any(start <= at < end for at in figures):
                yield self.part(start, end)

    def is_hedged(self, kind: str) -> bool:
        """Whether a sentence with facts of a kind says that they are no achievement of this year.

        What is left, what was before, what is planned or per head; the words are in verbs.csv.
        """
        return any(
            has_word(sentence, "hedge") or has_word(sentence, f"hedge_{kind}")
            for sentence in self.sentences_with(kind)
        )

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
