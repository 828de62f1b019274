"""Names linked to closed lists: by equality, by a person's verdict, or proposed with proof."""

from __future__ import annotations

import pytest

from normalize.lexicon import find_word
from normalize.links import CONCEPT_SCORE, MARGIN, link_concept, link_office
from schemas.catalog import vocabulary
from schemas.plan import plans


@pytest.mark.parametrize(
    ("name", "state", "slug"),
    [
        pytest.param("শিল্প মন্ত্রণালয়", "value", "industries", id="registered"),
        pytest.param("শিল্প মন্ত্রনালয়", "value", "industries", id="another spelling"),
        pytest.param("তথ্য মন্ত্রণালয়", "value", "information-broadcasting", id="former name"),
        pytest.param("শিক্ষা মন্ত্রণালয়", "value", "education", id="ministry of divisions"),
        pytest.param("মৎস্য ও প্রাণিসম্পদ মন্ত্রালয়", "inferred", "fisheries-livestock", id="misspelt"),
        pytest.param("স্বাস্থ্য বিভাগ", "missing", None, id="may be two"),
        pytest.param("কখগ", "missing", None, id="nothing alike"),
    ],
)
def test_offices(name: str, state: str, slug: str | None) -> None:
    link = link_office(name)
    assert (link.state, link.name) == (state, slug)
    assert [one.score for one in link.proposals] == sorted(
        (one.score for one in link.proposals), reverse=True
    )


def test_what_is_inferred_is_proposed_with_score_margin_and_proof() -> None:
    first = link_office("মৎস্য ও প্রাণিসম্পদ মন্ত্রালয়").proposals[0]
    assert first.score >= CONCEPT_SCORE
    assert first.margin >= MARGIN
    assert "মৎস্য ও প্রাণিসম্পদ মন্ত্রণালয়" in first.evidence


def test_a_verdict_decides_what_likeness_cannot() -> None:
    row = next(row for row in vocabulary("verdicts") if row["kind"] == "concept")
    link = link_concept(row["from"])
    assert (link.state, link.name) == ("value", row["to"])
    assert row["by"] in link.basis


def kind_of(unit: str | None) -> str | None:
    return find_word("units", "unit", unit) if unit else None


def test_indicators_of_other_years_are_never_linked_wrongly() -> None:
    linked = {
        (one.concept, link.name)
        for of_one in plans()
        for one in of_one.indicators
        if one.text
        for other in plans()
        if other is not of_one
        and (link := link_concept(one.text, unit=kind_of(one.unit), plan=other)).state != "missing"
    }
    assert linked
    assert all(concept == name for concept, name in linked)


def test_another_unit_is_another_indicator() -> None:
    text = "ই-ফাইলে নোট নিষ্পত্তি"
    assert link_concept(text).name == "efile_note_disposal"
    assert link_concept(text, unit="date").name is None


def test_every_concept_of_the_plans_is_registered() -> None:
    listed = [row["concept"] for row in vocabulary("concepts")]
    assert sorted(listed) == sorted({one.concept for plan in plans() for one in plan.indicators})


def test_no_two_names_share_a_slug_but_by_renaming() -> None:
    offices = {row["slug"] for row in vocabulary("offices")}
    rows = vocabulary("organisations")
    assert all((row["slug"] in offices) == (row["kind"] == "former name") for row in rows)
