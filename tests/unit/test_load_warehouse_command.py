"""`ogrogoti load` and `ogrogoti verify --warehouse` as processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from load.warehouse_duckdb import fill_duckdb
from tests.warehouse_folders import counts, pairs, write_folder

ROOT = Path(__file__).parents[2]


def ogrogoti(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "pipeline.py"), *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd,
    )  # fmt: skip


def test_a_folder_is_loaded_into_its_own_warehouse(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", pairs(2))
    ran = ogrogoti("load", "in", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "Reports: 2 (2 new).\n")
    url = f"duckdb:///{folder}/warehouse.duckdb"
    assert counts(url)["report"] == 2
    ran = ogrogoti("load", folder, "--quiet")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    ran = ogrogoti("verify", "--warehouse", "duckdb:///in/warehouse.duckdb", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "keeps its keys" in ran.stderr


def test_what_does_not_hold_is_told(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", pairs(1))
    ogrogoti("load", folder)
    path = folder / "warehouse.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute("DELETE FROM plan")
    ran = ogrogoti("verify", "--warehouse", f"duckdb:///{path}")
    assert ran.returncode == 1
    assert 'report: "plan_key" stands in plan: not so in 1 rows.' in ran.stdout.splitlines()
    assert "do not hold" in ran.stderr


def test_a_report_that_is_not_loaded_is_told(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", pairs(2))
    broken = next(folder.glob("2022-23/*/*.json"))
    broken.write_text("{}", encoding="utf-8")
    ran = ogrogoti("load", folder)
    assert ran.returncode == 1
    assert broken.name in ran.stderr
    assert "Not loaded: 1." in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(("load", "nowhere"), 2, "There is no folder nowhere", id="no folder"),
        pytest.param(("load", "in", "--to", "x:///y"), 2, "no warehouse of the kind x", id="kind"),
        pytest.param(("load", "in", "--to", "postgresql://[::1]:1/x"), 5, "PostgreSQL", id="pg"),
        pytest.param(("load", "in", "--to", "duckdb:////proc/x/y"), 5, "cannot be made", id="proc"),
        pytest.param(("verify",), 2, "nothing to check", id="nothing"),
        pytest.param(("verify", "--warehouse", "duckdb:///none"), 5, "no warehouse", id="none"),
    ],
)
def test_trouble_has_its_exit_code(
    arguments: tuple[str, ...], code: int, said: str, tmp_path: Path
) -> None:
    write_folder(tmp_path / "in", pairs(1))
    ran = ogrogoti(*arguments, cwd=tmp_path)
    assert ran.returncode == code, ran.stderr
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_second_load_gets_the_code_of_a_lock(tmp_path: Path) -> None:
    write_folder(tmp_path / "in", pairs(1))
    with fill_duckdb(tmp_path / "w.duckdb"):
        ran = ogrogoti("load", "in", "--to", "duckdb:///w.duckdb", cwd=tmp_path)
    assert ran.returncode == 75
    assert "Another load holds" in ran.stderr
