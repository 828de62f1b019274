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
QUARTERS = 4
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


def page_of(
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


NOT_STATED = "-"
"""Chosen of a filter: reports of which the organisation, year or quarter is not known."""


def slot(chosen: Mapping[str, str]) -> list[tuple[str, str | float | None]]:
    """Conditions on the report that something stands in."""
    asked = (
        (column, chosen.get(name))
        for column, name in (("slug", "organisation"), ("year", "year"), ("quarter", "quarter"))
    )
    return [
        (f"{column} IS NULL AND ? <> ''" if said == NOT_STATED else f"{column} = ?", said)
        for column, said in asked
    ]


def like(search: str) -> str | None:
    """A pattern that finds the search text anywhere, taken literally."""
    if not search:
        return None
    literal = search[:LONGEST_SEARCH].replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{literal}%"


def reports(index: sqlite3.Connection, chosen: Mapping[str, str], start: int) -> Page:
    """Reports by year, quarter and organisation, newest last."""
    terms: list[tuple[str, str | float | None]] = [
        *slot(chosen),
        (
            "report IN (SELECT report FROM item WHERE code = ?)",
            chosen.get("code"),
        ),
        ("instr(search, ?) > 0", chosen.get("q", "")[:LONGEST_SEARCH].lower()),
    ]
    chosen_by = where(terms)
    return page_of(
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
    return page_of(
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


def reviewed(
    index: sqlite3.Connection, number: int, decided: Mapping[str, str | None]
) -> tuple[int, int]:
    """How many of the things to review in a report are decided, and how many there are.

    What was decided about another raw text than is read now is open again.
    """
    due = "rank < 2 OR (rank = 2 AND item.confidence < ?)"
    ((total,),) = index.execute(
        f"SELECT count(DISTINCT key) FROM item WHERE report = ? AND ({due})",  # noqa: S608  # fixed text
        (number, DOUBTFUL),
    ).fetchall()
    done = sum(
        index.execute(
            "SELECT EXISTS (SELECT 1 FROM item INDEXED BY item_by_key "  # noqa: S608  # fixed text
            "LEFT JOIN value INDEXED BY value_by_key USING (report, key) "
            f"WHERE report = ? AND key = ? AND ({due}) AND raw IS ?)",
            (number, key, DOUBTFUL, raw),
        ).fetchone()[0]
        for key, raw in decided.items()
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


def places(row: sqlite3.Row) -> list[tuple[int, int, int, list[float] | None]]:
    """Where a value stands: page, line, column, box."""
    return [(page, line, column, bbox) for page, line, column, bbox in json.loads(row["places"])]
