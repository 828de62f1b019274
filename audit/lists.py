"""What the pages ask of the index: every list is a page long, every value is bound."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

REPORTS_A_PAGE = 50
ROWS_A_PAGE = 300
VALUES_A_PAGE = 100
ITEMS_A_PAGE = 200
LONGEST_SEARCH = 200
QUERY_SECONDS = 1.0
Bound = str | int | float
STEPS = 10_000
"""How many steps of SQLite lie between two looks at the clock."""

DOUBTFUL = 0.8
"""As in checks: values below this are shown to a person."""


class Where(NamedTuple):
    """A condition with its bound values."""

    text: str
    values: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list."""

    rows: tuple[sqlite3.Row, ...]
    total: int
    start: int
    size: int

    @property
    def before(self) -> int | None:
        """Where the page before begins."""
        return max(0, self.start - self.size) if self.start else None

    @property
    def after(self) -> int | None:
        """Where the next page begins."""
        end = self.start + self.size
        return end if end < self.total else None


@contextmanager
def hurrying(connection: sqlite3.Connection) -> Generator[None]:
    """End what takes too long with sqlite3.OperationalError."""
    deadline = monotonic() + QUERY_SECONDS
    connection.set_progress_handler(lambda: monotonic() > deadline, STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def _page(
    connection: sqlite3.Connection,
    rows: str,
    count: str,
    bound: Sequence[Bound],
    page: tuple[int, int],
) -> Page:
    """A page of a list; `rows` ends with an order, and both texts are fixed."""
    start, size = page
    with hurrying(connection):
        found = connection.execute(f"{rows} LIMIT ? OFFSET ?", (*bound, size, start)).fetchall()
        ((total,),) = connection.execute(count, bound).fetchall()
    return Page(tuple(found), total, start, size)


def where(terms: Iterable[tuple[str, str | float | None]]) -> Where:
    """All conditions that have a value, joined with AND; the texts are fixed, the values bound."""
    chosen = [(text, value) for text, value in terms if value is not None and value != ""]
    text = " AND ".join(text for text, _ in chosen) or "1"
    return Where(text, tuple(value for _, value in chosen))


def like(search: str) -> str | None:
    """A pattern that finds the search text anywhere, taken literally."""
    if not search:
        return None
    literal = search[:LONGEST_SEARCH].replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{literal}%"


def reports(index: sqlite3.Connection, chosen: Mapping[str, str], start: int) -> Page:
    """Reports by year, quarter and organisation, newest last."""
    terms: list[tuple[str, str | float | None]] = [
        ("year = ?", chosen.get("year")),
        ("quarter = ?", chosen.get("quarter")),
        ("slug = ?", chosen.get("organisation")),
        (
            "report IN (SELECT report FROM item WHERE code = ?)",
            chosen.get("code"),
        ),
        ("instr(search, ?) > 0", chosen.get("q", "")[:LONGEST_SEARCH].lower()),
    ]
    chosen_by = where(terms)
    return _page(
        index,
        f"SELECT * FROM report WHERE {chosen_by.text} "  # noqa: S608  # fixed texts
        "ORDER BY year, quarter, organisation, report_id",
        f"SELECT count(*) FROM report WHERE {chosen_by.text}",  # noqa: S608  # fixed texts
        chosen_by.values,
        (start, REPORTS_A_PAGE),
    )


def choices(index: sqlite3.Connection) -> dict[str, tuple[sqlite3.Row, ...]]:
    """What the filters offer."""
    return {
        "years": tuple(index.execute("SELECT DISTINCT year FROM report ORDER BY 1")),
        "organisations": tuple(
            index.execute("SELECT slug, min(organisation) AS name FROM report GROUP BY slug")
        ),
        "codes": tuple(
            index.execute("SELECT code, count(*) AS n FROM item WHERE code <> '' GROUP BY code")
        ),
    }


def report(index: sqlite3.Connection, report_id: str) -> sqlite3.Row | None:
    """One report by its id."""
    found = index.execute("SELECT * FROM report WHERE report_id = ?", (report_id,)).fetchone()
    return found if isinstance(found, sqlite3.Row) else None


def rows(index: sqlite3.Connection, number: int, start: int) -> tuple[sqlite3.Row, ...]:
    """A page of the rows of a report."""
    return tuple(
        index.execute(
            "SELECT * FROM line WHERE report = ? AND seq >= ? AND seq < ? ORDER BY seq",
            (number, start, start + ROWS_A_PAGE),
        )
    )


def values(index: sqlite3.Connection, number: int, start: int) -> tuple[sqlite3.Row, ...]:
    """The values of a page of rows."""
    return tuple(
        index.execute(
            "SELECT * FROM value WHERE report = ? AND seq >= ? AND seq < ? ORDER BY seq, number",
            (number, start, start + ROWS_A_PAGE),
        )
    )


def value(index: sqlite3.Connection, number: int, key: str) -> sqlite3.Row | None:
    """One value by its key."""
    found = index.execute(
        "SELECT * FROM value INDEXED BY value_by_key WHERE report = ? AND key = ?", (number, key)
    ).fetchone()
    return found if isinstance(found, sqlite3.Row) else None


def item(index: sqlite3.Connection, number: int, key: str) -> sqlite3.Row | None:
    """The first thing to review that has a key."""
    found = index.execute(
        "SELECT * FROM item INDEXED BY item_by_key WHERE report = ? AND key = ? ORDER BY number",
        (number, key),
    ).fetchone()
    return found if isinstance(found, sqlite3.Row) else None


def items(index: sqlite3.Connection, number: int, chosen: Mapping[str, str], start: int) -> Page:
    """What there is to review: errors, warnings, values below a confidence, then the rest."""
    below = confidence(chosen)
    chosen_by = where(
        [
            ("report = ?", number),
            ("code = ?", chosen.get("code")),
            ("key LIKE ? ESCAPE '\\'", like(chosen.get("column", ""))),
            ("(rank <> 2 OR confidence < ?)", below),
        ]
    )
    return _page(
        index,
        f"SELECT * FROM item WHERE {chosen_by.text} ORDER BY rank, number",  # noqa: S608  # fixed texts
        f"SELECT count(*) FROM item WHERE {chosen_by.text}",  # noqa: S608  # fixed texts
        chosen_by.values,
        (start, ITEMS_A_PAGE),
    )


def confidence(chosen: Mapping[str, str]) -> float:
    """Below which confidence a value is shown."""
    try:
        return min(1.0, max(0.0, float(chosen.get("confidence", "") or DOUBTFUL)))
    except ValueError:
        return DOUBTFUL


def reviewed(index: sqlite3.Connection, number: int, decided: Iterable[str]) -> tuple[int, int]:
    """How many of the things to review in a report are decided, and how many there are."""
    due = "rank < 2 OR (rank = 2 AND confidence < ?)"
    ((total,),) = index.execute(
        f"SELECT count(DISTINCT key) FROM item WHERE report = ? AND ({due})",  # noqa: S608  # fixed text
        (number, DOUBTFUL),
    ).fetchall()
    done = sum(
        index.execute(
            "SELECT EXISTS (SELECT 1 FROM item INDEXED BY item_by_key "  # noqa: S608  # fixed text
            f"WHERE report = ? AND key = ? AND ({due}))",
            (number, key, DOUBTFUL),
        ).fetchone()[0]
        for key in decided
    )
    return done, total


def cells(index: sqlite3.Connection, number: int, first: int, last: int) -> tuple[sqlite3.Row, ...]:
    """The ledger between two lines of the source."""
    return tuple(
        index.execute(
            "SELECT * FROM cell WHERE report = ? AND line BETWEEN ? AND ? ORDER BY number",
            (number, first, last),
        )
    )


def all_values(index: sqlite3.Connection, chosen: Mapping[str, str], start: int) -> Page:
    """Values of all reports, by column, reading, finding, confidence and organisation."""
    below = confidence(chosen) if chosen.get("confidence") else None
    chosen_by = where(
        [
            ("raw = ?", chosen.get("raw")),
            ("column_name = ?", chosen.get("column")),
            ("state = ?", chosen.get("state")),
            ("value.confidence < ?", below),
            ("slug = ?", chosen.get("organisation")),
            ("year = ?", chosen.get("year")),
            ("quarter = ?", chosen.get("quarter")),
            (
                "EXISTS (SELECT 1 FROM item WHERE item.report = value.report "
                "AND item.key = value.key AND item.code = ?)",
                chosen.get("code"),
            ),
        ]
    )
    source = f"FROM value JOIN report USING (report) WHERE {chosen_by.text}"
    return _page(
        index,
        "SELECT value.*, report.report_id, report.organisation, report.year, report.quarter, "
        f"report.source_sha256, report.media_type {source} "
        "ORDER BY report.report, value.number",
        f"SELECT count(*) {source}",
        chosen_by.values,
        (start, VALUES_A_PAGE),
    )


LONGEST_GROUPED = 12
"""Characters: a date has ten, and what is longer is not read as one digit or number."""


def groups(index: sqlite3.Connection, chosen: Mapping[str, str], limit: int) -> list[sqlite3.Row]:
    """Short readings by how often they were read, the most frequent first."""
    chosen_by = where(
        [("column_name = ?", chosen.get("column")), ("slug = ?", chosen.get("organisation"))]
    )
    with hurrying(index):
        return index.execute(
            "SELECT raw, count(*) AS n, min(value.confidence) AS least "  # noqa: S608  # fixed texts
            "FROM value JOIN report USING (report) "
            f"WHERE length(raw) BETWEEN 1 AND ? AND {chosen_by.text} "
            "GROUP BY raw ORDER BY n DESC, raw LIMIT ?",
            (LONGEST_GROUPED, *chosen_by.values, limit),
        ).fetchall()


def columns(index: sqlite3.Connection) -> list[str]:
    """The columns that values stand in."""
    found = index.execute("SELECT DISTINCT column_name FROM value ORDER BY 1").fetchall()
    return [name for (name,) in found]


def places(row: sqlite3.Row) -> list[tuple[int, int, int, list[float] | None]]:
    """Where a value stands: page, line, column, box."""
    return [(page, line, column, bbox) for page, line, column, bbox in json.loads(row["places"])]
