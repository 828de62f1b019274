"""What a PDF costs in memory beside its rows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extract._page_glyphs import page_glyphs
from extract._pdf_fonts import FontDesk
from extract._pdf_pages import open_document
from samples.pdf_writer import Mapping, assemble, write_pdf

ROOT = Path(__file__).parents[2]
FONT = Path("/usr/share/fonts/truetype/lohit-bengali/Lohit-Bengali.ttf")
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
LARGE = ("numpy", "fontTools.cffLib", "cv2", "onnxruntime", "pdfplumber", "PIL")
"""Together 70 MB, and none of it is needed for a known font."""
READ = """
import json, sys
from pathlib import Path
from extract import read_file
document = read_file(Path(sys.argv[1]))
assert document.pages[0].rows
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.skipif(not FONT.is_file(), reason="the font is not installed")
def test_a_file_in_a_known_font_imports_nothing_large(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(write_pdf(["কর্মসম্পাদন সূচক ৯৬.৮২%"], FONT, Mapping.OFFICE))
    ran = subprocess.run(
        [sys.executable, "-c", READ, path],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    assert not {*LARGE} & {*json.loads(ran.stdout)}


def test_no_page_keeps_what_it_unpacked() -> None:
    drawn = "BT /F1 9 Tf 9 9 Td (report) Tj ET"
    content = assemble([drawn] * 3, [(HELVETICA,)], (300, 200), "")
    document, pages = open_document(content)
    read = [page_glyphs(document, FontDesk(document), page) for page in pages]
    streams = [stream for page in pages for stream in page.streams]
    assert all(page.glyphs for page in read)
    assert [getattr(stream, "_data") for stream in streams] == [None] * 3  # noqa: B009  private
    assert all(stream.buffer.rstrip() == drawn.encode() for stream in streams)
