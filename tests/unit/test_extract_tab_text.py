"""Tab-separated text: encodings by proof, lines, pages, cells, limits."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import read_bytes, tab_text
from schemas.document import Document
from schemas.errors import InputRejected, Refusal

BANGLA = "ক্রম\tসূচক\n১\tকাজ\n"


def read(content: bytes) -> Document:
    return read_bytes("report.tsv", content)


def cells(document: Document) -> list[tuple[int, int, int, str]]:
    return [
        (page.number, cell.at.line, cell.column, cell.text)
        for page in document.pages
        for row in page.rows
        for cell in row.cells
    ]


def rebuilt(document: Document) -> str:
    found = [cell for page in document.pages for row in page.rows for cell in row.cells]
    return "".join(cell.before + cell.text for cell in found) + document.tail


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", b""),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", b""),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
def test_encodings_that_can_be_proved(encoding: str, mark: bytes) -> None:
    content = mark + BANGLA.encode(encoding)
    document = read(content)
    assert cells(document) == [(1, 1, 1, "ক্রম"), (1, 1, 2, "সূচক"), (1, 2, 1, "১"), (1, 2, 2, "কাজ")]
    assert document.source.media_type == f"text/tab-separated-values; charset={encoding}"
    assert rebuilt(document).encode(encoding) == content


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("café\tnaïve\n".encode("cp1252"), id="cp1252"),
        pytest.param("これは日本語です\tテスト\n".encode("euc-jp"), id="euc-jp"),
        pytest.param("Это русский текст\tтест\n".encode("koi8-r"), id="koi8-r"),
        pytest.param(b"\xe0\xa6\x95\t\xed\xa0\x80\n", id="lone surrogate"),
        pytest.param(b"a\t\xc0\xaf\n", id="overlong"),
        pytest.param(BANGLA.encode()[:-2] + b"\xe0\xa6", id="cut within a letter"),
        pytest.param(codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", id="lone surrogate in utf-16"),
        pytest.param(b"\t" + bytes(range(128, 256)) * 20, id="bytes"),
    ],
)
def test_other_encodings_are_never_guessed(content: bytes) -> None:
    with pytest.raises(InputRejected) as refused:
        read(content)
    assert refused.value.code is Refusal.ENCODING


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    document = read(f"a\tb{end}{end}c\td".encode())
    assert [(line, text) for _, line, _, text in cells(document)] == [
        (1, "a"), (1, "b"), (3, "c"), (3, "d"),
    ]  # fmt: skip
    assert rebuilt(document) == f"a\tb{end}{end}c\td"


def test_only_line_ends_end_a_line() -> None:
    text = "a\u2028b\x85c\x0bd\tx\n"
    assert [text for *_, text in cells(read(text.encode()))] == ["a\u2028b\x85c\x0bd", "x"]


PAGES = {
    "title, table, signature": ("T\n\na\tb\nc\td\n\nS\n", [1, 1, 1, 1, 1, 1]),
    "blank line inside a table": ("T\n\na\tb\n\nc\td\n\nS\n", [1, 1, 1, 2, 2, 2]),
    "several blank lines": ("a\tb\n\n \n\t\n\nc\td\n", [1, 1, 2, 2]),
    "title again on the next page": ("T\na\tb\n\nT\n\nc\td\n", [1, 1, 1, 2, 2, 2]),
    "form feed": ("a\tb\n\fc\td\n", [1, 1, 2, 2]),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str) -> None:
    text, pages = PAGES[name]
    assert [page for page, *_ in cells(read(text.encode()))] == pages


def test_blank_cells_are_no_cells_and_columns_are_counted() -> None:
    document = read("\t \ta\t\u200b\u00a0\tb\t\t\n".encode())
    assert cells(document) == [(1, 1, 3, "a"), (1, 1, 5, "b")]
    assert document.pages[0].rows[0].width == 7


def test_cells_are_verbatim() -> None:
    document = read(" ০৬.০৭.২০২৩ \t'\"=1+1\n".encode())
    assert [text for *_, text in cells(document)] == [" ০৬.০৭.২০২৩ ", "'\"=1+1"]


@given(st.text(alphabet="ab১ক\t\r\n \u00a0\u200d\f\x00\x85\u2028", max_size=80))
def test_the_source_is_rebuilt(text: str) -> None:
    if text:
        assert rebuilt(read(text.encode())) == text


def test_a_long_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tab_text, "LINE_LIMIT_CHARS", 100)
    with pytest.raises(InputRejected) as refused:
        read(b"a\tb\n" + b"x" * 101)
    assert (refused.value.code, "Line 2" in refused.value.reason) == (Refusal.LINE_LIMIT, True)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"a\tb\n" * 30, Refusal.TOO_BIG), (b"x" * 120, Refusal.LINE_LIMIT)],
    ids=["many lines", "one line"],
)
def test_a_big_file_is_refused(
    content: bytes, code: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tab_text, "LINE_LIMIT_CHARS", 100)
    monkeypatch.setattr(tab_text, "TEXT_LIMIT_BYTES", 110)
    with pytest.raises(InputRejected) as refused:
        read(content)
    assert refused.value.code is code


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tab_text, "CELL_LIMIT", 5)
    with pytest.raises(InputRejected) as refused:
        read(b"a\tb\n" * 3)
    assert refused.value.code is Refusal.TABLE_LIMIT


@pytest.mark.parametrize(
    ("name", "head", "reads"),
    [
        ("a.tsv", b"a\tb", True),
        ("a.TXT", b"words", True),
        ("noname", b"a\tb", True),
        ("noname", b"words", False),
        ("a.txt", b"%PDF-1.7", False),
        ("a.txt", b"PK\x03\x04", False),
        ("a.png", b"\x89PNG\r\n", False),
    ],
)
def test_bids(name: str, head: bytes, reads: bool) -> None:
    assert (tab_text.sniff(name, head) > 0) is reads


def test_an_empty_file_is_told_apart() -> None:
    with pytest.raises(InputRejected) as refused:
        read(b"")
    assert refused.value.code is Refusal.EMPTY


def test_quoted_cells_of_a_spreadsheet_are_refused() -> None:
    with pytest.raises(InputRejected, match="quotation marks"):
        read('"ক্রম"\t"সূচক"\n"১"\t"কাজ"\n'.encode())
    assert len(cells(read('ক্রম\tসূচক\n১\t"কাজ"\n'.encode()))) == 4
