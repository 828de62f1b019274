"""Rows that stand only at the right: whose they are, and where a table begins in them."""

import pytest

from normalize.drafts import IndicatorDraft
from normalize.ids import PrintedId
from normalize.joints import Part
from normalize.nests import Block, continues
from schemas.document import Cell


def cell(text: str, page: int = 1, column: int = 13) -> Cell:
    """A cell at the right."""
    return Cell(text, page, page * 100, column)


def block(*rows: tuple[str, ...], page: int = 1) -> Block:
    """Rows of cells."""
    return Block([tuple(cell(text, page, 13 + n) for n, text in enumerate(row)) for row in rows])


SPLITS: dict[str, tuple[list[tuple[str, ...]], list[str], int]] = {
    "prose": ([("ক",), ("খ",)], ["ক", "খ"], 0),
    "table": ([("ক", "খ"), ("গ", "ঘ")], [], 2),
    "prose, then a table": ([("ক",), ("মাস", "হার"), ("মার্চ ২০২৪", "৯৮%")], ["ক"], 2),
    "a period's cell before its row": ([("জানুয়ারি, ২০২৪",), ("ফেব্রুয়ারি, ২০২৪", "৯৮%")], [], 2),
    "prose, a period, a table": ([("ক",), ("জানুয়ারি, ২০২৪",), ("ফেব্রুয়ারি, ২০২৪", "৯৮%")], ["ক"], 2),
    "a table's row of one cell": ([("মাস", "হার"), ("মার্চ ২০২৪",)], [], 2),
    "a period alone": ([("জানুয়ারি, ২০২৪",)], ["জানুয়ারি, ২০২৪"], 0),
}


@pytest.mark.parametrize(("rows", "lines", "n_rows"), SPLITS.values(), ids=SPLITS)
def test_lines_and_tables(rows: list[tuple[str, ...]], lines: list[str], n_rows: int) -> None:
    found, table = block(*rows).split()
    assert [one.text for one in found] == lines
    assert len(table) == n_rows


def draft(remark: str | None) -> IndicatorDraft:
    """The indicator 1.3.1 on the first page."""
    cells = {"indicator": [Part(cell("[১.৩.১] সভা", column=5))]}
    return IndicatorDraft("1.3.1", cells | ({"remark": [Part(cell(remark))]} if remark else {}))


OWNERS = {
    "same page": ("-", 1, "1.5.1", True),
    "next id": ("চলমান", 2, "1.3.2", True),
    "next activity": ("চলমান", 2, "1.4.1", True),
    "next section": ("সভা হয়েছে।", 2, "2.1.1", True),
    "a dash cannot go on": ("-", 2, "1.3.2", False),
    "an open sentence goes on over a gap": ("চলমান", 2, "1.5.1", True),
    "a finished sentence before a gap": ("সভা হয়েছে।", 2, "1.5.1", False),
    "no remark before a gap": (None, 2, "1.5.1", False),
    "no remark and no gap": (None, 2, "1.3.2", True),
    "the end of the document": ("সভা হয়েছে।", 2, None, True),
}


@pytest.mark.parametrize(("remark", "page", "next_id", "goes_on"), OWNERS.values(), ids=OWNERS)
def test_whose_it_is(remark: str | None, page: int, next_id: str | None, goes_on: bool) -> None:
    following = PrintedId(next_id, 0) if next_id else None
    assert continues(block(("ক",), page=page), draft(remark), following) is goes_on


def test_nobodys_without_an_indicator() -> None:
    assert not continues(block(("ক",)), None, None)
