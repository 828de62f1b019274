"""Findings between reports as a table of the output folder, and the page of pictures."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from checks import check_report
from checks.arithmetic import arithmetic
from load.archive_findings import ARCHIVE_FIELDS, ARCHIVE_FILE
from load.datapackage import write_datapackage
from load.overview import PAGE, write_overview
from load.report_json import dump, output_path
from load.rows import csv_rows, header, tables
from load.verify import verify
from pipeline import main
from samples.archive import planted_archive
from tests.archive_reading import read

N_OFFICES = 3


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with the reports of some offices of the planted archive."""
    folder = tmp_path_factory.mktemp("converted")
    rows: dict[Path, dict[str, bytes]] = {}
    for name, text in sorted(planted_archive().reports.items()):
        if int(name[6:8]) >= N_OFFICES:
            continue
        bare, ledger = read(name, text)
        sums = arithmetic(bare.sections, bare.orphans, None)
        summed = bare.model_copy(update={"arithmetic": sums})
        report = summed.model_copy(update={"findings": check_report(summed)})
        path = folder / output_path(report)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dump(report))
        for kind, table in tables().items():
            found = rows.setdefault(path.parent / f"{kind}.csv", {})
            found[report.report_id] = csv_rows(table, report, ledger)
    for path, found in rows.items():
        content = b"".join(found[id] for id in sorted(found))
        path.write_bytes(header(tables()[path.stem].FIELDS) + content)
    (folder / "run.json").write_text('{"inputs": []}')
    write_datapackage(folder)
    return folder


@pytest.fixture(scope="module")
def checked(converted: Path) -> Path:
    ran = CliRunner().invoke(main, ["check", str(converted)])
    assert ran.exit_code == 0, ran.output
    assert f"Reports: {len(list(converted.rglob('Q*/*.json')))}" in ran.output
    return converted


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / ARCHIVE_FILE).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_both_places_stand_in_columns(checked: Path) -> None:
    rows = rows_of(checked)
    assert rows
    assert list(rows[0]) == [field.name for field in ARCHIVE_FIELDS]
    for row in rows:
        other = json.loads(row["evidence"]).get("other", {})
        assert row["other_report_id"] == (other.get("report_id") or "")
        assert row["other_page"] == str(other.get("page") or "")


def test_checking_again_writes_the_same_bytes(checked: Path) -> None:
    before = (checked / ARCHIVE_FILE).read_bytes()
    assert CliRunner().invoke(main, ["check", str(checked), "--quiet"]).exit_code == 0
    assert (checked / ARCHIVE_FILE).read_bytes() == before


def test_the_data_package_names_the_table(checked: Path) -> None:
    resources = json.loads((checked / "datapackage.json").read_bytes())["resources"]
    (resource,) = [one for one in resources if one["path"] == ARCHIVE_FILE]
    assert [one["name"] for one in resource["schema"]["fields"]][-1] == "source_sha256"


def problems(folder: Path) -> list[str]:
    return [one.what for one in verify(folder) if one.path == ARCHIVE_FILE]


def test_verify_tells_a_finding_of_a_report_that_is_gone(checked: Path) -> None:
    assert problems(checked) == []
    path = checked / ARCHIVE_FILE
    before = path.read_bytes()
    gone = rows_of(checked)[0]["report_id"]
    path.write_bytes(before.replace(gone.encode(), b"nobody-2022-23-q1-00000000"))
    try:
        assert problems(checked) == ["It tells of nobody-2022-23-q1-00000000, which is not there."]
        path.write_bytes(b"other,columns\r\n")
        assert problems(checked) == ["Its columns are not the published ones."]
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("command", ["check", "report"])
def test_a_folder_that_is_not_there_is_told(command: str, tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, [command, str(tmp_path / "nowhere")])
    assert ran.exit_code == 2


def test_the_page_of_an_empty_folder_is_declined(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="holds no tables"):
        write_overview(tmp_path)


def test_the_page_stands_alone(checked: Path) -> None:
    page = write_overview(checked).read_text("utf-8")
    assert page.count("<svg") == 4
    assert not re.search(r"""(src|href)\s*=|url\((?!data:)""", page)
    assert "কৃষি মন্ত্রণালয়" in page


def test_the_sql_that_is_shown_is_sql_that_runs(
    checked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write_overview(checked)
    assert page.name == PAGE
    monkeypatch.chdir(checked)
    shown = re.findall(r"<pre>(.*?)</pre>", page.read_text("utf-8"), re.DOTALL)
    for sql in shown:
        text = sql.replace("&#x27;", "'").replace("&quot;", '"').replace("&gt;", ">")
        with duckdb.connect() as connection:
            assert connection.execute(text).fetchall()
    assert len(shown) == 4
