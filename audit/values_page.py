"""Values of all reports: filtered, and grouped by what was read, so that an odd one stands out."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from urllib.parse import urlencode

from audit import archive_lists, lists
from audit.crops import has_box
from audit.decide import etag
from audit.entries import Entry
from audit.naming import column_name, place_name
from audit.report_page import whole
from audit.site import Site
from audit.words import Language, words
from schemas.reading import State

FILTERS = (
    *("raw", "column", "state", "code", "organisation", "confidence", "year", "quarter"),
    *("report", "points"),
)
GROUPED_BY = ("column", "organisation")
"""What the groups are counted by."""
MOST_GROUPS = 60


def values(
    site: Site, index: sqlite3.Connection, chosen: Mapping[str, str], language: Language
) -> dict[str, object]:
    """Everything that values.html needs."""
    page = archive_lists.all_values(index, chosen, whole(chosen.get("start")))
    offered = lists.choices(index)
    by_source = {
        source: _latest(site.trail.entries(source))
        for source in {row["source_sha256"] for row in page.rows}
    }
    kept = {name: chosen.get(name, "") for name in FILTERS}
    return {
        "page": {
            "rows": [_tile(row, by_source[row["source_sha256"]], language) for row in page.rows],
            "total": page.total,
            "start": page.start,
            "size": page.size,
            "before": page.before,
            "after": page.after,
        },
        "groups": [
            {
                "raw": group["raw"],
                "n": group["n"],
                "query": urlencode({**_grouped(kept), "raw": group["raw"]}),
            }
            for group in archive_lists.groups(index, chosen, MOST_GROUPS)
        ],
        "chosen": kept,
        "columns": [(name, column_name(name, language)) for name in archive_lists.columns(index)],
        "states": [(state.value, words(language)[f"state_{state.value}"]) for state in State],
        "codes": [(row["code"], row["code"]) for row in offered["codes"]],
        "organisations": [
            (row["slug"], row["name"] or row["slug"]) for row in offered["organisations"]
        ],
    }


def _grouped(chosen: Mapping[str, str]) -> dict[str, str]:
    return {name: chosen[name] for name in GROUPED_BY if chosen[name]}


def _latest(entries: tuple[Entry, ...]) -> dict[str, Entry]:
    return {entry.key: entry for entry in entries}


def _stands(entry: Entry | None, row: sqlite3.Row) -> bool:
    """Whether a decision holds for what is read now."""
    return entry is not None and entry.kind != "withdraw" and entry.old_raw == row["raw"]


def _tile(row: sqlite3.Row, latest: Mapping[str, Entry], language: Language) -> dict[str, object]:
    entry = latest.get(row["key"])
    return {
        **{name: row[name] for name in row.keys()},  # noqa: SIM118  # a row is no mapping
        "name": place_name(row["key"], language),
        "decision": entry if _stands(entry, row) else None,
        "etag": etag(row, row["key"], row, entry),
        "has_crop": has_box(row),
        "first_row": row["seq"] // lists.ROWS_A_PAGE * lists.ROWS_A_PAGE,
    }
