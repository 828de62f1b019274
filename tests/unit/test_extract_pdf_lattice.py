"""Ruling lines to cells: pages drawn with signs, so that a case can be seen."""

from collections.abc import Sequence

import pytest

from extract._cell_tokens import Path, shares
from extract._drawn import Rule
from extract._lattice import LINES_LIMIT, Box, Lattice, lattices
from tests.unit.drawn_tables import drawn

Seen = list[list[object]]


def seen(table: Lattice, texts: dict[Path, str], path: Path) -> Seen:
    """Row by row what stands in each cell: `column:text`, with spans as `column-end:text`."""
    rows: Seen = [[] for _ in range(table.n_rows)]
    for place, box in enumerate(table.boxes):
        rows[box.rows[0]] += cell(box, texts, (*path, place))
    return rows


def cell(box: Box, texts: dict[Path, str], path: Path) -> list[object]:
    first, end = box.columns[0] + 1, box.columns[1]
    name = f"{first}" if end == first else f"{first}-{end}"
    height = box.rows[1] - box.rows[0]
    text = f"{name}{'|' * (height - 1)}:{texts.get(path, '')}"
    inner = [seen(table, texts, (*path, number)) for number, table in enumerate(box.inner)]
    return [text, *inner] if text[-1] != ":" or inner else []


def read(picture: str, known: Sequence[float] = ()) -> tuple[list[Seen], str]:
    page = drawn(picture)
    tables = lattices(page.rules, known)
    assert tables is not None
    shared = shares(page.tokens, tables)
    texts = {path: "".join(one.text for one in tokens) for path, tokens in shared.cells.items()}
    assert sum(map(len, shared.cells.values())) + len(shared.outside) == len(page.tokens)
    found = [seen(table, texts, (number,)) for number, table in enumerate(tables)]
    return found, "".join(token.text for token in shared.outside)


PLAIN = """
+----+----+----+
| a  | b  | c  |
+----+----+----+
| d  |    | f  |
+----+----+----+
"""

CASES: dict[str, tuple[str, list[Seen], str]] = {
    "plain, an empty cell is none": (PLAIN, [[["1:a", "2:b", "3:c"], ["1:d", "3:f"]]], ""),
    "double lines are one": (
        PLAIN.replace("-", "="),
        [[["1:a", "2:b", "3:c"], ["1:d", "3:f"]]],
        "",
    ),
    "dashed lines are whole": (
        """
+....+....+
| a  | b  |
+....+....+
| c  | d  |
+....+....+
""",
        [[["1:a", "2:b"], ["1:c", "2:d"]]],
        "",
    ),
    "merged across and down": (
        """
+----+----+----+----+
| a  | b       | c  |
|    +----+----+    |
|    | d  | e  |    |
+----+----+----+----+
| f  | g  | h  | i  |
+----+----+----+----+
""",
        [[["1|:a", "2-3:b", "4|:c"], ["2:d", "3:e"], ["1:f", "2:g", "3:h", "4:i"]]],
        "",
    ),
    "no line at the bottom": (
        """
+----+----+----+
| a  | b  | c  |
+----+----+----+
| d  | e  | f  |
""",
        [[["1:a", "2:b", "3:c"], ["1:d", "2:e", "3:f"]]],
        "",
    ),
    "open under a merged cell": (
        """
+----+----+----+
| a  | b  | c  |
|    +----+----+
| x  | e  | f  |
+    +----+----+
""",
        [[["1|:ax", "2:b", "3:c"], ["2:e", "3:f"]]],
        "",
    ),
    "no lines at the sides": (
        """
-----+----+-----
 a   | b  | c
-----+----+-----
 d   | e  | f
-----+----+-----
""",
        [[["1:a", "2:b", "3:c"], ["1:d", "2:e", "3:f"]]],
        "",
    ),
    "empty columns stay": (
        """
+----+----+----+----+
| a  | b  |    | d  |
+----+----+----+----+
| e  | f  |    |    |
+----+----+----+----+
""",
        [[["1:a", "2:b", "4:d"], ["1:e", "2:f"]]],
        "",
    ),
    "text around": (
        """
 t
+----+----+
| a  | b  |  s
+----+----+
| c  | d  |
+----+----+
 u
""",
        [[["1:a", "2:b"], ["1:c", "2:d"]]],
        "tsu",
    ),
    "two tables, one below the other": (
        PLAIN + PLAIN,
        [[["1:a", "2:b", "3:c"], ["1:d", "3:f"]]] * 2,
        "",
    ),
    "two tables side by side": (
        """
+---+---+    +---+---+
| a | b |    | e | f |
+---+---+    +---+---+
| c | d |    | g | h |
+---+---+    +---+---+
""",
        [[["1:a", "2:b"], ["1:c", "2:d"]], [["1:e", "2:f"], ["1:g", "2:h"]]],
        "",
    ),
    "a frame around a word is none": (
        """
+------+
| word |
+------+
""",
        [],
        "word",
    ),
    "a table inside that stands apart": (
        """
+----+------------------+
| a  | b                |
+----+------------------+
| c  |  x               |
|    |  +----+----+     |
|    |  | d  | e  |     |
|    |  +----+----+     |
|    |  | f  | g  |     |
|    |  +----+----+     |
+----+------------------+
""",
        [[["1:a", "2:b"], ["1:c", "2:x", [["1:d", "2:e"], ["1:f", "2:g"]]]]],
        "",
    ),
    "a table inside that touches the border": (
        """
+----+----+-------------+
| a  | b  | c           |
+----+----+-------------+
| d  | e  |  x          |
|    |    +----+----+---+
|    |    | f  | g  | h |
|    |    +----+----+---+
|    |    | i  | j  | k |
+----+----+----+----+---+
| l  | m  | n           |
+----+----+-------------+
""",
        [
            [
                ["1:a", "2:b", "3:c"],
                ["1:d", "2:e", "3:x", [["1:f", "2:g", "3:h"], ["1:i", "2:j", "3:k"]]],
                ["1:l", "2:m", "3:n"],
            ]
        ],
        "",
    ),
    "tables inside of two cells, one below the other": (
        """
+----+----+---------+
| a  | b  | c       |
+----+----+---------+
| d  | e  | x       |
|    |    +----+----+
|    |    | f  | g  |
|    |    +----+----+
|    |    | h  | i  |
+----+----+----+----+
|    | k  | l  | m  |
|    |    +----+----+
|    |    | n  | o  |
+----+----+----+----+
| p  | q  | r       |
+----+----+---------+
""",
        [
            [
                ["1:a", "2:b", "3:c"],
                ["1:d", "2:e", "3:x", [["1:f", "2:g"], ["1:h", "2:i"]]],
                ["2:k", "3:", [["1:l", "2:m"], ["1:n", "2:o"]]],
                ["1:p", "2:q", "3:r"],
            ]
        ],
        "",
    ),
    "a title over all columns": (
        """
+--------------+
| t            |
+----+----+----+
| a  | b  | c  |
+----+----+----+
| d  | e  | f  |
+----+----+----+
""",
        [[["1-3:t"], ["1:a", "2:b", "3:c"], ["1:d", "2:e", "3:f"]]],
        "",
    ),
    "a border that was moved in one row": (
        """
+----+----+----+
| a  | b  | c  |
+----+----+----+
| d     |e| f  |
+-------+-+----+
| g  | h  | i  |
+----+----+----+
""",
        [[["1:a", "2:b", "3:c"], ["1:d", "2:e", "3:f"], ["1:g", "2:h", "3:i"]]],
        "",
    ),
    "a cell split in one row": (
        """
+----+----+---------+
| a  | b  | c       |
+----+----+---------+
| d  | e  | f  | g  |
+----+----+---------+
| h  | i  | j       |
+----+----+---------+
""",
        [
            [
                ["1:a", "2:b", "3:c"],
                ["1:d", "2:e", "3:", [["1:f", "2:g"]]],
                ["1:h", "2:i", "3:j"],
            ]
        ],
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_cells_of(case: str) -> None:
    picture, tables, outside = CASES[case]
    assert read(picture) == (tables, outside)


FIRST = """
+----+----+------------------+
| a  | b  | c                |
+----+----+------------------+
| d  | e  | f                |
+----+----+------------------+
"""


def columns_of(picture: str) -> tuple[float, ...]:
    tables = lattices(drawn(picture).rules)
    assert tables
    return tables[-1].columns


FULL_OF_A_TABLE = """
+----+----+------------------+
| x  | y  | z                |
|    |    +-----+-----+------+
|    |    | g   | h   | i    |
|    |    +-----+-----+------+
|    |    | j   | k   | l    |
+----+----+-----+-----+------+
"""


def test_a_page_that_goes_on_keeps_the_columns_of_the_page_before() -> None:
    inner = [["1:g", "2:h", "3:i"], ["1:j", "2:k", "3:l"]]
    tables, _ = read(FULL_OF_A_TABLE, columns_of(FIRST))
    assert tables == [[["1:x", "2:y", "3:z", inner]]]


def test_a_page_without_all_borders_keeps_the_numbers_of_its_columns() -> None:
    picture = """
+---------+------------------+
| m       | n                |
+---------+------------------+
"""
    tables, _ = read(picture, columns_of(FIRST))
    assert tables == [[["1-2:m", "3:n"]]]


def test_another_table_of_the_same_width_has_its_own_columns() -> None:
    picture = """
+-----------+---+------------+
| p         | q | r          |
+-----------+---+------------+
| s         | t | u          |
+-----------+---+------------+
"""
    assert read(picture, columns_of(FIRST)) == read(picture)


def test_a_word_over_a_border_stays_in_the_cell_in_which_it_begins() -> None:
    page = drawn("""
+----+----+
|1/22022  |
+----+----+
| c  | d  |
+----+----+
""")
    border = Rule(33.0, 6.0, 33.5, 54.0)
    tables = lattices((*page.rules, border))
    assert tables is not None
    shared = shares(page.tokens, tables)
    assert {path: "".join(one.text for one in tokens) for path, tokens in shared.cells.items()} == {
        (0, 0): "1/22022",
        (0, 2): "c",
        (0, 3): "d",
    }
    assert dict(shared.crossing) == {(0, 0): 1}


def test_a_drawing_is_no_table() -> None:
    hatching = [Rule(0, 3.0 * n, 500, 3.0 * n + 0.5) for n in range(LINES_LIMIT + 1)]
    assert lattices(hatching) is None


def test_lines_without_columns_are_no_table() -> None:
    assert lattices([Rule(0, 20.0 * n, 500, 20.0 * n + 0.5) for n in range(4)]) == ()
