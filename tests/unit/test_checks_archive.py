"""Two archived reports, as a person read them: what must be told of them, and what must not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checks import check_report
from schemas.finding import Code, Finding, Severity
from schemas.reading import Place, Reading
from schemas.report import Activity, FiscalYear, Indicator, Orphan, Period, Report, Section
from tests.unit.checks_builder import BANDS, LOST, NOTHING, efile_table, read, report

GOLD = Path(__file__).parents[3] / "shared" / "gold"
UNITS = {"date": "তারিখ", "count": "সংখ্যা", "percent": "%"}
BREAK_BEFORE = {"000": ("2.2.3",), "002": ("1.5.1", "2.2.1")}
TEXT_ENDS_ON_NEXT_PAGE = ("2.1.2",)

pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason="the archived reports are not here")


def archived(name: str, **more: Any) -> Report:
    gold = json.loads((GOLD / f"{name}.json").read_text("utf-8"))
    page = 1
    sections: list[Section] = []
    for one in gold["sections"]:
        activities: list[Activity] = []
        for two in one["activities"]:
            rows: list[Indicator] = []
            for three in two["indicators"]:
                page += three["id"] in BREAK_BEFORE[name]
                rows.append(_row(three, page))
            title = read(two["title"], page=page)
            activities.append(Activity(id=two["id"], title=title, indicators=tuple(rows)))
        sections.append(
            Section(
                id=one["id"],
                title=read(one["title"]),
                weight=read(one["weight"]),
                activities=tuple(activities),
            )
        )
    year = int(gold["fiscal_year"][:4])
    span = gold["period"]
    return report(
        tuple(sections),
        plan_type="egov_innovation",
        fiscal_year=FiscalYear(
            label=gold["fiscal_year"], start=date(year, 7, 1), end=date(year + 1, 6, 30)
        ),
        period=Period(
            kind="quarter",
            quarter=gold["quarter"],
            start=date.fromisoformat(span["start"]),
            end=date.fromisoformat(span["end"]),
        ),
        **more,
    )


def _row(row: dict[str, Any], page: int) -> Indicator:
    text = read(row["text"], page=page)
    if row["id"] in TEXT_ENDS_ON_NEXT_PAGE:
        text = text.model_copy(
            update={"at": (*text.at, Place(page=page + 1, line=1, column=5, join=" "))}
        )
    return Indicator(
        id=row["id"],
        text=text,
        unit=read(row["unit"], UNITS[row["unit"]]),
        weight=read(row["weight"]),
        targets={band: _target(row["targets"][band]) for band in BANDS},
        remark=read(row["remark"]) if row["remark"] else NOTHING,
    )


def _target(cell: dict[str, Any]) -> Reading:
    if cell["state"] == "lost":
        return LOST
    fields = {**cell, "at": (Place(page=1, line=1, column=8),)}
    if cell["raw"] == "৩১/০৪/২০২৩":
        fields["candidates"] = (date(2023, 4, 30), date(2023, 5, 31))
    return Reading.model_validate(fields)


def told(found: tuple[Finding, ...], *codes: Code) -> list[tuple[str, str]]:
    return [
        (one.code.value, one.ref)
        for one in found
        if one.code in codes or (not codes and one.severity is not Severity.INFO)
    ]


@pytest.fixture(scope="module")
def of_2022() -> tuple[Finding, ...]:
    return check_report(archived("000"))


@pytest.fixture(scope="module")
def of_2023() -> tuple[Finding, ...]:
    orphan = Orphan(
        after="indicator:1.3.1", before="indicator:1.5.1", nested_tables=(efile_table(),)
    )
    return check_report(archived("002", orphans=(orphan,)))


def test_report_of_2022_tells_everything_and_no_more(of_2022: tuple[Finding, ...]) -> None:
    assert sorted(told(of_2022)) == [
        ("cell-lost", "indicator:2.2.1/targets/60"),
        ("date-invalid", "indicator:2.2.5/targets/100"),
        ("target-hole", "indicator:1.4.2/targets/90"),
        ("target-hole", "indicator:2.1.1/targets/80"),
        ("text-suspect", "activity:1.2/title"),
        ("text-suspect", "activity:2.1/title"),
        ("text-suspect", "indicator:1.2.1/remark"),
        ("text-suspect", "indicator:1.2.1/text"),
        ("text-suspect", "indicator:1.4.2/remark"),
        ("text-suspect", "indicator:2.1.1/remark"),
        ("text-suspect", "indicator:2.1.1/text"),
    ]


def test_invalid_date_shows_both_readings_and_the_year_before(of_2022: tuple[Finding, ...]) -> None:
    (found,) = [one for one in of_2022 if one.code is Code.DATE_INVALID]
    assert found.candidates == (date(2023, 4, 30), date(2023, 5, 31))
    assert found.evidence == {
        "year_before": {
            "plan": "egov_innovation_ministry_2021-22",
            "indicator": "2.2.5",
            "targets": {"100": "৩০/০৫/ ২০২২", "80": "৩০/০৬/ ২০২২", "60": "-"},
        }
    }


def test_suspect_word_names_the_official_phrase(of_2022: tuple[Finding, ...]) -> None:
    (found,) = [one for one in of_2022 if one.ref == "activity:2.1/title"]
    assert found.candidates == ("বাতায়ন",)
    assert found.evidence is not None
    assert found.evidence["status"] == "official"
    assert found.evidence["phrase"] == "তথ্য বাতায়ন হালনাগাদকরণ"


def test_report_of_2023_tells_everything_and_no_more(of_2023: tuple[Finding, ...]) -> None:
    assert sorted(told(of_2023)) == [
        ("id-gap", "activity:1.4"),
        ("nested-row-incomplete", "orphan:0/nested_tables/0/rows/0"),
        ("plan-total-mismatch", "report"),
        ("row-lost", "activity:1.4"),
        ("section-weight-mismatch", "section:1"),
        ("text-duplicate", "indicator:1.5.2/text"),
        ("text-truncated", "indicator:1.3.1/text"),
        ("text-truncated", "indicator:1.5.1/text"),
        ("text-truncated", "indicator:1.5.2/text"),
    ]


def test_lost_row_keeps_its_weight_a_hypothesis(of_2023: tuple[Finding, ...]) -> None:
    (found,) = [one for one in of_2023 if one.code is Code.ROW_LOST]
    assert found.evidence is not None
    assert found.evidence["missing"] == ["1.4"]
    assert found.evidence["weight_hypothesis"] == "6"


@pytest.mark.parametrize("name", ["000", "002"])
def test_weights_and_percents_are_shown(name: str) -> None:
    orphans = (Orphan(after="indicator:1.3.1", nested_tables=(efile_table(),)),)
    shown = archived(name, orphans=orphans).arithmetic
    assert [one.formula for one in shown.percents if one.agrees] == [
        "1355/(1355+24)",
        "1182/(1182+24)",
        "12357/(12357+306)",
    ]
    assert shown.total.declared_by_plan == 50
    assert shown.total.sum == {"000": 50, "002": 44}[name]
    assert [one.difference for one in shown.sections] == {"000": [0, 0], "002": [6, 0]}[name]
