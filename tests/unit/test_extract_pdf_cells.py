"""Lines of print to the text of a cell, margins to regions, damaged files to named states."""

import zlib
from dataclasses import replace
from typing import Any

import pytest

from extract import pdf
from extract._cell_lines import CellLine, Print, look_at, write
from extract._drawn import TextLine, Way
from extract._page_margins import with_margins
from schemas.document import Cell, Layout, Page, Region, Row, SourceFile
from schemas.errors import InputError, Refusal
from schemas.ports import Looking, Ocr

WORD = Print(shows_ends=True, margin=5.0)
OTHERS = Print(shows_ends=False, margin=5.0)
ELSEWHERE = Print(False, 5.0, frozenset({"কখগঘঙচছজঝঞ", "কখগঘঙচ"}))
BOTH = Print(False, 5.0, frozenset({"ধারণাবাস্তবায়ন"}))
WIDTH = 60.0
"""Of the cell: with its margins, ten letters of 5 points fit."""


def line(text: str, *, blank: bool = False, way: Way = Way.OUTLINE, font: str = "F") -> CellLine:
    return CellLine(TextLine(text, 5, 0, 5 + 5 * len(text), 10, ((text, font, way),)), blank)


JOINTS = {
    "a blank was drawn": (("কখগঘঙ", True), "চছজ", WORD, "কখগঘঙ চছজ"),
    "Word cut a word": (("কখগঘঙচছজঝঞ", False), "টঠ", WORD, "কখগঘঙচছজঝঞটঠ"),
    "Word ended a line early": (("কখগ", False), "টঠ", WORD, "কখগ টঠ"),
    "others do not tell": (("কখগঘঙচছজঝঞ", False), "টঠ", OTHERS, "কখগঘঙচছজঝঞ টঠ"),
    "a sign begins no word": (("কখগঘঙচছজঝঞ", False), "\u09beট", OTHERS, "কখগঘঙচছজঝঞ\u09beট"),
    "inside of a date": (("০৯-০৪-", False), "২০২৪", OTHERS, "০৯-০৪-২০২৪"),
    "behind a slash": (("কখগি/", False), "ঘঙ", OTHERS, "কখগি/ঘঙ"),
    "behind a hyphen": (("কখগ-", False), "ঘঙ", OTHERS, "কখগ-ঘঙ"),
    "behind a hyphen and a quote": (("কখ'-", False), "ঘঙ", OTHERS, "কখ'-ঘঙ"),
    "a year was cut": (("১১/০৫/২০২", False), "৩", OTHERS, "১১/০৫/২০২৩"),
    "before the sign of a date": (("১১/০৫", False), "/২০২৩ খ্রিঃ", OTHERS, "১১/০৫/২০২৩ খ্রিঃ"),
    "a date and a number": (("১১/০৫/২০২৩", False), "৩", OTHERS, "১১/০৫/২০২৩ ৩"),
    "two numbers that could be a date": (("১", False), "১/০৫/২০২৩", OTHERS, "১ ১/০৫/২০২৩"),
    "a dash between words": (("কখগ -", False), "ঘঙ", OTHERS, "কখগ - ঘঙ"),
    "a word of the forms was cut": (("কর্মসম্পাদ", False), "ন সূচক", OTHERS, "কর্মসম্পাদন সূচক"),
    "two words of the forms": (("কর্মসম্পাদন", False), "সূচক", OTHERS, "কর্মসম্পাদন সূচক"),
    "a word of the page was cut": (("কখগঘঙচছজঝ", False), "ঞ/ট", ELSEWHERE, "কখগঘঙচছজঝঞ/ট"),
    "a word cut in a short line": (("সহজিকর", False), "ণ/ট", OTHERS, "সহজিকরণ/ট"),
    "two known words that are one elsewhere": (("ধারণা", False), "বাস্তবায়ন", BOTH, "ধারণা বাস্তবায়ন"),
    "a dash behind a word": (("নং-", False), "৩৮", OTHERS, "নং- ৩৮"),
    "two numbers stay two": (("১২৩৪৫৬৭৮৯০", False), "১২", OTHERS, "১২৩৪৫৬৭৮৯০ ১২"),
}


@pytest.mark.parametrize("case", JOINTS)
def test_lines_are_joined(case: str) -> None:
    (first, blank), second, shown, text = JOINTS[case]
    written = write([line(first, blank=blank), line(second)], shown, WIDTH)
    assert written.text == text
    assert "".join(run.text for run in written.runs) == text


def test_runs_change_with_the_font_and_guesses_are_counted() -> None:
    lines = [line("কখ"), line("গঘ", font="SutonnyMJ"), line("\ufffd", way=Way.UNREAD)]
    written = write(lines, OTHERS, WIDTH)
    assert [(run.text, run.font) for run in written.runs] == [
        ("কখ ", "F"),
        ("গঘ ", "SutonnyMJ"),
        ("\ufffd", "F"),
    ]
    assert written.n_doubtful == 1


def test_a_page_tells_whether_it_draws_blanks_at_line_ends() -> None:
    ended = [([line("ক", blank=True)], 0.0)] * 9
    assert look_at([*ended, ([line("ক")], 0.0)]) == Print(shows_ends=True, margin=5.0)
    assert not look_at([*ended, *[([line("ক")], 0.0)] * 2]).shows_ends
    assert not look_at(ended[:2]).shows_ends


def page(number: int, *rows: tuple[str, float, int | None]) -> Page:
    """Rows of one cell, each with its text, its top and its table."""
    made: list[Row] = []
    for place, (text, top, table) in enumerate(rows, start=1):
        layout = Layout(bbox=(100.0, top, 200.0, top + 10))
        cell = Cell(text, number, 10 * number + place, 1, "", layout)
        made.append(Row(cell.line, 1, (cell,), table))
    return Page(number, tuple(made))


def regions(*pages: Page) -> list[list[Region]]:
    heights = {page.number: 600.0 for page in pages}
    return [[row.region for row in page.rows] for page in with_margins(pages, heights)]


BODY, HEADER, FOOTER = Region.BODY, Region.HEADER, Region.FOOTER


def test_running_heads_and_page_numbers_are_set_apart_and_the_first_title_is_not() -> None:
    pages = [
        page(n, ("প্রতিবেদন", 20, None), ("ক", 100, 1), (f"পৃষ্ঠা {n}", 570, None)) for n in (1, 2, 3)
    ]
    assert regions(*pages) == [
        [BODY, BODY, FOOTER],
        [HEADER, BODY, FOOTER],
        [HEADER, BODY, FOOTER],
    ]


def test_a_lone_page_number_is_set_apart_and_a_date_is_not() -> None:
    assert regions(page(1, ("ক", 100, 1), ("- ৭৪ -", 570, None))) == [[BODY, FOOTER]]
    assert regions(page(1, ("ক", 100, 1), ("০৬.০৭.২০২৩", 570, None))) == [[BODY, BODY]]


def test_what_stands_in_a_table_is_never_set_apart() -> None:
    assert regions(*(page(n, ("১", 20, 1), ("ক", 100, 1)) for n in (1, 2))) == [[BODY, BODY]] * 2


def raw_pdf(*objects: bytes, root: int = 1) -> bytes:
    """Objects from number 1 on, with a cross-reference table."""
    out = bytearray(b"%PDF-1.7\n")
    offsets: list[int] = []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        root,
        start,
    )
    return bytes(out)


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), more, content)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
TEXT = b"BT /F 12 Tf 72 700 Td (Progress) Tj ET"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
    b"/Resources<</Font<</F 4 0 R>>>>>>"
)


def one_page(
    *,
    pages: bytes = b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    page: bytes = PAGE,
    contents: bytes = stream(TEXT),
    catalog: bytes = b"",
    more: tuple[bytes, ...] = (),
) -> bytes:
    root = b"<</Type/Catalog/Pages 2 0 R%b>>" % catalog
    return raw_pdf(root, pages, page, FONT, contents, *more)


def read(content: bytes) -> Any:
    # what a page draws is tested here, not what its picture shows
    source = SourceFile("x.pdf", "0" * 64, len(content), "")
    return pdf.look(source, content, Looking(Ocr.NEVER))


def outcome(content: bytes) -> str:
    try:
        return "".join(cell.text for cell in read(content).cells())
    except InputError as error:
        return f"{error.outcome}:{error.code}"


def bomb(n_filters: int) -> bytes:
    packer = zlib.compressobj(9)
    zeros = bytes(1024 * 1024)
    packed = b"".join(packer.compress(zeros) for _ in range(300)) + packer.flush()
    if n_filters > 1:
        packed = zlib.compress(packed, 9)
    return stream(packed, b"/Filter[%b]" % (b"/FlateDecode" * n_filters))


def nested(depth: int) -> bytes:
    return b"<</Length 10/X %b>>" % (b"[" * depth + b"]" * depth)


FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Resources<</XObject<</X 6 0 R>>>>"

HOSTILE = {
    "plain": (one_page(), "Progress"),
    "no header": (one_page()[9:], "Progress"),
    "cut off": (one_page()[:-20], "Progress"),
    "only a header": (b"%PDF-1.7\n", "rejected:PDF_BROKEN"),
    "the page tree has itself as a kid": (
        one_page(pages=b"<</Type/Pages/Count 2/Kids[2 0 R 3 0 R]>>"),
        "Progress",
    ),
    "a thousand million pages": (
        one_page(pages=b"<</Type/Pages/Count 1000000000/Kids[3 0 R]>>"),
        "Progress",
    ),
    "a million pages": (
        one_page(pages=b"<</Type/Pages/Count 1000000/Kids[3 0 R]>>"),
        "Progress",
    ),
    "a huge page": (
        one_page(page=PAGE.replace(b"[0 0 595 842]", b"[0 0 1e9 1e9]")),
        "Progress",
    ),
    "a page box of no numbers": (
        one_page(page=PAGE.replace(b"[0 0 595 842]", b"[null (a) /b 3]")),
        "failed:TOOL_MISSING",
    ),
    "a stream that fills the memory": (one_page(contents=bomb(1)), "rejected:DRAW_LIMIT"),
    "packed twice": (one_page(contents=bomb(2)), "rejected:DRAW_LIMIT"),
    "a form that draws itself": (
        one_page(
            page=PAGE.replace(b"/Font<<", b"/XObject<</X 6 0 R>>/Font<<"),
            contents=stream(TEXT + b" /X Do"),
            more=(stream(b"/X Do", FORM),),
        ),
        "Progress",
    ),
    "lists a hundred thousand deep": (one_page(more=(nested(100_000),)), "Progress"),
    "no text": (one_page(contents=stream(b"")), "rejected:NOT_A_REPORT"),
    "text that nobody sees": (
        one_page(contents=stream(b"BT 3 Tr /F 12 Tf 72 700 Td (Progress) Tj ET")),
        "failed:TOOL_MISSING",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_end_in_a_named_state(case: str) -> None:
    content, expected = HOSTILE[case]
    assert outcome(content) == expected


def test_too_many_pages_are_refused() -> None:
    kids = b" ".join(b"3 0 R" for _ in range(5_001))
    content = one_page(pages=b"<</Type/Pages/Count 5001/Kids[%b]>>" % kids)
    assert outcome(content) == f"rejected:{Refusal.PAGE_LIMIT}"


def test_scripts_and_attachments_are_listed_and_stay_closed() -> None:
    content = one_page(
        catalog=b"/Names<</JavaScript<</Names[(a) 6 0 R]>>/EmbeddedFiles<</Names[(b) 7 0 R]>>>>",
        more=(
            b"<</S/JavaScript/JS(app.alert(1))>>",
            b"<</Type/Filespec/F(tool.exe)/UF(tool.exe)/EF<</F 8 0 R>>>>",
            stream(b"MZ", b"/Type/EmbeddedFile"),
        ),
    )
    carried = [
        row.cells[0].text
        for page in read(content).pages
        for row in page.rows
        if row.region is Region.PACKAGE
    ]
    assert carried == ["attachment: tool.exe", "JavaScript: 1"]


def test_a_page_that_cannot_be_read_costs_no_other_page() -> None:
    pages = b"<</Type/Pages/Count 3/Kids[3 0 R 6 0 R 3 0 R]>>"
    broken = PAGE.replace(b"5 0 R", b"7 0 R")
    image = b"<</Type/XObject/Subtype/Image/Width 1/Height 1>>"
    content = one_page(pages=pages, more=(broken, stream(b"\xff\xfe BI /W 1 ID x"), image))
    document = read(content)
    assert [[row.cells[0].text for row in page.rows] for page in document.pages][::2] == [
        ["Progress"],
        ["Progress"],
    ]
    assert len(document.pages) == 3


@pytest.mark.parametrize(
    ("head", "bids"),
    [(b"%PDF-1.4", True), (b"junk\r\n" * 50 + b"%PDF-1.7", True), (b"\t%PD-", False)],
)
def test_sniff(head: bytes, bids: bool) -> None:
    assert bool(pdf.sniff("report.doc", head)) is bids


def test_a_document_keeps_its_source() -> None:
    content = one_page()
    source = SourceFile("x.pdf", "0" * 64, len(content), "application/octet-stream")
    assert pdf.read(source, content).source == replace(source, media_type="application/pdf")
