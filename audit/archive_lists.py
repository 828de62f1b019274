"""Lists over all reports: values, what was read alike, findings."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from audit.lists import (
    ITEMS_A_PAGE,
    VALUES_A_PAGE,
    Page,
    confidence,
    hurrying,
    page_of,
    slot,
    where,
)
from audit.published import VALUE_RANK

POINTS = {"planned": "points IN ('achieved', 'unstated') AND ? <> ''"}
"""Weights that a bar of the overview adds up; the other kinds are stored as such."""

DUE = "due"
"""Chosen of the severities: errors and warnings."""


def all_values(index: sqlite3.Connection, chosen: Mapping[str, str], start: int) -> Page:
    """Values of all reports, by column, reading, finding, confidence and organisation."""
    below = confidence(chosen) if chosen.get("confidence") else None
    chosen_by = where(
        [
            ("raw = ?", chosen.get("raw")),
            ("column_name = ?", chosen.get("column")),
            ("state = ?", chosen.get("state")),
            ("value.confidence < ?", below),
            ("report_id = ?", chosen.get("report")),
            (POINTS.get(chosen.get("points", ""), "points = ?"), chosen.get("points")),
            *slot(chosen),
            (
                "EXISTS (SELECT 1 FROM item WHERE item.report = value.report "
                "AND item.key = value.key AND item.code = ?)",
                chosen.get("code"),
            ),
        ]
    )
    source = f"FROM value JOIN report USING (report) WHERE {chosen_by.text}"
    return page_of(
        index,
        "SELECT value.*, report.report_id, report.organisation, report.year, report.quarter, "
        f"report.source_sha256, report.media_type {source} "
        "ORDER BY report.report, value.number",
        f"SELECT count(*) {source}",
        chosen_by.values,
        (start, VALUES_A_PAGE),
    )


def findings(index: sqlite3.Connection, chosen: Mapping[str, str], start: int) -> Page:
    """Findings of all reports, by code, severity, organisation, year and quarter."""
    severity = chosen.get("severity")
    chosen_by = where(
        [
            ("rank <> ?", VALUE_RANK),
            ("code = ?", chosen.get("code")),
            ("rank < 2 AND ? <> ''" if severity == DUE else "severity = ?", severity),
            *slot(chosen),
        ]
    )
    # in this order both tables are read by their indexes, and nothing is sorted
    source = f"FROM report CROSS JOIN item USING (report) WHERE {chosen_by.text}"
    return page_of(
        index,
        "SELECT item.*, report_id, organisation, year, quarter, source_sha256, "  # noqa: S608  # fixed texts
        "(SELECT raw FROM value INDEXED BY value_by_key "
        "WHERE value.report = item.report AND value.key = item.key) "
        f"AS raw_now {source} "
        "ORDER BY report.report, item.rank, item.number",
        f"SELECT count(*) {source}",
        chosen_by.values,
        (start, ITEMS_A_PAGE),
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
