from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from load import findings, indicators
from load.cells import FIELDS as CELLS
from load.rows import csv_rows, parse_rows, tables
from schemas.document import Ledger
from schemas.reading import Reading, State
from schemas.report import Concept, Organisation, Report
from tests.load_samples import indicator, ledger, report

ROOT = Path(__file__).parents[2]

Row = dict[str, str]


def rows_of(name: str, sample: Report, held: Ledger | None = None) -> list[Row]:
    table = tables()[name]
    lines = parse_rows(csv_rows(table, sample, held or ledger("a")))
    return [dict(zip([field.name for field in table.FIELDS], line, strict=True)) for line in lines]


@pytest.fixture
def row() -> Row:
    return rows_of("indicators", report(ledger("a"), indicators=(indicator(1),)))[0]


def test_the_columns_are_those_of_the_contract() -> None:
    bands = ["100", "90", "80", "70", "60"]
    assert [field.name for field in indicators.FIELDS] == [
        *("report_id", "organisation", "plan_type", "fiscal_year", "quarter"),
        *("section_id", "section_title", "section_weight", "activity_id", "activity_title"),
        *("indicator_id", "indicator_text", "concept", "unit", "weight"),
        *(f"target_{band}" for band in bands),
        *(f"target_{band}_state" for band in bands),
        *("remark", "achievement", "achievement_confidence", "min_confidence", "findings"),
        *("source_file", "source_sha256", "page", "line"),
    ]
    assert {name: len(table.FIELDS) for name, table in tables().items()} == {
        "cells": len(CELLS),
        "findings": 17,
        "indicators": 34,
    }


def test_targets_are_told_with_their_states(row: Row) -> None:
    assert [(row[f"target_{band}"], row[f"target_{band}_state"]) for band in indicators.BANDS] == [
        ("2023-05-16", "value"),
        ("98.26", "value"),
        ("", "none"),
        ("", "invalid"),
        ("", "lost"),
    ]


def test_a_band_that_the_form_lacks_is_empty_in_value_and_state() -> None:
    three = indicator(1).model_copy(
        update={"targets": {"100": indicator(1).targets["100"], "80": indicator(1).targets["80"]}}
    )
    found = rows_of("indicators", report(ledger("a"), indicators=(three,)))[0]
    assert [found[f"target_{band}_state"] for band in indicators.BANDS] == [
        *("value", "", "none", "", "")
    ]


def test_the_other_columns_of_an_indicator(row: Row) -> None:
    assert row["section_weight"] == "33"
    assert row["weight"] == "10"
    assert row["unit"] == "date"
    assert row["indicator_text"] == "উদ্ভাবনী ধারণা বাস্তবায়িত"
    assert (row["achievement"], row["achievement_confidence"]) == ("2023-05-10", "0.9")
    assert row["min_confidence"] == "0.75"
    assert (row["page"], row["line"]) == ("1", "11")
    assert (row["organisation"], row["quarter"]) == ("", "4")


def test_findings_are_counted_for_their_own_indicator_and_without_infos() -> None:
    found = rows_of("indicators", report(ledger("a")))
    assert [(row["indicator_id"], row["findings"]) for row in found] == [
        ("1.1.1", "1"),
        ("1.1.10", "1"),
    ]


def test_where_the_text_is_lost_the_next_cell_tells_the_place() -> None:
    lost = indicator(1).model_copy(update={"text": Reading(raw=None, state=State.LOST)})
    found = rows_of("indicators", report(ledger("a"), indicators=(lost,)))[0]
    assert (found["indicator_text"], found["page"], found["line"]) == ("", "1", "11")


def test_the_concept_is_the_one_that_was_found() -> None:
    found = Concept(state="inferred", name="efile_note_disposal", basis="likeness")
    rows = rows_of(
        "indicators",
        report(
            ledger("a"),
            indicators=(indicator(1).model_copy(update={"concept": found}), indicator(2)),
        ),
    )
    assert [row["concept"] for row in rows] == ["efile_note_disposal", ""]


def test_a_report_without_year_and_quarter_leaves_them_empty() -> None:
    found = rows_of("indicators", report(ledger("a"), quarter=None))[0]
    assert (found["fiscal_year"], found["quarter"], found["concept"]) == ("", "", "")


def test_the_organisation_is_told_as_it_is_named() -> None:
    named = Organisation(state="value", name="তথ্য ও যোগাযোগ প্রযুক্তি বিভাগ")
    sample = report(ledger("a")).model_copy(update={"organisation": named})
    assert rows_of("findings", sample)[0]["organisation"] == "তথ্য ও যোগাযোগ প্রযুক্তি বিভাগ"


def test_a_finding_is_told_with_candidates_and_proof() -> None:
    first, second, _ = rows_of("findings", report(ledger("a")))
    assert (first["code"], first["severity"]) == ("date-invalid", "error")
    assert json.loads(first["candidates"]) == ["2023-04-30", "2023-05-31", 98, 4]
    assert json.loads(first["evidence"]) == {"plan": "2021-22", "days": [30, 31.5, None, True]}
    assert (first["page"], first["line"], first["column"]) == ("1", "11", "11")
    assert (second["candidates"], second["evidence"], second["page"]) == ("", "", "")


def test_a_report_without_findings_has_no_rows() -> None:
    assert rows_of("findings", report(ledger("a"), findings=())) == []
    assert len(findings.FIELDS) == 17


def test_a_new_table_is_one_new_file(tmp_path: Path) -> None:
    for room in ("load", "schemas"):
        shutil.copytree(ROOT / room, tmp_path / room)
    told = (ROOT / "docs" / "add-an-output.md").read_text("utf-8")
    (tmp_path / "load" / "signatures.py").write_text(
        told.partition("```python\n")[2].partition("```")[0]
    )
    code = "from load.published import published; print(*published())"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True, timeout=60
    )
    assert ended.stdout.decode().split() == [
        *("report", "cells", "findings", "indicators", "signatures", "archive_findings")
    ]


def column(rows: Sequence[Row], name: str) -> list[str]:
    return [row[name] for row in rows]


def test_the_ledger_is_told_cell_by_cell() -> None:
    held = ledger("ক্রম", "=1", before="\n\t", tail="\r\n")
    found = rows_of("cells", report(held), held)
    assert column(found, "raw") == ["ক্রম", "=1"]
    assert column(found, "role") == ["header", "leftover"]
    assert column(found, "before") == [r"\n\t", r"\n\t"]
    assert column(found, "after") == ["", r"\r\n"]
