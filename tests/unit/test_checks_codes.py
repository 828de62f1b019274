"""Every code that a check can raise is raised where it must be, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest

from checks import check_report, checks
from schemas.finding import Code, Severity, report_finding
from schemas.plan import plan_for
from schemas.reading import State
from schemas.report import FiscalYear, Orphan
from tests.unit.checks_builder import (
    LOST,
    NOTHING,
    activity,
    indicator,
    read,
    report,
    section,
    sections,
    targets,
)
from tests.unit.checks_cases import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=[f"{case.code}: {case.name}" for case in CASES])
def test_code_is_raised(case: Case) -> None:
    found = [one for one in check_report(case.report) if one.code is case.code]
    assert case.ref in [one.ref for one in found]
    one = next(one for one in found if one.ref == case.ref)
    if case.severity is not None:
        assert one.severity is case.severity
    assert one.message
    assert one.message_bn


@pytest.mark.parametrize("case", CASES, ids=[f"{case.code}: {case.name}" for case in CASES])
def test_no_check_changes_a_report(case: Case) -> None:
    before = case.report.model_dump_json()
    check_report(case.report)
    assert case.report.model_dump_json() == before


def test_clean_report_has_no_findings() -> None:
    assert check_report(report()) == ()


def test_each_check_raises_only_its_codes() -> None:
    for check in checks():
        for case in CASES:
            assert {one.code for one in check.check(case.report)} <= set(check.CODES)


def test_no_two_checks_raise_the_same_code() -> None:
    codes = [code for check in checks() for code in check.CODES]
    assert len(codes) == len(set(codes))


def test_findings_follow_the_document_and_are_told_once() -> None:
    for case in CASES:
        found = check_report(case.report)
        places = [
            (one.at[0].page, one.at[0].line, one.at[0].column) if one.at else (0, 0, 0)
            for one in found
        ]
        assert places == sorted(places)
        assert len({(one.code, one.ref, one.message) for one in found}) == len(found)


def test_what_the_report_tells_already_is_not_told_again() -> None:
    for case in CASES:
        found = check_report(case.report)
        again = check_report(case.report.model_copy(update={"findings": found}))
        assert again == ()


def test_shift_tells_of_one_lost_cell_only() -> None:
    shift = report_finding(Code.CELL_SHIFTED, "indicator:1.1.1", lost="target.60", found="remark")
    lost = read("x").model_copy(update={"state": State.LOST, "value": None, "raw": None})
    for values, told in (((4, 3, 2, 1, lost), 0), ((4, 3, 2, lost, lost), 2)):
        content = sections(indicator("1.1.1", targets=targets(*values)))
        found = check_report(report(content, findings=(shift,)))
        assert [one.code for one in found] == [Code.CELL_LOST] * told


def test_shift_tells_of_one_row_only_where_two_have_its_id() -> None:
    shift = report_finding(Code.CELL_SHIFTED, "indicator:1.1.1", lost="target.60", found="remark")
    rows = (indicator("1.1.1", targets=targets(4, 3, 2, 1, LOST)) for _ in range(2))
    found = check_report(report(sections(*rows), findings=(shift,)))
    assert Code.CELL_LOST in [one.code for one in found]


def test_lost_title_is_shown_where_its_first_row_stands() -> None:
    case = next(case for case in CASES if case.ref == "activity:1.1/title")
    (found,) = [one for one in check_report(case.report) if one.ref == case.ref]
    assert found.at == case.report.indicators()[0].text.at
    assert "activity.title" in found.message


def test_equal_reports_and_reports_in_turn_are_told_of_each_for_itself() -> None:
    clean, holed = report(), report(sections(indicator("1.1.1", targets=targets(4, None, 2, 1))))
    again = holed.model_copy()
    found = [len(check_report(one)) for one in (clean, holed, clean, again, holed)]
    assert found == [0, 1, 0, 1, 1]


def test_equal_ids_of_sections_and_activities_are_told() -> None:
    row = indicator("1.1.1")
    found = check_report(report((*sections(row), *sections(row))))
    twice = {one.ref for one in found if one.code is Code.ID_DUPLICATE}
    assert twice == {"section:1", "activity:1.1", "indicator:1.1.1"}


def test_mistake_of_the_official_form_is_a_warning() -> None:
    plan = plan_for("egov_innovation", "2021-22", "ministry")
    assert plan is not None
    rows = [
        indicator(one.id, one.text, weight=int(one.weight))
        for one in plan.indicators
        if one.id.startswith("1.")
    ]
    content = section("1", *(activity(row.id.rpartition(".")[0], row) for row in rows), weight=35)
    year = FiscalYear(label="2021-22", start=date(2021, 7, 1), end=date(2022, 6, 30))
    found = check_report(report((content,), plan_type=plan.plan_type, fiscal_year=year))
    told = {one.code: one for one in found}
    assert told[Code.SECTION_WEIGHT_MISMATCH].severity is Severity.WARNING
    assert Code.ROW_LOST not in told


def test_bands_are_compared_best_first_in_whatever_order_they_are_printed() -> None:
    backwards = dict(reversed(targets(4, 3, 2, 1).items()))
    found = check_report(report(sections(indicator("1.1.1", targets=backwards))))
    assert Code.TARGETS_NOT_MONOTONIC not in {one.code for one in found}
    assert Code.TARGET_HOLE not in {one.code for one in found}


def test_a_blank_best_band_is_told() -> None:
    blank = targets(NOTHING, 3, 2, 1)
    found = check_report(report(sections(indicator("1.1.1", targets=blank))))
    assert [one.ref for one in found if one.code is Code.TARGET_HOLE] == [
        "indicator:1.1.1/targets/100"
    ]


def test_an_amount_with_a_scale_of_its_own_is_told() -> None:
    lakh = targets(read(5_000_000, "৫০ লক্ষ"), 40)
    found = check_report(report(sections(indicator("1.1.1", unit="amount", targets=lakh))))
    assert Code.UNIT_MISMATCH in {one.code for one in found}


def test_each_orphan_is_told_by_the_id_that_it_prints() -> None:
    lost = tuple(
        Orphan(after="indicator:1.1.2", cells=(read(f"[১.১.{number}] সভা"),)) for number in "৩৪"
    )
    found = check_report(report(orphans=lost))
    told = [one.message for one in found if one.code is Code.ROW_LOST]
    assert len(told) == 2
    assert "1.1.3" in told[0]
    assert "1.1.4" in told[1]
