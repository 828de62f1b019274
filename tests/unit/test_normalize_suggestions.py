"""The plan's wording stands beside a text that a scan gave otherwise."""

import pytest

from normalize.suggestions import suggestions
from schemas.catalog import vocabulary
from schemas.finding import Finding, Severity
from schemas.plan import plan_for
from schemas.reading import Reading, State
from tests.unit.checks_builder import indicator, sections

PLAN = plan_for("egov_innovation", "2022-23", "ministry")
ID = "2.2.1"
OFFICIAL = "কর্মপরিকল্পনা বাস্তবায়ন সংক্রান্ত প্রশিক্ষণ আয়োজন"


def told(text: str, confidence: float = 0.9) -> list[Finding]:
    read = Reading(raw=text, state=State.VALUE, value=text, confidence=confidence)
    row = indicator(ID).model_copy(update={"text": read})
    return list(suggestions(sections(row), PLAN))


@pytest.mark.parametrize(
    ("change", "severity"),
    [
        pytest.param(("প্রশিক্ষণ", "প্রশিক্ষন"), Severity.INFO, id="another-spelling"),
        pytest.param(("সংক্রান্ত", "সংক্রাত্ত"), Severity.WARNING, id="another-letter"),
    ],
)
def test_a_text_read_otherwise_has_the_wording_of_the_form_beside_it(
    change: tuple[str, str], severity: Severity
) -> None:
    (finding,) = told(OFFICIAL.replace(*change))
    assert finding.ref == f"indicator:{ID}/text"
    assert finding.candidates == (OFFICIAL,)
    assert finding.severity is severity


def test_what_is_as_in_the_form_needs_no_suggestion() -> None:
    assert told(OFFICIAL) == []


def test_typed_text_is_left_to_the_other_checks() -> None:
    assert told(OFFICIAL.replace("সংক্রান্ত", "সংক্রাত্ত"), confidence=1.0) == []


def test_a_text_that_is_like_nothing_gets_no_suggestion() -> None:
    assert told("সম্পূর্ণ অন্য একটি কাজের বিবরণ") == []


def test_what_a_person_decided_needs_no_wording_that_is_like_it() -> None:
    verdicts = [row["from"] for row in vocabulary("verdicts") if row["kind"] == "concept"]
    assert verdicts
    for text in verdicts:
        for finding in told(text):
            assert finding.candidates
