"""The sample reports against their gold, which comes from their descriptions alone."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

from conversion import understand
from extract import read_file
from normalize.interpret import Interpretation
from samples.described import Sample
from samples.make import REPORTS, gold_bytes, main, report_bytes, samples
from schemas.finding import Severity
from schemas.reading import Reading, State
from schemas.report import NestedTable, Report

GOLD = REPORTS.parent / "gold"
NAMES = [sample.name for sample in samples()]
Gold = dict[str, Any]


@cache
def meant(name: str) -> Interpretation:
    return understand(read_file(REPORTS / f"{name}.tsv"))


@cache
def gold(name: str) -> Gold:
    return cast(Gold, json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8")))


def told(reading: Reading) -> Gold:
    """A reading as gold has it."""
    return {"raw": reading.raw, "state": reading.state.value, "value": as_json(reading.value)}


def as_json(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def rows_of(tables: tuple[NestedTable, ...]) -> list[list[Gold]]:
    return [
        [told(cell) for cell in row]
        for table in tables
        for row in ((table.header,) if table.header else ()) + table.rows
    ]


def found(report: Report, *, above_info: bool = False) -> set[tuple[str, str]]:
    return {
        (finding.code.value, finding.ref)
        for finding in report.findings
        if not above_info or finding.severity is not Severity.INFO
    }


def expected(name: str) -> set[tuple[str, str]]:
    return {(finding["code"], finding["ref"]) for finding in gold(name)["findings"]}


def indicators(name: str) -> Iterator[Gold]:
    for section in gold(name)["sections"]:
        for activity in section["activities"]:
            yield from activity["indicators"]


by_name = pytest.mark.parametrize("name", NAMES)


def test_the_folders_hold_the_samples_and_nothing_else() -> None:
    assert sorted(path.name for path in REPORTS.iterdir()) == sorted(f"{n}.tsv" for n in NAMES)
    assert sorted(path.name for path in GOLD.iterdir()) == sorted(f"{n}.json" for n in NAMES)


def test_the_readme_tells_what_each_sample_shows() -> None:
    readme = (REPORTS.parent / "README.md").read_text(encoding="utf-8")
    rows = [line for line in readme.splitlines() if line.startswith("| `")]
    assert rows == [f"| `{sample.name}` | {sample.shows} |" for sample in samples()]


@pytest.mark.parametrize("sample", samples(), ids=NAMES)
def test_the_script_makes_the_committed_bytes(sample: Sample) -> None:
    assert (REPORTS / f"{sample.name}.tsv").read_bytes() == report_bytes(sample)
    assert (GOLD / f"{sample.name}.json").read_bytes() == gold_bytes(sample)


def test_the_script_writes_into_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "reports")]) == 0
    assert f"{len(NAMES)} sample reports" in capsys.readouterr().out
    for name in NAMES:
        made = (tmp_path / "reports" / f"{name}.tsv").read_bytes()
        assert made == (REPORTS / f"{name}.tsv").read_bytes()
        assert (tmp_path / "gold" / f"{name}.json").is_file()


@by_name
def test_the_title(name: str) -> None:
    report, want = meant(name).report, gold(name)
    assert report.title.raw == want["title"]
    assert report.plan_type == want["plan_type"]
    assert {"state": report.organisation.state, "name": report.organisation.name} == want[
        "organisation"
    ]
    assert report.fiscal_year.label == want["fiscal_year"]
    assert report.period.quarter == want["quarter"]
    span = {"start": as_json(report.period.start), "end": as_json(report.period.end)}
    assert span == want["period"]


@by_name
def test_the_sections_and_activities(name: str) -> None:
    sections = meant(name).report.sections
    assert [
        {
            "id": section.id,
            "title": told(section.title),
            "weight": told(section.weight),
            "activities": [
                {
                    "id": activity.id,
                    "title": told(activity.title),
                    "indicators": [indicator.id for indicator in activity.indicators],
                }
                for activity in section.activities
            ],
        }
        for section in sections
    ] == [
        {
            **section,
            "activities": [
                {**activity, "indicators": [one["id"] for one in activity["indicators"]]}
                for activity in section["activities"]
            ],
        }
        for section in gold(name)["sections"]
    ]


@by_name
@pytest.mark.parametrize("field", ["text", "unit", "weight", "remark"])
def test_the_cells(name: str, field: str) -> None:
    read = {one.id: told(getattr(one, field)) for one in meant(name).report.indicators()}
    assert read == {one["id"]: one[field] for one in indicators(name)}


@by_name
def test_the_targets(name: str) -> None:
    read = [
        (one.id, band, told(target))
        for one in meant(name).report.indicators()
        for band, target in one.targets.items()
    ]
    assert read == [
        (one["id"], band, target)
        for one in indicators(name)
        for band, target in one["targets"].items()
    ]


@by_name
def test_the_other_columns(name: str) -> None:
    read = [
        {column: told(cell) for column, cell in one.extra.items()}
        for one in meant(name).report.indicators()
    ]
    assert read == [one["extra"] for one in indicators(name)]


@by_name
def test_the_small_tables(name: str) -> None:
    report, want = meant(name).report, gold(name)
    read = [rows_of(one.nested_tables) for one in report.indicators()]
    assert read == [one["nested"] for one in indicators(name)]
    assert [
        {"after": one.after, "before": one.before, "rows": rows_of(one.nested_tables)}
        for one in report.orphans
    ] == want["orphans"]
    assert not [cell for one in report.orphans for cell in one.cells]


@by_name
def test_the_achievements(name: str) -> None:
    read = {
        one.id: as_json(one.derived.achievement) if one.derived else None
        for one in meant(name).report.indicators()
    }
    assert read == {one["id"]: one["achievement"] for one in indicators(name)}


@by_name
def test_the_signature(name: str) -> None:
    signature = meant(name).report.signature
    assert {
        "date": told(signature.date),
        "designation": told(signature.designation),
        "office": told(signature.office),
        "name": told(signature.name),
    } == gold(name)["signature"]


@by_name
def test_every_cell_has_its_role(name: str) -> None:
    assert meant(name).report.accounting.model_dump() == gold(name)["accounting"]


@by_name
def test_every_part_of_a_reading_stands_where_it_is_said_to(name: str) -> None:
    cells = {(one.page, one.line, one.column): one.raw for one in meant(name).ledger.entries}
    report = meant(name).report
    readings = [
        reading
        for one in report.indicators()
        for reading in (one.text, one.unit, one.weight, *one.targets.values(), one.remark)
    ]
    for reading in (*readings, report.title, report.signature.date):
        parts = [f"{at.join}{cells[at.page, at.line, at.column]}" for at in reading.at]
        assert "".join(parts) == (reading.raw or "")
        assert (reading.value is None) == (reading.state is not State.VALUE)


@by_name
def test_the_source_can_be_rebuilt(name: str) -> None:
    interpretation = meant(name)
    charset = interpretation.report.source.media_type.rpartition("=")[2]
    rebuilt = interpretation.ledger.rebuild().encode(charset)
    assert rebuilt == (REPORTS / f"{name}.tsv").read_bytes()


@by_name
def test_all_that_must_be_told_is_told(name: str) -> None:
    assert not expected(name) - found(meant(name).report)


@by_name
def test_no_alarm_is_false(name: str) -> None:
    assert not found(meant(name).report, above_info=True) - expected(name)


@pytest.mark.parametrize("name", [name for name in NAMES if gold(name)["clean"]])
def test_a_clean_report_raises_nothing(name: str) -> None:
    assert not found(meant(name).report, above_info=True)
