"""One row per indicator: the table that a warehouse loads."""

from __future__ import annotations

from collections.abc import Iterable

from load.rows import REPORT_ID
from schemas.document import Ledger
from schemas.finding import Severity
from schemas.reading import Place, Reading, State
from schemas.report import Activity, Indicator, Report, Section
from schemas.table import Field, Scalar

NAME = "indicators"

BANDS = ("100", "90", "80", "70", "60")
"""The columns are fixed; a band that the form lacks has an empty value and an empty state."""

IDENTITY = (
    Field("report_id", "string", "The report; also the name of its JSON file.", True, REPORT_ID),
    Field("organisation", "string", "Whose report it is, as stated or inferred."),
    Field("plan_type", "string", "The kind of plan, such as egov_innovation.", required=True),
    Field("fiscal_year", "string", "July to June, such as 2022-23.", pattern=r"\d{4}-\d{2}"),
    Field("quarter", "integer", "1 to 4; empty where the document does not say."),
)
"""The columns by which every row of indicators and findings says what it belongs to."""

FIELDS = (
    *IDENTITY,
    Field("section_id", "string", "The section (কর্মসম্পাদন ক্ষেত্র).", required=True),
    Field("section_title", "string", "Its title, in NFC."),
    Field("section_weight", "number", "The weight that the section declares (মান)."),
    Field("activity_id", "string", "The activity (কার্যক্রম).", required=True),
    Field("activity_title", "string", "Its title, in NFC."),
    Field("indicator_id", "string", "The indicator (কর্মসম্পাদন সূচক).", required=True),
    Field("indicator_text", "string", "Its text without the number in brackets, in NFC."),
    Field("concept", "string", "The name that links the same indicator between years."),
    Field(
        "unit",
        "string",
        "What the targets are (একক).",
        enum=("date", "count", "percent", "amount", "text"),
    ),
    Field("weight", "number", "The weight of the indicator."),
    *(
        Field(f"target_{band}", "string", f"The target for {band} %: an ISO date, number or text.")
        for band in BANDS
    ),
    *(
        Field(
            f"target_{band}_state",
            "string",
            f"Why target_{band} is there or not; empty if the form has no such band.",
            enum=tuple(State),
        )
        for band in BANDS
    ),
    Field("remark", "string", "The remark (মন্তব্য), in NFC."),
    Field("achievement", "string", "What the remark says was achieved: interpretation."),
    Field("achievement_confidence", "number", "How sure that interpretation is, from 0 to 1."),
    Field("min_confidence", "number", "The least confidence of all readings of the indicator."),
    Field("findings", "integer", "How many errors and warnings are about it.", required=True),
    Field("source_file", "string", "The name of the file that was read.", required=True),
    Field("source_sha256", "string", "Its fingerprint.", True, "[0-9a-f]{64}"),
    Field("page", "integer", "Where the indicator stands, from 1."),
    Field("line", "integer", "Its line (text) or grid row (other formats), from 1."),
)


def rows(report: Report, ledger: Ledger) -> Iterable[tuple[Scalar, ...]]:
    """Yield one row per indicator, in the order of the document."""
    del ledger
    troubles = [finding.ref for finding in report.findings if finding.severity != Severity.INFO]
    for section in report.sections:
        for activity in section.activities:
            for indicator in activity.indicators:
                yield _row(report, section, activity, indicator, troubles)


def identity(report: Report) -> tuple[Scalar, ...]:
    """The values of IDENTITY."""
    return (
        report.report_id,
        report.organisation.name,
        report.plan_type,
        report.fiscal_year.label,
        report.period.quarter,
    )


def _row(
    report: Report,
    section: Section,
    activity: Activity,
    indicator: Indicator,
    troubles: list[str],
) -> tuple[Scalar, ...]:
    ref = f"indicator:{indicator.id}"
    targets = [indicator.targets.get(band) for band in BANDS]
    readings = _readings(indicator)
    place = _place(readings)
    derived = indicator.derived
    return (
        *identity(report),
        section.id,
        section.title.value,
        section.weight.value,
        activity.id,
        activity.title.value,
        indicator.id,
        indicator.text.value,
        indicator.concept.name if indicator.concept else None,
        indicator.unit.value,
        indicator.weight.value,
        *(target.value if target else None for target in targets),
        *(target.state if target else None for target in targets),
        indicator.remark.value,
        derived.achievement if derived else None,
        derived.confidence if derived else None,
        min(reading.confidence for reading in readings),
        sum(trouble == ref or trouble.startswith(f"{ref}/") for trouble in troubles),
        report.source.file,
        report.source.sha256,
        place.page if place else None,
        place.line if place else None,
    )


def _readings(indicator: Indicator) -> tuple[Reading, ...]:
    nested = (
        reading
        for table in indicator.nested_tables
        for row in (table.header, *table.rows)
        for reading in row
    )
    return (
        indicator.text,
        indicator.unit,
        indicator.weight,
        *indicator.targets.values(),
        indicator.remark,
        *indicator.extra.values(),
        *nested,
    )


def _place(readings: tuple[Reading, ...]) -> Place | None:
    # the text comes first; where it is lost the next cell still leads a reader to the row
    return next((reading.at[0] for reading in readings if reading.at), None)
