"""A report on a terminal: columns hold, odd things are seen, no cell steers the screen."""

import re
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from load._screen import Shown, lay_out, printable, width, wrap
from load.terminal import lines_of
from ogrogoti import read_report

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "reports"


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("", 0), ("১২/০৩", 5), ("কি", 2), ("ক্ষ", 2), ("क्\u200dष", 2), ("漢字", 4)],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@given(st.text(max_size=200), st.integers(min_value=2, max_value=40))
def test_wrapped_lines_fit_and_lose_no_letter(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(printable(text).split())
    assert all(width(line) <= columns for line in lines if len(line) > 1 and " " in line)


def test_control_characters_are_shown_and_not_sent() -> None:
    assert printable("a\x1b[31mb\u202ec\x00") == "a\\u001b[31mb\\u202ec\\u0000"


def test_columns_hold_where_there_is_no_terminal() -> None:
    rows = [
        "".join(lay_out([Shown(text), Shown("x")], (12, 4), terminal=False))
        for text in ("কর্মপরিকল্পনা", "abc", "")
    ]
    assert [width(row[: row.index("x")]) for row in rows] == [14, 14, 14]


def test_on_a_terminal_each_cell_is_placed_by_its_column() -> None:
    cells = [Shown("কর্মপরিকল্পনা"), Shown("x")]
    assert "".join(lay_out(cells, (12, 4), terminal=True)).endswith("\x1b[15Gx")


def test_what_is_wrong_is_seen() -> None:
    report = read_report(SAMPLES / "odd_cells_2022-23_q3.tsv")
    shown = "\n".join(lines_of(report, 150, terminal=True))
    shown = re.sub(r"\x1b\[\d+G", "", shown)
    assert "\x1b[31m৩১/১১/২০২২" in shown
    assert "✗ lost" in shown
    assert "choose from: 2022-11-30, 2022-12-31" in shown
    levels = [line.split()[0] for line in click.unstyle(shown).splitlines() if line.strip()]
    told = [level for level in levels if level in ("error", "warning", "info")]
    assert told == sorted(told, key=["error", "warning", "info"].index)


@pytest.mark.parametrize("columns", [80, 110, 140, 180])
def test_no_line_is_wider_than_asked(columns: int) -> None:
    for path in sorted(SAMPLES.glob("*.tsv")):
        for line in lines_of(read_report(path), columns, terminal=False):
            assert width(click.unstyle(line)) <= columns, line
