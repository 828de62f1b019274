from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from load.groups import read_groups
from load.invalid import OutputInvalid
from load.rows import cell_text, csv_rows, find_fault, header, open_rows, parse_rows, tables
from schemas.reading import Reading, State
from schemas.table import Field, Scalar
from tests.load_samples import ATTACKS, indicator, ledger, report

CELLS = st.text(
    st.one_of(
        st.sampled_from("=+-@\t\r\n\"',;\u2028\x85 \ufeff\\"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    min_size=1,
)
NAMES = tuple(field.name for field in tables()["cells"].FIELDS)


def written(texts: list[str]) -> bytes:
    held = ledger(*texts)
    return csv_rows(tables()["cells"], report(held), held)


def raws(lines: list[list[str]]) -> list[str]:
    return [line[NAMES.index("raw")] for line in lines]


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_what_is_written_is_what_is_read(texts: list[str]) -> None:
    content = written(texts)
    assert raws(parse_rows(content)) == texts


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_it_is_the_csv_that_python_writes(texts: list[str]) -> None:
    content = written(texts)
    usual = io.StringIO(newline="")
    csv.writer(usual, lineterminator="\r\n").writerows(parse_rows(content))
    assert content == usual.getvalue().encode()


@settings(max_examples=30, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=20))
def test_duckdb_and_pandas_read_the_same(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("rows") / "cells.csv"
    path.write_bytes(header(tables()["cells"].FIELDS) + written(texts))
    options = "header = true, all_varchar = true, auto_detect = false, quote = '\"', escape = '\"'"
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in NAMES)
    table = f"read_csv('{path}', {options}, columns = {{{columns}}})"
    found = duckdb.execute(f"SELECT raw FROM {table}")  # noqa: S608  # all of it is ours
    assert [raw for (raw,) in found.fetchall()] == texts
    assert list(pd.read_csv(path, dtype=str, keep_default_na=False)["raw"]) == texts


def test_attack_cells_are_written_exactly(tmp_path: Path) -> None:
    path = tmp_path / "cells.csv"
    path.write_bytes(header(tables()["cells"].FIELDS) + written(list(ATTACKS)))
    with open_rows(path) as lines:
        names, *rest = lines
    assert tuple(names) == NAMES
    assert raws(rest) == list(ATTACKS)
    ((_, content),) = read_groups(path)
    assert raws(parse_rows(content)) == list(ATTACKS)


def test_a_very_long_cell_is_read_back() -> None:
    long = "ক" * 200_000
    assert raws(parse_rows(written([long]))) == [long]


def test_a_record_ends_with_crlf() -> None:
    assert written(["a"]).endswith(b"\\r\\n\r\n")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(None, "", id="nothing"),
        pytest.param("=1", "=1", id="text"),
        pytest.param(5, "5", id="integer"),
        pytest.param(Decimal("98.26"), "98.26", id="decimal"),
        pytest.param(Decimal("98.0"), "98", id="whole decimal"),
        pytest.param(Decimal("100"), "100", id="decimal hundred"),
        pytest.param(Decimal("1E+3"), "1000", id="decimal with exponent"),
        pytest.param(Decimal("0.000001"), "0.000001", id="small decimal"),
        pytest.param(0.75, "0.75", id="confidence"),
        pytest.param(date(2023, 5, 6), "2023-05-06", id="date"),
        pytest.param(True, "true", id="boolean"),
    ],
)
def test_text_of_a_value(value: Scalar, text: str) -> None:
    assert cell_text(value) == text


FIELDS = (
    Field("report_id", "string", "", required=True, pattern="[a-z]+"),
    Field("count", "integer", ""),
    Field("weight", "number", ""),
    Field("day", "date", ""),
    Field("sure", "boolean", ""),
    Field("state", "string", "", enum=("value", "none")),
)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        pytest.param(["a", "1", "-2.5", "2023-05-06", "true", "none"], None, id="good"),
        pytest.param(["a", "", "", "", "", ""], None, id="empty is missing"),
        pytest.param(["", "", "", "", "", ""], "report_id: ''", id="required"),
        pytest.param(["A", "", "", "", "", ""], "report_id: 'A'", id="pattern"),
        pytest.param(["a\n", "", "", "", "", ""], "report_id", id="pattern and a line end"),
        pytest.param(["a", "১", "", "", "", ""], "count: '১'", id="Bangla digit"),
        pytest.param(["a", "1.5", "", "", "", ""], "count: '1.5'", id="no integer"),
        pytest.param(["a", "", "1,5", "", "", ""], "weight: '1,5'", id="comma"),
        pytest.param(["a", "", "nan", "", "", ""], "weight: 'nan'", id="not a number"),
        pytest.param(["a", "", "", "2023-04-31", "", ""], "day: '2023-04-31'", id="no such day"),
        pytest.param(["a", "", "", "20230430", "", ""], "day: '20230430'", id="other form"),
        pytest.param(["a", "", "", "", "True", ""], "sure: 'True'", id="no boolean"),
        pytest.param(["a", "", "", "", "", "lost"], "state: 'lost'", id="enum"),
        pytest.param(["a"], "row 2 has 1 cells, not 6", id="too short"),
    ],
)
def test_rows_are_proved_against_the_fields(line: list[str], fault: str | None) -> None:
    found = find_fault(FIELDS, [["a", "", "", "", "", ""], line])
    if fault is None:
        assert found is None
    else:
        assert found is not None
        assert fault in found
        assert "row 2" in found


def test_a_row_that_breaks_its_schema_is_not_written() -> None:
    odd = indicator(1).model_copy(
        update={"unit": Reading(raw="x", state=State.VALUE, value="furlong")}
    )
    sample = report(ledger("a"), indicators=(odd,))
    with pytest.raises(OutputInvalid, match=r"indicators\.csv of .*: row 1, unit: 'furlong'"):
        csv_rows(tables()["indicators"], sample, ledger("a"))


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(OutputInvalid, match="surrogates not allowed"):
        csv_rows(tables()["cells"], report(ledger("a")), ledger("\ud800"))
