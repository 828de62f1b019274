from __future__ import annotations

import json
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from load.invalid import OutputInvalid
from load.report_json import dump, output_path, parse, validate
from schemas.errors import Refusal
from schemas.reading import Reading, State, Value
from schemas.report import Report
from tests.load_samples import ATTACKS, indicator, ledger, reading, report


def with_remark(remark: Reading) -> Report:
    return report(ledger("a"), indicators=(indicator(1).model_copy(update={"remark": remark}),))


def remark_of(found: Report) -> Reading:
    return found.indicators()[0].remark


def test_a_report_comes_back_as_it_was_and_keeps_the_published_schema() -> None:
    sample = report(ledger("a", "b"))
    content = dump(sample)
    validate(content)
    assert parse(content) == sample


def test_the_file_is_readable_text_in_the_order_of_the_model() -> None:
    content = dump(report(ledger("a")))
    assert content.endswith(b"}\n")
    assert "উদ্ভাবনী ধারণা".encode() in content
    assert b'\n "report_id": ' in content
    assert list(json.loads(content)) == list(Report.model_fields)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text: str) -> None:
    sample = report(ledger("a"), name=text)
    assert parse(dump(sample)).source.file == text


@pytest.mark.parametrize("text", ATTACKS)
def test_a_text_is_never_written_as_a_number(text: str) -> None:
    assert written_value(with_remark(reading(text, text))) in {text, "refused"}


def written_value(sample: Report) -> Value | None:
    try:
        return remark_of(parse(dump(sample))).value
    except OutputInvalid as refused:
        return "refused" if refused.where.endswith("/indicators/0/remark/value") else None


@pytest.mark.parametrize("value", [Decimal("98.26"), Decimal("0.000001"), 10**17, 0, -4])
def test_a_number_comes_back(value: Decimal | int) -> None:
    content = dump(with_remark(reading("x", value)))
    validate(content)
    assert remark_of(parse(content)).value == value


def test_a_number_that_json_cannot_hold_is_no_value() -> None:
    with pytest.raises(ValidationError, match="no more than 15 digits"):
        Reading(raw="x", state=State.VALUE, value=Decimal("1.00000000000000000001"))


def test_a_lone_surrogate_is_refused() -> None:
    broken = reading("x", "x").model_copy(update={"raw": "\ud800"})
    with pytest.raises(OutputInvalid, match="surrogates not allowed"):
        dump(with_remark(broken))


@pytest.mark.parametrize(
    ("broken", "where"),
    [
        pytest.param({"quarter": 5}, "/period/quarter", id="quarter 5"),
        pytest.param({"kind": "decade"}, "/period/kind", id="unknown kind"),
        pytest.param({"start": "2023-04-31"}, "/period/start", id="no such day"),
        pytest.param({"colour": "red"}, "/period", id="unknown field"),
    ],
)
def test_a_fault_is_named_with_its_place(broken: dict[str, object], where: str) -> None:
    document = json.loads(dump(report(ledger("a"))))
    document["period"] |= broken
    with pytest.raises(OutputInvalid) as told:
        validate(json.dumps(document).encode())
    assert told.value.where == where


def test_a_value_beside_another_state_is_refused() -> None:
    lying = Reading.model_construct(
        raw="-", state=State.NONE, value=5, candidates=(), confidence=1.0, at=()
    )
    with pytest.raises(OutputInvalid, match="/sections/0/activities/0/indicators/0/remark/value"):
        validate(dump(with_remark(lying)))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": NaN}', b"\xff", b'"\\ud800"'])
def test_what_is_no_report_is_refused(content: bytes) -> None:
    with pytest.raises(OutputInvalid):
        validate(content)


def test_the_error_crosses_a_process_border() -> None:
    error: OutputInvalid = pickle.loads(pickle.dumps(OutputInvalid("/a", "b")))  # noqa: S301  # ours
    assert (error.where, error.what, error.code) == ("/a", "b", Refusal.TOOL_FAILED)


def test_the_place_of_a_report_is_never_guessed() -> None:
    known, unknown = report(ledger("a")), report(ledger("a"), quarter=None)
    assert output_path(known) == f"2022-23/Q4/{known.report_id}.json"
    assert output_path(unknown) == f"unplaced/{unknown.report_id}.json"
