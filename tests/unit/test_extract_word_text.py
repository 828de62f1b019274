"""The text of a Word document: signs, fields, tracking, fonts, and the labels of its lists."""

import pytest

from schemas.document import Region, Run
from schemas.finding import Code
from tests.unit.word_builder import (
    Made,
    cells,
    choice,
    field_of,
    grid,
    listed,
    p,
    read,
    rows,
    styled,
    t,
    tbl,
    tc,
    texts,
    tr,
)


def test_signs_of_a_run() -> None:
    signs = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:cr/><w:t>c</w:t><w:noBreakHyphen/>"
        '<w:softHyphen/><w:ptab w:alignment="left"/><w:t>\u200fd\u200e</w:t></w:r>'
    )
    assert texts(read(p(signs))) == ["a\tb\n\nc\u2011\u00ad\t\u200fd\u200e"]


@pytest.mark.parametrize(
    ("char", "shown"),
    [
        ("F0FC", "\uf0fc"),
        ("2713", "✓"),
        ("", "\ufffd"),
        ("D800", "\ufffd"),
        ("0000", "\ufffd"),
        ("FFFFFFFF", "\ufffd"),
    ],
)
def test_symbols_keep_their_font(char: str, shown: str) -> None:
    (cell,) = cells(read(p("a", f'<w:r><w:sym w:font="Wingdings" w:char="{char}"/></w:r>')))
    assert cell.text == f"a{shown}"
    assert cell.layout.runs == (Run("a", None), Run(shown, "Wingdings"))


def test_what_stands_within_a_text_is_text() -> None:
    assert texts(read(p("<w:r><w:t>a<x>b</x>c</w:t></w:r>"))) == ["abc"]


def test_formulas_and_ruby_are_text() -> None:
    formula = "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    ruby = (
        "<w:r><w:ruby><w:rt>"
        + t("top")
        + "</w:rt><w:rubyBase>"
        + t("base")
        + "</w:rubyBase></w:ruby></w:r>"
    )
    assert texts(read(p(formula) + p(ruby))) == ["x=1", "topbase"]


def test_results_of_fields_are_text() -> None:
    simple = f'<w:fldSimple w:instr="PAGE">{t("3")}</w:fldSimple>'
    document = read(p(field_of("DATE", t("১২/০৪/২০২৩")), " ", simple))
    assert texts(document) == ["১২/০৪/২০২৩ 3"]
    assert not document.findings


def test_text_in_an_instruction_is_not_printed() -> None:
    inner = field_of("PAGE", t("7"))
    document = read(
        p(
            field_of("IF", "").replace("</w:instrText></w:r>", f"</w:instrText></w:r>{inner}")
            + t("shown")
        )
    )
    assert (texts(document), texts(document, Region.HIDDEN)) == (["shown"], ["7"])


def test_a_field_without_an_end_hides_nothing() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDE x</w:instrText></w:r>'
    document = read(p(begin, "shown") + p("next"))
    assert texts(document) == ["shown", "next"]
    assert texts(document, Region.PACKAGE) == ["DDE: x"]


ENTRIES = '<w:listEntry w:val="ক"/><w:listEntry w:val="খ"/>'


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        (f'<w:ddList><w:result w:val="1"/>{ENTRIES}</w:ddList>', ["খ"]),
        (f"<w:ddList>{ENTRIES}</w:ddList>", ["ক"]),
        (f'<w:ddList><w:result w:val="9"/>{ENTRIES}</w:ddList>', []),
        ("<w:checkBox><w:checked/></w:checkBox>", ["☒"]),
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', ["☐"]),
    ],
)  # fmt: skip
def test_form_fields_print_what_is_chosen(form: str, shown: list[str]) -> None:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{form}</w:ffData></w:fldChar></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(read(p(begin, end))) == shown


# tracking and hidden text


def test_inserted_is_text_and_deleted_stands_apart() -> None:
    removed = "<w:del><w:r><w:delText>পুরোনো</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{t('from')}</w:moveFrom><w:moveTo>{t('to')}</w:moveTo>"
    document = read(tbl(tr("a", tc(p(removed, f"<w:ins>{t('নতুন')}</w:ins>", moved)))))
    assert texts(document) == ["a", "নতুনto"]
    (row,) = rows(document, Region.DELETED)
    assert (row.table, row.line, row.cells[0].column, row.cells[0].text) == (1, 2, 2, "পুরোনোfrom")


def test_deleted_rows_and_cells() -> None:
    document = read(
        tbl(
            tr("a", tc("b", properties='<w:cellDel w:id="1"/>')),
            tr("c", "d", properties='<w:del w:id="2"/>'),
            tr("e", "f", properties='<w:ins w:id="3"/>'),
        )
    )
    assert texts(document) == ["a", "e", "f"]
    deleted = [(c.line, c.column, c.text) for c in cells(document, Region.DELETED)]
    assert deleted == [(2, 2, "b"), (3, 1, "c"), (3, 2, "d")]


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/>"])
def test_a_paragraph_without_its_end_runs_on(mark: str) -> None:
    open_ = p("a", properties=f"<w:rPr>{mark}</w:rPr>")
    document = read(open_ + p("b") + tbl(tr(tc(open_, "b", "c"))) + open_ + tbl(tr("x")))
    assert texts(document) == ["ab", "ab\nc", "a", "x"]


def test_hidden_text_and_rows() -> None:
    hidden = t("secret", "<w:vanish/>")
    shown = t("shown", '<w:vanish w:val="0"/>')
    document = read(p("a", hidden, shown) + tbl(tr("row", properties="<w:hidden/>"), tr("b")))
    assert texts(document) == ["ashown", "b"]
    assert texts(document, Region.HIDDEN) == ["secret", "row"]


def test_hidden_by_style_and_shown_again_by_two() -> None:
    unseen = '<w:pStyle w:val="Secret"/>'
    document = read(
        styled(
            p("a", properties=unseen) + p(t("b", '<w:rStyle w:val="Quiet"/>'), properties=unseen)
        )
    )
    assert (texts(document), texts(document, Region.HIDDEN)) == (["b"], ["a"])


@pytest.mark.parametrize(
    ("paragraph", "run", "text", "runs"),
    [
        ("", "", "abc", [("abc", "Base")]),
        ("", "", "মোট ৩ টি (abc)", [("মোট ৩ টি", "Nikosh"), (" (abc)", "Base")]),
        ("Bijoy", "", "Dc‡Rjv", [("Dc‡Rjv", "SutonnyMJ")]),
        ("Child", "", "Dc", [("Dc", "SutonnyMJ")]),
        ("Loop", "", "x", [("x", "Base")]),
        ("Nowhere", "", "x", [("x", "Base")]),
        ("Bijoy", '<w:rStyle w:val="Latin"/>', "x", [("x", "Calibri")]),
        ("Bijoy", '<w:rFonts w:ascii="Own"/>', "x", [("x", "Own")]),
        ("", '<w:rFonts w:ascii="A" w:hAnsi="H"/>', "é", [("é", "H")]),
        ("", '<w:rFonts w:cstheme="minorBidi"/>', "ক", [("ক", "Vrinda")]),
        ("", "<w:cs/>", "12", [("12", "Nikosh")]),
        ("", '<w:rFonts w:ascii="Nikosh" w:hAnsi="Nikosh"/>', "ক a", [("ক a", "Nikosh")]),
    ],
)  # fmt: skip
def test_the_font_of_a_text(
    paragraph: str, run: str, text: str, runs: list[tuple[str, str]]
) -> None:
    properties = f'<w:pStyle w:val="{paragraph}"/>' if paragraph else ""
    (cell,) = cells(read(styled(p(t(text, run), properties=properties))))
    assert [(one.text, one.font) for one in cell.layout.runs] == runs
    assert "".join(one.text for one in cell.layout.runs) == cell.text


def test_runs_of_one_font_are_one() -> None:
    other = '<w:rFonts w:ascii="X"/>'
    cell = tc(p("a", "b", t("c", other)), p(t("d", other)), p("e"))
    (found,) = cells(read(styled(tbl(tr(cell)))))
    assert found.layout.runs == (Run("ab", "Base"), Run("c\nd\n", "X"), Run("e", "Base"))


def test_the_font_of_a_table() -> None:
    table = tbl(tr("a")).replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr>')
    assert [c.layout.runs[0].font for c in cells(read(styled(table + p("b"))))] == ["Table", "Base"]


def test_without_styles_no_font_is_known() -> None:
    assert cells(read(p("a")))[0].layout.runs == ()


# lists


def level(number: int, format_: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>'
        f'<w:lvlText w:val="{pattern}"/>{more}</w:lvl>'
    )


def numbered(body: str, *levels: str, nums: str = "", styles: str = "") -> Made:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}'
    )
    return Made(body, parts={"numbering": numbering, "styles": styles})


SPACE = '<w:suff w:val="space"/>'


@pytest.mark.parametrize(
    ("format_", "labels"),
    [
        ("decimal", ["1)", "2)", "3)"]),
        ("decimalZero", ["01)", "02)", "03)"]),
        ("lowerRoman", ["i)", "ii)", "iii)"]),
        ("upperRoman", ["I)", "II)", "III)"]),
        ("lowerLetter", ["a)", "b)", "c)"]),
        ("upperLetter", ["A)", "B)", "C)"]),
        ("ordinal", ["1st)", "2nd)", "3rd)"]),
        ("hindiNumbers", ["१)", "२)", "३)"]),
        ("numberInDash", ["- 1 -)", "- 2 -)", "- 3 -)"]),
        ("none", [")", ")", ")"]),
    ],
)
def test_labels_of_lists(format_: str, labels: list[str]) -> None:
    body = listed("x") * 3
    assert texts(read(numbered(body, level(0, format_, "%1)", SPACE)))) == [
        f"{one} x" for one in labels
    ]


@pytest.mark.parametrize(
    ("sample", "labels"),
    [("১, ২, ৩, ...", ["১", "২"]), ("০০১, ০০২, ...", ["০০১", "০০২"]), ("001, 002", ["001", "002"])],
)
def test_labels_in_digits_that_the_file_writes_out(sample: str, labels: list[str]) -> None:
    custom = choice(
        f'<w:numFmt w:val="custom" w:format="{sample}"/>', '<w:numFmt w:val="decimal"/>'
    )
    one = level(0, "decimal", "%1", SPACE).replace('<w:numFmt w:val="decimal"/>', custom)
    assert texts(read(numbered(listed("x") * 2, one))) == [f"{label} x" for label in labels]


@pytest.mark.parametrize(
    "format_",
    ["chicago", 'custom" w:format="ক, খ', f'custom" w:format="{"1" * 5000}', 'custom" w:format="7'],
    ids=["unknown", "letters", "long", "not from the first"],
)
def test_an_unknown_form_of_numbers_is_told(format_: str) -> None:
    document = read(numbered(listed("x"), level(0, format_, "%1.", SPACE)))
    assert texts(document) == ["1. x"]
    assert [one.code for one in document.findings] == [Code.LOW_CONFIDENCE]


def test_levels_count_and_begin_anew() -> None:
    levels = (
        level(0, "decimal", "%1."),
        level(1, "decimal", "%1.%2"),
        level(2, "lowerLetter", "(%3)"),
    )
    body = "".join(listed("x", one) for one in (0, 1, 1, 0, 1, 2, 2, 1, 2))
    labels = ["1.", "1.1", "1.2", "2.", "2.1", "(a)", "(b)", "2.2", "(a)"]
    assert texts(read(numbered(body, *levels))) == [f"{label}\tx" for label in labels]


def test_a_deeper_level_comes_first() -> None:
    levels = level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert texts(read(numbered(listed("x", 1), *levels))) == ["1.1\tx"]


def test_a_level_that_never_begins_anew() -> None:
    levels = level(0, "decimal", "%1."), level(1, "decimal", "%2", '<w:lvlRestart w:val="0"/>')
    body = "".join(listed("x", one) for one in (0, 1, 0, 1))
    assert texts(read(numbered(body, *levels))) == ["1.\tx", "1\tx", "2.\tx", "2\tx"]


def test_lists_of_one_pattern_count_on_unless_told_otherwise() -> None:
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    body = "".join(listed("x", 0, one) for one in (1, 1, 2, 3, 3))
    labels = ["1.", "2.", "3.", "7.", "8."]
    document = read(numbered(body, level(0, "decimal", "%1."), nums=nums))
    assert texts(document) == [f"{label}\tx" for label in labels]


def test_bullets_keep_their_font() -> None:
    bullet = level(
        0, "bullet", "\uf0b7", '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'
    )
    (cell,) = cells(read(numbered(listed("x"), bullet)))
    assert (cell.text, cell.layout.runs[0]) == ("\uf0b7\tx", Run("\uf0b7\t", "Symbol"))


def test_a_number_alone_in_a_cell_is_printed() -> None:
    document = read(numbered(tbl(*[tr(tc(listed("")), "a")] * 2), level(0, "decimal", "%1.")))
    assert grid(document) == [(1, "1."), (2, "a"), (1, "2."), (2, "a")]


def test_a_style_puts_its_paragraphs_in_a_list() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="K"><w:basedOn w:val="L"/>'
        "</w:style>"
    )
    levels = level(0, "decimal", "%1."), level(1, "decimal", "%1.%2.", '<w:pStyle w:val="L"/>')
    used = '<w:pStyle w:val="K"/>'
    none = '<w:pStyle w:val="K"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("x", properties=used) + p("y", properties=none)
    assert texts(read(numbered(body, *levels, styles=styles))) == ["1.1.\tx", "y"]


def test_a_list_style_stands_for_another_pattern() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    nums = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="S"/></w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>'
    )
    made = numbered(listed("x", 0, 2), level(0, "decimal", "%1."), nums=nums, styles=styles)
    assert texts(read(made)) == ["1.\tx"]


@pytest.mark.parametrize(
    "body",
    [
        p(f"<w:del>{t('x')}</w:del>", properties="<w:rPr><w:del/></w:rPr>"
          '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>') + listed("y"),
        listed("z", 0, 99) + listed("y"),
        listed("z", 5) + listed("y"),
    ],
    ids=["deleted", "no such list", "no such level"],
)  # fmt: skip
def test_what_does_not_count(body: str) -> None:
    assert texts(read(numbered(body, level(0, "decimal", "%1."))))[-1] == "1.\ty"


def test_huge_numbers_stay_short() -> None:
    start = '<w:start w:val="32000"/>'
    for format_ in ("upperRoman", "lowerLetter"):
        one = level(0, format_, "%1").replace('<w:start w:val="1"/>', start)
        assert texts(read(numbered(listed("x"), one))) == ["32000\tx"]
