"""Plan files: complete, in agreement with themselves, and with sound examples."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from schemas.plan import Plan, plan_for, plans, year_before

EACH = pytest.mark.parametrize("plan", plans(), ids=[plan.name for plan in plans()])
LOST_POINTS = {"egov_innovation_ministry_2023-24": 6}


@EACH
def test_plan_says_where_it_comes_from(plan: Plan) -> None:
    assert plan.source
    assert plan.name == f"{plan.plan_type}_{plan.level}_{plan.fiscal_year}"


@EACH
def test_weights_add_up_to_the_total(plan: Plan) -> None:
    added = sum(one.weight for one in plan.indicators)
    assert plan.total - added == LOST_POINTS.get(plan.name, 0)


@EACH
def test_ids_and_concepts_stand_once(plan: Plan) -> None:
    for names in ([one.id for one in plan.indicators], [one.concept for one in plan.indicators]):
        assert [name for name, count in Counter(names).items() if count > 1] == []


@EACH
def test_targets_are_of_the_plans_bands(plan: Plan) -> None:
    for one in plan.indicators:
        assert set(one.targets) <= set(plan.bands)


@EACH
def test_plan_is_in_storage_form(plan: Plan) -> None:
    assert unicodedata.is_normalized("NFC", plan.model_dump_json())


@EACH
def test_examples_hold_what_they_promise(plan: Plan) -> None:
    assert plan.examples
    for example in plan.examples:
        widths = {line.count("\t") for line in example.text.splitlines() if "\t" in line}
        assert len(widths) == 1
        for id, expected in example.expects.items():
            asked = plan.indicator(id)
            assert asked is not None
            assert tuple(expected.targets) == plan.bands
            assert expected.weight == asked.weight
            for band, target in expected.targets.items():
                assert target.raw == asked.targets[band]
                assert target.raw is not None
                assert target.raw in example.text
                assert (target.value is None) == (target.state.value != "value")


@pytest.mark.parametrize(
    ("year", "level", "name"),
    [
        ("2021-22", "ministry", "egov_innovation_ministry_2021-22"),
        ("2021-22", "department", "egov_innovation_ministry_2021-22"),
        ("2021-22", "field", "egov_innovation_field_2021-22"),
        ("2021-22", "unknown", None),
        ("2022-23", "unknown", "egov_innovation_ministry_2022-23"),
        ("2022-23", "field", None),
        ("2019-20", "ministry", None),
        (None, "ministry", None),
    ],
)
def test_plan_is_found_by_type_year_and_level(
    year: str | None, level: str, name: str | None
) -> None:
    found = plan_for("egov_innovation", year, level)
    assert (found.name if found else None) == name


def test_concept_links_the_years() -> None:
    now = plan_for("egov_innovation", "2022-23", "ministry")
    assert now is not None
    before = year_before(now)
    assert before is not None
    then = before.measure("efile_note_disposal")
    assert then is not None
    assert then.id == "1.5.1"
    assert year_before(before) is None
