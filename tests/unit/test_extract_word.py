"""The walk through a Word document: every text once, in its place, and in its region."""

import pytest

from extract import reader_for, word
from schemas.document import Region
from schemas.errors import InputFailed, InputRejected, Refusal
from schemas.finding import Code, Severity
from tests.unit.word_builder import (
    DOCM,
    DOCX,
    DOTM,
    DOTX,
    XLSX,
    Made,
    Rel,
    box,
    cells,
    choice,
    entries,
    field_of,
    grid,
    p,
    package,
    read,
    rows,
    styled,
    t,
    tbl,
    tc,
    texts,
    tr,
    zipped,
)

SPAN = '<w:gridSpan w:val="{}"/>'
RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
BREAK = '<w:r><w:br w:type="page"/></w:r>'
BEFORE = "<w:pageBreakBefore/>"
RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"


# rows, cells and where they stand


def test_paragraphs_and_tables_in_reading_order() -> None:
    document = read(p("শিরোনাম") + "<w:p/>" + tbl(tr("ক্রম", "সূচক"), tr("১", "")) + p("স্বাক্ষর"))
    found = [
        (row.line, row.table, row.width, [c.text for c in row.cells]) for row in rows(document)
    ]
    assert found == [
        (1, None, 1, ["শিরোনাম"]),
        (3, 1, 2, ["ক্রম", "সূচক"]),
        (4, 1, 2, ["১"]),
        (5, None, 1, ["স্বাক্ষর"]),
    ]
    assert [(c.page, c.line, c.column) for c in cells(document)][1:4] == [
        (1, 3, 1),
        (1, 3, 2),
        (1, 4, 1),
    ]
    assert document.source.media_type.endswith("wordprocessingml.document")


def test_blank_cells_and_rows_are_none() -> None:
    document = read(tbl(tr("", "a"), tr("", " \u200b"), tr()) + p(" "))
    assert [(row.line, [c.column for c in row.cells]) for row in rows(document)] == [(1, [2])]


def test_spans_and_left_out_columns() -> None:
    document = read(
        tbl(
            tr(tc("a", properties=SPAN.format(3)), "b"),
            tr("c", "d", properties='<w:gridBefore w:val="2"/><w:gridAfter w:val="1"/>'),
            tr("e"),
        )
    )
    assert grid(document) == [(1, "a"), (4, "b"), (3, "c"), (4, "d"), (1, "e")]
    assert [row.width for row in rows(document)] == [4, 5, 1]
    assert cells(document)[0].layout.column_span == 3


def test_a_vertical_merge_is_one_cell() -> None:
    document = read(
        tbl(
            tr(tc("a", properties=RESTART), "1"),
            tr(tc("", properties=CONTINUE), "2"),
            tr(tc("", properties=CONTINUE), "3"),
            tr(tc("b", properties=RESTART), "4"),
            tr("c", "5"),
        )
    )
    assert grid(document) == [
        (1, "a"), (2, "1"), (2, "2"), (2, "3"), (1, "b"), (2, "4"), (1, "c"), (2, "5"),
    ]  # fmt: skip
    assert [c.layout.row_span for c in cells(document)] == [3, 1, 1, 1, 1, 1, 1, 1]
    assert not document.findings


def test_a_merge_ends_with_its_table_and_its_column() -> None:
    first = tbl(tr(tc("a", properties=RESTART)), tr(tc("", properties=CONTINUE)))
    document = read(first + tbl(tr(tc("x"), "y"), tr(tc("z", properties=CONTINUE), "w")))
    assert [c.layout.row_span for c in cells(document)] == [2, 1, 1, 1, 1]
    assert "vMerge without a cell above" in document.findings[0].message


def test_text_in_a_continued_cell_is_kept() -> None:
    document = read(
        tbl(tr(tc("a", properties=RESTART), "1"), tr(tc("lost?", properties=CONTINUE), "2"))
    )
    assert grid(document) == [(1, "a"), (2, "1"), (1, "lost?"), (2, "2")]


@pytest.mark.parametrize("text", ["", "b"], ids=["empty", "with text"])
def test_an_old_horizontal_merge(text: str) -> None:
    restart, goes_on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    document = read(tbl(tr(tc("a", properties=restart), tc(text, properties=goes_on), "c")))
    spans = [(c.column, c.text, c.layout.column_span) for c in cells(document)]
    assert spans == (
        [(1, "a", 1), (2, "b", 1), (3, "c", 1)] if text else [(1, "a", 2), (3, "c", 1)]
    )


@pytest.mark.parametrize(
    ("value", "taken"),
    [("-1", 1), ("0", 1), ("abc", 1), ("", 1), ("২", 1), ("100000000", 63), ("2147483647", 63),
     ("1" + "0" * 20, 63), ("64", 63)],
)  # fmt: skip
def test_spans_that_cannot_be_are_told(value: str, taken: int) -> None:
    document = read(tbl(tr("a", tc("b", properties=SPAN.format(value))), tr("c", "d")))
    assert [text for _, text in grid(document)] == ["a", "b", "c", "d"]
    assert rows(document)[0].width == 1 + taken
    (finding,) = document.findings
    assert (finding.code, finding.severity) == (Code.COLUMN_COUNT_VARIES, Severity.WARNING)
    assert (finding.at[0].line, finding.at[0].column) == (1, 2)


def test_a_row_that_says_it_begins_far_to_the_right() -> None:
    document = read(tbl(tr("a", properties='<w:gridBefore w:val="100000000"/>')))
    assert grid(document) == [(64, "a")]
    assert document.findings


def test_only_the_first_oddities_are_named() -> None:
    odd = tr(tc("a", properties=SPAN.format(0)))
    (finding,) = read(tbl(*[odd] * 50)).findings
    assert (len(finding.at), (finding.evidence or {})["count"]) == (20, 50)


def test_tables_in_cells() -> None:
    inner = tbl(tr("i", "j"), tr(tc("k", properties=SPAN.format(2))))
    document = read(tbl(tr("a", tc("b", inner, "<w:p/>")), tr(tc(inner, "<w:p/>"), "c")))
    outer = rows(document)
    assert [[c.text for c in row.cells] for row in outer] == [["a", "b"], ["", "c"]]
    (nested,) = outer[0].cells[1].layout.tables
    assert [(row.line, row.table, [c.text for c in row.cells]) for row in nested] == [
        (2, 2, ["i", "j"]), (3, 2, ["k"]),
    ]  # fmt: skip
    assert [row.line for row in outer] == [1, 4]
    assert outer[1].cells[0].layout.tables[0][0].table == 3


def test_paragraphs_of_a_cell_are_lines() -> None:
    document = read(tbl(tr(tc("a", "", "b"), tc("<w:p/>", "c"))))
    assert texts(document) == ["a\n\nb", "\nc"]


@pytest.mark.parametrize(
    "wrapped",
    [
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:customXml w:element="x"><w:customXmlPr/>{}</w:customXml>',
        "<w:ins>{}</w:ins>",
        '<x:new xmlns:x="urn:x">{}</x:new>',
    ],
    ids=["content control", "custom XML", "inserted", "unknown"],
)
def test_what_stands_around_things_is_looked_through(wrapped: str) -> None:
    run = wrapped.format(t("run"))
    cell = wrapped.format(tc(p(t("a "), run)))
    row = wrapped.format(tr(cell, "b"))
    document = read(wrapped.format(tbl(row)) + wrapped.format(p("c")))
    assert texts(document) == ["a run", "b", "c"]
    assert [row.table for row in rows(document)] == [1, None]


def test_what_stands_in_the_wrong_place_is_kept() -> None:
    document = read(
        t("no paragraph ")
        + tr("no table")
        + tc("no row")
        + f"<w:tbl>{p('in a table')}<w:tr>{p('in a row')}{tc('cell')}</w:tr></w:tbl>"
        + f"<w:p>{p('in a paragraph')}<w:t>no run</w:t></w:p>"
    )
    assert sorted(texts(document)) == sorted(
        ["no paragraph ", "no table", "no row", "in a table", "in a row", "cell", "no run",
         "in a paragraph"]
    )  # fmt: skip


# pages


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        (p("a") + p(BREAK, "b"), [1, 2]),
        (p("a", BREAK) + p("b"), [1, 2]),
        (p("a", BREAK) + p(RENDERED, "b"), [1, 2]),
        (p("a") + p(RENDERED, "b"), [1, 2]),
        (p("a", RENDERED, "b") + p("c"), [1, 2]),
        (p("a", BREAK) + p(BREAK) + p("b"), [1, 3]),
        (p("a", BREAK) + p(RENDERED, BREAK) + p(RENDERED, "b"), [1, 3]),
        (p("a", properties=BEFORE) + p("b", properties=BEFORE), [1, 2]),
        (p("a", BREAK) + p("b", properties=BEFORE), [1, 2]),
        (tbl(tr("a"), tr(tc(p(RENDERED, "b")), tc("c")), tr("d")), [1, 2, 2, 2]),
        (tbl(tr(tc(p("a", RENDERED, "b")), tc(p("c", RENDERED, "d"))), tr("e")), [1, 1, 2]),
        (p("a") + f"<w:del>{BREAK}</w:del>" + p("b"), [1, 1]),
        (p("a", BREAK) + tbl(tr(tc(p(RENDERED, "b")))), [1, 2]),
    ],
)  # fmt: skip
def test_pages(body: str, pages: list[int]) -> None:
    document = read(body)
    assert [c.page for c in cells(document)] == pages
    assert [page.number for page in document.pages] == sorted({1, *pages})


def section(kind: str, refs: str = "") -> str:
    return (
        f'<w:sectPr>{refs}<w:type w:val="{kind}"/></w:sectPr>'
        if kind
        else f"<w:sectPr>{refs}</w:sectPr>"
    )


@pytest.mark.parametrize(
    ("second", "page"),
    [
        ("nextPage", 2),
        ("", 2),
        ("oddPage", 2),
        ("evenPage", 2),
        ("continuous", 1),
        ("nextColumn", 1),
    ],
)
def test_sections_begin_pages(second: str, page: int) -> None:
    document = read(p("a", properties=section("continuous")) + p("b") + section(second))
    assert [c.page for c in cells(document)] == [1, page]


def test_a_section_knows_the_old_sections_of_tracking() -> None:
    old = f"<w:sectPr><w:sectPrChange>{section('nextPage')}</w:sectPrChange></w:sectPr>"
    document = read(p("a", properties=old) + tbl(tr("b")) + section("continuous"))
    assert [c.page for c in cells(document)] == [1, 1]


def test_styles_begin_pages() -> None:
    chapter = '<w:pStyle w:val="Chapter"/>'
    document = read(styled(p("a") + p("b", properties=chapter) + p("c", properties=chapter)))
    assert [c.page for c in cells(document)] == [1, 2, 3]


# other regions


def test_text_boxes_are_paragraphs_at_their_anchor() -> None:
    document = read(
        p("a", box(p("b"), tbl(tr("c"))), "d") + tbl(tr("e", tc(p("f", box(p("g")))))) + p("h")
    )
    assert [(row.line, row.table, [c.text for c in row.cells]) for row in rows(document)] == [
        (1, None, ["ad"]),
        (2, None, ["b"]),
        (3, 1, ["c"]),
        (4, 2, ["e", "f"]),
        (5, None, ["g"]),
        (6, None, ["h"]),
    ]


def test_boxes_in_boxes_and_hidden_ones() -> None:
    inner = box(p("inner"))
    hidden = box(p("hidden")).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    document = read(p(box(p("outer", inner)), hidden, f"<w:del>{box(p('deleted'))}</w:del>"))
    assert texts(document) == ["outer", "inner"]
    assert texts(document, Region.HIDDEN, Region.DELETED) == ["hidden", "deleted"]


def test_old_word_art() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="খসড়া"/></v:shape></w:pict></w:r>'
    assert texts(read(p("a", art))) == ["a", "খসড়া"]


@pytest.mark.parametrize(
    ("new", "old", "body", "hidden"),
    [
        (box(p("x")), box(p("x")), ["x"], []),
        (box(p("x")), box(p("other")), ["x"], ["other"]),
        ("<w:r><w:drawing/></w:r>", box(p("x")), ["x"], []),
        (t("x"), t("x"), ["x"], []),
        (box(tbl(tr("x"))), box(tbl(tr("x"))), ["x"], []),
    ],
    ids=["same", "different", "choice without text", "runs", "tables"],
)
def test_the_choice_is_taken(new: str, old: str, body: list[str], hidden: list[str]) -> None:
    document = read(p(choice(new, old)))
    assert (texts(document), texts(document, Region.HIDDEN)) == (body, hidden)
    document = read(choice(p(new), p(old)))
    assert (texts(document), texts(document, Region.HIDDEN)) == (body, hidden)


def test_headers_and_footers() -> None:
    first = section("", '<w:headerReference w:type="default" r:id="header"/>')
    second = section("", '<w:headerReference r:id="header2"/><w:footerReference r:id="footer"/>')
    parts = {"header": p("H1"), "header2": tbl(tr("H2")), "footer": p("F"), "header3": p("unused")}
    document = read(Made(p("a", properties=first) + p("b") + second, parts=parts))
    found = [
        (row.region, row.cells[0].page, row.cells[0].text)
        for row in rows(document, Region.HEADER, Region.FOOTER)
    ]
    assert sorted(found) == [
        (Region.FOOTER, 2, "F"),
        (Region.HEADER, 1, "H1"),
        (Region.HEADER, 1, "unused"),
        (Region.HEADER, 2, "H2"),
    ]
    lines = [row.line for page in document.pages for row in page.rows]
    assert len(set(lines)) == len(lines)


def test_notes_and_comments_stand_on_the_page_of_their_anchor() -> None:
    anchors = (
        '<w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="2"/>'
        '<w:commentReference w:id="0"/></w:r>'
    )
    notes = '<w:footnote w:id="2">{}</w:footnote><w:footnote w:id="3">{}</w:footnote>'
    parts = {
        "footnotes": notes.format(p("note"), p("orphan")),
        "endnotes": f'<w:endnote w:id="2">{p("end")}</w:endnote>',
        "comments": f'<w:comment w:id="0" w:author="x">{p("why?")}</w:comment>',
    }
    document = read(Made(p("a") + p(BREAK, "b", anchors), parts=parts))
    assert [(c.page, c.text) for c in cells(document, Region.NOTE)] == [(2, "note"), (2, "end")]
    assert [(c.page, c.text) for c in cells(document, Region.COMMENT)] == [(2, "why?")]
    assert texts(document, Region.HIDDEN) == ["orphan"]


# what a file links to or carries


def test_links_are_listed_and_never_followed() -> None:
    rels = (
        Rel("hyperlink", "https://example.org/a", external=True),
        Rel("image", "http://127.0.0.1:9/x.png", external=True),
        Rel("image", "http://127.0.0.1:9/y.png", external=True),
        Rel("attachedTemplate", "file:///C:/evil.dotm", external=True),
        Rel("oleObject", "file:///C:/other.xls", external=True),
        Rel("image", "media/own.png"),
    )
    document = read(Made(p("a"), rels=rels, files={"word/media/own.png": b"png"}))
    assert texts(document, Region.PACKAGE) == [
        "attachedTemplate: file:///C:/evil.dotm",
        "hyperlink: https://example.org/a",
        "image: word/media/own.png",
        "image: http://127.0.0.1:9/x.png",
        "image: http://127.0.0.1:9/y.png",
        "oleObject: file:///C:/other.xls",
    ]
    assert [
        (one.code, one.severity, (one.evidence or {})["kind"]) for one in document.findings
    ] == [
        (Code.LEFTOVER_TEXT, Severity.WARNING, kind)
        for kind in ("attachedTemplate", "image", "oleObject")
    ]
    assert "x.png, http://127.0.0.1:9/y.png" in document.findings[1].message
    assert len(document.findings[1].at) == 2


def test_macros_and_embedded_files_are_told() -> None:
    rels = Rel("vbaProject", "vbaProject.bin"), Rel("package", "embeddings/book.xlsx")
    files = {"word/vbaProject.bin": b"x", "word/embeddings/book.xlsx": b"y"}
    document = read(Made(p("a"), rels=rels, files=files, main_type=DOCM))
    assert document.source.media_type == "application/vnd.ms-word.document.macroEnabled.12"
    assert [(one.evidence or {})["targets"] for one in document.findings] == [
        ["word/embeddings/book.xlsx"], ["word/vbaProject.bin"],
    ]  # fmt: skip
    assert all("{" not in one.message + one.message_bn for one in document.findings)


@pytest.mark.parametrize(
    "instruction", ["DDEAUTO c:\\\\x\\\\cmd.exe", ' dde "excel" "x"', "INCLUDEPICTURE http://x"]
)
def test_fields_that_reach_outside_are_told(instruction: str) -> None:
    escaped = instruction.replace('"', "&quot;")
    simple = f'<w:fldSimple w:instr="{escaped}">{t("1")}</w:fldSimple>'
    for body in (p(field_of(instruction, t("1"))), p(simple)):
        document = read(body)
        assert (texts(document), len(document.findings)) == (["1"], 1)
        assert len(texts(document, Region.PACKAGE)) == 1


def test_a_missing_header_is_told() -> None:
    document = read(Made(p("a"), rels=(Rel("header", "header9.xml"),)))
    assert [(one.evidence or {})["targets"] for one in document.findings] == [["word/header9.xml"]]


# kinds of files


@pytest.mark.parametrize("is_strict", [False, True], ids=["transitional", "strict"])
@pytest.mark.parametrize("main_type", [DOCX, DOTX, DOCM, DOTM])
def test_all_kinds_of_word_packages(main_type: str, is_strict: bool) -> None:
    made = Made(
        p("a") + tbl(tr("b", tc("c", properties=SPAN.format(2)))),
        main_type=main_type,
        is_strict=is_strict,
    )
    document = read(made)
    assert texts(document) == ["a", "b", "c"]
    assert cells(document)[2].layout.column_span == 2


def test_another_encoding() -> None:
    made = entries(Made(p("ক", properties=section("")) + p("b") + section("nextPage")))
    body = made["word/document.xml"].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    document = read(zipped({**made, "word/document.xml": body.encode("utf-16")}))
    assert [(c.page, c.text) for c in cells(document)] == [(1, "ক"), (2, "b")]


@pytest.mark.parametrize("name", ["a.docx", "a.DOTM", "a.bin", "a.txt", "noname"])
def test_a_word_package_is_known_by_its_content(name: str) -> None:
    content = package(p("a"))
    assert reader_for(name, content[:4096]) is word


def test_bids_for_other_files() -> None:
    sheet = package(Made("", main_type=XLSX))
    types_only = {"[Content_Types].xml": entries(Made("", main_type=XLSX))["[Content_Types].xml"]}
    assert word.sniff("a.docx", sheet) > 0, "its main part is called as Word calls it"
    assert word.sniff("a.docx", zipped(types_only)) == 0
    assert word.sniff("a.zip", zipped({"report.txt": b"x"})) == 0
    assert word.sniff("a.docx", zipped({"report.txt": b"x"})) > 0
    assert word.sniff("a.docx", b"plain text") == 0
    assert word.sniff("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000)) == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"_rels/.rels": None}, Refusal.NOT_A_DOCUMENT),
        ({"word/document.xml": None}, Refusal.NOT_A_DOCUMENT),
        ({"word/document.xml": b"<html/>"}, Refusal.NOT_A_DOCUMENT),
        ({"word/document.xml": b"<html"}, Refusal.XML_BROKEN),
        ({"word/document.xml": b""}, Refusal.XML_BROKEN),
        ({"word/document.xml": b"no xml at all"}, Refusal.XML_BROKEN),
        ({"[Content_Types].xml": b"<Types>"}, Refusal.XML_BROKEN),
    ],
)
def test_what_is_no_word_document(changes: dict[str, bytes | None], code: Refusal) -> None:
    made = {**entries(Made(p("a"))), **changes}
    with pytest.raises(InputRejected) as refused:
        read(zipped({name: content for name, content in made.items() if content is not None}))
    assert refused.value.code is code


def test_a_workbook_under_a_wrong_name() -> None:
    with pytest.raises(InputRejected, match="spreadsheetml") as refused:
        read(Made("", main_type=XLSX))
    assert refused.value.code is Refusal.TYPE_MISMATCH


def test_the_part_that_is_broken_is_named() -> None:
    made = entries(Made(p("a"), parts={"header": p("h")}))
    made["word/header.xml"] = made["word/header.xml"][:-9]
    with pytest.raises(InputRejected, match=r"word/header\.xml") as refused:
        read(zipped(made))
    assert refused.value.code is Refusal.XML_BROKEN


def test_text_that_finds_no_place_is_never_dropped() -> None:
    with pytest.raises(InputFailed, match="Of 2 texts and 0 tables in the file, 1 and 0"):
        read(p("a", properties="<w:rPr><w:t>in a property</w:t></w:rPr>"))


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract._word_desk.CELL_LIMIT", 5)
    for body in (tbl(*[tr("a", "b")] * 3), p("a") * 6):
        with pytest.raises(InputRejected) as refused:
            read(body)
        assert refused.value.code is Refusal.TABLE_LIMIT
