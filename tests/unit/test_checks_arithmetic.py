"""Sums and percents, and the digits that could explain what does not add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import check_report
from checks.arithmetic import FORMULAS, Stated, arithmetic
from schemas.finding import Code
from schemas.report import Derived, NestedTable, PercentCheck
from tests.unit.checks_builder import (
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

COUNTS = st.integers(min_value=1, max_value=99999)


def table(*rows: tuple[object, ...]) -> tuple[NestedTable, ...]:
    cells = tuple(
        tuple(percent(cell) if isinstance(cell, str) else read(cell) for cell in row)  # type: ignore[arg-type]  # counts
        for row in rows
    )
    return (NestedTable(rows=cells),)


def percents(tables: tuple[NestedTable, ...]) -> tuple[PercentCheck, ...]:
    return arithmetic(sections(indicator("1.1.1", nested_tables=tables)), (), None).percents


@pytest.mark.parametrize(
    ("row", "formula", "agrees"),
    [
        pytest.param((1355, 24, "98.26"), "1355/(1355+24)", True, id="part of the sum"),
        pytest.param((3, 4, "75"), "3/4", True, id="part of the whole"),
        pytest.param((40, 30, "75"), "30/40", True, id="whole first"),
        pytest.param((2, 3, "66.7"), "2/3", True, id="one decimal"),
        pytest.param((1, 7, "12.50"), "1/(1+7)", True, id="decimals as stated"),
        pytest.param((0, 5, "0"), "0/(0+5)", True, id="nothing done"),
        pytest.param((1355, 24, "93.26"), "1355/(1355+24)", False, id="a digit wrong"),
    ],
)
def test_percent_is_recomputed(row: tuple[object, ...], formula: str, agrees: bool) -> None:
    (found,) = percents(table(row))
    assert (found.formula, found.agrees) == (formula, agrees)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(("98.26",), id="no counts"),
        pytest.param((24, "98.26"), id="one count"),
        pytest.param((0, 0, "98.26"), id="nothing to divide by"),
        pytest.param((1, 2, 98), id="no percent sign"),
    ],
)
def test_nothing_is_recomputed_without_two_counts(row: tuple[object, ...]) -> None:
    assert percents(table(row)) == ()


def test_rows_of_a_table_share_one_formula() -> None:
    # 50/100 is 50 as well, but the other rows show that the whole is the sum
    found = percents(table((1355, 24, "98.26"), (1182, 24, "98.01"), (50, 100, "50")))
    assert [one.agrees for one in found] == [True, True, False]


@given(COUNTS, COUNTS, st.integers(min_value=0, max_value=4))
def test_own_percents_agree(a: int, b: int, decimals: int) -> None:
    exact = Decimal(a) * 100 / (a + b)
    stated = round(exact + Decimal("1e-20"), decimals)
    found = percents(table((a, b, f"{stated}")))
    assert found[0].agrees


@given(COUNTS, COUNTS, st.sampled_from(["98.26", "50", "7.5"]))
def test_a_check_never_changes_what_is_stated(a: int, b: int, stated: str) -> None:
    for one in percents(table((a, b, stated))):
        assert one.stated == Decimal(stated)


def test_sum_is_unknown_while_a_weight_is() -> None:
    for weight in (NOTHING, invalid("১ক")):
        shown = arithmetic(
            sections(indicator("1.1.1"), indicator("1.1.2", weight=weight), weight=10), (), None
        )
        assert shown.sections[0].sum == 5
        assert shown.sections[0].difference is None


def test_section_without_declared_weight_has_no_difference() -> None:
    shown = arithmetic(sections(indicator("1.1.1"), weight=NOTHING), (), None)
    assert shown.sections[0].declared is None
    assert shown.sections[0].difference is None


def test_remark_with_unrelated_counts_is_left_alone() -> None:
    remark = "১২টি দপ্তরের ৩টি সভায় ৯৬% উপস্থিতি ছিল।"
    facts = (
        fact("count", "১২", 12, remark),
        fact("count", "৩", 3, remark),
        fact("percent", "৯৬%", 96, remark),
    )
    row = indicator("1.1.1", remark=read(remark), derived=Derived(basis="x", facts=facts))
    assert arithmetic(sections(row), (), None).percents == ()


def test_counts_of_another_sentence_do_not_stand_beside() -> None:
    remark = "৩টি নোটের ১টি। হার ৩৪%।"
    facts = (
        fact("count", "৩টি", 3, remark),
        fact("count", "১টি", 1, remark),
        fact("date", "নোট", date(2023, 1, 1), remark),
        fact("percent", "৩৪%", 34, remark),
    )
    row = indicator("1.1.1", remark=read(remark), derived=Derived(basis="x", facts=facts))
    assert arithmetic(sections(row), (), None).percents == ()


def test_division_by_nothing_is_no_percent() -> None:
    assert [Stated("x", 0, 0, 50).by(formula) for formula in FORMULAS] == [None] * 3


@pytest.mark.parametrize(
    ("declared", "weights", "expected"),
    [
        pytest.param(30, (10, 13, 4), [("indicator:1.1.2/weight", "13", "16")], id="3 for 6"),
        pytest.param(38, (10, 20, 4), [("section:1/weight", "38", "34")], id="the declared one"),
        pytest.param(33, (10, 4, 6, 4, 3), None, id="none explains it"),
    ],
)
def test_smallest_digit_confusion_is_suggested(
    declared: int, weights: tuple[int, ...], expected: list[tuple[str, str, str]] | None
) -> None:
    rows = [indicator(f"1.1.{n}", weight=weight) for n, weight in enumerate(weights, 1)]
    found = check_report(report((section("1", activity("1.1", *rows), weight=declared),)))
    (told,) = [one for one in found if one.code is Code.SECTION_WEIGHT_MISMATCH]
    assert told.evidence is not None
    shown = [{"ref": ref, "read": a, "instead": b} for ref, a, b in expected or ()]
    suggestions = told.evidence.get("digit_confusions")
    if expected is None:
        assert suggestions is None
    else:
        assert isinstance(suggestions, list)
        assert shown in suggestions


def test_digit_of_a_percent_is_suggested() -> None:
    row = indicator("1.1.1", nested_tables=(efile_table("98.23", january=True),))
    found = check_report(report(sections(row)))
    (told,) = [one for one in found if one.code is Code.PERCENT_DISAGREES]
    assert told.evidence is not None
    assert told.evidence["digit_confusions"] == [
        [
            {
                "ref": "indicator:1.1.1/nested_tables/0/rows/1/3",
                "read": "98.23",
                "instead": "98.26",
            }
        ]
    ]


def test_targets_stay_out_of_the_sums() -> None:
    row = indicator("1.1.1", targets=targets(99))
    assert arithmetic(sections(row), (), None).total.sum == 5
