"""Decisions on the command line: applied by the next run, proved by verify, kept in a dossier."""

import hashlib
import json
import random
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from audit import lists
from audit.agreement import disagreements
from audit.dossier import broken_rules
from audit.trail import anchor_path, trail_path
from audit.warehouse_agreement import warehouse_disagreements
from audit.words import rules_of
from load.verify import verify
from load.warehouse import load_folder
from tests.audit_site import (
    ODD,
    OFFICIAL,
    ROOT,
    Desk,
    client,
    convert_again,
    converted,
    report_ids,
    report_of,
    site,
)

DATE = "indicator:1.1.1/targets/90"
WEIGHT = "indicator:1.1.1/weight"


def ogrogoti(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "pipeline.py"), *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def states(out: Path) -> dict[str, str]:
    run = json.loads((out / "run.json").read_bytes())
    return {entry["file"].removesuffix(".tsv"): entry["state"] for entry in run["inputs"]}


def indicator(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = report_of(out, ODD)["sections"][0]["activities"][0]["indicators"][0]
    return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    out = converted(tmp_path)
    return Desk(client(site(out)), report_ids(out)[ODD])


def test_the_next_run_applies_a_correction_and_does_nothing_else_again(
    desk: Desk, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    before, raw = report_of(out, OFFICIAL), indicator(out)["targets"]["90"]["raw"]
    desk.decide(DATE, "correct", "১১/০৫/২০২৩")
    convert_again(out)
    assert states(out) == {ODD: "converted", OFFICIAL: "unchanged"}
    target = indicator(out)["targets"]["90"]
    assert (target["state"], target["value"]) == ("value", "2023-05-11")
    assert target["raw"] == raw
    report = report_of(out, ODD)
    (told,) = [one for one in report["findings"] if one["code"] == "corrected"]
    assert (told["ref"], told["severity"]) == (DATE, "info")
    assert [one["code"] for one in report["findings"] if one["ref"] == DATE] == ["corrected"]
    assert report_of(out, OFFICIAL) == before
    convert_again(out)
    assert states(out) == {ODD: "unchanged", OFFICIAL: "unchanged"}
    assert ogrogoti("verify", out).returncode == 0


def test_a_withdrawn_correction_is_taken_out_again(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = report_of(out, ODD)
    desk.decide(WEIGHT, "correct", "৯")
    convert_again(out)
    assert indicator(out)["weight"]["value"] == 9
    again = Desk(client(site(out)), desk.report_id)
    assert again.decide(WEIGHT, "withdraw").status_code == 200
    convert_again(out)
    assert report_of(out, ODD) == before


def test_a_rejected_value_is_withheld_and_the_sums_say_so(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    desk.decide(WEIGHT, "reject")
    convert_again(out)
    weight = indicator(out)["weight"]
    assert (weight["raw"], weight["state"], weight["value"]) == ("১০", "invalid", None)
    assert report_of(out, ODD)["arithmetic"]["sections"][0]["difference"] is None


def bend(out: Path, old: str, new: str) -> None:
    path = trail_path(out)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER entry_is_not_changed")
        connection.execute("UPDATE entry SET content = replace(content, ?, ?)", (old, new))
    connection.close()


def test_a_bent_trail_is_never_applied(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    desk.decide(WEIGHT, "correct", "৯")
    bend(out, "৯", "৮")
    run = ogrogoti("convert", tmp_path / "in", "--out", out, "--jobs", "1")
    assert run.returncode == 5
    assert "cannot be trusted" in run.stderr
    verified = ogrogoti("verify", out)
    assert verified.returncode == 1
    assert "Entry 1" in verified.stdout


def test_verify_takes_an_anchor_that_was_kept_elsewhere(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    desk.decide(WEIGHT, "correct", "৯")
    kept = tmp_path / "notebook.txt"
    kept.write_bytes(anchor_path(out).read_bytes())
    assert ogrogoti("verify", out, "--anchor", kept).returncode == 0
    trail_path(out).unlink()
    anchor_path(out).unlink()
    assert ogrogoti("verify", out, "--anchor", kept).returncode == 1


PLACES = ("json", "indicators.csv", "findings.csv", "cells.csv")


def test_what_was_decided_and_then_edited_by_hand_is_found(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    keys = [WEIGHT, DATE, "indicator:2.2.1/weight"]
    for key, text in zip(keys, ("৯", "১১/০৫/২০২৩", "৪"), strict=True):
        desk.decide(key, "correct", text)
    convert_again(out)
    assert not verify(out)
    assert not disagreements(out)
    (path,) = out.glob(f"*/Q*/{desk.report_id}.json")
    picked = random.Random(7)  # noqa: S311  # the same edits each time
    found = 0
    for n in range(300):
        name = PLACES[n % len(PLACES)]
        target = path if name == "json" else path.parent / name
        whole = target.read_bytes()
        digits = [i for i, sign in enumerate(whole) if chr(sign).isdigit()]
        at = picked.choice(digits)
        bent = bytearray(whole)
        bent[at] = ord("7" if chr(whole[at]) != "7" else "1")
        target.write_bytes(bent)
        found += bool(verify(out)) or bool(disagreements(out))
        target.write_bytes(whole)
    assert found == 300


def test_what_was_decided_and_then_edited_in_the_warehouse_is_found(
    desk: Desk, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    desk.decide(WEIGHT, "correct", "৯")
    Desk(desk.client, report_ids(out)[OFFICIAL]).decide(WEIGHT, "accept")
    convert_again(out)
    url = f"duckdb:///{tmp_path}/warehouse.duckdb"
    load_folder(out, url)
    assert ogrogoti("verify", out, "--warehouse", url).returncode == 0
    picked = random.Random(9)  # noqa: S311  # the same edits each time
    found = 0
    with duckdb.connect(tmp_path / "warehouse.duckdb") as warehouse:

        def ask(query: str) -> list[Any]:
            return warehouse.execute(query).fetchall()

        assert warehouse_disagreements(out, ask) == ()
        for _ in range(100):
            table, column = picked.choice(HELD)
            rows = ask(f"SELECT rowid FROM {table} ORDER BY rowid")  # noqa: S608  # of a table above
            bent = f"UPDATE {table} SET {column} = coalesce({column}, '') || '১'"  # noqa: S608  # as above
            warehouse.execute("BEGIN")
            warehouse.execute(f"{bent} WHERE rowid = ?", picked.choice(rows))
            found += bool(warehouse_disagreements(out, ask))
            warehouse.execute("ROLLBACK")
        warehouse.execute("UPDATE weight SET value = '5' WHERE scope = 'indicator'")
    assert found == 100
    verified = ogrogoti("verify", out, "--warehouse", url)
    assert verified.returncode == 1
    assert f"Entry 1: {WEIGHT} of {desk.report_id}" in verified.stdout


HELD = (
    ("target", "raw"), ("target", "value"), ("weight", "raw"), ("weight", "value"),
    ("progress", "remark_raw"), ("progress", "unit_raw"), ("progress", "indicator_text_raw"),
)  # fmt: skip


def test_an_edit_that_also_mends_every_hash_is_found_by_the_trail(
    desk: Desk, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    desk.decide(WEIGHT, "correct", "৯")
    convert_again(out)
    (path,) = out.glob(f"*/Q*/{desk.report_id}.json")
    report = json.loads(path.read_bytes())
    report["sections"][0]["activities"][0]["indicators"][0]["weight"]["value"] = 5
    content = json.dumps(report).encode()
    path.write_bytes(content)
    run = (out / "run.json").read_text("utf-8")
    entry = next(one for one in json.loads(run)["inputs"] if one["report_id"] == desk.report_id)
    mended = run.replace(entry["output_sha256"], hashlib.sha256(content).hexdigest())
    (out / "run.json").write_text(mended, encoding="utf-8")
    (fault,) = disagreements(out)
    assert fault.entry == 1
    assert "not what was decided" in fault.what


def test_a_dossier_is_one_file(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    desk.decide(WEIGHT, "correct", "৯")
    (path,) = out.glob(f"*/Q*/{desk.report_id}.json")
    dossier = tmp_path / "dossier.html"
    ran = ogrogoti("dossier", path, "--out", dossier, "--language", "bn")
    assert (ran.returncode, ran.stderr) == (0, "")
    text = dossier.read_text("utf-8")
    assert '<html lang="bn">' in text
    assert "http" not in text.replace("http-equiv", "")
    assert "সংশোধিত" in text


def test_a_sum_that_is_wrong_is_no_rule_that_was_passed(tmp_path: Path) -> None:
    out = converted(tmp_path)
    with site(out).index() as index:
        row = lists.report(index, report_ids(out)[OFFICIAL])
        assert row is not None
        items = index.execute("SELECT * FROM item WHERE report = ?", (row["report"],)).fetchall()
    rules = rules_of("section weight")
    assert broken_rules("section:1/weight", rules, items) == ["section-weight-mismatch"]
    assert "targets-not-monotonic" in broken_rules(
        "indicator:1.3.1/targets/100", rules_of("targets/100"), items
    )
    assert broken_rules("indicator:1.1.1/weight", rules_of("weight"), items) == []


def test_the_commands_say_what_is_wrong(tmp_path: Path) -> None:
    assert ogrogoti("audit", tmp_path / "nothing").returncode == 2
    assert ogrogoti("dossier", tmp_path / "no.json", "--out", tmp_path / "x").returncode == 2
    (tmp_path / "lone.json").write_text("{}")
    assert ogrogoti("dossier", tmp_path / "lone.json", "--out", tmp_path / "x").returncode == 2
