"""Whole reports in Bijoy codes: read as in Unicode, with the codes kept and the decoding told."""

from dataclasses import replace

import pytest

from extract import read_bytes
from normalize.interpret import interpret
from normalize.legacy_text import decode_legacy
from samples.bijoy_writer import Dialect, encode
from schemas.document import Cell, Document, Layout, Run
from schemas.finding import Code, Severity
from schemas.reading import State
from schemas.report import Report
from tests.unit.table_text import FIRST, count_row, text_of, with_code

TEXT = text_of(FIRST, count_row("১.১.২"), "", "০৬.০৭.২০২৩", "সিনিয়র সহকারী সচিব")


def in_codes(text: str, dialect: Dialect) -> str:
    """Each cell as a typist writes it."""
    lines = ([encode(cell, dialect) for cell in line.split("\t")] for line in text.split("\n"))
    return "\n".join("\t".join(line) for line in lines)


def document(text: str) -> Document:
    """The text as a reader sees it."""
    return read_bytes("report.tsv", text.encode())


def with_font(source: Document, font: str | None) -> Document:
    """The document with every cell in one font."""

    def dressed(cell: Cell) -> Cell:
        return replace(cell, layout=Layout(runs=(Run(cell.text, font),)))

    pages = tuple(
        replace(
            page,
            rows=tuple(replace(row, cells=tuple(map(dressed, row.cells))) for row in page.rows),
        )
        for page in source.pages
    )
    return replace(source, pages=pages)


def values(report: Report) -> list[object]:
    """What the report says, without how it is written."""
    return [
        report.title.value,
        report.organisation.name,
        report.period.quarter,
        report.signature.date.value,
        report.signature.designation.value,
        *(
            (one.id, reading.state, reading.value)
            for one in report.indicators()
            for reading in (one.text, one.unit, one.weight, *one.targets.values(), one.remark)
        ),
        *((one.derived and one.derived.achievement) for one in report.indicators()),
    ]


@pytest.mark.parametrize("dialect", ["old", "new"])
@pytest.mark.parametrize("font", [None, "SutonnyMJ"])
def test_a_report_in_codes_says_what_it_says_in_unicode(dialect: Dialect, font: str | None) -> None:
    plain = interpret(document(TEXT)).report
    coded = document(in_codes(TEXT, dialect))
    source = with_font(coded, font) if font else coded
    report = interpret(source).report
    assert values(report) == values(plain)
    (told,) = with_code(report, Code.ENCODING_REPAIRED)
    assert told.severity is Severity.INFO
    n_decoded = sum(cell.layout.codes is not None for cell in decode_legacy(source).cells())
    assert told.evidence
    assert told.evidence["cells"] == n_decoded > len(report.indicators())


def test_the_codes_stay_as_raw_text() -> None:
    source = in_codes(TEXT, "old")
    meant = interpret(document(source))
    assert meant.ledger.rebuild() == source
    first = meant.report.indicators()[0]
    assert first.text.raw == encode("[১.১.১] সভা আয়োজিত", "old")
    assert first.text.value == "সভা আয়োজিত"


def test_facts_count_in_the_text_that_they_are_read_from() -> None:
    report = interpret(document(in_codes(TEXT, "old"))).report
    for one in report.indicators():
        facts = one.derived.facts if one.derived else ()
        assert facts
        for fact in facts:
            assert str(one.remark.value)[fact.start : fact.end] == fact.raw


def test_a_document_in_unicode_is_left_as_it_is() -> None:
    source = document(TEXT)
    assert decode_legacy(source) is source
    fonts = with_font(source, "SutonnyMJ")
    # letters of Unicode are no codes, whatever font somebody gave them
    assert [cell.text for cell in decode_legacy(fonts).cells()] == [
        cell.text for cell in source.cells()
    ]


def test_latin_words_in_a_run_of_codes_are_told() -> None:
    coded = in_codes(TEXT.replace("২টি সভা", "3D ২টি সভা", 1), "old")
    report = interpret(with_font(document(coded), "SutonnyMJ")).report
    (told,) = with_code(report, Code.TEXT_SUSPECT)
    assert told.evidence
    assert told.evidence["codes"] == "3D"


@pytest.mark.parametrize("dash", ["-", "\u2013", "\u2014", "\u2212"])
def test_a_lone_dash_is_one_in_every_font(dash: str) -> None:
    coded = in_codes(TEXT, "old").split("\n")
    row = next(n for n, line in enumerate(coded) if line.endswith("|") and "\t-\t" in line)
    coded[row] = coded[row].replace("\t-\t", f"\t{dash}\t", 1)
    report = interpret(with_font(document("\n".join(coded)), "SutonnyMJ")).report
    assert report.indicators()[0].targets["60"].state is State.NONE


def test_half_converted_words_are_finished() -> None:
    half = TEXT.replace("২টি সভা", "অজ©ন ২টি সভা", 1)
    report = interpret(document(half)).report
    assert str(report.indicators()[0].remark.value).startswith("অর্জন ২টি")
    assert (report.indicators()[0].remark.raw or "").startswith("অজ©ন")
    assert len(with_code(report, Code.ENCODING_REPAIRED)) == 1


def test_a_table_inside_of_a_cell_is_decoded() -> None:
    source = document(in_codes(TEXT, "new"))
    rows = source.pages[0].rows
    inner = document(in_codes("মাস\tহার\nজানুয়ারি\t৯৮%", "new")).pages[0].rows
    held = replace(rows[-4].cells[-1], layout=Layout(tables=(inner,)))
    row = replace(rows[-4], cells=(*rows[-4].cells[:-1], held))
    page = replace(source.pages[0], rows=(*rows[:-4], row, *rows[-3:]))
    report = interpret(replace(source, pages=(page,))).report
    tables = [table for one in report.indicators() for table in one.nested_tables]
    assert [cell.value for cell in tables[0].header] == ["মাস", "হার"]
