from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from load.datapackage import write_datapackage
from load.quarter_tables import Spool, pack
from load.report_json import output_path, parse
from load.verify import Problem, verify
from schemas.report import Report
from tests.load_samples import ATTACKS, convert, ledger, report

CHARSETS = ("utf-8", "utf-16-le", "utf-8-sig")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    spool = Spool(tmp_path)
    inputs: list[dict[str, str | None]] = [{"state": "rejected:EMPTY", "output": None}]
    for number, charset in enumerate(CHARSETS):
        held = ledger(f"ঘর {number}", *ATTACKS)
        sample = report(held, quarter=(4, 4, None)[number], charset=charset)
        found = convert(sample, held)
        path = tmp_path / found.output
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(found.content)
        spool.add(found.output, pack(found.rows))
        digest = hashlib.sha256(found.content).hexdigest()
        inputs.append({"state": "converted", "output": found.output, "output_sha256": digest})
    spool.merge()
    write_datapackage(tmp_path)
    (tmp_path / "run.json").write_text(json.dumps({"inputs": inputs, "version": "1"}))
    return tmp_path


def test_a_report_kept_from_an_earlier_run_is_known(out: Path) -> None:
    run = json.loads((out / "run.json").read_text())
    gone = run["inputs"].pop()
    (out / "run.json").write_text(json.dumps(run))
    assert "run.json does not know it" in "\n".join(tell(verify(out)))
    (out / "run.json").write_text(json.dumps(run | {"kept": [gone["output"]]}))
    assert tell(verify(out)) == []


def first(out: Path) -> Path:
    return min((out / "2022-23" / "Q4").glob("*.json"))


def tell(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{problem.path}: {problem.what}" for problem in problems]


def test_a_good_folder_has_no_problem(out: Path) -> None:
    assert tell(verify(out)) == []


def test_nothing_is_changed(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    verify(out)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(out: Path) -> None:
        path = out / name if "{" not in name else first(out)
        content = path.read_bytes()
        assert old.encode() in content
        path.write_bytes(content.replace(old.encode(), new.encode(), 1))

    return change


def rewrite(**changes: object) -> Callable[[Path], None]:
    """Change a report and make its hash good, as somebody would who covers a trace."""

    def change(out: Path) -> None:
        path = first(out)
        old = path.read_bytes()
        new = parse(old).model_copy(update=changes).model_dump_json(indent=1).encode() + b"\n"
        path.write_bytes(new)
        run = out / "run.json"
        was, now = (hashlib.sha256(content).hexdigest() for content in (old, new))
        run.write_text(run.read_text().replace(was, now))

    return change


def remove(name: str) -> Callable[[Path], None]:
    def change(out: Path) -> None:
        (out / name if "{" not in name else first(out)).unlink()

    return change


def copy_report(out: Path) -> None:
    (out / "2022-23" / "Q4" / "another.json").write_bytes(first(out).read_bytes())


def move_report(out: Path) -> None:
    (out / "2022-23" / "Q1").mkdir()
    path = first(out)
    path.rename(out / "2022-23" / "Q1" / path.name)


def swap_rows(out: Path) -> None:
    path = out / "2022-23" / "Q4" / "indicators.csv"
    head, *rows = path.read_bytes().splitlines(keepends=True)
    rows[0], rows[1] = rows[1], rows[0]
    path.write_bytes(b"".join((head, *rows)))


Q4 = "2022-23/Q4"


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        pytest.param(remove("run.json"), "run.json: It cannot be read", id="no run.json"),
        pytest.param(
            replace("run.json", '"inputs"', '"outputs"'),
            "run.json: It cannot be",
            id="odd run.json",
        ),
        pytest.param(remove("{report}"), "names it, and it is not there", id="report gone"),
        pytest.param(
            replace("{report}", "৩৩", "৩৪"), "the hash is another one", id="digit changed"
        ),
        pytest.param(replace("{report}", "{", ""), "json: /: ", id="no JSON"),
        pytest.param(
            replace("{report}", '"lost"', '"gone"'),
            "/targets/60/state: ",
            id="state unknown to the schema",
        ),
        pytest.param(copy_report, "run.json does not know it", id="report that nobody wrote"),
        pytest.param(copy_report, "By its content it belongs to", id="report under another name"),
        pytest.param(move_report, "By its content it belongs to", id="report in another quarter"),
        pytest.param(rewrite(orphans=()), "", id="control: rewritten without a change"),
        pytest.param(
            rewrite(plan_type="integrity"),
            "Its rows in indicators.csv: they do not say what the report says",
            id="report changed, hash made good",
        ),
        pytest.param(
            rewrite(findings=()), "Its rows in findings.csv: they do not", id="findings dropped"
        ),
        pytest.param(
            replace(f"{Q4}/indicators.csv", "98.26", "98.62"),
            "Its rows in indicators.csv: they do not",
            id="value changed in the CSV",
        ),
        pytest.param(swap_rows, "Its rows in indicators.csv", id="rows swapped"),
        pytest.param(
            replace(f"{Q4}/indicators.csv", ",date,", ",furlong,"),
            "row 1, unit: 'furlong'",
            id="unit unknown to the Table Schema",
        ),
        pytest.param(
            replace(f"{Q4}/findings.csv", "report_id", "id"),
            "findings.csv: Its columns are not the published ones",
            id="column renamed",
        ),
        pytest.param(
            remove(f"{Q4}/findings.csv"), "findings.csv: It is not there", id="table gone"
        ),
        pytest.param(
            replace(f"{Q4}/cells.csv", "leftover", "remark"),
            "The roles in cells.csv are not those of accounting",
            id="role changed",
        ),
        pytest.param(
            replace(f"{Q4}/cells.csv", "00123", "00132"),
            "The source rebuilt from cells.csv is not the one that was read",
            id="cell changed",
        ),
        pytest.param(
            replace(f"{Q4}/cells.csv", ",\\t,", ",\\n,"),
            "The source rebuilt from cells.csv is not",
            id="tab changed",
        ),
        pytest.param(
            replace(f"{Q4}/cells.csv", ",\\t,", ",\\q,"),
            "notation of cells.csv",
            id="notation broken",
        ),
        pytest.param(
            replace("datapackage.json", '"bytes": ', '"bytes": 1'),
            "datapackage.json: It does not tell the tables",
            id="descriptor changed",
        ),
        pytest.param(remove("datapackage.json"), "datapackage.json: It is", id="no descriptor"),
    ],
)
def test_every_damage_is_named(out: Path, damage: Callable[[Path], None], said: str) -> None:
    damage(out)
    problems = verify(out)
    told = "\n".join(tell(problems))
    assert said in told if said else told == ""
    assert all(problem.remedy for problem in problems)


def test_a_table_cut_off_anywhere_is_noticed(out: Path) -> None:
    path = out / Q4 / "cells.csv"
    content = path.read_bytes()
    for end in range(0, len(content), 211):
        path.write_bytes(content[:end])
        write_datapackage(out)
        assert tell(verify(out)) != []


def test_a_row_less_is_noticed_for_each_table(out: Path) -> None:
    for path in sorted((out / Q4).glob("*.csv")):
        content = path.read_bytes()
        path.write_bytes(content[: content.rindex(b"unknown-egov")])
        write_datapackage(out)
        assert path.name in "\n".join(tell(verify(out)))
        path.write_bytes(content)


def accounting_of(sample: Report, **changes: object) -> Callable[[Path], None]:
    return rewrite(accounting=sample.accounting.model_copy(update=changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cells": 7}, "accounting 7"),
        ({"leftover": 0}, "The roles in cells.csv"),
        ({"roles": {"header": 2}}, "The roles in cells.csv"),
    ],
)
def test_a_false_account_is_noticed(out: Path, changes: dict[str, object], said: str) -> None:
    accounting_of(parse(first(out).read_bytes()), **changes)(out)
    assert said in "\n".join(tell(verify(out)))


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert [problem.path for problem in verify(tmp_path)] == ["run.json", "datapackage.json"]


def test_the_samples_lie_where_they_belong(out: Path) -> None:
    for path in sorted(out.rglob("*/*.json")):
        assert path == out / output_path(parse(path.read_bytes()))
