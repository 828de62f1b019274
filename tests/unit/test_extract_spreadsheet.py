"""Spreadsheets: what a person sees in each cell, its place, and what is hidden or beside it."""

import random
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest

from extract import read_bytes, spreadsheet
from schemas.document import Cell, Document, Region, Row, Run
from schemas.errors import InputError, InputRejected, Refusal
from schemas.finding import Code, Severity
from tests.unit.sheet_builder import (
    MAIN,
    links,
    number,
    package,
    row,
    sheet,
    text,
)

XLSXWRITER: Any = import_module("xlsxwriter")  # its types are not published

TABLE = (
    row(1, text("A1", "ই-গভর্ন্যান্স কর্মপরিকল্পনা")),
    row(3, text("A3", "ক্রম"), text("B3", "সূচক")),
    row(4, text("A4", "১"), text("B4", "কাজ")),
    row(6, text("B6", "স্বাক্ষর")),
)


def read(content: bytes) -> Document:
    return read_bytes("report.xlsx", content)


def rows(document: Document, region: Region = Region.BODY) -> list[Row]:
    return [row for page in document.pages for row in page.rows if row.region is region]


def cells(document: Document, region: Region = Region.BODY) -> list[Cell]:
    return [cell for row in rows(document, region) for cell in row.cells]


def texts(document: Document, region: Region = Region.BODY) -> list[str]:
    return [cell.text for cell in cells(document, region)]


def codes(document: Document) -> list[Code]:
    return [finding.code for finding in document.findings]


def test_places_cells_as_the_sheet_has_them() -> None:
    document = read(package(sheet(*TABLE)))
    assert [(r.line, r.width, r.table, [c.column for c in r.cells]) for r in rows(document)] == [
        (1, 1, None, [1]),
        (3, 2, 1, [1, 2]),
        (4, 2, 1, [1, 2]),
        (6, 1, None, [2]),
    ]
    assert document.findings == ()
    assert document.reader == "Excel workbook"


def test_rows_and_cells_stand_in_order_whatever_the_file_does() -> None:
    content = package(sheet(row(2, text("B2", "d"), text("A2", "c")), row(1, text("A1", "a"))))
    assert texts(read(content)) == ["a", "c", "d"]


def test_counts_on_from_sheet_to_sheet() -> None:
    document = read(package(sheet(*TABLE), sheet(*TABLE)))
    assert [page.number for page in document.pages] == [1, 2]
    second = document.pages[1].rows
    assert [(r.line, r.table) for r in second] == [(7, None), (9, 2), (10, 2), (12, None)]
    assert {cell.page for r in second for cell in r.cells} == {2}


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        pytest.param('<c r="A1" t="s"><v>0</v></c>', "কাজ", id="shared"),
        pytest.param('<c r="A1" t="s"><v>1</v></c>', "দুই অংশ", id="shared-runs"),
        pytest.param('<c r="A1" t="s"><v>2</v></c>', "কলম", id="without-its-sound"),
        pytest.param(text("A1", " ০৪/০৫/২০২৩ "), " ০৪/০৫/২০২৩ ", id="inline-verbatim"),
        pytest.param(text("A1", "ক_x000D_\nখ"), "ক\r\nখ", id="escaped"),
        pytest.param(text("A1", "_x005F_x000D_"), "_x000D_", id="escaped-escape"),
        pytest.param(text("A1", "a_x0000_"), "a_x0000_", id="no-character"),
        pytest.param('<c r="A1"><v>80</v></c>', "80", id="number"),
        pytest.param('<c r="A1" s="1"><v>0.8</v></c>', "৮০%", id="bangla-percent"),
        pytest.param('<c r="A1" s="2"><v>45050</v></c>', "04/05/2023", id="date"),
        pytest.param('<c r="A1" t="b"><v>1</v></c>', "TRUE", id="boolean"),
        pytest.param('<c r="A1" t="e"><v>#REF!</v></c>', "#REF!", id="error"),
        pytest.param('<c r="A1" t="d"><v>2023-05-04</v></c>', "2023-05-04", id="iso-date"),
        pytest.param('<c r="A1" t="str"><f>B1</f><v>কাজ</v></c>', "কাজ", id="formula-text"),
        pytest.param('<c r="A1"><f>1+1</f><v>2</v></c>', "2", id="formula-number"),
        pytest.param("<c><v>7</v></c>", "7", id="without-reference"),
        pytest.param('<c r="A1"><v>not a number</v></c>', "not a number", id="broken-number"),
    ],
)
def test_shows_a_cell_as_a_person_sees_it(cell: str, shown: str) -> None:
    content = package(
        sheet(row(1, cell)),
        formats=("General", "[$-5000445]0%", "dd/mm/yyyy"),
        strings=(
            "<t>কাজ</t>",
            "<r><t>দুই </t></r><r><t>অংশ</t></r>",
            '<t>কলম</t><rPh sb="0" eb="1"><t>kalam</t></rPh>',
        ),
    )
    document = read(content)
    assert texts(document) == [shown]
    assert document.findings == ()


def test_keeps_the_font_of_each_stretch() -> None:
    content = package(
        sheet(row(1, '<c r="A1" s="1" t="s"><v>0</v></c>', '<c r="B1" s="1" t="s"><v>1</v></c>')),
        formats=("General", "General"),
        fonts=("Nikosh", "SutonnyMJ"),
        strings=(
            "<r><t>evsjv</t></r><r><rPr><rFont val='Nikosh'/></rPr><t> বাংলা</t></r>",
            "<t>KvR</t>",
        ),
    )
    first, second = cells(read(content))
    assert first.layout.runs == (Run("evsjv", "SutonnyMJ"), Run(" বাংলা", "Nikosh"))
    assert second.layout.runs == (Run("KvR", "SutonnyMJ"),)


def test_leaves_blank_cells_out() -> None:
    content = package(sheet(row(1, text("A1", " \u200b"), '<c r="B1" s="0"/>', text("C1", "x"))))
    assert [(cell.column, cell.text) for cell in cells(read(content))] == [(3, "x")]


def test_an_empty_result_is_a_blank_cell() -> None:
    content = package(sheet(row(1, '<c r="A1" t="str"><f>""</f><v></v></c>', text("B1", "x"))))
    document = read(content)
    assert texts(document) == ["x"]
    assert document.findings == ()


def test_tells_a_formula_without_a_result() -> None:
    document = read(package(sheet(row(1, '<c r="A1"><f>SUM(B1:B9)</f></c>'))))
    assert texts(document) == ["=SUM(B1:B9)"]
    (finding,) = document.findings
    assert (finding.code, finding.severity) == (Code.CELL_LOST, Severity.ERROR)
    assert [(place.line, place.column) for place in finding.at] == [(1, 1)]


def test_tells_where_less_is_shown_than_stored() -> None:
    content = package(sheet(row(1, number("A1", "0.796"), number("B1", "0.5"))), formats=("0%",))
    document = read(content)
    assert texts(document) == ["80%", "50%"]
    (finding,) = document.findings
    assert (finding.code, finding.severity) == (Code.READERS_DISAGREE, Severity.INFO)
    assert (finding.evidence or {})["cells"] == [{"cell": "A1", "text": "80%", "other": "0.796"}]


def test_never_gives_a_date_with_the_month_first() -> None:
    document = read(package(sheet(row(1, number("A1", "45050"))), formats=("mm/dd/yyyy",)))
    assert texts(document) == ["2023-05-04"]
    (finding,) = document.findings
    assert (finding.code, finding.severity) == (Code.READERS_DISAGREE, Severity.WARNING)
    assert "05/04/2023" in finding.message


@pytest.mark.parametrize(
    ("stored", "typed", "doubted"),
    [
        pytest.param("45021", "31/05/2023", True, id="typed-day-first-misread"),
        pytest.param("45021", "৩১/০৫/২০২৩", True, id="bangla-digits"),
        pytest.param("45077", "31/05/2023", False, id="a-day-that-is-no-month"),
        pytest.param("45021", "কাজ", False, id="no-typed-date"),
        pytest.param("45051", "31/05/2023", False, id="day-equals-month"),
    ],
)
def test_doubts_dates_that_a_machine_with_the_month_first_took(
    stored: str, typed: str, doubted: bool
) -> None:
    content = package(
        sheet(row(1, number("A1", stored), text("B1", typed))), formats=("dd/mm/yyyy",)
    )
    assert (Code.READERS_DISAGREE in codes(read(content))) is doubted


def test_1904_dates() -> None:
    content = package(
        sheet(row(1, number("A1", "43588"))),
        formats=("dd/mm/yyyy",),
        properties='<workbookPr date1904="1"/>',
    )
    assert texts(read(content)) == ["04/05/2023"]


def test_merged_cells_span_what_is_used() -> None:
    content = package(
        sheet(
            row(1, text("A1", "title")),
            row(2, text("A2", "x"), text("B2", "y"), text("C2", "z")),
            row(3, text("C3", "w")),
            after='<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="A2:B1048576"/>'
            '<mergeCell ref="nonsense"/></mergeCells>',
        )
    )
    document = read(content)
    spans = {cell.text: (cell.layout.column_span, cell.layout.row_span) for cell in cells(document)}
    assert spans == {"title": (3, 1), "x": (2, 2), "y": (1, 1), "z": (1, 1), "w": (1, 1)}
    # the text that the merged cell lies over is kept, and told
    (finding,) = document.findings
    assert finding.code is Code.LEFTOVER_TEXT
    assert [(place.line, place.column) for place in finding.at] == [(2, 2)]


@pytest.mark.parametrize(
    ("before", "attributes"),
    [
        pytest.param("", 'hidden="1"', id="row"),
        pytest.param("", 'ht="0"', id="row-of-no-height"),
        pytest.param('<cols><col min="1" max="1" hidden="1"/></cols>', "", id="column"),
        pytest.param('<cols><col min="1" max="1" width="0"/></cols>', "", id="column-of-no-width"),
        pytest.param('<sheetFormatPr zeroHeight="1"/>', "", id="rows-by-default"),
    ],
)
def test_hidden_cells_are_kept_apart(before: str, attributes: str) -> None:
    content = package(sheet(row(1, text("A1", "secret"), attributes=attributes), before=before))
    document = read(content)
    assert texts(document) == []
    assert texts(document, Region.HIDDEN) == ["secret"]


def test_a_hidden_column_leaves_the_places_of_the_others() -> None:
    content = package(
        sheet(
            row(1, text("A1", "a"), text("B1", "b"), text("C1", "c")),
            before='<cols><col min="2" max="2" hidden="1"/></cols>',
        )
    )
    document = read(content)
    assert [(cell.column, cell.text) for cell in cells(document)] == [(1, "a"), (3, "c")]
    assert [(cell.column, cell.text) for cell in cells(document, Region.HIDDEN)] == [(2, "b")]


def test_a_format_that_shows_nothing_hides() -> None:
    document = read(package(sheet(row(1, number("A1", "42"))), formats=(";;;",)))
    assert (texts(document), texts(document, Region.HIDDEN)) == ([], ["42"])


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_a_page_of_hidden_rows(state: str) -> None:
    document = read(package(sheet(*TABLE), sheet(*TABLE), states={2: state}))
    assert len(rows(document)) == 4
    assert [row.region for row in document.pages[1].rows] == [Region.HIDDEN] * 4


DRAWING = (
    '<xdr:wsDr xmlns:xdr="x" xmlns:a="a" xmlns:mc="m"><xdr:twoCellAnchor>'
    "<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row></xdr:from>"
    "<mc:AlternateContent><mc:Choice><xdr:sp><xdr:txBody><a:p><a:r><a:rPr>"
    '<a:latin typeface="SutonnyMJ"/></a:rPr><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>'
    "</mc:Choice><mc:Fallback><xdr:sp><xdr:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp></mc:Fallback></mc:AlternateContent></xdr:twoCellAnchor></xdr:wsDr>"
)


@pytest.mark.parametrize(
    ("anchor", "order"),
    [(0, ["boxed", "ই-গভর্ন্যান্স কর্মপরিকল্পনা"]), (9, ["স্বাক্ষর", "boxed"])],
    ids=["above", "below"],
)
def test_a_text_box_stands_above_or_below_the_table(anchor: int, order: list[str]) -> None:
    parts: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.xml.rels": links(
            ("d", "drawing", "../drawings/drawing1.xml", False)
        ),
        "xl/drawings/drawing1.xml": DRAWING.format(row=anchor, text="boxed"),
    }
    document = read(package(sheet(*TABLE), parts=parts))
    found = texts(document)
    assert [words for words in found if words in order] == order
    (boxed,) = [cell for cell in cells(document) if cell.text == "boxed"]
    assert boxed.layout.runs == (Run("boxed", "SutonnyMJ"),)
    lines = [row.line for row in rows(document)]
    assert len(set(lines)) == len(lines)


def test_comments_and_page_headers_have_regions() -> None:
    parts: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.xml.rels": links(("c", "comments", "../comments1.xml", False)),
        "xl/comments1.xml": f'<comments xmlns="{MAIN}"><commentList><comment ref="B4"><text><r>'
        "<t>দেখুন</t></r></text></comment></commentList></comments>",
    }
    margins = (
        '<headerFooter><oddHeader>&amp;L&amp;"Nikosh,Bold"&amp;12বাম&amp;Rডান &amp;&amp; '
        "&amp;P</oddHeader><oddFooter>নিচে</oddFooter></headerFooter>"
    )
    document = read(package(sheet(*TABLE, after=margins), parts=parts))
    assert texts(document, Region.COMMENT) == ["দেখুন"]
    assert texts(document, Region.HEADER) == ["বাম", "ডান &"]
    assert texts(document, Region.FOOTER) == ["নিচে"]


def test_lists_what_is_never_opened() -> None:
    parts: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.xml.rels": links(
            ("h", "hyperlink", "https://example.org/a", True)
        ),
        "xl/_rels/workbook.xml.rels": links(
            ("s1", "worksheet", "worksheets/sheet1.xml", False),
            ("m", "vbaProject", "vbaProject.bin", False),
            ("e", "externalLink", "externalLinks/externalLink1.xml", False),
        ),
        "xl/vbaProject.bin": b"\0",
        "xl/externalLinks/externalLink1.xml": "<x/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": links(
            ("p", "externalLinkPath", "file:///other.xlsx", True)
        ),
    }
    document = read(package(sheet(*TABLE), parts=parts))
    assert sorted(texts(document, Region.PACKAGE)) == [
        "externalLinkPath: file:///other.xlsx",
        "hyperlink: https://example.org/a",
        "link to a workbook: xl/externalLinks/externalLink1.xml",
        "macros: xl/vbaProject.bin",
    ]
    assert codes(document) == [Code.LEFTOVER_TEXT] * 3


@pytest.mark.parametrize("kind", ["chartsheet", "missing"])
def test_a_sheet_without_cells_is_an_unread_page(kind: str) -> None:
    target = "charts/sheet1.xml" if kind == "chartsheet" else "worksheets/gone.xml"
    parts: dict[str, str | bytes] = {
        "xl/_rels/workbook.xml.rels": links(
            ("s1", "worksheet", "worksheets/sheet1.xml", False),
            ("s2", "chartsheet" if kind == "chartsheet" else "worksheet", target, False),
        )
    }
    document = read(package(sheet(*TABLE), sheet(), parts=parts))
    assert codes(document) == [Code.PAGE_UNREAD]
    assert len(document.pages) == 2


def test_a_sheet_of_pictures_is_an_unread_page() -> None:
    parts: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.xml.rels": links(
            ("d", "drawing", "../drawings/drawing1.xml", False)
        ),
        "xl/drawings/drawing1.xml": "<drawing></drawing>",
        "xl/drawings/_rels/drawing1.xml.rels": links(("i", "image", "../media/1.png", False)),
        "xl/media/1.png": b"png",
    }
    document = read(package(sheet(), parts=parts))
    assert codes(document) == [Code.PAGE_UNREAD]
    assert texts(document, Region.PACKAGE) == ["picture: xl/media/1.png"]


def test_values_where_no_program_puts_them_are_told() -> None:
    content = package(sheet(row(1, text("A1", "x"), "<odd><c><v>7</v></c></odd>")))
    assert codes(read(content)) == [Code.PAGE_UNREAD]


def test_reads_strict_packages() -> None:
    document = read(package(sheet(*TABLE), strict=True))
    assert len(cells(document)) == 6


def test_knows_a_workbook_by_its_content() -> None:
    assert read_bytes("report.docx", package(sheet(*TABLE))).reader == "Excel workbook"
    assert spreadsheet.sniff("report.xlsx", b"%PDF-1.7") == 0


def test_a_huge_dimension_costs_nothing() -> None:
    content = package(
        sheet(row(1048576, text("XFD1048576", "x")), before='<dimension ref="A1:XFD1048576"/>')
    )
    (cell,) = cells(read(content))
    assert (cell.line, cell.column) == (1048576, 16384)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(
            package(sheet(), parts={"xl/workbook.xml": "<!DOCTYPE x><workbook/>"}),
            Refusal.XML_DTD,
            id="document-type",
        ),
        pytest.param(
            package(sheet(), parts={"xl/workbook.xml": "<workbook>"}),
            Refusal.XML_BROKEN,
            id="broken",
        ),
        pytest.param(package("<a>" * 400 + "</a>" * 400), Refusal.XML_DEPTH, id="deep"),
        pytest.param(
            package(sheet(), parts={"xl/workbook.xml": "<document/>"}),
            Refusal.NOT_A_DOCUMENT,
            id="no-workbook",
        ),
        pytest.param(
            package(sheet(), parts={"_rels/.rels": links()}), Refusal.NOT_A_DOCUMENT, id="no-main"
        ),
        pytest.param(
            package(
                sheet(),
                parts={
                    "_rels/.rels": links(("r", "officeDocument", "xl/workbook.bin", False)),
                    "xl/workbook.bin": b"\x83\x01",
                },
            ),
            Refusal.NOT_A_DOCUMENT,
            id="binary-workbook",
        ),
        pytest.param(package(*[sheet()] * 1001), Refusal.TABLE_LIMIT, id="too-many-sheets"),
        pytest.param(
            package(sheet("".join(f"<row><c><v>{i}</v></c></row>" for i in range(200_001)))),
            Refusal.TABLE_LIMIT,
            id="too-many-rows",
        ),
        pytest.param(
            package(
                sheet(
                    row(1, text("A1", "x"), text("XFD1", "y")),
                    after="<mergeCells>" + '<mergeCell ref="A1:XFD2"/>' * 700 + "</mergeCells>",
                )
            ),
            Refusal.TABLE_LIMIT,
            id="merges-over-merges",
        ),
    ],
)
def test_refuses_with_a_reason(content: bytes, code: Refusal) -> None:
    with pytest.raises(InputRejected) as refused:
        read(content)
    assert refused.value.code is code


def test_a_text_shown_over_and_over_does_not_swell() -> None:
    content = package(
        sheet(*(row(r, *['<c t="s"><v>0</v></c>'] * 100) for r in range(1, 101))),
        strings=("<t>" + "ক" * 32_767 + "</t>",),
    )
    with pytest.raises(InputRejected) as refused:
        read(content)
    assert refused.value.code is Refusal.TOO_BIG


def test_agrees_with_what_xlsxwriter_wrote() -> None:
    written = {(r, c): f"ঘর {r}-{c}" for r in range(1, 30) for c in range(1, 9) if (r * c) % 5}
    content = BytesIO()
    with XLSXWRITER.Workbook(content) as workbook:
        worksheet = workbook.add_worksheet("প্রতিবেদন")
        for (r, c), words in written.items():
            worksheet.write_string(r - 1, c - 1, words)
    found = {(cell.line, cell.column): cell.text for cell in cells(read(content.getvalue()))}
    assert found == written


N_MUTATIONS = 150
"""Of bytes and of markup."""


@pytest.mark.parametrize("seed", range(N_MUTATIONS))
def test_damaged_packages_end_typed(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  the same cases in every run
    if seed % 2:
        content = bytearray(package(sheet(*TABLE), formats=("dd/mm/yyyy", "0%")))
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        damaged = bytes(content)
    else:
        marks = sheet(*TABLE, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
        pieces = [chance.randrange(len(marks)) for _ in range(2)]
        odd = chance.choice(["-1", "99999999999", "", "s", "<", 't="s"', 'r="ZZZZ9"', 's="9"'])
        damaged = package(marks[: min(pieces)] + odd + marks[max(pieces) :])
    with suppress(InputError):
        assert read(damaged).pages
