"""What the page of one report shows: rows and values, the original's lines, the queue, the sums."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from audit import lists
from audit.decide import etag
from audit.entries import Entry
from audit.naming import column_name, item_name, place_name, without_ref
from audit.originals import is_word
from audit.published import RANKS
from audit.site import Site
from audit.sums import sums
from audit.trail import raws
from audit.words import Language, words
from schemas.reading import State

TYPED_COLUMNS = ("weight", "unit", "targets", "cell", "date")
"""Columns of which the value is something else than the text; elsewhere it would be said twice."""

TEXT_MEDIA = "text/"
MARGIN_LINES = 6
"""Lines of the source above and below those of the rows that are shown."""
TITLE_LINES = 14
"""Rows that begin so near the top are shown with the title above them."""

MOST_PAGES = 60
"""Pages that are offered beside one page of rows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as the page shows it."""

    key: str
    raw: str | None
    typed: str | None
    state: str
    confidence: float
    severity: str
    at: str
    """Places as JSON: page, line, column, box."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the extracted table."""

    seq: int
    kind: str
    id: str
    cells: dict[str, Shown] = field(default_factory=dict[str, Shown])
    labels: dict[str, str] = field(default_factory=dict[str, str])


def context(
    site: Site,
    index: sqlite3.Connection,
    row: sqlite3.Row,
    chosen: Mapping[str, str],
    language: Language,
) -> dict[str, object]:
    """Everything that report.html needs.

    Args:
        site: the folder under review.
        index: its index.
        row: the report.
        chosen: filters, `rows` (the first row) and `start` (the first item of the queue).
        language: of the words.
    """
    number = row["report"]
    first_row = whole(chosen.get("rows"))
    lines = _lines(index, number, first_row, language)
    columns = _columns(lines)
    queue = lists.items(index, number, chosen, whole(chosen.get("start")))
    now = {item["key"]: lists.value(index, number, item["key"]) for item in queue.rows}
    decisions = site.decisions(row["source_sha256"])
    done, due = lists.reviewed(index, number, raws(decisions))
    is_pictured = site.originals.has_pages(row["source_sha256"], row["media_type"])
    is_text = row["media_type"].startswith(TEXT_MEDIA)
    names = words(language)
    end = first_row + lists.ROWS_A_PAGE
    boxes = any(place[3] for line in lines for one in line.cells.values() for place in _at(one))
    return {
        "row": row,
        "rows": lines,
        "columns": columns,
        "column_names": {column: column_name(column, language) for column in columns},
        "more_rows": row["n_rows"] > lists.ROWS_A_PAGE,
        "row_before": max(0, first_row - lists.ROWS_A_PAGE) if first_row else None,
        "row_after": end if end < row["n_rows"] else None,
        "queue": _named(queue, now, language),
        "etags": etags(site, row, now),
        "decisions": decisions,
        "overtaken": _overtaken(index, number, decisions, language),
        "due": due,
        "done": done,
        "original": "text" if is_text else "pages" if is_pictured else "table",
        "pages": _pages(row, lines) if is_pictured else [],
        "more_pages": MOST_PAGES if is_pictured and is_word(row["media_type"]) else 0,
        "boxes": boxes and is_pictured,
        "lines": [] if is_pictured and boxes else _source(index, number, lines),
        "sums": sums(site.arithmetic(site.report(row), decisions), language),
        "chosen": {name: chosen.get(name, "") for name in ("code", "column", "confidence")},
        "codes": _codes(index, number),
        "words_json": json.dumps(
            {name: names[name] for name in names if name.startswith(("js_", "did_", "state_"))}
        ),
    }


def whole(text: str | None) -> int:
    """A number of an address, 0 if it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004  # fits SQLite's integer


def _lines(index: sqlite3.Connection, number: int, first: int, language: Language) -> list[Line]:
    worst = _severities(index, number, first)
    found = {
        row["seq"]: Line(row["seq"], row["kind"], row["id"])
        for row in lists.rows(index, number, first)
    }
    for value in lists.values(index, number, first):
        line = found.get(value["seq"])
        if line is None:
            continue
        if value["state"] == State.BLANK and not value["raw"] and line.kind != "indicator":
            continue
        _, _, name = value["key"].partition("/")
        line.cells[name] = as_shown(value, worst.get(value["key"], ""))
        line.labels[name] = column_name(value["column_name"], language)
        if line.kind in ("nested", "orphan"):
            line.labels[name] = ""
    return [line for line in found.values() if line.cells]


def as_shown(value: sqlite3.Row, severity: str) -> Shown:
    """A value of the index as the page shows it."""
    typed = value["value"] if value["column_name"].startswith(TYPED_COLUMNS) else None
    if value["column_name"].endswith((" weight", " date")):
        typed = value["value"]
    return Shown(
        value["key"],
        value["raw"],
        typed if typed != value["raw"] else None,
        value["state"],
        value["confidence"],
        severity,
        value["places"],
    )


def _severities(index: sqlite3.Connection, number: int, first: int) -> dict[str, str]:
    """The worst finding about each reading."""
    rank_of = {rank: severity.value for severity, rank in RANKS.items()}
    found = index.execute(
        "SELECT key, min(rank) AS rank FROM item WHERE report = ? AND rank < 2 "
        "AND seq BETWEEN ? AND ? GROUP BY key",
        (number, first, first + lists.ROWS_A_PAGE),
    )
    return {row["key"]: rank_of[row["rank"]] for row in found}


def _columns(lines: Iterable[Line]) -> list[str]:
    """The columns of indicators, in the order in which they were printed."""
    names = (name for line in lines if line.kind == "indicator" for name in line.cells)
    return list(dict.fromkeys(names))


def _codes(index: sqlite3.Connection, number: int) -> list[tuple[str, str]]:
    found = index.execute(
        "SELECT DISTINCT code FROM item WHERE report = ? AND code <> '' ORDER BY 1", (number,)
    )
    return [(code, code) for (code,) in found]


def _named(
    queue: lists.Page, now: Mapping[str, sqlite3.Row | None], language: Language
) -> dict[str, object]:
    """The queue, each item with the name of its place and what is read there now."""
    rows: list[dict[str, object]] = []
    for item in queue.rows:
        value = now[item["key"]]
        name = item_name(item["ref"], item["code"], language)
        message = item["message_bn" if language == "bn" else "message"]
        rows.append(
            {
                **dict(item),
                "name": name,
                "text": without_ref(message, item["ref"], language),
                "raw_now": value["raw"] if value else None,
            }
        )
    return {
        "rows": rows,
        "total": queue.total,
        "start": queue.start,
        "size": queue.size,
        "before": queue.before,
        "after": queue.after,
    }


def _overtaken(
    index: sqlite3.Connection, number: int, decisions: Mapping[str, Entry], language: Language
) -> list[dict[str, object]]:
    """Decisions about what is not there any more as it was: they count for nothing that is."""
    return [
        {"entry": entry, "name": place_name(key.partition("~")[0], language), "code": _code(key)}
        for key, entry in decisions.items()
        if not _is_there(index, number, entry)
    ]


def _is_there(index: sqlite3.Connection, number: int, entry: Entry) -> bool:
    value = lists.value(index, number, entry.key)
    if value is not None:
        return bool(value["raw"] == entry.old_raw)
    return lists.item(index, number, entry.key) is not None


def _code(key: str) -> str:
    return key.split("~")[1] if "~" in key else ""


def etags(site: Site, row: sqlite3.Row, now: Mapping[str, sqlite3.Row | None]) -> dict[str, str]:
    """The version of each of some values, given as they are published now."""
    latest = {entry.key: entry for entry in site.trail.entries(row["source_sha256"])}
    return {key: etag(row, key, value, latest.get(key)) for key, value in now.items()}


def _pages(row: sqlite3.Row, lines: Iterable[Line]) -> list[int]:
    """The pages of the source that the rows stand on, or all of a short one.

    How many a Word file comes to is known once its first is set; the page asks for the others.
    """
    if is_word(row["media_type"]):
        return [1]
    if row["pages"] <= MOST_PAGES:
        return list(range(1, row["pages"] + 1))
    found = {place[0] for line in lines for one in line.cells.values() for place in _at(one)}
    return sorted(found)[:MOST_PAGES]


def _source(
    index: sqlite3.Connection, number: int, lines: Iterable[Line]
) -> list[dict[str, object]]:
    """The lines of the source beside the rows that are shown."""
    numbers = [place[1] for line in lines for one in line.cells.values() for place in _at(one)]
    if not numbers:
        return []
    first, last = min(numbers) - MARGIN_LINES, max(numbers) + MARGIN_LINES
    if first <= TITLE_LINES:
        first = 0
    cells = lists.cells(index, number, first, last)
    return [
        {"number": line, "cells": [_cell(cell) for cell in found]}
        for line, found in groupby(cells, key=lambda cell: cell["line"])
    ]


def _at(one: Shown) -> list[tuple[int, int, int, list[float] | None]]:
    return [(page, line, column, box) for page, line, column, box in json.loads(one.at)]


def _cell(cell: sqlite3.Row) -> dict[str, object]:
    within = cell["before"].rpartition(r"\n")[2]
    return {
        "page": cell["page"],
        "line": cell["line"],
        "column": cell["column"],
        "role": cell["role"],
        "raw": cell["raw"],
        "tabs": "⇥" * within.count(r"\t"),
    }
