"""Which values of a scan are accepted, and which doubts are told once."""

from checks.acceptance import once_told, unaccepted
from schemas.finding import Code, Finding, Severity, report_finding
from schemas.reading import Reading, State
from tests.unit.checks_builder import indicator, report, sections, targets


def told(confidence: float, least: float | None, *known: Finding) -> list[str]:
    target = Reading(raw="৩", state=State.VALUE, value=3, confidence=confidence)
    seen = report(sections(indicator("1.1.1", targets=targets(target))))
    return [
        finding.ref
        for finding in unaccepted(seen, known, least)
        if finding.ref.endswith("/targets/100")
    ]


REF = "indicator:1.1.1/targets/100"


def test_below_the_threshold_a_value_must_be_looked_at() -> None:
    assert told(0.97, 0.98) == [REF]
    assert told(0.985, 0.98) == []


def test_typed_values_are_accepted_whatever_the_promise() -> None:
    assert told(1.0, None) == []
    assert told(0.9999, None) == [REF]


def test_a_doubt_is_told_once() -> None:
    known = report_finding(Code.READERS_DISAGREE, REF, first="৩", second="৫")
    assert told(0.5, 0.98, known) == []


def test_two_readers_that_differ_do_not_make_a_wrong_date() -> None:
    undecided = report_finding(
        Code.READERS_DISAGREE, REF, severity=Severity.ERROR, first="৩", second="৫"
    )
    invalid = report_finding(Code.DATE_INVALID, REF, raw="৩")
    other = report_finding(Code.DATE_INVALID, "indicator:1.1.2/targets/100", raw="৩")
    assert once_told([undecided, invalid, other]) == (undecided, other)


def test_a_wrong_date_stays_told_where_the_readers_were_decided() -> None:
    decided = report_finding(Code.READERS_DISAGREE, REF, first="৩", second="৫")
    invalid = report_finding(Code.DATE_INVALID, REF, raw="৩")
    assert once_told([decided, invalid]) == (decided, invalid)
