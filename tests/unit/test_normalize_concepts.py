"""What an indicator measures: its wording first, its id never against it."""

from __future__ import annotations

import pytest

from normalize.concepts import AGAINST, AGREED, BY_BOTH, BY_ID, with_concepts
from normalize.lexicon import find_word
from schemas.plan import plan_for
from schemas.reading import Reading, State
from schemas.report import Activity, Concept, FiscalYear, Indicator
from tests.load_samples import ledger, report


def measured(
    id: str, text: str | None, *, unit: str = "%", year: str = "2022-23", activity: str = ""
) -> Concept:
    sample = report(ledger("a"))
    section = sample.sections[0]
    blank = Reading(raw=None, state=State.BLANK)
    made = Indicator(
        id=id,
        text=Reading(raw=text, state=State.VALUE, value=text) if text else blank,
        unit=Reading(raw=unit, state=State.VALUE, value=find_word("units", "unit", unit)),
        weight=blank,
        targets={},
        remark=blank,
    )
    own = activity or id.rpartition(".")[0]
    of_one = section.model_copy(
        update={"activities": (Activity(id=own, title=blank, indicators=(made,)),)}
    )
    of_year = FiscalYear(label=year)
    found = with_concepts(sample.model_copy(update={"sections": (of_one,), "fiscal_year": of_year}))
    concept = found.indicators()[0].concept
    assert concept is not None
    return concept


NOTES = "ই-ফাইলে নোট নিষ্পত্তি"


@pytest.mark.parametrize(
    ("found", "state", "name", "basis"),
    [
        pytest.param(
            measured("1.3.1", NOTES), "value", "efile_note_disposal", AGREED, id="wording and id"
        ),
        pytest.param(
            measured("1.3.1", "ই–ফাইলে নোট নিস্পত্তি"), "value", "efile_note_disposal", AGREED,
            id="another spelling",
        ),
        pytest.param(
            measured("2.2.4", NOTES), "value", "efile_note_disposal", "equal", id="renumbered"
        ),
        pytest.param(
            measured("1.3.1", NOTES, activity="2.2"), "value", "efile_note_disposal", "equal",
            id="moved under another activity",
        ),
        pytest.param(
            measured("1.1.1", NOTES, year="2029-30"), "value", "efile_note_disposal", "equal",
            id="year without a plan file",
        ),
        pytest.param(
            measured("1.4.1", NOTES, year="2023-24"), "value", "efile_note_disposal", "equal",
            id="known from another year",
        ),
        pytest.param(
            measured("1.3.1", "ই-ফাইলে নোট নিষ্পত্তির হার"), "inferred", "efile_note_disposal",
            "likeness", id="renamed a little",
        ),
        pytest.param(
            measured("1.3.1", "ই-ফাইলে নোটের নিষ্পত্তি বৃদ্ধি করা"), "inferred", "efile_note_disposal",
            BY_BOTH, id="renamed more, the id agrees",
        ),
        pytest.param(
            measured("2.2.4", "ই-ফাইলে নোটের নিষ্পত্তি বৃদ্ধি করা"), "missing", None, AGAINST,
            id="renamed more, the id is another's",
        ),
        pytest.param(
            measured("1.3.1", "বৃক্ষরোপণ ও পরিচর্যা"), "missing", None, AGAINST, id="the id alone"
        ),
        pytest.param(
            measured("1.3.1", None), "inferred", "efile_note_disposal", BY_ID, id="wording not read"
        ),
        pytest.param(
            measured("1.3.1", None, activity="2.2"), "missing", None, "it has no wording",
            id="neither wording nor own id",
        ),
        pytest.param(
            measured("9.9.9", "বৃক্ষরোপণ ও পরিচর্যা"), "missing", None, "nothing is alike", id="unknown"
        ),
    ],
)  # fmt: skip
def test_concepts(found: Concept, state: str, name: str | None, basis: str) -> None:
    assert (found.state, found.name) == (state, name), found
    assert found.basis == basis


def test_a_link_shows_its_proof() -> None:
    found = measured("1.3.1", "ই-ফাইলে নোট নিষ্পত্তির হার")
    assert found.score is not None
    assert 85 <= found.score < 100
    assert found.margin is not None
    assert found.margin >= 5
    assert found.evidence
    assert "egov_innovation_ministry_2022-23.toml [1.3.1]" in found.evidence


def test_no_official_wording_is_linked_to_another_indicator() -> None:
    plan = plan_for("egov_innovation", "2022-23", "ministry")
    assert plan is not None
    told = {
        one.concept: measured("9.9.9", one.text, unit=one.unit or "").name
        for one in plan.indicators
        if one.text
    }
    assert told == {name: name for name in told}
    assert len(told) >= 10
