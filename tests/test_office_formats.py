"""Old formats with LibreOffice itself: the same table comes out of each, and out of real files."""

import os
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as new_document

from extract import read_bytes
from extract._libreoffice import PACKAGES, find_libreoffice
from extract._ole import open_ole
from schemas.document import Document, Region
from schemas.errors import InputError, InputRejected, Refusal
from schemas.finding import Code
from tests.unit.sheet_builder import number, package, row, sheet, text

CORPUS = Path(__file__).parents[1].parent / "shared" / "corpus"
SUFFIXES = (".doc", ".dot", ".odt", ".ott", ".rtf", ".xls", ".xlt", ".ods", ".xlsx", ".xlsm")

SAMPLE = 8
"""Files of the corpus that an ordinary run reads, at about a second of CPU each; all of them are
read with OGROGOTI_FULL=1."""

pytestmark = pytest.mark.skipif(
    find_libreoffice() is None,
    reason=f"LibreOffice is not on this machine (Debian: {', '.join(PACKAGES.values())})",
)

HEADER = ("ক্রম", "কর্মসম্পাদন সূচক", "একক", "মান", "অর্জন")
BODY = (
    ("১.১.১", "ই-নথিতে নোট নিষ্পত্তিকৃত", "%", "৬", "৮০%"),
    ("১.২.১", "সভা আয়োজিত", "তারিখ", "৪", "০৪/০৫/২০২৩"),
    ("২.১.১", "প্রশিক্ষণ আয়োজিত", "সংখ্যা", "৩", "৩০"),
)


def word_package() -> bytes:
    document = new_document()
    document.add_paragraph("ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা")
    table = document.add_table(rows=0, cols=len(HEADER))
    for words in (HEADER, *BODY):
        for cell, word in zip(table.add_row().cells, words, strict=True):
            cell.text = word
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("স্বাক্ষর")
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def excel_package() -> bytes:
    def place(column: int, line: int) -> str:
        return f"{chr(ord('A') + column)}{line}"

    lines = [
        row(line, *(text(place(column, line), word) for column, word in enumerate(words)))
        for line, words in enumerate((HEADER, *BODY), start=3)
    ]
    return package(
        sheet(
            row(1, text("A1", "ই-গভর্ন্যান্স ও উদ্ভাবন কর্মপরিকল্পনা")),
            *lines,
            row(7, number("D7", "0.8", 1), number("E7", "45050", 2), text("A7", "২.২.১")),
            row(8, text("A8", "hidden"), attributes='hidden="1"'),
            row(10, text("D10", "স্বাক্ষর")),
            after='<mergeCells><mergeCell ref="A1:E1"/></mergeCells>',
        ),
        formats=("General", "[$-5000445]0%", "dd/mm/yyyy"),
    )


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The two packages as LibreOffice saves them in each older format."""
    folder = tmp_path_factory.mktemp("older")
    (folder / "word.docx").write_bytes(word_package())
    (folder / "excel.xlsx").write_bytes(excel_package())
    made: dict[str, bytes] = {}
    for suffix, name in {
        "doc": "word.docx",
        "odt": "word.docx",
        "rtf": "word.docx",
        "xls": "excel.xlsx",
        "ods": "excel.xlsx",
    }.items():
        subprocess.run(
            [
                str(find_libreoffice()),
                "--headless",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--convert-to",
                suffix,
                "--outdir",
                str(folder),
                str(folder / name),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
        made[suffix] = (folder / name).with_suffix(f".{suffix}").read_bytes()
    return made


def table_of(document: Document) -> list[list[tuple[int, str]]]:
    return [
        [(cell.column, cell.text) for cell in row.cells]
        for page in document.pages
        for row in page.rows
        if row.table is not None
    ]


def paragraphs_of(document: Document) -> list[str]:
    return [
        cell.text
        for page in document.pages
        for row in page.rows
        if row.table is None and row.region is Region.BODY
        for cell in row.cells
    ]


@pytest.mark.parametrize("suffix", ["doc", "odt", "rtf"])
def test_an_older_text_holds_the_same_table(suffix: str, older: dict[str, bytes]) -> None:
    newer = read_bytes("report.docx", word_package())
    found = read_bytes(f"report.{suffix}", older[suffix])
    assert table_of(found) == table_of(newer)
    assert paragraphs_of(found) == paragraphs_of(newer)
    assert found.source.name == f"report.{suffix}"
    assert found.source.size_bytes == len(older[suffix])
    assert found.reader.startswith("LibreOffice ")
    assert newer.reader in found.reader
    assert [finding.code for finding in found.findings] == []


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_an_older_sheet_holds_the_same_table(suffix: str, older: dict[str, bytes]) -> None:
    newer = read_bytes("report.xlsx", excel_package())
    found = read_bytes(f"report.{suffix}", older[suffix])
    assert table_of(found) == table_of(newer)
    assert paragraphs_of(found) == paragraphs_of(newer)
    assert "৮০%" in {words for line in table_of(found) for _, words in line}
    assert [finding.code for finding in found.findings] == []


@pytest.mark.parametrize("suffix", ["doc", "xls"])
def test_the_same_bytes_give_the_same_document(suffix: str, older: dict[str, bytes]) -> None:
    first, second = (read_bytes("report", older[suffix]) for _ in range(2))
    assert first == second


def test_a_date_of_today_is_not_taken_for_the_report() -> None:
    content = (
        rb"{\rtf1\ansi signed on {\field{\*\fldinst DATE \\@ dd}{\fldrslt 04/05/2023}} here\par}"
    )
    document = read_bytes("report.rtf", content)
    (line,) = paragraphs_of(document)
    assert line == "signed on  here"
    assert [finding.code for finding in document.findings] == [Code.CELL_LOST]


def test_a_rich_text_that_is_cut_is_refused() -> None:
    with pytest.raises(InputRejected) as refused:
        read_bytes("report.rtf", rb"{\rtf1\ansi {one two")
    assert refused.value.code is Refusal.NOT_A_DOCUMENT


def test_a_cut_or_protected_word_file_is_refused(older: dict[str, bytes]) -> None:
    whole = older["doc"]
    with pytest.raises(InputRejected) as refused:
        read_bytes("report.doc", whole[: len(whole) // 2])
    assert refused.value.code is Refusal.NOT_A_DOCUMENT
    stream = open_ole(whole).find("WordDocument")
    assert stream
    flags = (stream.start + 1) * 512 + 11
    protected = whole[:flags] + bytes([whole[flags] | 1]) + whole[flags + 1 :]
    with pytest.raises(InputRejected) as refused:
        read_bytes("report.doc", protected)
    assert refused.value.code is Refusal.ENCRYPTED


def corpus_files() -> list[Path]:
    files = sorted(path for path in CORPUS.glob("*/*") if path.suffix.lower() in SUFFIXES)
    if os.environ.get("OGROGOTI_FULL"):
        return files
    step = max(1, len(files) // SAMPLE)
    return files[::step][:SAMPLE]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder of real files is not here")
@pytest.mark.parametrize("path", corpus_files(), ids=lambda path: path.name)
def test_real_files_end_in_one_state(path: Path) -> None:
    content = path.read_bytes()
    try:
        document = read_bytes(path.name, content)
    except InputError as error:
        state = error.code
    else:
        state = "converted"
        assert document.source.size_bytes == len(content)
        assert document.pages
    locked = path.name == "PasswordProtected.doc"
    cut = path.name == "tagged.odt"  # a byte of its archive is missing
    assert state == (Refusal.ENCRYPTED if locked else Refusal.ZIP_UNSAFE if cut else "converted")


def test_nothing_is_written_into_the_program_s_own_folder(older: dict[str, bytes]) -> None:
    program = find_libreoffice()
    assert program is not None
    shared = program.resolve().parents[1] / "share" / "uno_packages"
    before = {path: path.stat().st_mtime_ns for path in shared.rglob("*")}
    read_bytes("word.doc", older["doc"])
    assert {path: path.stat().st_mtime_ns for path in shared.rglob("*")} == before
