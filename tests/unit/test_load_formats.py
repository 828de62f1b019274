from __future__ import annotations

import errno
import re
import zipfile
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from load import excel, parquet
from load.quarter_tables import Spool, pack
from load.rows import open_rows, tables
from schemas.errors import OutputUnusable
from schemas.plugins import plugins
from schemas.ports import Format
from tests.load_samples import ATTACKS, convert, ledger, report

Rows = list[list[str]]


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    held = ledger("ঘর", *ATTACKS, "x" * 40_000)
    found = convert(report(held, name="<r>অগ্রগতি</r>"), held)
    spool = Spool(out)
    spool.add(found.output, pack(found.rows))
    spool.merge()
    return out / "2022-23" / "Q4"


def paths(quarter: Path) -> dict[str, Path]:
    return {name: quarter / f"{name}.csv" for name in ("indicators", "findings", "cells")}


def read_csv(path: Path) -> Rows:
    with open_rows(path) as lines:
        return list(lines)


def test_both_are_found_by_the_scan_of_the_room() -> None:
    assert {found.FORMAT for found in plugins("load", Format)} == {"excel", "parquet"}


@pytest.mark.parametrize("name", ["indicators", "findings", "cells"])
def test_parquet_has_what_the_csv_has_with_types(quarter: Path, tmp_path: Path, name: str) -> None:
    parquet.write(paths(quarter), tmp_path)
    target = tmp_path / f"{name}.parquet"
    found = duckdb.read_parquet(str(target))
    kinds = [parquet.TYPES[field.type] for field in tables()[name].FIELDS]
    assert [str(kind) for kind in found.types] == kinds
    header, *lines = read_csv(quarter / f"{name}.csv")
    assert found.columns == header
    for row, line in zip(found.fetchall(), lines, strict=True):
        for value, text, kind in zip(row, line, kinds, strict=True):
            told = value if kind == "VARCHAR" or not text else type(value)(text)
            assert value == (told if text else None)
            assert kind != "VARCHAR" or (value or "") == text


def test_the_same_tables_give_the_same_bytes(quarter: Path, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in written(quarter, tmp_path / "1")]
    second = [path.read_bytes() for path in written(quarter, tmp_path / "2")]
    assert first == second
    assert len(first) == 4


def written(quarter: Path, folder: Path) -> tuple[Path, ...]:
    folder.mkdir()
    return (*parquet.write(paths(quarter), folder), *excel.write(paths(quarter), folder))


@pytest.fixture(scope="module")
def workbook(quarter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = excel.write(paths(quarter), tmp_path_factory.mktemp("excel"))
    return path


@pytest.mark.parametrize("name", ["indicators", "findings", "cells"])
def test_excel_has_what_the_csv_has_in_typed_cells(
    quarter: Path, workbook: Path, name: str
) -> None:
    header, *lines = read_csv(quarter / f"{name}.csv")
    sheet = load_workbook(workbook, rich_text=False)[name]
    found = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert found[0] == header
    fields = tables()[name].FIELDS
    for row, line in zip(found[1:], lines, strict=True):
        for value, text, field in zip(row, line, fields, strict=True):
            if not text:
                assert value is None
            elif field.type in excel.NUMERIC:
                assert value == float(text)
            else:
                assert isinstance(value, str)
                assert unescape(value) == excel.shorten(text)


def test_excel_has_no_formula_and_no_link(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "/worksheets/" in name]
        assert [name for name in parts.namelist() if "_rels/sheet" in name] == []
    assert len(sheets) == 3
    for sheet in sheets:
        assert b"<f>" not in sheet
        assert b"<hyperlink" not in sheet
        kinds = set(re.findall(rb'<c [^>]*?(?:t="(\w+)")?>', sheet))
        assert kinds <= {b"inlineStr", b""}


def test_excel_keeps_the_header_in_sight(workbook: Path) -> None:
    sheet = load_workbook(workbook)["cells"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:K{len(ATTACKS) + 3}"
    assert sheet["A2"].font.name == "Nirmala UI"


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(
    quarter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 12)
    (path,) = excel.write({"cells": quarter / "cells.csv"}, tmp_path)
    book = load_workbook(path)
    assert book.sheetnames == ["cells", "cells 2", "cells 3"]
    lengths = [sheet.max_row - 1 for sheet in book]
    assert lengths == [11, 11, len(ATTACKS) + 2 - 22]


@pytest.mark.parametrize("text", ["x" * 32_767, "😀" * 16_383, "x" * 32_768, "😀" * 20_000])
def test_a_text_too_long_for_a_cell_says_that_it_was_cut(text: str) -> None:
    shown = excel.shorten(text)
    assert len(shown.encode("utf-16-le")) // 2 <= excel.LONGEST_TEXT
    assert shown == text or shown.endswith(excel.CUT)
    assert (shown == text) == (len(text.encode("utf-16-le")) // 2 <= excel.LONGEST_TEXT)


@pytest.mark.parametrize("module", [excel, parquet])
def test_a_full_disk_is_told_and_leaves_nothing(
    quarter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Format
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, f"full {handle}")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputUnusable, match="no space left"):
        module.write(paths(quarter), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_duckdb_cannot_read_leaves_nothing(tmp_path: Path) -> None:
    source = tmp_path / "cells.csv"
    source.write_bytes(b"report_id\r\nonly one\r\n")
    (tmp_path / "to").mkdir()
    with pytest.raises(OutputUnusable, match=r"cells\.parquet cannot be written"):
        parquet.write({"cells": source}, tmp_path / "to")
    assert list((tmp_path / "to").iterdir()) == []
