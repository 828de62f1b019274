"""Samples printed by LibreOffice and Chromium come out of the PDF as they went in."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from conversion import understand
from extract import read_bytes
from extract._lattice import lattices
from extract._pdf_pages import drawn_pages
from normalize.columns import HeaderBlock, read_header
from normalize.header_rows import is_header
from samples.blocks import Block, Grid, blocks_of
from samples.html import html_bytes
from samples.make import report_bytes, samples, sheet_of
from samples.printing import (
    chromium,
    libreoffice,
    print_by_chromium,
    print_by_libreoffice,
    smaller,
)
from samples.sheet import Ink, Line
from samples.word_xml import Typist, word_bytes
from schemas.document import Document, Row
from schemas.reading import Reading
from schemas.report import NestedTable, Report

SHARED = Path(__file__).parent.parent.parent / "shared"
SEEDS = {path.name[:3]: path for path in sorted((SHARED / "seeds").glob("*.txt"))}
CHOSEN = ("field_office_2021-22_q4", "odd_cells_2022-23_q3", "pages_ministry_2023-24_q3")
"""A form of another width, odd cells with a small table, and rows cut by page breaks."""
TYPIST = Typist(font="Mukti")
"""Narrow digits: in wider fonts LibreOffice cuts the dates of these columns in two."""
PRINTERS = {"libreoffice": libreoffice, "chromium": chromium}

Facts = dict[str, object]


def texts() -> dict[str, bytes]:
    """The reports as text: the chosen samples, and the real ones where they are at hand."""
    known = {sample.name: report_bytes(sample) for sample in samples()}
    return {
        **{name: known[name] for name in CHOSEN},
        **{name: path.read_bytes() for name, path in SEEDS.items()},
    }


def blocks(name: str) -> tuple[Block, ...]:
    if name in SEEDS:
        return blocks_of(tuple(lines_of(read_bytes("seed.tsv", SEEDS[name].read_bytes()))))
    return blocks_of(next(sheet_of(one).lines for one in samples() if one.name == name))


def lines_of(document: Document) -> Iterator[Line]:
    """The lines of a text report, each with its kind, and a blank one between pages."""
    known: HeaderBlock | None = None
    for number, page in enumerate(document.pages):
        if number:
            yield Line("blank")
        rows = [row for row in page.rows if row.cells]
        headers: set[int] = set()
        for place, row in enumerate(rows):
            if is_header(row):
                block = read_header(rows[place : place + 6], known)
                known = known or block
                headers |= {row.line for row in block.rows}
        for row in rows:
            inks = tuple(Ink(cell.column, cell.text, "") for cell in row.cells)
            yield Line(kind_of(row, headers), inks, row.width if row.table else 1)


def kind_of(row: Row, headers: set[int]) -> str:
    if row.table is None:
        return "title"
    columns = {cell.column for cell in row.cells}
    if row.line in headers:
        return "header"
    if min(columns) >= 13:
        return "nested"
    return "row" if columns & {6, 7} else "rest"


@pytest.fixture(scope="module", params=PRINTERS)
def printed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, bytes]:
    if PRINTERS[request.param]() is None:
        pytest.skip(f"{request.param} is not installed")
    folder = tmp_path_factory.mktemp(request.param)
    names = texts()
    if request.param == "chromium":
        # an activity that repeats an indicator has another end if a page break cuts it
        pages = {
            name: html_bytes(blocks(name), TYPIST, rows_split="odd_cells" not in name)
            for name in names
        }
        return print_by_chromium(pages, folder)
    words = {name: smaller(word_bytes(blocks(name), TYPIST)) for name in names}
    return print_by_libreoffice(words, folder)


def squeezed(value: object) -> object:
    """Line ends of cells are layout: whether a blank stood there is not in the print."""
    return re.sub(r"\s+", "", value) if isinstance(value, str) else value


def facts_of(report: Report) -> Facts:
    """All that is read, without its place."""
    facts: Facts = {
        "title": squeezed(report.title.value),
        "organisation": report.organisation.name,
        "signed": said(report.signature.date),
        "orphans": [rows for one in report.orphans for rows in tables_of(one.nested_tables)],
    }
    for section in report.sections:
        facts[f"{section.id}"] = (said(section.title), said(section.weight))
        for activity in section.activities:
            facts[f"{section.id}/{activity.id}"] = said(activity.title)
            for place, one in enumerate(activity.indicators):
                key = f"{section.id}/{activity.id}/{place}:{one.id}"
                for name in ("text", "unit", "weight", "remark"):
                    facts[f"{key}/{name}"] = said(getattr(one, name))
                for band, target in one.targets.items():
                    facts[f"{key}/{band}"] = said(target)
                facts[f"{key}/tables"] = tables_of(one.nested_tables)
    return facts


def said(reading: Reading) -> tuple[str, object]:
    return reading.state.value, squeezed(reading.value)


def tables_of(tables: tuple[NestedTable, ...]) -> list[object]:
    return [[[squeezed(cell.value) for cell in row] for row in table.rows] for table in tables]


@pytest.mark.parametrize("name", texts())
def test_the_report_is_the_one_of_the_text(name: str, printed: Mapping[str, bytes]) -> None:
    told = understand(read_bytes(f"{name}.tsv", texts()[name])).report
    read = understand(read_bytes(f"{name}.pdf", printed[name])).report
    first, second = facts_of(read), facts_of(told)
    differ = {key for key in {*first, *second} if first.get(key) != second.get(key)}
    # LibreOffice cuts one date, whose Latin digit comes from another font: it is declined
    assert all(first[key] == ("invalid", None) for key in differ)
    assert len(differ) <= (name == "odd_cells_2022-23_q3")
    assert read.accounting.leftover == told.accounting.leftover


@pytest.mark.parametrize("name", texts())
def test_all_columns_are_found_on_all_pages(name: str, printed: Mapping[str, bytes]) -> None:
    grids = [block for block in blocks(name) if isinstance(block, Grid)]
    found = [
        table.width for page in drawn_pages(printed[name]) for table in lattices(page.rules) or ()
    ]
    assert set(found) == {grid.width for grid in grids}
    assert len(found) >= len(grids)


@pytest.mark.parametrize("name", texts())
def test_every_glyph_is_in_one_cell_or_line(name: str, printed: Mapping[str, bytes]) -> None:
    drawn = sorted(
        character
        for page in drawn_pages(printed[name])
        for token in page.tokens
        for character in token.text
        if not character.isspace()
    )
    document = read_bytes(f"{name}.pdf", printed[name])
    read = sorted(
        character for cell in document.cells() for character in cell.text if not character.isspace()
    )
    assert read == drawn


def test_every_cell_knows_its_place_on_the_page(printed: Mapping[str, bytes]) -> None:
    document = read_bytes("x.pdf", printed[CHOSEN[0]])
    numbers = [row.line for page in document.pages for row in page.rows]
    assert numbers == sorted(set(numbers))
    for cell in document.cells():
        box = cell.layout.bbox
        assert box is not None
        assert box[0] < box[2] <= 842 + 0.5
        assert box[1] < box[3] <= 595.5


@pytest.mark.skipif(not (SHARED / "real").is_dir(), reason="the real pages are not here")
def test_the_real_pages_have_the_columns_that_are_printed() -> None:
    (path,) = (SHARED / "real").glob("*.pdf")
    tables = [lattices(page.rules) for page in drawn_pages(path.read_bytes())]
    assert [[(table.n_rows, table.width) for table in page or ()] for page in tables] == [
        [(17, 10)],
        [(10, 8)],
    ]
