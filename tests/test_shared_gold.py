"""The two reports whose truth was made by hand: every id, text, value, state and finding."""

import json
from pathlib import Path
from typing import Any

import pytest

from conversion import understand
from extract import read_file
from schemas.report import NestedTable, Report

SHARED = Path(__file__).parent.parent.parent / "shared"
CASES = {"000": "000_9c4cd91545850ce7.txt", "002": "002_0ca45c87babbc60a.txt"}

pytestmark = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the gold is not here")


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Report, Path]:
    source = SHARED / "seeds" / CASES[request.param]
    gold = json.loads((SHARED / "gold" / f"{request.param}.json").read_text(encoding="utf-8"))
    return gold, understand(read_file(source)).report, source


def test_sections_activities_and_indicators(case: tuple[dict[str, Any], Report, Path]) -> None:
    gold, report, _ = case
    read = [
        {
            "id": section.id,
            "title": section.title.value,
            "weight": section.weight.value,
            "activities": [
                {
                    "id": activity.id,
                    "title": activity.title.value,
                    "indicators": [
                        {
                            "id": one.id,
                            "text": one.text.value,
                            "unit": one.unit.value,
                            "weight": one.weight.value,
                            "targets": {
                                band: {
                                    key: value
                                    for key, value in target.model_dump(mode="json").items()
                                    if key in ("raw", "state", "value")
                                }
                                for band, target in one.targets.items()
                            },
                            "remark": one.remark.value,
                        }
                        for one in activity.indicators
                    ],
                }
                for activity in section.activities
            ],
        }
        for section in report.sections
    ]
    assert read == gold["sections"]


def test_title_period_and_signature(case: tuple[dict[str, Any], Report, Path]) -> None:
    gold, report, _ = case
    read = report.model_dump(mode="json")
    assert read["plan_type"] == gold["plan_type"]
    assert read["organisation"]["name"] == gold["organisation"]
    assert read["organisation"]["state"] == ("value" if gold["organisation"] else "missing")
    assert read["fiscal_year"]["label"] == gold["fiscal_year"]
    assert read["period"]["quarter"] == gold["quarter"]
    assert {key: read["period"][key] for key in ("start", "end")} == gold["period"]
    assert read["signature"]["date"]["value"] == gold["signature_date"]


def rows_of(tables: tuple[NestedTable, ...]) -> list[dict[str, Any]]:
    dumped = [table.model_dump(mode="json") for table in tables]
    return [
        {"rows": [[reading["value"] for reading in row] for row in table["rows"]]}
        for table in dumped
    ]


def test_nested_tables(case: tuple[dict[str, Any], Report, Path]) -> None:
    gold, report, _ = case
    tables = [table for one in report.indicators() for table in one.nested_tables]
    tables += [table for orphan in report.orphans for table in orphan.nested_tables]
    assert rows_of(tuple(tables)) == gold["nested_tables"]


def test_every_cell_is_accounted_for(case: tuple[dict[str, Any], Report, Path]) -> None:
    gold, report, source = case
    assert report.accounting.cells == gold["cells"]
    assert sum(report.accounting.roles.values()) == gold["cells"]
    assert report.accounting.leftover == 0
    ledger = understand(read_file(source)).ledger
    assert ledger.rebuild().encode() == source.read_bytes()


FINDINGS = {
    "000": [
        ("date-invalid", "indicator:2.2.5/targets/100"),
        ("cell-shifted", "indicator:2.2.1/targets/60"),
        ("activity-repeats-indicator", "indicator:1.2.2"),
        ("activity-repeats-indicator", "indicator:2.2.2"),
        ("id-level", "indicator:1.4.2"),
        ("target-hole", "indicator:1.4.2/targets/90"),
        ("target-hole", "indicator:2.1.1/targets/80"),
        ("achievement-not-stated", "indicator:1.2.2/remark"),
        ("achievement-quarter-only", "indicator:1.3.1/remark"),
        ("header-not-repeated", "report"),
    ],
    "002": [
        ("row-lost", "activity:1.4"),
        ("section-weight-mismatch", "section:1"),
        ("plan-total-mismatch", "report"),
        ("id-gap", "activity:1.4"),
        ("nested-table", "orphan:0/nested_tables/0"),
        ("nested-row-incomplete", "orphan:0/nested_tables/0/rows/0"),
        ("text-truncated", "indicator:1.3.1/text"),
        ("text-truncated", "indicator:1.5.1/text"),
        ("text-truncated", "indicator:1.5.2/text"),
        ("text-duplicate", "indicator:1.5.2/text"),
        ("row-joined", "indicator:2.1.2/text"),
        ("row-joined", "indicator:2.2.3/text"),
        ("row-joined", "indicator:2.2.3/remark"),
        ("row-joined", "activity:1.5/title"),
        ("row-joined", "activity:2.1/title"),
        ("organisation-missing", "report"),
        ("organisation-inferred", "report/organisation"),
        ("signature-missing", "signature"),
        ("header-repeated", "report"),
        ("column-count-varies", "report"),
    ],
}


@pytest.mark.parametrize(
    ("name", "code", "ref"),
    [(name, code, ref) for name, found in FINDINGS.items() for code, ref in found],
)
def test_findings(name: str, code: str, ref: str) -> None:
    report = understand(read_file(SHARED / "seeds" / CASES[name])).report
    assert (code, ref) in {(finding.code.value, finding.ref) for finding in report.findings}


def test_an_impossible_date_names_both_readings() -> None:
    report = understand(read_file(SHARED / "seeds" / CASES["000"])).report
    found = next(one for one in report.findings if one.code == "date-invalid")
    assert [str(day) for day in found.candidates] == ["2023-04-30", "2023-05-31"]


def test_sums_and_percents_are_shown() -> None:
    sums = understand(read_file(SHARED / "seeds" / CASES["002"])).report.arithmetic
    assert [(one.id, one.declared, one.sum, one.difference) for one in sums.sections] == [
        ("1", 33, 27, 6),
        ("2", 17, 17, 0),
    ]
    assert (sums.total.declared_by_plan, sums.total.sum) == (50, 44)
    assert [(one.formula, str(one.recomputed), one.agrees) for one in sums.percents] == [
        ("1355/(1355+24)", "98.26", True),
        ("1182/(1182+24)", "98.01", True),
        ("12357/(12357+306)", "97.58", True),
    ]


ACHIEVED = {
    "000": {
        "1.1.1": None, "1.2.1": "2022-10-12", "1.2.2": None, "1.3.1": 96.82,
        "1.4.1": "2022-10-30", "1.4.2": 4, "2.1.1": None, "2.2.1": 8, "2.2.2": 96.84,
        "2.2.3": "2023-01-09", "2.2.4": "2023-01-29", "2.2.5": "2023-05-24",
    },
    "002": {
        "1.1.1": "2024-03-31", "1.2.1": None, "1.3.1": None, "1.5.1": 3, "1.5.2": "2024-03-25",
        "2.1.1": 3, "2.1.2": 3, "2.2.1": 1, "2.2.2": "2024-01-29", "2.2.3": "2023-11-29",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", ACHIEVED)
def test_achievement_is_derived_or_abstained_from(name: str) -> None:
    report = understand(read_file(SHARED / "seeds" / CASES[name])).report
    derived = {
        one.id: one.derived and one.derived.model_dump(mode="json")["achievement"]
        for one in report.indicators()
    }
    assert derived == ACHIEVED[name]
