from __future__ import annotations

import csv

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from load.cells import FIELDS, escape, read_ledger, rebuild, unescape
from load.rows import csv_rows, header, parse_rows, tables
from schemas.document import Entry, Ledger
from tests.load_samples import ATTACKS, ledger, report

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
SOURCE = st.text(st.sampled_from("ab১,=\"'\\\t\t\n\r \u200d\u2028\ufeff\x0c"))


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ("", ""),
        ("\t\t", r"\t\t"),
        ("\r\n\n", r"\r\n\n"),
        ("  ", "  "),
        ("\\t", r"\\t"),
        ("\u00a0", r"\u00a0"),
        ("\u200b\ufeff", r"\u200b\ufeff"),
        ("\u2028\x0c", r"\u2028\u000c"),
        ("\U000e0001", r"\U000e0001"),
        ("ক", "ক"),
    ],
)
def test_what_stands_between_cells_is_made_visible(text: str, notation: str) -> None:
    assert escape(text) == notation
    assert unescape(notation) == text


@given(TEXT)
@example("\\u0041")
@example("\\\\n")
@example("\\U0001f600")
def test_the_notation_comes_back(text: str) -> None:
    assert unescape(escape(text)) == text
    assert escape(text).isprintable()


@pytest.mark.parametrize("broken", ["\\", "\\x41", "\\u12", "\\U0001", "a\\", "\\\\\\"])
def test_a_broken_notation_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"notation of cells\.csv"):
        unescape(broken)


def split(source: str) -> Ledger:
    """A ledger of a text as a reader makes it: a cell is what holds more than blanks."""
    entries: list[Entry] = []
    before = ""
    for part in _parts(source):
        if part.strip("\t\r\n "):
            entries.append(Entry(1, 1, len(entries) + 1, "leftover", "", part, before))
            before = ""
        else:
            before += part
    return Ledger(tuple(entries), before)


def _parts(source: str) -> list[str]:
    parts = [""]
    for sign in source:
        if sign in "\t\r\n":
            parts += [sign, ""]
        else:
            parts[-1] += sign
    return parts


@given(SOURCE.filter(lambda source: bool(source.strip("\t\r\n "))))
@example('\ufeffক\t\t=1\r\n\n-\t"a"\n')
@pytest.mark.parametrize("charset", ["utf-8", "utf-16-le", "utf-16"])
def test_a_source_is_rebuilt_from_the_table_alone(
    tmp_path_factory: pytest.TempPathFactory, charset: str, source: str
) -> None:
    held = split(source)
    path = tmp_path_factory.mktemp("cells") / "cells.csv"
    path.write_bytes(header(FIELDS) + csv_rows(tables()["cells"], report(held), held))
    with path.open(encoding="utf-8", newline="") as lines:
        assert rebuild(csv.DictReader(lines), charset) == source.encode(charset)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_cell_is_rebuilt(attack: str) -> None:
    held = ledger("a", attack, before="\r\n\t")
    content = csv_rows(tables()["cells"], report(held), held)
    assert read_ledger(parse_rows(content)) == held


def test_a_row_with_other_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        read_ledger([["a", "b"]])
