"""Tables inside of cells, tables that lay out a page, and what stands outside of the body."""

from dataclasses import replace

import pytest

from extract import read_bytes
from normalize.interpret import Interpretation, interpret
from schemas.document import Cell, Document, Layout, Page, Region, Row
from schemas.finding import Code, Severity
from tests.unit.table_text import FIRST, cells_of, count_row, text_of

SECOND = count_row("১.১.২")
NESTED = ("মাস\tহার", "জানুয়ারি, ২০২৩\t৯৮%", "ফেব্রুয়ারি, ২০২৩\t৯৭.৫%")
LATE = 900
"""A line behind those of the sample."""


def document(*lines: str) -> Document:
    """The rows of a report as a reader sees them."""
    return read_bytes("report.tsv", text_of(*lines).encode())


def with_rows(source: Document, rows: tuple[Row, ...]) -> Document:
    """The document with other rows on its only page."""
    return replace(source, pages=(Page(1, rows),))


def table_of(*lines: str, line: int = LATE) -> tuple[Row, ...]:
    """The rows of a table inside a cell."""
    return tuple(cells_of(text, line + n) for n, text in enumerate(lines))


def nest(row: Row, column: int, *tables: tuple[Row, ...], text: str | None = None) -> Row:
    """The row with tables inside one of its cells, which is made if it is not there."""
    old = next((cell for cell in row.cells if cell.column == column), None)
    shown = (old.text if old else "") if text is None else text
    new = Cell(shown, 1, row.line, column, layout=Layout(tables=tables))
    cells = (*(cell for cell in row.cells if cell is not old), new)
    return replace(row, cells=tuple(sorted(cells, key=lambda cell: cell.column)))


def roles(meant: Interpretation) -> dict[str, str]:
    """Role of each cell of the ledger by its text."""
    return {entry.raw: entry.role for entry in meant.ledger.entries}


def test_a_table_in_a_remark_is_the_indicators_own() -> None:
    source = document(FIRST, SECOND)
    rows = source.pages[0].rows
    meant = interpret(
        with_rows(source, (*rows[:-2], nest(rows[-2], 13, table_of(*NESTED)), rows[-1]))
    )
    first, second = meant.report.indicators()
    (table,) = first.nested_tables
    assert [reading.value for reading in table.header] == ["মাস", "হার"]
    assert [[reading.raw for reading in row] for row in table.rows] == [
        line.split("\t") for line in NESTED[1:]
    ]
    assert first.remark.raw == rows[-2].cells[-1].text
    assert second.nested_tables == ()
    assert meant.report.accounting.leftover == 0
    assert roles(meant)["৯৭.৫%"] == "indicator.nested_table"


def test_a_table_of_one_column_is_a_table_where_the_source_says_so() -> None:
    source = document(FIRST)
    rows = source.pages[0].rows
    meant = interpret(with_rows(source, (*rows[:-1], nest(rows[-1], 13, table_of("ক", "খ")))))
    (table,) = meant.report.indicators()[0].nested_tables
    assert [[reading.raw for reading in row] for row in table.rows] == [["ক"], ["খ"]]


def test_tables_inside_of_tables_are_kept_side_by_side() -> None:
    source = document(FIRST)
    rows = source.pages[0].rows
    inner = nest(table_of("বাহির\tঘর")[0], 2, table_of("ভিতর\t৫", line=LATE + 50))
    meant = interpret(with_rows(source, (*rows[:-1], nest(rows[-1], 13, (inner,)))))
    tables = meant.report.indicators()[0].nested_tables
    assert [table.rows[0][0].raw for table in tables] == ["বাহির", "ভিতর"]
    assert meant.report.accounting.leftover == 0


def test_a_row_that_holds_a_table_alone_belongs_to_the_row_above() -> None:
    source = document(FIRST, SECOND)
    rows = source.pages[0].rows
    alone = nest(Row(LATE - 1, 13, (), 1), 13, table_of(*NESTED))
    meant = interpret(with_rows(source, (*rows[:-1], alone, rows[-1])))
    assert [len(one.nested_tables) for one in meant.report.indicators()] == [1, 0]
    # the cell that holds nothing but the table is no cell of the ledger
    assert all(entry.raw for entry in meant.ledger.entries)


def test_a_row_that_holds_a_table_alone_does_not_continue_a_dash() -> None:
    source = document(count_row("১.১.১", remark="-"), count_row("১.১.৩"))
    rows = source.pages[0].rows
    alone = nest(Row(LATE - 1, 13, (), 1), 13, table_of(*NESTED))
    report = interpret(with_rows(source, (*rows[:-1], alone, rows[-1]))).report
    (orphan,) = report.orphans
    assert (orphan.after, orphan.before) == ("indicator:1.1.1", "indicator:1.1.3")


def test_a_table_behind_a_page_break_and_a_gap_of_ids_is_an_orphan() -> None:
    source = document(FIRST, count_row("১.১.৩"))
    rows = source.pages[0].rows
    finished = replace(
        rows[-2], cells=(*rows[-2].cells[:-1], replace(rows[-2].cells[-1], text="-"))
    )
    table = table_of(*NESTED)
    moved = tuple(
        replace(row, cells=tuple(replace(cell, page=2) for cell in row.cells)) for row in table
    )
    alone = nest(Row(LATE - 1, 13, (), 2), 13, moved)
    alone = replace(alone, cells=tuple(replace(cell, page=2) for cell in alone.cells))
    pages = (Page(1, (*rows[:-2], finished)), Page(2, (alone, rows[-1])))
    report = interpret(replace(source, pages=pages)).report
    (orphan,) = report.orphans
    assert (orphan.after, orphan.before) == ("indicator:1.1.1", "indicator:1.1.3")
    assert len(orphan.nested_tables) == 1


def test_a_table_that_lays_out_the_page_is_unfolded() -> None:
    source = document(FIRST, SECOND)
    rows = source.pages[0].rows
    n_titles = sum(row.table is None for row in rows)
    frame = Cell(rows[0].cells[0].text, 1, 1, 1, layout=Layout(tables=(rows[n_titles:],)))
    framed = with_rows(source, (*rows[1:n_titles], Row(1, 1, (frame,), 1)))
    plain, meant = interpret(source).report, interpret(framed).report
    assert [one.id for one in meant.indicators()] == [one.id for one in plain.indicators()]
    assert meant.accounting.leftover == 0
    assert frame.text in str(meant.title.value)


@pytest.mark.parametrize(
    ("region", "severity"),
    [
        (Region.DELETED, Severity.WARNING),
        (Region.HIDDEN, Severity.WARNING),
        (Region.NOTE, Severity.INFO),
        (Region.COMMENT, Severity.INFO),
        (Region.HEADER, None),
        (Region.FOOTER, None),
        (Region.PACKAGE, None),
    ],
)
def test_what_stands_outside_of_the_body(region: Region, severity: Severity | None) -> None:
    source = document(FIRST)
    rows = source.pages[0].rows
    said = Cell("অন্যত্র লেখা", 1, LATE, 1)
    meant = interpret(with_rows(source, (*rows, Row(LATE, 1, (said,), None, region))))
    assert roles(meant)[said.text] == region.value
    told = [one for one in meant.report.findings if one.code is Code.LEFTOVER_TEXT]
    assert [one.severity for one in told] == ([severity] if severity else [])
    assert meant.report.accounting.leftover == 0
