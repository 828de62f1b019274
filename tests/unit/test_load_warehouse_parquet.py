"""Parquet folders: partitioned, whole, and read alike by the tools that people use."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest

from load.warehouse import load_folder
from schemas.errors import OutputUnusable
from tests.warehouse_folders import ask, corrected, pairs, write_folder


def test_partitions_are_read_back_alike(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", pairs(8))
    load_folder(folder, f"parquet:///{tmp_path}/out")
    load_folder(folder, f"duckdb:///{tmp_path}/w.duckdb")
    due = ask(
        f"duckdb:///{tmp_path}/w.duckdb",
        "SELECT report_id, indicator_no, quarter, target_100 FROM wide ORDER BY 1, 2",
    )
    wide = tmp_path / "out" / "wide"
    assert {path.relative_to(wide).parent.as_posix() for path in wide.rglob("*.parquet")} == {
        *(f"fiscal_year=2022-23/quarter={number}" for number in (1, 2, 3)),
        "fiscal_year=unknown/quarter=__HIVE_DEFAULT_PARTITION__",
    }
    columns = ["report_id", "indicator_no", "quarter", "target_100"]
    database = duckdb.connect()
    by_duckdb = database.execute(
        f"SELECT {', '.join(columns)}"  # noqa: S608
        f" FROM read_parquet('{wide}/**/*.parquet', hive_partitioning = true) ORDER BY 1, 2"
    ).fetchall()
    assert by_duckdb == due
    by_polars = pl.read_parquet(f"{wide}/**/*.parquet", hive_partitioning=True)
    assert by_polars.select(columns).sort(columns[:2]).rows() == due
    by_pandas = database.execute(f"FROM read_parquet('{wide}/**/*.parquet')").df()
    assert isinstance(by_pandas, pd.DataFrame)
    assert len(by_pandas) == len(due)
    files = f"read_parquet('{tmp_path}/out/target/**/*.parquet')"
    n_targets = database.execute(f"SELECT count(*) FROM {files}").fetchall()  # noqa: S608
    database.close()
    assert n_targets == [(5 * len(due),)]


def test_the_folder_is_exchanged_whole(tmp_path: Path) -> None:
    (first,) = pairs(1)
    url = f"parquet:///{tmp_path}/out"
    load_folder(write_folder(tmp_path / "a", [first]), url)
    load_folder(write_folder(tmp_path / "b", [corrected(first, "নতুন")]), url)
    found = pl.read_parquet(f"{tmp_path}/out/wide/**/*.parquet")
    assert sorted(set(found["remark"])) == sorted({"নতুন", "অফিস আদেশ জারি করা হয়েছে।"})
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "out", ".out.lock"}


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "out" / "notes.txt"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputUnusable, match="no Parquet output"):
        load_folder(write_folder(tmp_path / "a", pairs(1)), f"parquet:///{tmp_path}/out")
    assert mine.read_text(encoding="utf-8") == "mine"
