"""Findings between reports come into the warehouse as they stand in the folder, and no others."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from load.archive_findings import ARCHIVE_FILE, about, write_archive_findings
from load.warehouse import load_folder, verify_warehouse
from schemas.finding import Code, Finding, Severity
from schemas.reading import Place
from tests.warehouse_folders import Pair, ask, corrected, empty, pairs, postgres, write_folder


@pytest.fixture(scope="module")
def server() -> Generator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["duckdb", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "duckdb":
        return f"duckdb:///{tmp_path}/w.duckdb"
    return empty(request.getfixturevalue("server"))


def changed(page: int, other: str = "other") -> Finding:
    return Finding(
        code=Code.TARGET_CHANGED,
        severity=Severity.WARNING,
        message="It was 4 before.",
        message_bn="আগে ৪ ছিল।",
        ref="indicator:1.1.1/targets/100",
        at=(Place(page=page, line=11, column=8),),
        evidence={
            "other": {
                "report_id": other, "ref": "indicator:1.1.1/targets/100", "raw": '"৪", \r\n',
                "page": 1, "line": 12, "column": 8,
            }
        },
    )  # fmt: skip


def checked(folder: Path, given: Sequence[Pair], told: Sequence[tuple[int, Finding]]) -> Path:
    """A folder with findings about its reports, by their number."""
    write_folder(folder, given)
    reports = {found.report_id: about(found) for found, _ in given}
    ids = [found.report_id for found, _ in given]
    write_archive_findings(folder, [(ids[number], one) for number, one in told], reports)
    return folder


PLACES = (
    "SELECT report_id, code, page, line, grid_column, other_report_id, other_raw, other_page,"
    " other_line, other_grid_column FROM contradictions ORDER BY report_id, page"
)


def test_both_places_can_be_asked_for(tmp_path: Path, url: str) -> None:
    given = pairs(2)
    load_folder(checked(tmp_path / "a", given, [(0, changed(1)), (1, changed(2))]), url)
    due = [
        (found.report_id, "target-changed", page, 11, 8, "other", '"৪", \r\n', 1, 12, 8)
        for page, (found, _) in enumerate(given, start=1)
    ]
    assert ask(url, PLACES) == sorted(due)
    assert verify_warehouse(url) == ()


def test_a_load_puts_the_findings_of_its_reports_in_place_of_earlier_ones(
    tmp_path: Path, url: str
) -> None:
    first, second, third = pairs(3)
    load_folder(checked(tmp_path / "a", [first, second], [(0, changed(1)), (1, changed(2))]), url)
    load_folder(checked(tmp_path / "b", [third], [(0, changed(3))]), url)
    assert {row[2] for row in ask(url, PLACES)} == {1, 2, 3}
    again = checked(tmp_path / "a", [first, second], [(1, changed(2)), (1, changed(4))])
    load_folder(again, url)
    assert {row[2] for row in ask(url, PLACES)} == {2, 3, 4}
    load_folder(again, url)
    assert ask(url, "SELECT count(*) FROM archive_finding") == [(3,)]
    # a folder that was not checked says nothing, and takes nothing away
    (again / ARCHIVE_FILE).unlink()
    load_folder(again, url)
    assert ask(url, "SELECT count(*) FROM archive_finding") == [(3,)]
    load_folder(checked(tmp_path / "a", [first, second], []), url)
    assert {row[2] for row in ask(url, PLACES)} == {3}


def test_findings_about_a_corrected_report_are_told_of_the_version_that_holds(
    tmp_path: Path, url: str
) -> None:
    (pair,) = pairs(1)
    load_folder(checked(tmp_path / "a", [pair], [(0, changed(1))]), url)
    later = corrected(pair, "নতুন")
    load_folder(checked(tmp_path / "b", [later], [(0, changed(1))]), url)
    assert len(ask(url, PLACES)) == 1
    assert ask(url, "SELECT count(*) FROM report") == [(2,)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"report_id,", b"id,", id="other columns"),
        pytest.param(b"target-changed", b"target-kept", id="unknown code"),
        pytest.param(b",11,8,", b",eleven,8,", id="no number"),
        pytest.param(b'"', b"", id="quotes gone"),
    ],
)
def test_a_damaged_file_is_told_and_not_loaded(old: bytes, new: bytes, tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path}/w.duckdb"
    folder = checked(tmp_path / "a", pairs(1), [(0, changed(1))])
    path = folder / ARCHIVE_FILE
    path.write_bytes(path.read_bytes().replace(old, new))
    loaded = load_folder(folder, url)
    assert [one.name for one in loaded.declined] == [ARCHIVE_FILE]
    assert loaded.reports == {"new": 1}
    assert ask(url, "SELECT count(*) FROM archive_finding") == [(0,)]
