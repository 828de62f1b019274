from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from extract._drawn import DrawnPage, TextLine, Token, Way
from extract._glyph_order import written
from extract._glyph_symbols import REPH
from extract._glyph_table import KnownGlyphs, known_glyphs
from extract._pdf_pages import drawn_pages
from extract._text_lines import text_lines
from extract._text_trust import illegal, page_trust
from samples.pdf_writer import Mapping, assemble, write_pdf
from schemas.errors import InputRejected

SHARED = Path(__file__).parents[3] / "shared"
FONTS = (
    Path("/usr/share/fonts/truetype/lohit-bengali/Lohit-Bengali.ttf"),
    Path("/usr/share/fonts/truetype/noto/NotoSansBengali-Regular.ttf"),
    SHARED / "fonts" / "Nikosh.ttf",
    SHARED / "fonts" / "SolaimanLipi.ttf",
)
LINES = (
    "কর্মসম্পাদন সূচক ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা",
    "[১.২.৩] লক্ষ্যমাত্রা ৩১/০৫/২০২৩ ৯৬.৮২% ঊর্ধ্বতন কর্তৃপক্ষ",
    "মৎস্য ও প্রাণিসম্পদ মন্ত্রণালয় দৈনিক কৌশল জ্যৈষ্ঠ মূল্যায়ন",
)
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
BIJOY = (
    b"<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+SutonnyMJ/Encoding/WinAnsiEncoding"
    b"/FirstChar 0/LastChar 255/Widths[" + b"500 " * 256 + b"]/FontDescriptor @1>>",
    b"<</Type/FontDescriptor/FontName/ABCDEF+SutonnyMJ/Flags 32>>",
)


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\u200d", "")


def read(
    content: bytes, known: KnownGlyphs | None = None
) -> tuple[DrawnPage, tuple[TextLine, ...]]:
    (page,) = drawn_pages(content, known)
    return page, text_lines(page.tokens)


def drawing(operators: str, extra: str = "") -> DrawnPage:
    (page,) = drawn_pages(assemble([operators], [(HELVETICA,)], (300, 200), extra))
    return page


def texts(page: DrawnPage) -> list[str]:
    return [line.text for line in text_lines(page.tokens)]


@pytest.mark.parametrize("mapping", list(Mapping), ids=str)
@pytest.mark.parametrize("font", FONTS, ids=lambda path: path.stem)
def test_bangla_is_read_by_its_shapes_whatever_the_file_says_of_it(
    font: Path, mapping: Mapping
) -> None:
    if not font.is_file():
        pytest.skip("the font is not installed")
    page, lines = read(write_pdf(LINES, font, mapping))
    assert [plain(line.text) for line in lines] == [plain(line) for line in LINES]
    assert page.n_unread == 0
    assert page_trust(page).usable
    assert {token.way for token in page.tokens if token.text.strip()} == {Way.OUTLINE}


def test_a_font_that_nobody_knows_is_never_passed_on_as_sure() -> None:
    font = FONTS[0]
    if not font.is_file():
        pytest.skip("the font is not installed")
    known = known_glyphs()
    nothing = KnownGlyphs((), (), b"", known.symbols)
    page, _ = read(write_pdf(LINES, font, Mapping.OFFICE), nothing)
    wrong = [token for token in page.tokens if token.way is Way.TO_UNICODE]
    assert not wrong
    assert page.n_unread > 0
    assert not page_trust(page).usable


def test_the_words_of_a_real_word_export() -> None:
    path = SHARED / "real" / "apa-guidelines-2021-22-p73-74.pdf"
    if not path.is_file():
        pytest.skip("the shared folder is not here")
    first, second = drawn_pages(path.read_bytes())
    whole = plain(" ".join(texts(first) + texts(second)))
    for words in (
        "ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা ২০২১-২২",
        "১৬/০৩/২০২২ ১৪/০৪/২০২২ ০৫/০৫/২০২২",
        "ঊর্ধ্বতন কর্তৃপক্ষের নিকট",
        "উদ্ভাবনী ধারণা/ সেবা সহজিকরণ/ ক্ষুদ্র",
    ):
        assert all(plain(word) in whole for word in words.split())
    assert first.n_unread == second.n_unread == 0


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        pytest.param("িক", "কি", id="sign before its letter"),
        pytest.param("েকা", "কো", id="sign in two parts"),
        pytest.param("েকৗ", "কৌ", id="au in two parts"),
        pytest.param("ম" + REPH, "র্ম", id="reph"),
        pytest.param("িষ" + REPH + "ক", "র্ষিক", id="reph and sign"),
        pytest.param("নু্য", "ন্যু", id="u-sign before ya-phala"),
        pytest.param("র্য", "র\u200d্য", id="ra with ya-phala"),
        pytest.param("ধ্র্য", "ধ্র্য", id="no joiner after a joined ra"),
        pytest.param("পঁা", "পাঁ", id="mark before its sign"),
    ],
)
def test_order(drawn: str, text: str) -> None:
    assert written(drawn.removesuffix("ক") if drawn.endswith(REPH + "ক") else drawn) == (
        text.removesuffix("ক") if drawn.endswith(REPH + "ক") else text
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("কর্মসম্পাদন সূচক ৯৬.৮২%", 0, id="right"),
        pytest.param("র\u200d্যাব", 0, id="joiner"),
        pytest.param("িক", 1, id="sign without a letter"),
        pytest.param("কাি", 1, id="two signs"),
        pytest.param("ক্া", 1, id="sign after hasanta"),
        pytest.param("aক", 1, id="Latin in a word"),
        pytest.param("ক\ue123", 1, id="private"),
        pytest.param("ক\u0984", 1, id="no such character"),
    ],
)
def test_illegal_sequences(text: str, found: int) -> None:
    assert illegal(text) == found


def test_bijoy_codes_stay_codes() -> None:
    (page,) = drawn_pages(assemble(["BT /F1 10 Tf 20 50 Td <46968A> Tj ET"], [BIJOY], (300, 200)))
    assert [(token.text, token.way) for token in page.tokens] == [
        ("F", Way.LEGACY),
        ("–", Way.LEGACY),
        ("Š", Way.LEGACY),
    ]
    assert page.tokens[0].font == "SutonnyMJ"


@pytest.mark.parametrize(
    "operators",
    [
        pytest.param("BT /F1 10 Tf 3 Tr 20 50 Td (X) Tj ET", id="invisible"),
        pytest.param("BT /F1 10 Tf 1 g 20 50 Td (X) Tj ET", id="white on white"),
        pytest.param("BT /F1 10 Tf 500 50 Td (X) Tj ET", id="off the page"),
        pytest.param("BT /F1 0.1 Tf 20 50 Td (X) Tj ET", id="too small"),
        pytest.param("q 0 0 5 5 re W n BT /F1 10 Tf 20 50 Td (X) Tj ET Q", id="clipped away"),
        pytest.param("BT /F1 10 Tf 20 50 Td (X) Tj ET 10 40 50 30 re f", id="covered"),
        pytest.param("BT /F1 10 Tf 0.7 0.7 -0.7 0.7 20 50 Tm (X) Tj ET", id="slanted"),
    ],
)
def test_what_cannot_be_seen_is_told_and_kept_out(operators: str) -> None:
    page = drawing(operators)
    assert (page.tokens, page.n_unseen) == ((), 1)


def test_white_text_on_a_dark_ground_is_seen() -> None:
    assert texts(drawing("0.2 g 10 40 50 30 re f 1 g BT /F1 10 Tf 20 50 Td (X) Tj ET")) == ["X"]


def test_bold_by_drawing_twice_is_one_text() -> None:
    twice = "BT /F1 10 Tf 20 50 Td (AB) Tj ET BT /F1 10 Tf 20.3 50 Td (AB) Tj ET"
    assert texts(drawing(twice)) == ["AB"]


def test_actual_text_is_one_token() -> None:
    page = drawing("BT /F1 10 Tf 20 50 Td /Span <</ActualText <FEFF09950995>>> BDC (?) Tj EMC ET")
    assert [(token.text, token.way) for token in page.tokens] == [("কক", Way.ACTUAL_TEXT)]


def test_turned_text_is_one_token_in_its_own_order() -> None:
    (token,) = drawing("BT /F1 10 Tf 0 1 -1 0 50 50 Tm (AB CD) Tj ET").tokens
    assert token.text == "AB CD"
    assert token.bottom - token.top > 2 * (token.x1 - token.x0)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_rules_of_turned_pages(turn: int) -> None:
    (rule,) = drawing("0 0 m 100 0 l 1 w S", f"/Rotate {turn}").rules
    assert rule.is_level is (turn in (0, 180))


@pytest.mark.parametrize(
    ("operators", "box"),
    [
        pytest.param("2 w 10 50 m 110 50 l S", (10, 149, 110, 151), id="stroke"),
        pytest.param("10 50 100 2 re f", (10, 148, 110, 150), id="thin box"),
        pytest.param("q 20 0 30 200 re W n 10 50 100 2 re f Q", (20, 148, 50, 150), id="clipped"),
    ],
)
def test_rules(operators: str, box: tuple[float, ...]) -> None:
    (rule,) = drawing(operators).rules
    assert (rule.x0, rule.top, rule.x1, rule.bottom) == pytest.approx(box)


@pytest.mark.parametrize(
    "operators",
    ["10 10 m 60 60 l S", "1 G 10 50 m 90 50 l S", "10 10 50 50 re f", "10 10 50 2 re n"],
)
def test_what_is_no_rule(operators: str) -> None:
    assert drawing(operators).rules == ()


def token(text: str, x0: float, x1: float, baseline: float = 10) -> Token:
    return Token(text, x0, baseline - 8, x1, baseline + 2, baseline, 10, None, Way.OUTLINE)


@pytest.mark.parametrize(
    ("tokens", "lines"),
    [
        pytest.param([token("ক", 0, 5), token("খ", 5, 10)], ["কখ"], id="beside"),
        pytest.param([token("ক", 0, 5), token("খ", 8, 12)], ["ক খ"], id="gap"),
        pytest.param([token("খ", 8, 12), token("ক", 0, 5)], ["ক খ"], id="drawn later"),
        pytest.param([token("ক", 0, 5), token("া", 8, 9)], ["কা"], id="never before a sign"),
        pytest.param([token("ক", 0, 5), token("খ", 0, 5, 22)], ["ক", "খ"], id="two lines"),
        pytest.param([token(" ", 0, 5)], [], id="nothing but space"),
    ],
)
def test_lines(tokens: list[Token], lines: list[str]) -> None:
    found = text_lines(tokens)
    assert [line.text for line in found] == lines
    assert ["".join(text for text, _, _ in line.runs) for line in found] == lines


@pytest.mark.parametrize("content", [b"%PDF-1.4\n", b"no PDF at all"])
def test_broken_files_are_refused(content: bytes) -> None:
    with pytest.raises(InputRejected):
        list(drawn_pages(content))
