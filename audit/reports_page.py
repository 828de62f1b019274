"""What the list of reports shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from audit import lists
from audit.report_page import whole
from audit.site import Site
from audit.words import Language, number

FILTERS = ("q", "organisation", "year", "quarter", "code")


def reports(
    site: Site, index: sqlite3.Connection, chosen: Mapping[str, str], language: Language
) -> dict[str, object]:
    """Everything that reports.html needs."""
    page = lists.reports(index, chosen, whole(chosen.get("start")))
    decided = site.trail.decided([row["source_sha256"] for row in page.rows])
    offered = lists.choices(index)
    slots = site.trail.decided_slots()
    return {
        "page": page,
        "shares": {
            row["report_id"]: lists.reviewed(
                index, row["report"], decided.get(row["source_sha256"], {})
            )
            for row in page.rows
        },
        "again": {row["report_id"] for row in page.rows if is_overtaken(row, slots)},
        "chosen": {name: chosen.get(name, "") for name in FILTERS},
        "organisations": [
            (row["slug"], row["name"] or row["slug"]) for row in offered["organisations"]
        ],
        "years": [
            (row["year"], number(row["year"], language)) for row in offered["years"] if row["year"]
        ],
        "quarters": [(n, number(n, language)) for n in range(1, lists.QUARTERS + 1)],
        "codes": [
            (row["code"], f"{row['code']} ({number(row['n'], language)})")
            for row in offered["codes"]
        ],
        "head": site.trail.head(),
    }


def is_overtaken(row: sqlite3.Row, slots: Mapping[str, frozenset[str]]) -> bool:
    """Whether people decided about another source of the same slot, and not about this one."""
    decided = slots.get(row["slot"], frozenset())
    return bool(decided) and row["source_sha256"] not in decided
