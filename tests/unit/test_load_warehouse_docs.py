"""What docs/warehouse.md shows is run as it stands there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from load.warehouse import load_folder
from tests.load_samples import ledger, report
from tests.warehouse_folders import ask, postgres, write_folder

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "warehouse.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
SNIPPETS = [body for language, body in BLOCKS if language == "python"]
QUERIES = [body.strip().rstrip(";") for language, body in BLOCKS if language == "sql"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the files stand that the page names."""
    out = tmp_path_factory.mktemp("docs")
    held = [ledger(f"{number}") for number in range(3)]
    given = [
        (report(one, quarter=quarter), one) for one, quarter in zip(held, (4, 4, 1), strict=True)
    ]
    folder = write_folder(out / "converted", given)
    load_folder(folder, f"duckdb:///{folder}/warehouse.duckdb")
    load_folder(folder, f"parquet:///{out}/parquet")
    return out


@pytest.fixture(scope="module")
def server(place: Path) -> Generator[str]:
    with postgres() as url:
        load_folder(place / "converted", url)
        yield url


@pytest.mark.parametrize("body", SNIPPETS, ids=lambda body: re.findall(r"\w+", body)[1])
def test_a_snippet_runs(body: str, place: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", f"{body}\nassert any(len(globals()[name]) for name in globals()"
         " if name in ('rows', 'wide', 'quarter'))"],
        cwd=place, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("kind", ["duckdb", "postgres"])
@pytest.mark.parametrize("sql", QUERIES, ids=range(len(QUERIES)))
def test_a_query_runs(sql: str, kind: str, place: Path, request: pytest.FixtureRequest) -> None:
    url = (
        f"duckdb:///{place}/converted/warehouse.duckdb"
        if kind == "duckdb"
        else request.getfixturevalue("server")
    )
    assert isinstance(ask(url, sql), list)


def test_the_page_shows_each_tool() -> None:
    assert len(QUERIES) >= 5
    for tool in ("duckdb", "pandas", "polars", "frictionless"):
        assert any(f"import {tool}" in body or f"from {tool}" in body for body in SNIPPETS), tool
