"""Small archives made by hand: one contradiction each, and what is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from checks.archive_reports import archive_checks, check_archive
from schemas.archive import ArchiveCell, ArchiveRow, Extract, StatedDate
from schemas.reading import Place, State, Value

NOTHING = ArchiveCell(None, State.BLANK, None, None)
ENDS = (date(2022, 9, 30), date(2022, 12, 31), date(2023, 3, 31), date(2023, 6, 30))
STARTS = (date(2022, 7, 1), date(2022, 10, 1), date(2023, 1, 1), date(2023, 4, 1))
TEXT = "বিষয়ভিত্তিক কর্মশালা আয়োজন"
OWN = "লবণচাষিদের পরিচয়পত্র ছাপানোর দরপত্র ৪৭ জন ঠিকাদারকে দেখানো হচ্ছে"


def cell(value: Value, raw: str | None = None) -> ArchiveCell:
    return ArchiveCell(raw or str(value), State.VALUE, value, Place(page=1, line=9, column=8))


DASH = ArchiveCell("-", State.NONE, None, Place(page=1, line=9, column=8))


def row(id: str = "1.1.1", target: Value | None = 4, **more: Any) -> ArchiveRow:
    made = ArchiveRow(
        id=id,
        text=cell(TEXT),
        unit=cell("count"),
        weight=cell(3),
        targets=(("100", DASH if target is None else cell(target)),),
        remark=NOTHING,
        achieved=None,
        achievement=None,
        covers=None,
        dates=(),
    )
    return replace(made, **more)


def report(quarter: int, *rows: ArchiveRow, office: str = "land", **more: Any) -> Extract:
    made = Extract(
        report_id=f"{office}-q{quarter}",
        office=office,
        office_name=office,
        plan_type="egov_innovation",
        level="ministry",
        fiscal_year="2022-23",
        year_start=date(2022, 7, 1),
        quarter=quarter,
        kind="quarter",
        start=STARTS[quarter - 1],
        end=ENDS[quarter - 1],
        cumulative=True,
        title=cell("ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২২-২৩"),
        signed=NOTHING,
        sections=(),
        rows=rows,
    )
    return replace(made, **more)


def done(value: int, **more: Any) -> ArchiveRow:
    return row(achievement=Decimal(value), remark=cell(f"মোট {value}টি"), **more)


def dated(day: date, **more: bool) -> ArchiveRow:
    said = StatedDate(day, str(day), more.get("planned", False), more.get("referred", False))
    return row(unit=cell("date"), remark=cell(f"{day} তারিখে"), dates=(said,))


def crowd(*targets: Value | None, quarter: int = 1) -> list[Extract]:
    return [report(quarter, row(target=t), office=f"office{n}") for n, t in enumerate(targets)]


def remarks(*texts: str, unit: str = "percent", **more: Any) -> list[Extract]:
    return [
        report(quarter, row(remark=cell(text), unit=cell(unit), **more))
        for quarter, text in enumerate(texts, start=1)
    ]


Told = set[tuple[str, str, str]]
CASES: dict[str, tuple[Callable[[], list[Extract]], Told]] = {
    "a target changes": (
        lambda: [report(1, row(target=4)), report(2, row(target=5))],
        {("land-q2", "target-changed", "indicator:1.1.1/targets/100")},
    ),
    "and comes back: told once": (
        lambda: [report(1, row()), report(2, row(target=5)), report(3, row())],
        {("land-q2", "target-changed", "indicator:1.1.1/targets/100")},
    ),
    "a target becomes a dash": (
        lambda: [report(1, row()), report(3, row(target=None))],
        {
            ("land-q3", "target-changed", "indicator:1.1.1/targets/100"),
            ("land-q3", "report-missing", "report:2022-23/Q2"),
        },
    ),
    "85 and 85.0 are one target": (
        lambda: [report(1, row(target=85)), report(2, row(target=Decimal("85.0")))],
        set(),
    ),
    "a blank cell says nothing": (
        lambda: [report(1, row()), report(2, row(targets=(("100", NOTHING),)))],
        set(),
    ),
    "another indicator under the id": (
        lambda: [report(1, row()), report(2, row(target=9, text=cell("ই-ফাইলে নোট নিষ্পত্তি")))],
        set(),
    ),
    "renumbered, and changed": (
        lambda: [report(1, row()), report(2, row(id="1.4.2", target=5))],
        {("land-q2", "target-changed", "indicator:1.4.2/targets/100")},
    ),
    "a note of the amendment": (
        lambda: [
            report(1, row()),
            report(2, row(target=5), notes=("[১.১.১] সূচকের লক্ষ্যমাত্রা সংশোধন করা হয়েছে।",)),
        ],
        set(),
    ),
    "a note about another indicator": (
        lambda: [
            report(1, row()),
            report(2, row(target=5), notes=("[২.১.১] সূচকের লক্ষ্যমাত্রা সংশোধন করা হয়েছে।",)),
        ],
        {("land-q2", "target-changed", "indicator:1.1.1/targets/100")},
    ),
    "climate change in a ministry's name is no amendment": (
        lambda: [
            report(1, row()),
            report(2, row(target=5), title=cell("জলবায়ু পরিবর্তন মন্ত্রণালয়ের কর্মপরিকল্পনা ২০২২-২৩")),
        ],
        {("land-q2", "target-changed", "indicator:1.1.1/targets/100")},
    ),
    "most offices change alike": (
        lambda: [
            one
            for quarter, target in ((1, 4), (2, 5))
            for one in crowd(target, target, target, quarter=quarter)
        ],
        set(),
    ),
    "one of six deviates": (
        lambda: crowd(4, 4, 4, 4, 4, 7),
        {("office5-q1", "template-deviation", "indicator:1.1.1/targets/100")},
    ),
    "two forms in use are no deviation": (lambda: crowd(4, 4, 4, 4, 7, 7, 7), set()),
    "four offices make no majority": (lambda: crowd(4, 4, 4, 7), set()),
    "the odd report is the first": (
        lambda: [*crowd(4, 4, 4, 4, 4, 7), report(2, row(), office="office5")],
        {("office5-q1", "template-deviation", "indicator:1.1.1/targets/100")},
    ),
    "a count falls": (
        lambda: [report(1, done(3)), report(2, done(2))],
        {("land-q2", "cumulative-fell", "indicator:1.1.1/remark")},
    ),
    "figures of the quarter may fall": (
        lambda: [report(1, done(3)), report(2, done(2, covers="quarter"))],
        set(),
    ),
    "a title that does not say so": (
        lambda: [report(1, done(3), cumulative=None), report(2, done(2), cumulative=None)],
        set(),
    ),
    "a rate may fall": (
        lambda: [
            report(1, done(93, unit=cell("percent"))),
            report(2, done(90, unit=cell("percent"))),
        ],
        set(),
    ),
    "counts begin anew in July": (
        lambda: [
            report(4, done(9)),
            report(
                1,
                done(1),
                fiscal_year="2023-24",
                year_start=date(2023, 7, 1),
                report_id="land-next",
            ),
        ],
        set(),
    ),
    "a remark copied from the quarter before": (
        lambda: remarks(OWN, OWN),
        {("land-q2", "remark-copied", "indicator:1.1.1/remark")},
    ),
    "dashes and stock phrases": (
        lambda: remarks(
            "কার্যক্রমটি কর্মপরিকল্পনা অনুযায়ী চলমান রয়েছে", "কার্যক্রমটি কর্মপরিকল্পনা অনুযায়ী চলমান রয়েছে"
        ),
        set(),
    ),
    "a stock phrase with the fiscal year": (
        lambda: remarks(*["২০২২-২৩ অর্থবছরের কর্মপরিকল্পনা অনুযায়ী কার্যক্রম চলমান রয়েছে"] * 2),
        set(),
    ),
    "the same rate to the second decimal": (
        lambda: remarks(*["নোট নিষ্পত্তির হার ৯১.৪৭% অর্জিত হয়েছে"] * 2),
        {("land-q2", "remark-copied", "indicator:1.1.1/remark")},
    ),
    "done on a day, and still done": (
        lambda: remarks(OWN, OWN, unit="date", achievement=date(2022, 9, 1)),
        set(),
    ),
    "a remark of two offices": (
        lambda: [
            report(1, row(remark=cell(OWN))),
            report(2, row(remark=cell(OWN)), office="food"),
        ],
        {("food-q2", "remark-copied", "indicator:1.1.1/remark")},
    ),
    "a remark of three offices": (
        lambda: [report(1, row(remark=cell(OWN)), office=name) for name in ("a", "b", "c")],
        set(),
    ),
    "dated after the signature": (
        lambda: [report(1, dated(date(2022, 10, 20)), signed=cell(date(2022, 10, 10)))],
        {("land-q1", "date-after-period", "indicator:1.1.1/remark")},
    ),
    "between period and signature": (
        lambda: [report(1, dated(date(2022, 10, 5)), signed=cell(date(2022, 10, 10)))],
        set(),
    ),
    "planned for later": (
        lambda: [
            report(1, dated(date(2022, 11, 20), planned=True), signed=cell(date(2022, 10, 10)))
        ],
        set(),
    ),
    "long after an unsigned period": (
        lambda: [report(1, dated(date(2022, 12, 20)))],
        {("land-q1", "date-after-period", "indicator:1.1.1/remark")},
    ),
    "dated in the year before": (
        lambda: [report(1, dated(date(2022, 3, 1)))],
        {("land-q1", "date-outside-year", "indicator:1.1.1/remark")},
    ),
    "a letter of the year before": (
        lambda: [report(1, dated(date(2022, 3, 1), referred=True))],
        set(),
    ),
    "a gap": (
        lambda: [report(1), report(4)],
        {
            ("land-q4", "report-missing", "report:2022-23/Q2"),
            ("land-q4", "report-missing", "report:2022-23/Q3"),
        },
    ),
    "a half-year covers its quarters": (
        lambda: [
            report(1),
            report(3),
            replace(report(2), kind="half_year", quarter=None, start=STARTS[0], report_id="half"),
        ],
        set(),
    ),
    "beginning late and ending early": (lambda: [report(2), report(3)], set()),
    "a later signature supersedes": (
        lambda: [
            report(1, signed=cell(date(2022, 10, 10))),
            report(1, signed=cell(date(2022, 10, 16)), report_id="again"),
        ],
        {("land-q1", "report-superseded", "report")},
    ),
    "the longer of two unsigned supersedes": (
        lambda: [
            report(1, row(), row(id="1.1.2", text=cell("অন্য"))),
            report(1, row(), report_id="short"),
        ],
        {("short", "report-superseded", "report")},
    ),
    "nothing tells which is later": (
        lambda: [report(1, row()), report(1, row(), report_id="twin")],
        {("land-q1", "report-superseded", "report"), ("twin", "report-superseded", "report")},
    ),
    "offices that are not stated are not compared": (
        lambda: [
            report(1, row(), office="unknown"),
            report(2, row(target=5), office="unknown"),
        ],
        set(),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_told(name: str) -> None:
    make, expected = CASES[name]
    found = check_archive(make())
    assert {(id, one.code.value, one.ref) for id, one in found} == expected


def test_every_code_of_the_checks_has_a_case() -> None:
    codes = {code.value for check in archive_checks() for code in check.ARCHIVE_CODES}
    assert codes == {code for _, expected in CASES.values() for _, code, _ in expected}


def test_an_empty_archive_tells_nothing() -> None:
    assert check_archive(()) == ()
