"""What a picture leaves unsure reaches the reading: confidence, candidates, and the state."""

from datetime import date

from normalize.addresses import addressed
from normalize.joints import Part
from normalize.readings import as_seen, prose_reading, text_reading, typed_reading, unit_reading
from schemas.document import Cell, Entry, Layout, Ledger, Sight
from schemas.finding import Code, report_finding
from schemas.reading import Reading, State


def part(text: str, sight: Sight | None) -> Part:
    return Part(Cell(text, 1, 4, 8, "", Layout(sight=sight)), None)


def dated(text: str, sight: Sight | None) -> Reading:
    return typed_reading([part(text, sight)], ("date",))[0]


def test_typed_text_stays_sure() -> None:
    assert dated("১৫/০৬/২০২৩", None).confidence == 1.0


def test_confidence_is_that_of_the_picture() -> None:
    reading = dated("১৫/০৬/২০২৩", Sight(0.97))
    assert (reading.state, reading.value, reading.confidence) == (
        State.VALUE,
        date(2023, 6, 15),
        0.97,
    )


def test_the_least_sure_part_counts() -> None:
    parts = [part("উদ্ভাবন", Sight(0.9)), part("কার্যক্রম", Sight(0.4))]
    assert as_seen(Reading(raw="", state=State.VALUE, value="x"), parts).confidence == 0.4


def test_a_dispute_names_both_values() -> None:
    reading = dated("১৫/০৬/২০২৩", Sight(0.9, (("১৫/০৬/২০২৩", "১৬/০৬/২০২৩"),)))
    assert reading.value == date(2023, 6, 15)
    assert reading.candidates == (date(2023, 6, 15), date(2023, 6, 16))


def test_an_undecided_value_is_none() -> None:
    sight = Sight(0.4, (("১৫/০৬/২০২৩", "১৬/০৬/২০২৩"),), undecided=True)
    reading = dated("১৫/০৬/২০২৩", sight)
    assert (reading.state, reading.value) == (State.INVALID, None)
    assert reading.raw == "১৫/০৬/২০২৩"
    assert reading.candidates == (date(2023, 6, 15), date(2023, 6, 16))


def test_ink_that_nobody_could_read_is_lost() -> None:
    parts = [part("\ufffd", Sight(0.0, lost=True))]
    for reading in (text_reading(parts), prose_reading(parts), unit_reading(parts)):
        assert (reading.state, reading.value) == (State.LOST, None)


def test_a_lone_dash_is_none_and_as_sure_as_its_ink() -> None:
    reading = typed_reading([part("-", Sight(0.98))], ("date",))[0]
    assert (reading.state, reading.confidence) == (State.NONE, 0.98)


def test_findings_on_cells_name_the_field() -> None:
    ledger = Ledger((Entry(1, 4, 8, "indicator.target.100", "indicator:1.1.1", "১৫", ""),))
    found = report_finding(Code.READERS_DISAGREE, "cell:4/8", first="১৫", second="১৬")
    other = report_finding(Code.READERS_DISAGREE, "cell:9/1", first="১৫", second="১৬")
    told = list(addressed([found, other], ledger))
    assert [finding.ref for finding in told] == ["indicator:1.1.1/targets/100", "cell:9/1"]
    assert "indicator:1.1.1/targets/100" in told[0].message
