"""What was read, drawn on the pages of a PDF."""

from pathlib import Path

import pytest

from extract import pdf
from load.picture import draw_pages
from schemas.document import Document, Entry, Ledger, SourceFile
from schemas.errors import BadUsage
from schemas.finding import Code, report_finding
from tests.unit.test_extract_pdf_cells import one_page

PNG = b"\x89PNG\r\n"


def document_of(content: bytes) -> Document:
    return pdf.read(SourceFile("x.pdf", "0" * 64, len(content), ""), content)


def test_cells_and_findings_are_drawn(tmp_path: Path) -> None:
    content = one_page()
    document = document_of(content)
    (cell,) = document.cells()
    ledger = Ledger((Entry(cell.page, cell.line, cell.column, "title", "", cell.raw, ""),))
    finding = report_finding(Code.PAGE_UNREAD, "page:1", at=(cell.at,), page=1)
    (plain,) = draw_pages(content, document, Ledger(()), (), tmp_path / "plain.png")
    (drawn,) = draw_pages(content, document, ledger, (finding,), tmp_path / "drawn.png")
    assert plain.read_bytes().startswith(PNG)
    assert drawn.read_bytes().startswith(PNG)
    assert drawn.read_bytes() != plain.read_bytes()


def test_each_page_has_its_picture(tmp_path: Path) -> None:
    content = one_page(
        pages=b"<</Type/Pages/Count 2/Kids[3 0 R 6 0 R]>>",
        more=(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 5 0 R>>",),
    )
    document = document_of(content)
    names = [
        path.name for path in draw_pages(content, document, Ledger(()), (), tmp_path / "p.png")
    ]
    assert names == ["p-1.png", "p-2.png"]


def test_other_files_have_no_pages_to_draw_on(tmp_path: Path) -> None:
    text = Document(SourceFile("x.tsv", "", 1, "text/plain"), "text", ())
    with pytest.raises(BadUsage):
        draw_pages(b"", text, Ledger(()), (), tmp_path / "x.png")
