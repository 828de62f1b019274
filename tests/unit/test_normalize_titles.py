"""Title lines: plan, fiscal year and period, and what contradicts them."""

import pytest

from normalize.titles import Hints, TitleFacts, read_title
from schemas.document import Cell
from schemas.finding import Code, Severity
from tests.unit.table_text import FIRST, report_of

PLAN = "ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২২-২৩"


def facts(*lines: str, header: tuple[str, ...] = (), hints: Hints | None = None) -> TitleFacts:
    """What such a title says."""
    cells = [Cell(line, 1, n, 1) for n, line in enumerate(lines, start=1)]
    return read_title(cells, header, hints or Hints())


PERIODS = {
    "months": ([f"{PLAN} (এপ্রিল-জুন ২০২৩)"], "quarter", 4, "2023-04-01", "2023-06-30"),
    "months with a comma": ([PLAN, "(এপ্রিল-জুন, ২০২৩)"], "quarter", 4, "2023-04-01", "2023-06-30"),
    "old style": (
        [PLAN, "(জুলাই,২০২২ হইতে সেপ্টেম্বর,২০২২)"], "quarter", 1, "2022-07-01", "2022-09-30",
    ),
    "ordinal": ([f"{PLAN} এর ২য় ত্রৈমাসিক"], "quarter", 2, "2022-10-01", "2022-12-31"),
    "ordinal in words": ([PLAN, "তৃতীয় ত্রৈমাসিক"], "quarter", 3, "2023-01-01", "2023-03-31"),
    "months and ordinal": (
        [f"{PLAN} এর ৩য় ত্রৈমাসিক (জানুয়ারি-মার্চ ২০২৩)"], "quarter", 3, "2023-01-01", "2023-03-31",
    ),
    "months without their year": ([PLAN, "(এপ্রিল-জুন)"], "quarter", 4, "2023-04-01", "2023-06-30"),
    "months of autumn without their year": (
        [f"{PLAN} (অক্টোবর - ডিসেম্বর)"], "quarter", 2, "2022-10-01", "2022-12-31",
    ),
    "half a year": ([PLAN, "(জুলাই-ডিসেম্বর ২০২২)"], "half_year", None, "2022-07-01", "2022-12-31"),
    "half a year without its year": (
        [PLAN, "(জুলাই-ডিসেম্বর)"], "half_year", None, "2022-07-01", "2022-12-31",
    ),
    "the whole year": ([PLAN, "(জুলাই ২০২২-জুন ২০২৩)"], "year", None, "2022-07-01", "2023-06-30"),
    "a month": ([PLAN, "মাস: মার্চ ২০২৩"], "month", None, "2023-03-01", "2023-03-31"),
    "three months that are no quarter": (
        [PLAN, "(ফেব্রুয়ারি-এপ্রিল ২০২৩)"], "range", None, "2023-02-01", "2023-04-30",
    ),
    "the plan alone": ([PLAN], "unknown", None, None, None),
    "half a year in words alone": ([PLAN, "অর্ধবার্ষিক প্রতিবেদন"], "unknown", None, None, None),
    "two quarters": ([PLAN, "১ম ও ২য় ত্রৈমাসিক"], "unknown", None, None, None),
    "months without any year": (["প্রতিবেদন (এপ্রিল-জুন)"], "unknown", None, None, None),
    "a quarter of the calendar year": (["২০২২ সালের চতুর্থ ত্রৈমাসিক"], "unknown", None, None, None),
    "an ordinal without a year": (["৪র্থ ত্রৈমাসিক প্রতিবেদন"], "quarter", 4, None, None),
}  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "kind", "quarter", "start", "end"), PERIODS.values(), ids=PERIODS
)
def test_period(
    lines: list[str], kind: str, quarter: int | None, start: str | None, end: str | None
) -> None:
    found = facts(*lines)
    period = found.period.model_dump(mode="json")
    assert (period["kind"], period["quarter"]) == (kind, quarter)
    assert (period["start"], period["end"]) == (start, end)
    assert found.findings == ()


CONTRADICTIONS = {
    "ordinal and months": [f"{PLAN} এর ৪র্থ ত্রৈমাসিক (অক্টোবর-ডিসেম্বর ২০২২)"],
    "ordinal and months without their year": [f"{PLAN} এর ২য় ত্রৈমাসিক (জানুয়ারি-মার্চ)"],
    "months after the year": [PLAN, "(এপ্রিল-জুন ২০২৪)"],
    "two fiscal years": [PLAN, "অর্থবছর ২০২৩-২৪ (এপ্রিল-জুন ২০২৩)"],
    "ordinal and half a year": [f"{PLAN} এর ২য় ত্রৈমাসিক (জুলাই-ডিসেম্বর ২০২২)"],
}


@pytest.mark.parametrize("lines", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_contradictions_are_told(lines: list[str]) -> None:
    assert {one.code for one in facts(*lines).findings} == {Code.PERIOD_CONTRADICTION}


@pytest.mark.parametrize(
    ("label", "told"),
    [("লক্ষ্যমাত্রা ২০২২-২০২৩", 0), ("লক্ষ্যমাত্রা ২০২০-২০২১", 1)],
    ids=["the same", "another"],
)
def test_the_year_in_the_header_is_held_against_the_title(label: str, told: int) -> None:
    found = facts(f"{PLAN} (এপ্রিল-জুন ২০২৩)", header=(label,))
    assert found.fiscal_year.label == "2022-23"
    assert len(found.findings) == told


@pytest.mark.parametrize(
    ("line", "label"),
    [("কর্মপরিকল্পনা ২০২২-২৩", "2022-23"), ("অর্থবছরঃ ২০২২-২০২৩", "2022-23"),
     ("plan 2022-23", "2022-23"),
     ("২০২১-2২", "2021-22"), ("২০২২–২৩", "2022-23"), ("১৯৯৯-২০০০", "1999-00"), ("২০২২-২৪", None),
     ("২০২২", None)],
    ids=["short", "long", "Latin", "mixed", "en dash", "century", "two years", "one year"],
)  # fmt: skip
def test_fiscal_year(line: str, label: str | None) -> None:
    assert facts(line).fiscal_year.label == label


def test_the_year_may_stand_in_the_header_alone() -> None:
    year = facts("প্রতিবেদন", header=("লক্ষ্যমাত্রা ২০২২-২০২৩",)).fiscal_year
    assert (year.label, year.raw) == ("2022-23", "২০২২-২০২৩")


HINTS = Hints(organisation="কৃষি মন্ত্রণালয়", fiscal_year="2020-21", quarter=1)


def test_hints_are_used_where_the_document_is_silent() -> None:
    found = facts("প্রতিবেদন", hints=HINTS)
    assert (found.fiscal_year.label, found.fiscal_year.raw) == ("2020-21", None)
    assert (found.period.quarter, str(found.period.start)) == (1, "2020-07-01")
    assert (found.organisation.state, found.organisation.basis) == ("inferred", "option")


def test_hints_never_overrule_the_document() -> None:
    found = facts("শিল্প মন্ত্রণালয়", f"{PLAN} এর ৩য় ত্রৈমাসিক", hints=HINTS)
    assert found.fiscal_year.label == "2022-23"
    assert found.period.quarter == 3
    assert found.organisation.name == "শিল্প মন্ত্রণালয়"


def test_a_hint_of_a_quarter_does_not_cut_half_a_year() -> None:
    period = facts(PLAN, "(জুলাই-ডিসেম্বর ২০২২)", hints=HINTS).period
    assert (period.kind, period.quarter) == ("half_year", None)


@pytest.mark.parametrize(
    ("line", "cumulative"),
    [("(এপ্রিল-জুন ২০২৩ পর্যন্ত)", True), ("(এপ্রিল-জুন ২০২৩)", None)],
    ids=["said", "unsaid"],
)
def test_cumulative_figures(line: str, cumulative: bool | None) -> None:
    assert facts(PLAN, line).period.cumulative is cumulative


PLANS = {
    PLAN: "egov_innovation",
    "ই-গভর্ণেন্স/উদ্ভাবন কর্ম-পরিকল্পনা": "egov_innovation",
    "জাতীয় শুদ্ধাচার কৌশল কর্ম-পরিকল্পনা": "integrity",
    "অভিযোগ প্রতিকার ব্যবস্থাপনা (GRS) এর ত্রৈমাসিক প্রতিবেদন": "grievance",
    "সেবা প্রদান প্রতিশ্রুতি (citizen's charter) এর প্রতিবেদন": "service_charter",
    "তথ্য অধিকার কর্মপরিকল্পনা": "right_to_information",
    "বার্ষিক কর্মসম্পাদন চুক্তি (এপিএ) ২০২১-২২": "apa",
    "অন্য প্রতিবেদন": "unknown",
}


@pytest.mark.parametrize(("line", "plan"), PLANS.items(), ids=PLANS.values())
def test_plan_type(line: str, plan: str) -> None:
    assert facts(line).plan_type == plan


def test_a_pair_of_years_that_do_not_follow_is_told() -> None:
    title = ("শিল্প মন্ত্রণালয়ের ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২২-২০২৪", "(এপ্রিল-জুন ২০২৩)")
    report = report_of(FIRST, title=title)
    assert report.fiscal_year.label == "2022-23"
    assert [one.code for one in report.findings if one.severity is Severity.ERROR] == [
        Code.PERIOD_CONTRADICTION
    ]
