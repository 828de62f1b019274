"""Corrections change what a value means, never what was read; a stale one is refused."""

from datetime import date
from pathlib import Path

import pytest

from normalize.corrections import apply_corrections, reread
from ogrogoti import read_report
from schemas.correction import Correction
from schemas.finding import Code, Severity
from schemas.leaves import Leaf, key_for, leaves, ref_of, rewrite
from schemas.reading import Reading, State
from schemas.report import Report
from tests.audit_site import OFFICIAL, SAMPLES

DATE = "indicator:1.2.1/targets/80"


@pytest.fixture(scope="module")
def report() -> Report:
    return read_report(SAMPLES / f"{OFFICIAL}.tsv")


def found(report: Report) -> dict[str, Reading]:
    return {leaf.key: leaf.reading for leaf in leaves(report)}


def correction(
    report: Report, key: str, text: str | None, old_raw: str | None = None
) -> Correction:
    reading = found(report).get(key)
    return Correction(
        source_sha256=report.source.sha256,
        key=key,
        kind="reject" if text is None else "correct",
        old_raw=old_raw or (reading.raw if reading else None),
        text=text,
        by="রহিমা",
        when="2026-05-16T08:30:00Z",
        why="seen in the original",
        entry="0" * 64,
    )


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.tsv")), ids=lambda path: path.stem)
def test_every_reading_has_a_key_of_its_own_and_rewriting_none_changes_nothing(path: Path) -> None:
    report = read_report(path)
    keys = [leaf.key for leaf in leaves(report)]
    assert len(keys) == len(set(keys))
    assert rewrite(report, lambda _, reading: reading) == report


def test_an_id_that_stands_twice_is_told_apart(report: Report) -> None:
    both = {key: one for key, one in found(report).items() if ref_of(key) == "indicator:1.4.1/text"}
    assert list(both) == ["indicator:1.4.1/text", "indicator:1.4.1#2/text"]
    (first, second) = both.values()
    assert first.at != second.at


def test_findings_find_their_reading(report: Report) -> None:
    keys = leaves(report)
    for finding in report.findings:
        key = key_for(keys, finding)
        if "/targets/" in finding.ref:
            assert key is not None
            assert ref_of(key) == finding.ref


def test_a_correction_keeps_the_raw_text_and_is_told(report: Report) -> None:
    old = found(report)[DATE]
    assert old.state is State.INVALID
    after = apply_corrections(report, [correction(report, DATE, "০৪/০৩/২০২২")])
    new = found(after)[DATE]
    assert (new.raw, new.at) == (old.raw, old.at)
    assert (new.state, new.value, new.candidates) == (State.VALUE, date(2022, 3, 4), ())
    (told,) = [one for one in after.findings if one.code is Code.CORRECTED]
    assert told.severity is Severity.INFO
    assert told.evidence is not None
    assert told.evidence["by"] == "রহিমা"
    assert told.evidence["before"] == {"raw": old.raw, "state": "invalid", "value": None}
    assert after.findings[: len(report.findings)] == report.findings


def test_a_rejected_value_is_withheld(report: Report) -> None:
    after = apply_corrections(report, [correction(report, "indicator:2.2.1/weight", None)])
    new = found(after)["indicator:2.2.1/weight"]
    assert (new.state, new.value, new.raw) == (State.INVALID, None, "৩")
    assert after.findings[-1].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("key", "old_raw"),
    [(DATE, "something else"), ("indicator:9.9.9/weight", "৩")],
    ids=["another raw text", "no such reading"],
)
def test_a_stale_correction_is_refused_with_an_error(
    report: Report, key: str, old_raw: str
) -> None:
    after = apply_corrections(report, [correction(report, key, "০৪/০৩/২০২২", old_raw)])
    assert found(after) == found(report)
    assert (after.findings[-1].code, after.findings[-1].severity) == (
        Code.CORRECTED,
        Severity.ERROR,
    )


def test_nothing_to_apply_is_the_same_report(report: Report) -> None:
    assert apply_corrections(report, ()) is report


def test_a_corrected_remark_is_interpreted_again(report: Report) -> None:
    (one,) = [one for one in report.indicators() if one.id == "2.2.2"]
    assert one.remark.raw
    after = apply_corrections(
        report, [correction(report, "indicator:2.2.2/remark", "কোনো তথ্য নেই।")]
    )
    (again,) = [one for one in after.indicators() if one.id == "2.2.2"]
    assert again.derived != one.derived
    others = [two.derived for two in after.indicators() if two.id != "2.2.2"]
    assert others == [two.derived for two in report.indicators() if two.id != "2.2.2"]


TYPED = {
    "a date": (DATE, "৩১/০৫/২০২২", State.VALUE, "2022-05-31"),
    "no date of the calendar": (DATE, "৩১/০৪/২০২২", State.INVALID, None),
    "a dash": (DATE, "-", State.NONE, None),
    "blank": (DATE, " ", State.BLANK, None),
    "a candidate": (DATE, "2022-03-04", State.VALUE, "2022-03-04"),
    "a weight": ("indicator:2.2.1/weight", "৪.৫", State.VALUE, "4.5"),
    "a unit": ("indicator:2.2.1/unit", "সংখ্যা", State.VALUE, "count"),
    "a text": ("indicator:2.2.1/text", "[২.২.১] সভা", State.VALUE, "সভা"),
    "a remark": ("indicator:2.2.1/remark", "[১] সভা", State.VALUE, "[১] সভা"),
    "a title": ("section:1/title", "[১] ক্ষেত্র", State.VALUE, "ক্ষেত্র"),
    "a signature's date": ("signature/date", "১২/০৪/২০২২", State.VALUE, "2022-04-12"),
}


@pytest.mark.parametrize("name", TYPED)
def test_a_text_means_what_its_column_makes_of_it(report: Report, name: str) -> None:
    key, text, state, value = TYPED[name]
    read = reread(report, key, text)
    assert (read.state, None if read.value is None else str(read.value)) == (state, value)


def test_no_such_reading(report: Report) -> None:
    with pytest.raises(KeyError):
        reread(report, "indicator:9.9.9/weight", "৩")


def test_a_leaf_knows_its_ref() -> None:
    reading = Reading(raw=None, state=State.BLANK)
    assert Leaf("indicator:1.1.1#2/targets/100", reading).ref == "indicator:1.1.1/targets/100"
