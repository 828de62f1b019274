from __future__ import annotations

import json
from pathlib import Path

import pytest

from load.datapackage import describe, write_datapackage
from load.quarter_tables import Spool, pack
from tests.load_samples import ATTACKS, convert, ledger, report


@pytest.fixture
def out(tmp_path: Path) -> Path:
    spool = Spool(tmp_path)
    for number, quarter in enumerate((1, 4, 4, None)):
        held = ledger(f"{number}", *ATTACKS)
        found = convert(report(held, quarter=quarter), held)
        spool.add(found.output, pack(found.rows))
    spool.merge()
    write_datapackage(tmp_path)
    return tmp_path


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_frictionless_finds_the_package_valid(out: Path) -> None:
    from frictionless import Package

    found = Package(str(out / "datapackage.json")).validate()
    assert found.flatten(["rowNumber", "fieldName", "type", "note"]) == []
    assert found.stats["tasks"] == 9


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        pytest.param(b",1,1,1,", b",1,1,x,", "type-error", id="no integer"),
        pytest.param(b",header,", b",,", "constraint-error", id="required"),
        pytest.param(b"clean", b"dirty", "hash-count", id="hash"),
    ],
)
def test_frictionless_notices_a_change(out: Path, old: bytes, new: bytes, kind: str) -> None:
    from frictionless import Package

    path = out / "unplaced" / "cells.csv"
    content = path.read_bytes().replace(b"one.txt", b"clean", 1)
    path.write_bytes(content)
    if kind != "hash-count":
        write_datapackage(out)
    path.write_bytes(content.replace(old, new, 1))
    if kind != "hash-count":
        write_datapackage(out)
    found = Package(str(out / "datapackage.json")).validate()
    assert kind in {error for (error,) in found.flatten(["type"])}


def test_the_descriptor_is_the_same_each_time_and_names_every_table(out: Path) -> None:
    content = (out / "datapackage.json").read_bytes()
    assert content == describe(out)
    resources = json.loads(content)["resources"]
    assert [resource["path"] for resource in resources] == [
        f"{quarter}/{name}.csv"
        for quarter in ("2022-23/Q1", "2022-23/Q4", "unplaced")
        for name in ("cells", "findings", "indicators")
    ]
    assert resources[0]["name"] == "2022-23-q1-cells"
    assert str(out).encode() not in content


def test_other_and_hidden_files_are_left_out(out: Path) -> None:
    before = describe(out)
    (out / "2022-23" / "notes.csv").write_text("mine")
    (out / ".spool").mkdir()
    (out / ".spool" / "cells.csv").write_text("ours")
    assert describe(out) == before
