"""The report: what the document says, in the words of the form. This is the published contract."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from schemas.finding import Finding
from schemas.reading import Contract, Number, Place, Reading, Value

Confidence = Annotated[float, Field(ge=0, le=1)]


class Organisation(Contract):
    """Whose report it is. A name that the document does not state is never `value`."""

    state: Literal["value", "inferred", "missing"]
    name: str | None = None
    name_en: str | None = None
    slug: str = "unknown"
    raw: str | None = None
    basis: str | None = None
    """Where the name comes from: `title`, `signature`, `option`."""


class FiscalYear(Contract):
    """July to June. All fields are null where the document does not say."""

    label: str | None = None
    """`2022-23`."""
    start: date | None = None
    end: date | None = None
    raw: str | None = None


class Period(Contract):
    """The stretch of the year that the report is about."""

    kind: Literal["month", "quarter", "half_year", "year", "range", "unknown"] = "unknown"
    quarter: Annotated[int, Field(ge=1, le=4)] | None = None
    start: date | None = None
    end: date | None = None
    cumulative: bool | None = None
    """True if the document says that figures run from the start of the year; null if unsaid."""
    raw: str | None = None


class NestedTable(Contract):
    """A small table inside a cell."""

    header: tuple[Reading, ...] = ()
    rows: tuple[tuple[Reading, ...], ...] = ()


class StatedFact(Contract):
    """Something that a remark states, with its offsets in the remark's raw text.

    Where `raw` holds legacy codes, the offsets count in the remark's value.
    """

    kind: str
    raw: str
    value: Value | None
    start: int
    end: int


class Score(Contract):
    """A score nobody official has given: computed on request only."""

    method: Literal["step", "linear"]
    label: Literal["unofficial"] = "unofficial"
    value: Number | None
    """Part of the indicator's weight; null where a target that it needs is lost or invalid."""


class Derived(Contract):
    """Interpretation of a remark. It is never extraction, and may be absent."""

    achievement: Value | None = None
    basis: str
    """The rule that decided, or why it abstained."""
    confidence: Confidence = 0.0
    candidates: tuple[Value, ...] = ()
    covers: Literal["quarter", "year_to_date"] | None = None
    """What stretch of the year the remark restricts its figure to; null where it does not say."""
    band: str | None = None
    """The band of which the achievement is certain, even where its exact value is not."""
    facts: tuple[StatedFact, ...] = ()
    scores: tuple[Score, ...] = ()


class Concept(Contract):
    """What an indicator measures, in one name over years and offices. Interpretation, as well."""

    state: Literal["value", "inferred", "missing"]
    """`value` by an equal wording or a person's verdict, `inferred` by likeness or by its id."""
    name: str | None = None
    """Such as `efile_note_disposal`."""
    basis: str
    """What decided, or why nothing did."""
    score: Annotated[float, Field(ge=0, le=100)] | None = None
    """How alike the closest known wording is, of a hundred."""
    margin: float | None = None
    """By how much it is ahead of the closest wording of another name; negative if it is behind."""
    evidence: str | None = None
    """That wording, and where it stands."""


class Indicator(Contract):
    """কর্মসম্পাদন সূচক."""

    id: str
    """Latin digits and dots; a `?` stands for what the document does not say."""
    text: Reading
    unit: Reading
    """Value: date, count, percent, amount or text."""
    weight: Reading
    targets: dict[str, Reading]
    """By band as the header prints it, best first."""
    remark: Reading
    extra: dict[str, Reading] = Field(default_factory=dict[str, Reading])
    """Columns of other forms, and unknown ones."""
    nested_tables: tuple[NestedTable, ...] = ()
    derived: Derived | None = None
    concept: Concept | None = None


class Activity(Contract):
    """কার্যক্রম."""

    id: str
    title: Reading
    indicators: tuple[Indicator, ...] = ()


class Section(Contract):
    """কর্মসম্পাদন ক্ষেত্র."""

    id: str
    title: Reading
    weight: Reading
    activities: tuple[Activity, ...] = ()


class Orphan(Contract):
    """Cells whose indicator is lost, kept where they stood."""

    after: str
    """The indicator that stands before: `indicator:1.3.1`."""
    before: str = ""
    """The indicator that stands after."""
    nested_tables: tuple[NestedTable, ...] = ()
    cells: tuple[Reading, ...] = ()


class Signature(Contract):
    """Who signed, and when."""

    date: Reading
    designation: Reading
    office: Reading
    name: Reading


class Accounting(Contract):
    """How many non-empty cells the source has, and what became of them."""

    cells: int
    roles: dict[str, int]
    leftover: int


class SectionSum(Contract):
    """The weight that a section declares against the sum of its indicators."""

    id: str
    declared: int | Number | None
    sum: int | Number
    difference: int | Number | None
    """Declared less sum; null if either is unknown."""


class TotalSum(Contract):
    """The plan's official total against the sum of all indicators."""

    declared_by_plan: int | Number | None = None
    sum: int | Number = 0


class PercentCheck(Contract):
    """A stated percent, recomputed from the counts that stand beside it."""

    ref: str
    stated: int | Number
    recomputed: Number
    agrees: bool
    formula: str = ""


class Arithmetic(Contract):
    """The sums of the report, shown."""

    sections: tuple[SectionSum, ...] = ()
    total: TotalSum = TotalSum()
    percents: tuple[PercentCheck, ...] = ()


class OcrUse(Contract):
    """The engine that read the page pictures."""

    engine: str
    version: str
    languages: str
    mean_confidence: Confidence


class Source(Contract):
    """The file that the report was read from."""

    file: str
    sha256: str
    bytes: int
    media_type: str
    pages: int
    reader: str
    ocr: OcrUse | None = None


class Report(Contract):
    """One progress report of one office for one period."""

    schema_version: Literal["1"] = "1"
    report_id: str
    plan_type: str
    level: str
    """`ministry`, `department`, `field`, or `unknown`."""
    title: Reading
    organisation: Organisation
    fiscal_year: FiscalYear
    period: Period
    sections: tuple[Section, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    signature: Signature
    findings: tuple[Finding, ...] = ()
    accounting: Accounting
    arithmetic: Arithmetic = Arithmetic()
    source: Source

    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in the order of the document."""
        return tuple(
            indicator
            for section in self.sections
            for activity in section.activities
            for indicator in activity.indicators
        )


def places(*readings: Reading) -> tuple[Place, ...]:
    """Collect the places of several readings, in order."""
    return tuple(place for reading in readings for place in reading.at)
