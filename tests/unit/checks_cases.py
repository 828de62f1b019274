"""For each code that a check can raise, reports that must raise it, with the ref."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from schemas.finding import Code, Severity
from schemas.report import (
    Derived,
    FiscalYear,
    Organisation,
    Orphan,
    Period,
    Report,
    Signature,
)
from tests.unit.checks_builder import (
    DASH,
    LOST,
    NOTHING,
    activity,
    efile_table,
    fact,
    indicator,
    invalid,
    percent,
    read,
    report,
    section,
    sections,
    targets,
)


class Case(NamedTuple):
    """A report, and one finding that it must raise."""

    name: str
    code: Code
    ref: str
    report: Report
    severity: Severity | None = None


def one_row(**fields: object) -> Report:
    """A report of a single row."""
    return report(sections(indicator("1.1.1", **fields)))  # type: ignore[arg-type]  # table of fields


def lost_titles() -> Report:
    """The titles of a section and of its activity are lost."""
    title = {"title": LOST}
    of_activity = activity("1.1", indicator("1.1.1")).model_copy(update=title)
    return report((section("1", of_activity).model_copy(update=title),))


def gap_report(declared: int = 33, orphans: tuple[Orphan, ...] = ()) -> Report:
    """Activities 1.3 and 1.5, as if a page end had taken 1.4."""
    first = section(
        "1",
        *(activity(f"1.{n}", indicator(f"1.{n}.1", weight=9)) for n in (1, 2, 3, 5)),
        weight=declared,
    )
    return report((first,), orphans=orphans)


def remark_report(remark: str, *facts: tuple[str, str, object], **derived: object) -> Report:
    """A row of the unit `percent` whose remark states these facts."""
    stated = tuple(fact(kind, raw, value, remark) for kind, raw, value in facts)  # type: ignore[arg-type]  # table of facts
    fields = {"basis": "stated", **derived}
    return report(
        sections(
            indicator(
                "1.1.1",
                unit="percent",
                targets=targets(*(read(n) for n in (90, 80, 70))),
                remark=read(remark),
                derived=Derived(facts=stated, **fields),  # type: ignore[arg-type]  # table of fields
            )
        )
    )


ORPHAN = Orphan(after="indicator:1.3.1", before="indicator:1.5.1", nested_tables=(efile_table(),))
EMPTY_SIGNATURE = Signature(date=NOTHING, designation=NOTHING, office=NOTHING, name=NOTHING)
DATES = targets(date(2023, 5, 4), date(2023, 5, 11), date(2023, 5, 18))
NOTES = "১৩৭৯টি নোটের মধ্যে ১৩৫৫টি ই-ফাইলে নিষ্পত্তি হয়েছে, যা {}।"
PORTAL = "[২.১] তথ্য {} হালনাগাদকরণ"

CASES = (
    Case("orphan table in a gap", Code.ROW_LOST, "activity:1.4", gap_report(45, (ORPHAN,))),
    Case(
        "orphan table without a gap",
        Code.ROW_LOST,
        "indicator:1.1.2",
        report(orphans=(Orphan(after="indicator:1.1.2", cells=(read("৯৮%"),)),)),
    ),
    Case("gap and missing points", Code.ROW_LOST, "activity:1.4", gap_report(45)),
    Case(
        "the plan has more and points are missing",
        Code.ROW_LOST,
        "indicator:2.2.2",
        report(
            (section("2", activity("2.2", indicator("2.2.1", weight=3)), weight=6),),
            plan_type="egov_innovation",
        ),
    ),
    Case("activities 1.3, 1.5", Code.ID_GAP, "activity:1.4", gap_report(36)),
    Case(
        "indicators start at .2",
        Code.ID_GAP,
        "indicator:1.1.1",
        report(sections(indicator("1.1.2"))),
    ),
    Case(
        "sections 1, 3",
        Code.ID_GAP,
        "section:2",
        report(
            (
                section("1", activity("1.1", indicator("1.1.1"))),
                section("3", activity("3.1", indicator("3.1.1"))),
            )
        ),
    ),
    Case(
        "one id twice",
        Code.ID_DUPLICATE,
        "indicator:1.1.1",
        report(sections(indicator("1.1.1", "ক সভা আয়োজন"), indicator("1.1.1", "খ সভা আয়োজন"))),
        Severity.ERROR,
    ),
    Case(
        "declared 33, sum 27",
        Code.SECTION_WEIGHT_MISMATCH,
        "section:1",
        report(sections(indicator("1.1.1", weight=27), weight=33)),
        Severity.ERROR,
    ),
    Case(
        "44 of 50",
        Code.PLAN_TOTAL_MISMATCH,
        "report",
        report(sections(indicator("1.1.1", weight=44)), plan_type="egov_innovation"),
    ),
    Case("a lost title of an activity", Code.CELL_LOST, "activity:1.1/title", lost_titles()),
    Case("a lost title of a section", Code.CELL_LOST, "section:1/title", lost_titles()),
    Case(
        "a lost weight of a section",
        Code.CELL_LOST,
        "section:1/weight",
        report(sections(indicator("1.1.1"), weight=LOST)),
    ),
    Case(
        "a lost target",
        Code.CELL_LOST,
        "indicator:1.1.1/targets/60",
        one_row(targets=targets(4, 3, 2, 1, LOST)),
    ),
    Case(
        "prefix of the title",
        Code.TEXT_TRUNCATED,
        "indicator:1.1.1/text",
        report(
            (
                section(
                    "1",
                    activity(
                        "1.1",
                        indicator("1.1.1", "স্মার্ট বাংলাদেশ"),
                        title="স্মার্ট বাংলাদেশ আয়োজন ও কর্মপরিকল্পনা প্রণয়ন",
                    ),
                ),
            )
        ),
    ),
    Case(
        "ends in a slash",
        Code.TEXT_TRUNCATED,
        "indicator:1.1.1/text",
        report(sections(indicator("1.1.1", "আওতাধীন দপ্তর/"))),
    ),
    Case(
        "ends in `and`",
        Code.TEXT_TRUNCATED,
        "indicator:1.1.1/text",
        report(sections(indicator("1.1.1", "সভা আয়োজন এবং"))),
    ),
    Case(
        "a title ends in `and`",
        Code.TEXT_TRUNCATED,
        "activity:1.1/title",
        report((section("1", activity("1.1", indicator("1.1.1"), title="সভা আয়োজন ও")),)),
    ),
    Case(
        "before a page end",
        Code.TEXT_TRUNCATED,
        "indicator:1.1.1/text",
        report(sections(indicator("1.1.1", "আওতাধীন দপ্তর/বিভাগীয়"), indicator("1.1.2", page=2))),
    ),
    Case(
        "before a gap",
        Code.TEXT_TRUNCATED,
        "indicator:1.1.1/text",
        report(
            (
                section(
                    "1",
                    activity("1.1", indicator("1.1.1", "আওতাধীন দপ্তর/বিভাগীয়")),
                    activity("1.3", indicator("1.3.1")),
                ),
            )
        ),
    ),
    Case(
        "the plan goes on",
        Code.TEXT_TRUNCATED,
        "indicator:2.2.2/text",
        report(
            (section("2", activity("2.2", indicator("2.2.2", "ই-গভর্ন্যান্স কর্মপরিকল্পনা"))),),
            plan_type="egov_innovation",
        ),
    ),
    Case(
        "the same text",
        Code.TEXT_DUPLICATE,
        "indicator:1.1.2/text",
        report(sections(indicator("1.1.1", "সভা আয়োজন"), indicator("1.1.2", "সভা  আয়োজন।"))),
    ),
    Case(
        "a table in a cell",
        Code.NESTED_TABLE,
        "indicator:1.1.1/nested_tables/0",
        one_row(nested_tables=(efile_table(),)),
        Severity.INFO,
    ),
    Case(
        "January is empty",
        Code.NESTED_ROW_INCOMPLETE,
        "orphan:0/nested_tables/0/rows/0",
        gap_report(45, (ORPHAN,)),
    ),
    Case(
        "31 April",
        Code.DATE_INVALID,
        "indicator:1.1.1/targets/100",
        one_row(
            unit="date",
            targets=targets(
                invalid("৩১/০৪/২০২৩", date(2023, 4, 30), date(2023, 5, 31)), date(2023, 6, 30)
            ),
        ),
        Severity.ERROR,
    ),
    Case(
        "an impossible signature date",
        Code.DATE_INVALID,
        "signature/date",
        report(
            signature=Signature(
                date=invalid("৩১.০৬.২০২৩"), designation=read("ক"), office=read("খ"), name=read("গ")
            )
        ),
    ),
    Case(
        "target of the wrong year",
        Code.DATE_OUTSIDE_YEAR,
        "indicator:1.1.1/targets/100",
        one_row(unit="date", targets=targets(date(2022, 6, 30))),
    ),
    Case(
        "sent after the period",
        Code.DATE_AFTER_PERIOD,
        "indicator:1.1.1/remark",
        remark_report("০৯-০৭-২০২৩", ("date", "০৯-০৭-২০২৩", date(2023, 7, 9)), achievement=1),
        Severity.INFO,
    ),
    Case(
        "a target of two readings",
        Code.NUMBER_INVALID,
        "indicator:1.1.1/targets/100",
        one_row(targets=targets(invalid("১,২৩", 1, 123))),
    ),
    Case("an empty weight", Code.NUMBER_INVALID, "indicator:1.1.1/weight", one_row(weight=NOTHING)),
    Case(
        "an unreadable section weight",
        Code.NUMBER_INVALID,
        "section:1/weight",
        report(sections(indicator("1.1.1"), weight=invalid("৩০ক"))),
    ),
    Case("an empty unit", Code.UNIT_MISSING, "indicator:1.1.1/unit", one_row(unit=NOTHING)),
    Case("count with dates", Code.UNIT_MISMATCH, "indicator:1.1.1/unit", one_row(targets=DATES)),
    Case(
        "count with percents",
        Code.UNIT_MISMATCH,
        "indicator:1.1.1/unit",
        one_row(targets=targets(percent("80"), percent("70"))),
    ),
    Case("date with counts", Code.UNIT_MISMATCH, "indicator:1.1.1/unit", one_row(unit="date")),
    Case(
        "a dash between values",
        Code.TARGET_HOLE,
        "indicator:1.1.1/targets/90",
        one_row(targets=targets(4, None, 2, 1)),
        Severity.WARNING,
    ),
    Case(
        "a lower band asks for more",
        Code.TARGETS_NOT_MONOTONIC,
        "indicator:1.1.1/targets",
        one_row(targets=targets(4, 3, 5, 1)),
        Severity.WARNING,
    ),
    Case(
        "a lower band is earlier",
        Code.TARGETS_NOT_MONOTONIC,
        "indicator:1.1.1/targets",
        one_row(unit="date", targets=targets(date(2023, 5, 4), None, date(2023, 5, 1))),
        Severity.WARNING,
    ),
    Case(
        "equal targets",
        Code.TARGETS_NOT_MONOTONIC,
        "indicator:1.1.1/targets",
        one_row(targets=targets(4, 1, 1, 1)),
        Severity.INFO,
    ),
    Case(
        "another word between the plan's words",
        Code.TEXT_SUSPECT,
        "indicator:1.1.1/text",
        one_row(text="তথ্য বাস্তবায়ন হালনাগাদকরণ"),
    ),
    Case(
        "a listed word",
        Code.TEXT_SUSPECT,
        "indicator:1.1.1/remark",
        one_row(remark=read("ডাটাবেজ প্রত্যুত করা হয়েছে।")),
    ),
    Case(
        "a shaky target",
        Code.LOW_CONFIDENCE,
        "indicator:1.1.1/targets/100",
        one_row(targets=targets(read(4, confidence=0.79))),
    ),
    Case(
        "no office",
        Code.ORGANISATION_MISSING,
        "report",
        report(organisation=Organisation(state="missing")),
    ),
    Case("no year", Code.PERIOD_MISSING, "report", report(fiscal_year=FiscalYear())),
    Case("no period", Code.PERIOD_MISSING, "report", report(period=Period())),
    Case(
        "no signature",
        Code.SIGNATURE_MISSING,
        "signature",
        report(signature=EMPTY_SIGNATURE),
        Severity.WARNING,
    ),
    Case(
        "no name",
        Code.SIGNATURE_MISSING,
        "signature",
        report(
            signature=Signature(
                date=read(date(2023, 7, 6)), designation=read("ক"), office=read("খ"), name=NOTHING
            )
        ),
        Severity.INFO,
    ),
    Case(
        "a remark without a figure",
        Code.ACHIEVEMENT_NOT_STATED,
        "indicator:1.1.1/remark",
        one_row(derived=Derived(basis="no-date")),
        Severity.WARNING,
    ),
    Case(
        "a dash as remark",
        Code.ACHIEVEMENT_NOT_STATED,
        "indicator:1.1.1/remark",
        one_row(remark=DASH, derived=None),
        Severity.INFO,
    ),
    Case(
        "no remarks at all",
        Code.ACHIEVEMENT_NOT_STATED,
        "report",
        one_row(remark=NOTHING, derived=None),
        Severity.INFO,
    ),
    Case(
        "three dates",
        Code.ACHIEVEMENT_AMBIGUOUS,
        "indicator:1.1.1/remark",
        one_row(
            derived=Derived(basis="several", candidates=(date(2023, 2, 20), date(2023, 3, 21)))
        ),
    ),
    Case(
        "facts of the unit, none chosen",
        Code.ACHIEVEMENT_AMBIGUOUS,
        "indicator:1.1.1/remark",
        remark_report("৯৬.৮২%", ("percent", "৯৬.৮২%", Decimal("96.82"))),
    ),
    Case(
        "the quarter only",
        Code.ACHIEVEMENT_QUARTER_ONLY,
        "indicator:1.1.1/remark",
        one_row(
            derived=Derived(achievement=Decimal("96.82"), basis="one-percent", covers="quarter")
        ),
    ),
    Case(
        "a digit of a table",
        Code.PERCENT_DISAGREES,
        "indicator:1.1.1/nested_tables/0/rows/1/3",
        one_row(nested_tables=(efile_table("93.26", january=True),)),
        Severity.ERROR,
    ),
    Case(
        "a digit of a remark",
        Code.PERCENT_DISAGREES,
        "indicator:1.1.1/remark",
        remark_report(
            NOTES.format("৯৩.২৬%"),
            ("count", "১৩৭৯", 1379),
            ("count", "১৩৫৫", 1355),
            ("percent", "৯৩.২৬%", Decimal("93.26")),
            achievement=Decimal("93.26"),
        ),
        Severity.WARNING,
    ),
)
