"""Rows that no tree is made of read as all other rows do, or are left to the parser."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import word
from extract._word_lift import Lift
from extract._word_made import make_cell, make_layout, make_row
from extract._word_plain import REMEMBERED
from schemas.document import Cell, Document, Layout, Region, Row, Run, SourceFile
from schemas.errors import InputError
from tests.unit.word_builder import Made, p, package, read, root, t, tbl, tc, texts, tr

HEAD = root("document", "").partition(b"?>\n")[2].removesuffix(b"</w:document>")
ROW = tr("ক", "১২.৫")
CHOICE = f"<mc:AlternateContent><mc:Choice>{tbl(ROW)}</mc:Choice>{{}}</mc:AlternateContent>"
TYPED = (
    '<w:tr w:rsidR="00A1"><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p w:rsidR="00A{}">'
    '<w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="SutonnyMJ"/></w:rPr>'
    '<w:t xml:space="preserve"> Avgvi </w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>'
)


def never_on(is_on: bool) -> Lift:
    """Takes nothing out, whatever is asked for."""
    return Lift(is_on=is_on and False)


def outcome(body: str, is_on: bool) -> Document | tuple[str, str]:
    """What a body reads as, with rows taken out or not; or how it is refused."""
    content = package(Made(body))
    with pytest.MonkeyPatch.context() as patch:
        if not is_on:
            patch.setattr(word, "Lift", never_on)
        try:
            return word.read(SourceFile("a.docx", "0" * 64, len(content), ""), content)
        except InputError as error:
            return error.code, str(error)


def lifted(body: str) -> tuple[int, bytes]:
    """How many texts are taken out, and what is left for the parser."""
    lift = Lift(is_on=True)
    left = b"".join(lift.remaining(iter((HEAD + body.encode() + b"</w:document>",))))
    return lift.texts, left


@pytest.mark.parametrize(
    ("body", "count"),
    [
        pytest.param(tbl(ROW, ROW), 4, id="plain"),
        pytest.param(tbl(TYPED.format(1), TYPED.format(2)), 2, id="as Word types them"),
        pytest.param(tbl(tr("ক", "খ &amp; গ")), 0, id="an entity"),
        pytest.param(tbl(tr("ক", "খ\rগ")), 0, id="a carriage return"),
        pytest.param(tbl(tr("ক", "\ufffe")), 0, id="no character"),
        pytest.param(tbl(tr("ক", tc(tbl(ROW)))), 2, id="a table in a cell"),
        pytest.param("<!-- -->" + tbl(ROW), 0, id="after a comment"),
        pytest.param(f"<![CDATA[{ROW}]]>", 0, id="in a quotation"),
        pytest.param(f'<w:tbl xmlns:w="urn:other">{ROW}</w:tbl>', 0, id="under another name"),
        pytest.param(tbl("<w:tr><w:tc><w:p/><w:p/></w:tc></w:tr>"), 0, id="two paragraphs"),
        pytest.param(tbl(ROW.replace("<w:t ", "<w:t/><w:t ", 1)), 0, id="two texts in a run"),
    ],
)
def test_what_is_taken_out(body: str, count: int) -> None:
    taken, left = lifted(body)
    assert taken == count
    assert (left == HEAD + body.encode() + b"</w:document>") is (count == 0)


@pytest.mark.parametrize("step", [1, 7, 100, 4_000])
def test_nothing_depends_on_how_the_part_arrives(step: int) -> None:
    whole = HEAD + ("<w:p/>" + tbl(ROW, tr("ক", tc(tbl(ROW))), ROW)).encode() + b"</w:document>"
    lift = Lift(is_on=True)
    pieces = (whole[start : start + step] for start in range(0, len(whole), step))
    left = b"".join(lift.remaining(pieces))
    assert lift.texts == 4  # not those of the first row within another
    assert left.count(b"</w:t>") + lift.texts == whole.count(b"</w:t>")


BODIES = [
    pytest.param(tbl(*[ROW] * 3), id="plain"),
    pytest.param(tbl(ROW, TYPED.format(3), tr("", " "), ROW), id="spans and blanks"),
    pytest.param(f"<w:del>{tbl(ROW)}</w:del>", id="deleted"),
    pytest.param(f"<w:tbl><w:ins>{ROW}</w:ins><w:del>{ROW}</w:del></w:tbl>", id="tracked rows"),
    pytest.param(CHOICE.format(f"<mc:Fallback>{tbl(ROW)}</mc:Fallback>"), id="a choice repeated"),
    pytest.param(CHOICE.format(f"<mc:Fallback>{tbl(tr('খ'))}</mc:Fallback>"), id="another choice"),
    pytest.param(ROW, id="outside of a table"),
    pytest.param(f"<w:p><w:r>{tbl(ROW)}</w:r></w:p>", id="in a run"),
    pytest.param(tbl('<w:tr lifted="0"/>', ROW), id="a number of the file's own before"),
    pytest.param(tbl(ROW) + tbl('<w:tr lifted="0"/>'), id="a number of the file's own behind"),
    pytest.param(tbl(f'<w:tr lifted="0">{ROW[6:]}'), id="a row with such a number"),
    pytest.param(tbl(ROW, tr("ক", properties='<w:del w:id="1"/>'), ROW), id="a deleted row"),
    pytest.param(tbl(ROW) + "<w:p><w:r></w:p>", id="broken behind"),
    pytest.param(
        tbl(ROW.replace("</w:tc>", '</w:tc w:rsidR="00A1">', 1)), id="an end with a trace"
    ),
    pytest.param(tbl(f'<w:tr w:rsidR="1" w:rsidP="2" w:rsidR="1"{ROW[5:]}'), id="a trace twice"),
    pytest.param(tbl(f'<w:tr a=" w:rsidR="1""{ROW[5:]}'), id="a trace in a quotation"),
    pytest.param(tbl(f'<w:tr w:rsidR="1"a="b"{ROW[5:]}'), id="no blank behind a trace"),
    pytest.param(tbl(ROW) + "<w:rPr><w:t>খ</w:t></w:rPr>", id="a text that has no place"),
    pytest.param(
        tbl(
            tr(tc("ক", properties='<w:vMerge w:val="restart"/>'), "খ"),
            tr(tc("", properties="<w:vMerge/>"), "গ"),
            tr(tc("", properties="<w:vMerge/>"), "ঘ"),
            ROW,
        ),
        id="merged cells",
    ),
]


@pytest.mark.parametrize("body", BODIES)
def test_it_reads_as_without(body: str) -> None:
    assert outcome(body, is_on=True) == outcome(body, is_on=False)


PIECES = (
    ROW, TYPED.format(4), tr("ক", tc(tbl(ROW))), "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>",
    "<w:tc>", "</w:tc>", "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:t/>", "খ",
    "<w:vMerge/>", "<!--", "-->", "<![CDATA[", "]]>", "<w:del>", "</w:del>", '<w:tr lifted="0"/>',
    '<x xmlns:w="y">', "</x>", "&amp;", "<w:sectPr/>", "<w:br/>",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=3), st.integers(0, 400), st.integers(0, 400))
def test_whatever_stands_in_between_it_reads_as_without(
    pieces: list[str], first: int, length: int
) -> None:
    whole = tbl(ROW, TYPED.format(5), tr("ক", tc(tbl(ROW))), ROW) + tbl(ROW)
    body = whole[:first] + "".join(pieces) + whole[first + length % 40 :]
    assert outcome(body, is_on=True) == outcome(body, is_on=False)


def test_a_style_that_hides_sends_rows_the_whole_way() -> None:
    hiding = '<w:style w:type="paragraph" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    row = tr(tc(p(t("খ"), properties='<w:pStyle w:val="H"/>')), "গ")
    made = Made(tbl(row, ROW), parts={"styles": hiding})
    assert lifted(made.body)[0] == 4
    assert texts(read(made)) == ["গ", "ক", "১২.৫"]
    assert texts(read(made), Region.HIDDEN) == ["খ"]


def test_more_texts_than_are_remembered() -> None:
    many = [str(number) for number in range(REMEMBERED + 9)]
    document = outcome(tbl(*[tr(text, text) for text in many]), is_on=True)
    assert isinstance(document, Document)
    assert [cell.text for cell in document.cells()] == [text for text in many for _ in (0, 1)]


def test_quickly_made_ones_are_the_same() -> None:
    runs = (Run("ক", "Nikosh"),)
    layout, cell = make_layout(2, runs), make_cell("ক", 1, 2, 3, Layout())
    assert (layout, type(layout)) == (Layout(2, 1, None, runs), Layout)
    assert (cell, type(cell)) == (Cell("ক", 1, 2, 3), Cell)
    assert hash(cell) == hash(Cell("ক", 1, 2, 3))
    row = make_row(2, 5, (cell,), 7, Region.NOTE)
    assert (row, type(row)) == (Row(2, 5, (cell,), 7, Region.NOTE), Row)
    with pytest.raises(dataclasses.FrozenInstanceError):
        cell.page = 2  # type: ignore[misc]  # that it is frozen is what is tested
