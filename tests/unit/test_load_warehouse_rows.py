"""A report as rows: every table complete, keys stable, values with their reasons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from load.rows import csv_rows, parse_rows, tables
from load.warehouse_copy import encode_cells, encode_rows
from load.warehouse_dimensions import DIMENSIONS, REPORT
from load.warehouse_fact_rows import fact_rows
from load.warehouse_facts import FACTS
from load.warehouse_rows import ReportRows, report_rows, version_key
from schemas.document import Ledger
from schemas.reading import Place, Reading, State
from schemas.report import FiscalYear, Orphan, Report
from schemas.table import Scalar
from tests.load_samples import ATTACKS, indicator, ledger, reading, report

KEY = version_key(b"{}", b"")
FROM_WAREHOUSE = 4
"""Columns of report that only the warehouse can tell."""


def rows_of(found: Report) -> ReportRows:
    return report_rows(found, KEY)


def test_each_row_has_all_columns_of_its_table() -> None:
    made = rows_of(report(ledger("a")))
    for table in DIMENSIONS:
        assert {len(row) for row in made.dimensions[table.name]} <= {len(table.columns)}, table.name
    assert len(made.report) == len(REPORT.columns) - FROM_WAREHOUSE
    for table in FACTS:
        widths = {len(row) for row in made.facts.get(table.name, [])}
        assert widths <= {len(table.columns) - 1}, table.name


def target(made: ReportRows, band: str) -> dict[str, Scalar]:
    columns = [column.name for table in FACTS if table.name == "target" for column in table.columns]
    row = next(row for row in made.facts["target"] if row[1] == band)
    return dict(zip(columns[1:], row, strict=True))


@pytest.mark.parametrize(
    ("band", "state", "value", "number", "day", "candidates"),
    [
        pytest.param("100", "value", "2023-05-16", None, date(2023, 5, 16), None, id="date"),
        pytest.param("90", "value", "98.26", Decimal("98.26"), None, None, id="number"),
        pytest.param("80", "none", None, None, None, None, id="dash"),
        pytest.param(
            "70", "invalid", None, None, None, '["2023-04-30", "2023-05-31"]', id="bad date"
        ),
        pytest.param("60", "lost", None, None, None, None, id="lost cell"),
    ],
)
def test_a_target_keeps_its_state(
    band: str,
    state: str,
    value: str | None,
    number: Decimal | None,
    day: date | None,
    candidates: str | None,
) -> None:
    found = target(rows_of(report(ledger("a"))), band)
    assert found["state"] == state
    assert found["value"] == value
    assert found["value_number"] == number
    assert found["value_date"] == day
    assert found["candidates"] == candidates


def test_a_number_that_no_column_holds_stays_as_text() -> None:
    huge = indicator(1).model_copy(update={"targets": {"100": reading("৯", 10**30)}})
    found = target(rows_of(report(ledger("a"), indicators=(huge,))), "100")
    assert (found["value"], found["value_number"]) == (f"1{'0' * 30}", None)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(Reading(raw="-", state=State.NONE, value=4), id="a dash with a value"),
        pytest.param(Reading(raw="4", state=State.VALUE), id="a value that is none"),
    ],
)
def test_a_value_beside_another_state_is_refused(broken: Reading) -> None:
    wrong = indicator(1).model_copy(update={"weight": broken})
    with pytest.raises(ValueError, match="is in state"):
        rows_of(report(ledger("a"), indicators=(wrong,)))


def test_keys_are_told_by_content_alone() -> None:
    assert version_key(b"{}", b"x") == version_key(b"{}", b"x")
    assert version_key(b"{}x", b"") != version_key(b"{}", b"x")


def test_an_id_under_another_activity_is_another_indicator() -> None:
    strayed = indicator(2).model_copy(update={"id": "1.2.1"})
    made = rows_of(report(ledger("a"), indicators=(indicator(1), strayed)))
    keys = [row[1] for row in made.facts["progress"]]
    assert keys[0] == "egov_innovation/unknown/2022-23/1.1.1"
    assert keys[1] == "egov_innovation/unknown/2022-23/1.1:1.2.1"


@pytest.mark.parametrize(
    ("year", "quarter", "days"),
    [
        pytest.param("2022-23", 1, (date(2022, 7, 1), date(2022, 9, 30)), id="july"),
        pytest.param("2022-23", 2, (date(2022, 10, 1), date(2022, 12, 31)), id="october"),
        pytest.param("2023-24", 3, (date(2024, 1, 1), date(2024, 3, 31)), id="january"),
        pytest.param("1999-00", 4, (date(2000, 4, 1), date(2000, 6, 30)), id="april"),
        pytest.param("2022-23", None, (None, None), id="no quarter"),
        pytest.param(None, 4, (None, None), id="no year"),
    ],
)
def test_quarters_have_their_days(
    year: str | None, quarter: int | None, days: tuple[date | None, date | None]
) -> None:
    found = report(ledger("a"))
    period = found.period.model_copy(update={"quarter": quarter})
    found = found.model_copy(update={"fiscal_year": FiscalYear(label=year), "period": period})
    ((_, _, _, *got),) = rows_of(found).dimensions["quarter"]
    assert tuple(got) == days


def test_cells_whose_indicator_is_lost_are_kept() -> None:
    loose = Orphan(after="indicator:1.1.1", cells=(reading("৫", 5), reading("৬", 6)))
    found = report(ledger("a")).model_copy(update={"orphans": (loose,)})
    orphans = [row for row in fact_rows(found, "p")["nested_cell"] if row[0] == "orphan:0"]
    assert [row[5] for row in orphans] == ["৫", "৬"]


def ledger_rows(found: Report, held: Ledger) -> bytes:
    return csv_rows(tables()["cells"], found, held)


def test_cells_stay_as_they_are_and_get_their_boxes() -> None:
    held = ledger(*ATTACKS)
    boxed = reading("b", "b").model_copy(
        update={"at": (Place(1, 1, 2, (10.5, 20.25, 30.0, 40.125)),)}
    )
    found = report(held).model_copy(update={"title": boxed})
    rows = parse_rows(encode_cells(found, KEY, ledger_rows(found, held)))
    assert [row[7] for row in rows] == list(ATTACKS)
    assert [row[1] for row in rows] == [str(number) for number in range(1, len(ATTACKS) + 1)]
    assert rows[1][10:] == ["10.5", "20.25", "30.0", "40.125"]
    assert rows[0][10:] == ["", "", "", ""]


def of_another(content: bytes) -> bytes:
    return content.replace(b"unknown-egov", b"another-egov", 1)


SPOILS: dict[str, Callable[[bytes], bytes]] = {
    "of another report": of_another,
    "torn": lambda content: content[: len(content) // 2],
    "no number": lambda content: content.replace(b",1,1,2,", b",1,x,2,"),
    "columns": lambda content: content.replace(b",header,", b",header,,", 1),
    "no UTF-8": lambda content: content.replace(b"one", b"\xff", 1),
    "none": lambda content: b"",
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_rows_that_are_not_the_reports_are_refused(spoil: Callable[[bytes], bytes]) -> None:
    held = ledger("one", 'two"', "three")
    found = report(held)
    with pytest.raises(ValueError, match=r"cells\.csv|utf-8|csv"):
        encode_cells(found, KEY, spoil(ledger_rows(found, held)))


CELLS = st.one_of(st.none(), st.text(st.characters(codec="utf-8")), st.integers(), st.booleans())


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1))
def test_rows_are_written_as_csv_reads_them(rows: list[tuple[str | int | None, ...]]) -> None:
    read = parse_rows(encode_rows(rows))
    assert [[cell or "" for cell in line] for line in read] == [
        [
            "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)
            for cell in row
        ]
        for row in rows
    ]


def test_an_empty_text_is_not_null() -> None:
    assert encode_rows((("", None, "a"),)) == b'"",,a\r\n'
