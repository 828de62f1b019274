from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest

from load.published import as_file, file_name, published
from load.report_json import PUBLISHED, dump
from load.rows import tables
from tests.load_samples import ATTACKS, ledger, report

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", sorted(published()))
def test_the_published_schema_is_that_of_the_types(name: str) -> None:
    written = (PUBLISHED / file_name(name)).read_bytes()
    assert written == as_file(published()[name]), "run: python -m load.published"


def test_no_other_schema_is_published() -> None:
    assert {path.name for path in PUBLISHED.iterdir()} == {file_name(name) for name in published()}


@pytest.fixture(scope="module")
def validator() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(published()["report"], validate_formats=True)


@pytest.mark.parametrize("quarter", [1, None])
def test_reports_keep_the_schema(validator: jsonschema_rs.Validator, quarter: int | None) -> None:
    sample = report(ledger("ক্রম", *ATTACKS), quarter=quarter)
    assert validator.is_valid(json.loads(dump(sample)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("report_id", None, id="no id"),
        pytest.param("schema_version", "2", id="other version"),
        pytest.param("period/quarter", 5, id="quarter 5"),
        pytest.param("fiscal_year/start", "1 July 2022", id="no date"),
        pytest.param("sections/0/weight/state", "unsure", id="unknown state"),
        pytest.param("sections/0/weight/state", "none", id="a value beside another state"),
        pytest.param("sections/0/weight/confidence", 1.5, id="confidence above 1"),
        pytest.param("sections/0/weight/value", [33], id="list for a value"),
        pytest.param("sections/0/weight/extra", 1, id="unknown field"),
        pytest.param("findings/0/code", "no-such-code", id="unknown code"),
        pytest.param("findings/0/severity", "fatal", id="unknown severity"),
        pytest.param("accounting/cells", "1", id="text for a count"),
    ],
)
def test_broken_reports_do_not(
    validator: jsonschema_rs.Validator, path: str, value: object
) -> None:
    document = json.loads(dump(report(ledger("a"))))
    *steps, last = path.split("/")
    inside = document
    for step in steps:
        inside = inside[int(step) if step.isdigit() else step]
    inside[last] = value
    assert not validator.is_valid(document)


@pytest.mark.parametrize("name", sorted(tables()))
def test_every_column_is_described(name: str) -> None:
    fields = tables()[name].FIELDS
    assert fields[0].name == "report_id"
    assert len({field.name for field in fields}) == len(fields)
    assert all(field.description.endswith((".", ":")) for field in fields)


@pytest.mark.parametrize("name", sorted(tables()))
def test_every_column_is_told_in_the_documentation(name: str) -> None:
    told = set(re.findall(r"\w+", (ROOT / "docs" / "outputs.md").read_text("utf-8")))
    between = {f"target_{band}{end}" for band in (90, 80, 70) for end in ("", "_state")}
    assert {field.name for field in tables()[name].FIELDS} - between <= told


def test_the_room_is_cheap_to_import() -> None:
    heavy = {"pandas", "duckdb", "xlsxwriter", "jsonschema_rs", "frictionless", "openpyxl"}
    code = "import sys, load.rows; load.rows.tables(); print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    assert heavy.isdisjoint(ended.stdout.decode().split())
