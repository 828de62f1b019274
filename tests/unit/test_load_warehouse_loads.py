"""Loading: the same again, corrections, history, what is refused; in both engines."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from load.warehouse import load_folder, verify_warehouse
from load.warehouse_ddl import TABLES
from schemas.report import Arithmetic, SectionSum, TotalSum
from tests.load_samples import ATTACKS, indicator, ledger, reading, report
from tests.warehouse_folders import (
    Pair,
    ask,
    corrected,
    counts,
    empty,
    pairs,
    postgres,
    write_folder,
)

PAYLOADS = tuple(
    f"{head}{body}{tail}"
    for head in ("", "'", '"', "')", '")', "'; ", "\\'", "$$", "\\.\n", "অ'")
    for body in ("; DROP TABLE report", "); DROP TABLE report", "' OR '1'='1", "%s %(a)s {} ?")
    for tail in ("", ";--", " /*", "';--", '"')
)


@pytest.fixture(scope="module")
def server() -> Generator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["duckdb", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "duckdb":
        return f"duckdb:///{tmp_path}/warehouse/w.duckdb"
    return empty(request.getfixturevalue("server"))


def run_file(folder: list[Pair], version: str = "0.1.0", **refused: str) -> str:
    converted = [
        {
            "file": found.source.file,
            "state": "converted",
            "sha256": found.source.sha256,
            "report_id": found.report_id,
            "output": output(found.fiscal_year.label, found.period.quarter, found.report_id),
        }
        for found, _ in folder
    ]
    others = [
        {"file": file, "state": state, "sha256": None, "reason": "It's broken.", "remedy": "Mend."}
        for file, state in refused.items()
    ]
    return json.dumps({"inputs": converted + others, "versions": {"ogrogoti": version}})


def output(year: str | None, quarter: int | None, report_id: str) -> str:
    return f"{f'{year}/Q{quarter}' if year and quarter else 'unplaced'}/{report_id}.json"


def test_the_same_again_changes_nothing(url: str, tmp_path: Path) -> None:
    given_ = pairs(5)
    folder = write_folder(tmp_path / "in", given_, run_file(given_))
    assert load_folder(folder, url).reports == {"new": 5}
    before = counts(url)
    assert before["report"] == 5
    assert before["progress"] == 10
    assert before["target"] == 50
    assert before["cell"] == 20
    assert before["input_file"] == 5
    rows = ask(url, "SELECT * FROM wide ORDER BY report_id, indicator_no")
    for _ in range(2):
        assert load_folder(folder, url).reports == {"unchanged": 5}
    assert counts(url) == before
    assert ask(url, "SELECT * FROM wide ORDER BY report_id, indicator_no") == rows
    assert verify_warehouse(url) == ()


def test_two_runs_give_what_one_gives(url: str, tmp_path: Path) -> None:
    load_folder(write_folder(tmp_path / "a", pairs(3)), url)
    load_folder(write_folder(tmp_path / "b", pairs(3, first=3)), url)
    found = counts(url)
    whole = f"duckdb:///{tmp_path}/whole.duckdb"
    load_folder(write_folder(tmp_path / "c", pairs(6)), whole)
    assert found == counts(whole)


def test_a_correction_supersedes_and_what_was_before_stays(url: str, tmp_path: Path) -> None:
    first, other = pairs(2)
    load_folder(write_folder(tmp_path / "a", [first, other]), url)
    before = counts(url)
    again = write_folder(tmp_path / "b", [corrected(first, "১০ মে ২০২৩"), other])
    assert load_folder(again, url).reports == {"corrected": 1, "unchanged": 1}
    assert load_folder(again, url).reports == {"unchanged": 2}
    found = counts(url)
    assert found["report"] == before["report"] + 1
    assert found["source_document"] == before["source_document"]
    assert found["indicator"] == before["indicator"]
    assert ask(url, "SELECT count(*) FROM wide") == [(before["progress"],)]
    history = [
        row
        for report_id, *row in ask(
            url,
            "SELECT report_id, version, is_current, remark FROM history"
            " WHERE indicator_no = 1 ORDER BY version",
        )
        if report_id == first[0].report_id
    ]
    assert history == [[1, False, "অফিস আদেশ জারি করা হয়েছে।"], [2, True, "১০ মে ২০২৩"]]
    assert verify_warehouse(url) == ()


def test_an_earlier_version_can_hold_again(url: str, tmp_path: Path) -> None:
    (first,) = pairs(1)
    a = write_folder(tmp_path / "a", [first])
    b = write_folder(tmp_path / "b", [corrected(first, "নতুন")])
    load_folder(a, url)
    load_folder(b, url)
    assert load_folder(a, url).reports == {"restored": 1}
    assert load_folder(a, url).reports == {"unchanged": 1}
    versions = ask(url, "SELECT version, is_current FROM report ORDER BY version")
    assert versions == [(1, True), (2, False)]
    assert verify_warehouse(url) == ()


def test_what_an_earlier_program_made_does_not_supersede(url: str, tmp_path: Path) -> None:
    (first,) = pairs(1)
    better = corrected(first, "নতুন")
    new = write_folder(tmp_path / "new", [better], run_file([better], "0.10.0"))
    old = write_folder(tmp_path / "old", [first], run_file([first], "0.9.2"))
    load_folder(new, url)
    for _ in range(2):
        assert load_folder(old, url).reports == {"older": 1}
    found = ask(url, "SELECT program_version, is_current FROM report ORDER BY version")
    assert found == [("0.10.0", True), ("0.9.2", False)]
    assert verify_warehouse(url) == ()


def test_every_input_is_loaded_or_told(url: str, tmp_path: Path) -> None:
    given_ = pairs(4)
    told = run_file(given_, **{"a.pdf": "rejected:ENCRYPTED", "b.pdf": "failed:MEMORY"})
    folder = write_folder(tmp_path / "in", given_, told)
    (folder / output("2022-23", 1, given_[1][0].report_id)).unlink()
    (folder / output("2022-23", 2, given_[2][0].report_id)).write_text("{}", encoding="utf-8")
    loaded = load_folder(folder, url)
    assert loaded.reports == {"new": 2}
    names = [declined.name for declined in loaded.declined]
    assert len(names) == 2
    assert "Not loaded: 2." in loaded.in_words()
    found = ask(url, "SELECT state, code, count(*) FROM input_file GROUP BY 1, 2 ORDER BY 1")
    assert found == [("converted", None, 4), ("failed", "MEMORY", 1), ("rejected", "ENCRYPTED", 1)]
    assert verify_warehouse(url) == ()


def test_an_input_that_is_converted_later_changes_its_state(url: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", pairs(1), run_file([], **{"a.pdf": "failed:MEMORY"}))
    load_folder(folder, url)
    (folder / "run.json").write_text(run_file([], **{"a.pdf": "unchanged"}), encoding="utf-8")
    load_folder(folder, url)
    assert ask(url, "SELECT file, state, code FROM input_file") == [("a.pdf", "converted", None)]


def test_two_reports_of_one_source_are_not_both_loaded(url: str, tmp_path: Path) -> None:
    (first,) = pairs(1)
    found, held = first
    twin = found.model_copy(update={"report_id": f"x-{found.report_id}"})
    folder = write_folder(tmp_path / "in", [first, (twin, held)])
    loaded = load_folder(folder, url)
    assert loaded.reports == {"new": 1}
    (declined,) = loaded.declined
    assert "was read from the same source" in declined.reason
    assert load_folder(folder, url).reports == {"unchanged": 1}


LEDGERS: dict[str, Callable[[bytes], bytes | None]] = {
    "no ledger": lambda content: None,
    "torn ledger": lambda content: content[:-9],
    "other columns": lambda content: b"a,b\r\n",
}


@pytest.mark.parametrize("spoil", LEDGERS.values(), ids=LEDGERS)
def test_a_damaged_ledger_is_told(
    url: str, tmp_path: Path, spoil: Callable[[bytes], bytes | None]
) -> None:
    given_ = [pair for pair in pairs(8) if pair[0].period.quarter == 1]
    path = write_folder(tmp_path / "in", given_) / "2022-23" / "Q1" / "cells.csv"
    content = spoil(path.read_bytes())
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    loaded = load_folder(tmp_path / "in", url)
    assert loaded.declined
    assert loaded.reports.total() < len(given_)
    assert verify_warehouse(url) == ()


def test_texts_arrive_as_they_are_and_run_nothing(url: str, tmp_path: Path) -> None:
    assert len(PAYLOADS) == 200
    given_: list[Pair] = []
    for number, payload in enumerate((*PAYLOADS, *ATTACKS)):
        held = ledger(f"{number}", payload)
        row = indicator(1, payload).model_copy(
            update={"targets": {"100": reading(payload, payload)}, "extra": {}}
        )
        given_.append((report(held, name=payload, indicators=(row,)), held))
    before = {table.name for table in TABLES}
    loaded = load_folder(write_folder(tmp_path / "in", given_), url)
    assert (loaded.reports, loaded.declined) == ({"new": len(given_)}, [])
    sent = sorted([*PAYLOADS, *ATTACKS])
    for sql in (
        "SELECT source_file FROM report",
        "SELECT remark FROM progress",
        "SELECT raw FROM target WHERE band = '100'",
        "SELECT raw FROM cell WHERE cell_no = 2",
    ):
        assert sorted(str(text) for (text,) in ask(url, sql)) == sent, sql
    assert counts(url).keys() == before
    assert verify_warehouse(url) == ()


def test_what_an_engine_cannot_hold_is_told_and_the_rest_is_loaded(
    url: str, tmp_path: Path
) -> None:
    held = ledger("a\x00b")
    odd = report(held)
    loaded = load_folder(write_folder(tmp_path / "in", [(odd, held), *pairs(3)]), url)
    if url.startswith("duckdb"):
        assert ask(url, "SELECT count(*) FROM cell WHERE raw = 'a' || chr(0) || 'b'") == [(1,)]
    else:
        assert loaded.reports == {"new": 3}
        (declined,) = loaded.declined
        assert "The database cannot hold it" in declined.reason
    assert verify_warehouse(url) == ()


SPOILS = {
    "key": "INSERT INTO report SELECT * FROM report",
    "reference": "DELETE FROM plan",
    "accepted value": "UPDATE target SET state = 'odd' WHERE band = '60'",
    "sum": "UPDATE weight SET value_number = 11 WHERE scope = 'indicator' AND scope_no = 1",
    "cells": "DELETE FROM cell WHERE cell_no = 1",
    "two hold": "UPDATE report SET version = 3",
    "value beside a dash": "UPDATE target SET value = '4' WHERE state = 'none'",
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_the_assertions_notice(spoil: str, tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    url = f"duckdb:///{path}"
    (first,) = pairs(1)
    load_folder(write_folder(tmp_path / "in", [with_sum(first)]), url)
    assert verify_warehouse(url) == ()
    with duckdb.connect(str(path)) as database:
        database.execute(spoil)
    broken = verify_warehouse(url)
    assert broken
    assert all(each.rows > 0 and each.what for each in broken)


def with_sum(pair: Pair) -> Pair:
    found, held = pair
    sums = (SectionSum(id="1", declared=33, sum=20, difference=13),)
    told = Arithmetic(sections=sums, total=TotalSum(sum=20))
    return found.model_copy(update={"arithmetic": told}), held


STEPS = st.lists(st.sampled_from(["a", "b", "ab", "a2"]), min_size=1, max_size=8)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_any_order_of_loads_ends_in_what_was_loaded_last(
    tmp_path: Path, server: str, steps: list[str]
) -> None:
    url = empty(server)
    first, second = pairs(2)
    folders = {"a": [first], "b": [second], "ab": [first, second], "a2": [corrected(first, "ক")]}
    shutil.rmtree(tmp_path, ignore_errors=True)
    tmp_path.mkdir()
    for name, given_ in folders.items():
        write_folder(tmp_path / name, given_)
    holds: dict[str, str] = {}
    known: set[tuple[str, str]] = set()
    for step in steps:
        assert load_folder(tmp_path / step, url).declined == []
        for found, _ in folders[step]:
            remark = str(found.indicators()[0].remark.value)
            holds[found.source.sha256] = remark
            known.add((found.source.sha256, remark))
    wide = ask(url, "SELECT source_sha256, remark FROM wide WHERE indicator_no = 1")
    assert sorted(wide) == sorted(holds.items())
    assert counts(url)["report"] == len(known)
    assert verify_warehouse(url) == ()
