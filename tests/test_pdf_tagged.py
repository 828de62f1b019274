"""Tags of accessible PDFs: tables without lines, and texts of elements."""

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from conversion import understand
from extract import read_bytes
from samples.make import report_bytes, samples
from samples.pdf_writer import assemble
from samples.printing import TYPIST, as_blocks, has_font, libreoffice, print_by_libreoffice, smaller
from samples.word_xml import packed, word_bytes
from schemas.document import Document
from schemas.finding import Code
from tests.test_pdf_printed import facts_of

HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
ROOT = 4
"""Number of the object behind the font, which is the first that `assemble` is given."""
NAMES = ("clean_ministry_2022-23_q2", "lost_rows_2023-24_q2", "pages_ministry_2023-24_q3")
"""One page, a small table inside of a cell, and rows that go on over page breaks."""

Element = tuple[str, str, tuple["Element", ...] | int]
"""Role, more entries, and what is inside: elements, or a marked content."""


def drawn(marks: Sequence[tuple[str, float, float]]) -> str:
    """Texts where they stand, each a marked content."""
    return "".join(
        f"/P <</MCID {number}>> BDC BT /F1 9 Tf {x} {y} Td ({text}) Tj ET EMC\n"
        for number, (text, x, y) in enumerate(marks)
    )


def tagged(content: str, root: Element, parents: str | None = None) -> bytes:
    """A page of which the tags tell this."""
    objects: list[bytes] = [b""]
    parent_of: dict[int, int] = {}

    def add(element: Element, parent: int) -> int:
        role, more, inside = element
        objects.append(b"")
        number = len(objects) - 1 + ROOT
        if isinstance(inside, int):
            parent_of[inside] = number
            kids = str(inside)
        else:
            kids = "[" + " ".join(f"{add(one, number)} 0 R" for one in inside) + "]"
        said = f"<</Type/StructElem/S/{role}/P {parent} 0 R/K {kids}{more}>>"
        objects[number - ROOT] = said.encode("ascii")
        return number

    first = add(root, ROOT)
    if parents is None:
        numbers = " ".join(f"{parent_of[at]} 0 R" for at in range(len(parent_of)))
        parents = f"<</Nums[0 [{numbers}]]>>"
    ring = f"{len(objects) + ROOT} 0 R"
    parents = parents.replace("RING", ring)
    objects.append(ring.encode("ascii"))
    objects[0] = f"<</Type/StructTreeRoot/K {first} 0 R/ParentTree {parents}>>".encode("ascii")
    return assemble(
        [content],
        [(HELVETICA, *objects)],
        (300, 200),
        "/StructParents 0",
        f"/StructTreeRoot {ROOT} 0 R/MarkInfo<</Marked true>>",
    )


def cell(content: int, attributes: str = "") -> Element:
    return ("TD", f"/A<</O/Table{attributes}>>" if attributes else "", content)


def table(*rows: tuple[Element, ...]) -> Element:
    return ("Table", "", tuple(("TR", "", row) for row in rows))


def cells_of(document: Document) -> list[tuple[int, int, int, int, str]]:
    """Row of the table, column, spans and text."""
    rows = [row for page in document.pages for row in page.rows if row.table is not None]
    return [
        (number, one.column, one.layout.column_span, one.layout.row_span, one.text)
        for number, row in enumerate(rows)
        for one in row.cells
    ]


def lines_of(document: Document) -> list[str]:
    rows = [row for page in document.pages for row in page.rows if row.table is None]
    return [one.text for row in rows for one in row.cells]


MARKS = [
    ("head", 20, 150),
    ("right", 150, 150),
    ("tall", 20, 120),
    ("one", 90, 120),
    ("two", 150, 120),
    ("three", 90, 100),
]
TABLE = table(
    (cell(0, "/ColSpan 2"), cell(1)),
    (cell(2, "/RowSpan 2"), cell(3), cell(4)),
    (cell(5),),
)


def test_a_table_without_lines_has_the_rows_and_columns_of_its_tags() -> None:
    document = read_bytes("x.pdf", tagged(drawn(MARKS), TABLE))
    assert cells_of(document) == [
        (0, 1, 2, 1, "head"),
        (0, 3, 1, 1, "right"),
        (1, 1, 1, 2, "tall"),
        (1, 2, 1, 1, "one"),
        (1, 3, 1, 1, "two"),
        (2, 2, 1, 1, "three"),
    ]
    assert lines_of(document) == []
    boxes = [one.layout.bbox for page in document.pages for row in page.rows for one in row.cells]
    assert all(box and box[0] < box[2] and box[1] < box[3] for box in boxes)


OTHERWISE = {
    "columns change places": ([*MARKS[:3], ("one", 150, 120), ("two", 90, 120), MARKS[5]], TABLE),
    "a row stands above the one before": ([("head", 20, 90), *MARKS[1:]], TABLE),
    "something else stands between": ([*MARKS, ("note", 90, 110)], TABLE),
}


@pytest.mark.parametrize("case", OTHERWISE)
def test_tags_that_are_not_what_is_drawn_are_told_and_not_used(case: str) -> None:
    marks, tags = OTHERWISE[case]
    document = read_bytes("x.pdf", tagged(drawn(marks), tags))
    assert cells_of(document) == []
    words = {word for line in lines_of(document) for word in line.split()}
    assert words == {text for text, _, _ in marks}
    told = [(one.code, one.ref) for one in document.findings]
    assert (Code.LOW_CONFIDENCE, "page:1") in told


def test_lines_count_more_than_tags() -> None:
    ruled = "".join(f"{x} 90 m {x} 165 l S\n" for x in (10, 80, 140, 290)) + "".join(
        f"10 {y} m 290 {y} l S\n" for y in (90, 165)
    )
    one_row = read_bytes("x.pdf", tagged(ruled + drawn(MARKS), TABLE))
    assert {row for row, *_ in cells_of(one_row)} == {0}
    assert not [one for one in one_row.findings if one.code is Code.LOW_CONFIDENCE]


DAMAGED = {
    "ring of numbers": f"<</Kids[{ROOT} 0 R]>>",
    "an object that is a reference to itself": "RING",
    "elements that are": "<</Nums[0 [RING RING]]>>",
    "no numbers": "<<>>",
    "not a tree": "7",
    "other objects": f"<</Nums[0 [1 0 R {ROOT} 0 R 99 0 R null 3]]>>",
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damaged_tags_tell_nothing(case: str) -> None:
    document = read_bytes("x.pdf", tagged(drawn(MARKS), TABLE, DAMAGED[case]))
    assert cells_of(document) == []
    assert " ".join(lines_of(document)).split() == ["head", "right", "tall", "one", "two", "three"]


SAID = "/ActualText(replaced)"
TEXTS: dict[str, tuple[Sequence[tuple[str, float, float]], Element, list[str]]] = {
    "element": (
        [("drawn", 20, 150), ("kept", 20, 100)],
        ("Document", "", (("Span", SAID, 0), ("P", "", 1))),
        ["replaced", "kept"],
    ),
    "element of two marked contents": (
        [("dra", 20, 150), ("wn", 33, 150)],
        ("P", SAID, (("Span", "", 0), ("Span", "", 1))),
        ["replaced"],
    ),
    "element of two lines is read as it is drawn": (
        [("first", 20, 150), ("second", 20, 100)],
        ("P", SAID, (("Span", "", 0), ("Span", "", 1))),
        ["first", "second"],
    ),
}


@pytest.mark.parametrize("case", TEXTS)
def test_the_text_of_an_element_is_read(case: str) -> None:
    marks, tags, expected = TEXTS[case]
    assert lines_of(read_bytes("x.pdf", tagged(drawn(marks), tags))) == expected


def without_lines(word: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        return packed(
            [
                (name, re.sub(rb'w:val="single"', b'w:val="nil"', package.read(name)))
                for name in package.namelist()
            ]
        )


@pytest.mark.skipif(not (libreoffice() and has_font()), reason="LibreOffice or Mukti is missing")
def test_reports_without_lines_are_read_by_their_tags(tmp_path: Path) -> None:
    known = as_blocks()
    words = {name: without_lines(smaller(word_bytes(known[name], TYPIST))) for name in NAMES}
    printed = print_by_libreoffice(words, tmp_path, tagged=True)
    for sample in samples():
        if sample.name in NAMES:
            text = understand(read_bytes("x.tsv", report_bytes(sample))).report
            read = understand(read_bytes("x.pdf", printed[sample.name])).report
            assert facts_of(read) == facts_of(text), sample.name
