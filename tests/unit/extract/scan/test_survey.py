"""Which pages of a scan are read: those with tables, those beside them, and the cover."""

from collections.abc import Callable
from contextlib import closing
from importlib import import_module
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from extract import read_bytes
from extract._unread_pages import NO_TABLE
from extract.scan.page_image import BrokenPage, PageImage
from extract.scan.pdf_image import PdfImages
from extract.scan.survey import Looked, Survey
from extract.scan.tesseract import TesseractEngine, find_program
from schemas.errors import InputRejected, Refusal
from schemas.finding import Code, Severity
from schemas.ports import Looking, Ocr
from tests.unit.extract.scan.sketched_page import noisy, page_of, paper, put_word, sketched

pypdfium2: Any = import_module("pypdfium2")
raw: Any = import_module("pypdfium2.raw")

DPI = 100
TABLE = """
+-----+-----+-----+
|a    |b    |c    |
+-----+-----+-----+
|d    |e    |f    |
+-----+-----+-----+
"""
FRAME = """
+-----------------+
|a                |
|                 |
|b                |
+-----------------+
"""


def text_page() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    page = paper(DPI)
    for row in range(12):
        for word in range(9):
            put_word(page, 90.0 + 70 * word, 100.0 + 30 * row, DPI)
    return page


PICTURES = {
    "T": lambda: sketched(TABLE, DPI),
    "F": lambda: sketched(FRAME, DPI),
    "t": text_page,
    " ": lambda: paper(DPI),
}
"""Of a page with a table, with a frame around it, with text alone, and without anything."""
KINDS = {kind: noisy(make(), 6) for kind, make in PICTURES.items()}

needs_tesseract = pytest.mark.skipif(find_program() is None, reason="Tesseract is not installed")


def survey_of(kinds: str, looked: Callable[[], None] = lambda: None) -> Survey:
    def image_of(number: int) -> PageImage | BrokenPage:
        kind = kinds[number - 1]
        if kind == "x":
            return BrokenPage(number, "torn")
        return page_of(KINDS[kind], DPI)

    return Survey(image_of, len(kinds), looked)


def taken(kinds: str) -> str:
    survey = survey_of(kinds)
    found = (survey.page(number, ()) for number in range(1, len(kinds) + 1))
    return "".join(
        "r" if isinstance(one, Looked) else "-" if one == NO_TABLE else "x" for one in found
    )


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("T", "r"),
        ("tT", "rr"),
        ("ttttT", "r--rr"),
        ("Ttt", "rr-"),
        ("tttt", "----"),
        ("F tF", "----"),
        ("ttTtttTtt", "rrrr-rrr-"),
        ("xtT", "xrr"),
        ("txTt", "rxrr"),
    ],
)
def test_pages_beside_a_table_are_read(kinds: str, expected: str) -> None:
    assert taken(kinds) == expected


@pytest.mark.parametrize(("kinds", "again"), [("tttttt", 0), ("TTTTTT", 0), ("ttttTT", 3)])
def test_pages_are_looked_at_once_but_for_what_stands_before_the_first_table(
    kinds: str, again: int
) -> None:
    seen: list[None] = []
    survey = survey_of(kinds, lambda: seen.append(None))
    for number in range(1, len(kinds) + 1):
        survey.page(number, ())
    assert len(seen) == len(kinds) + again


def as_tiff(kinds: str) -> bytes:
    first, *rest = (Image.fromarray(KINDS[kind]) for kind in kinds)
    out = BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=rest, dpi=(DPI, DPI))
    return out.getvalue()


def as_pdf(kinds: str) -> bytes:
    first, *rest = (Image.fromarray(KINDS[kind]) for kind in kinds)
    out = BytesIO()
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=DPI)
    return out.getvalue()


@needs_tesseract
@pytest.mark.parametrize("make", [as_tiff, as_pdf])
def test_a_book_without_tables_is_refused_before_it_is_read(
    make: Callable[[str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(TesseractEngine, "read")
    with pytest.raises(InputRejected) as refused:
        read_bytes("a", make("t tt"))
    assert refused.value.code is Refusal.NOT_A_REPORT


@needs_tesseract
@pytest.mark.parametrize("make", [as_tiff, as_pdf])
def test_pages_that_were_not_read_are_told(make: Callable[[str], bytes]) -> None:
    done: list[None] = []
    document = read_bytes("a", make("Tttt"), Looking(page_done=lambda: done.append(None)))
    told = [one for one in document.findings if one.code is Code.PAGE_UNREAD]
    assert [one.ref for one in told] == ["page:3", "page:4"]
    assert {one.severity for one in told} == {Severity.WARNING}
    assert [page.number for page in document.pages] == [1, 2, 3, 4]
    assert [bool(page.rows) for page in document.pages] == [True, True, False, False]
    assert len(done) >= 4


def test_a_page_that_is_not_there_cannot_be_opened() -> None:
    images = PdfImages(as_pdf("t"))
    assert isinstance(images.scanned(2), BrokenPage)
    images.close()


def typed_pdf(text: str) -> bytes:
    out = BytesIO()
    with closing(pypdfium2.PdfDocument.new()) as file:
        page = file.new_page(595, 842)
        line = raw.FPDFPageObj_NewTextObj(file, b"Helvetica", 12)
        raw.FPDFText_SetText(line, (raw.c_ushort * (len(text) + 1))(*map(ord, text), 0))
        raw.FPDFPageObj_Transform(line, 1, 0, 0, 1, 72, 700)
        raw.FPDFPage_InsertObject(page, line)
        page.gen_content()
        file.save(out)
    return out.getvalue()


@needs_tesseract
def test_a_text_layer_is_not_given_up_for_a_picture_that_is_not_read() -> None:
    document = read_bytes("a", typed_pdf("Annual report"), Looking(Ocr.ALWAYS))
    (row,) = document.pages[0].rows
    assert row.cells[0].text == "Annual report"
    assert document.findings == ()
    assert document.recognition is None
