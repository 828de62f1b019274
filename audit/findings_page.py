"""Findings of all reports: what a mark of the overview counts, one by one."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from audit import archive_lists, lists
from audit.naming import place_name, without_ref
from audit.report_page import whole
from audit.site import Site
from audit.words import Language, number, words
from schemas.finding import Severity

FILTERS = ("severity", "code", "organisation", "year", "quarter")


def findings(
    site: Site, index: sqlite3.Connection, chosen: Mapping[str, str], language: Language
) -> dict[str, object]:
    """Everything that findings.html needs."""
    page = archive_lists.findings(index, chosen, whole(chosen.get("start")))
    offered = lists.choices(index)
    names = words(language)
    decided = site.trail.decided({row["source_sha256"] for row in page.rows})
    severities = [(one.value, names[f"severity_{one.value}"]) for one in Severity]
    return {
        "page": page,
        "rows": [_row(row, decided.get(row["source_sha256"], {}), language) for row in page.rows],
        "chosen": {name: chosen.get(name, "") for name in FILTERS},
        "severities": [(archive_lists.DUE, f"{names['errors']}, {names['warnings']}"), *severities],
        "codes": [(row["code"], row["code"]) for row in offered["codes"]],
        "organisations": [
            (row["slug"], row["name"] or row["slug"]) for row in offered["organisations"]
        ],
        "years": [
            (row["year"], number(row["year"], language)) for row in offered["years"] if row["year"]
        ],
        "quarters": [(n, number(n, language)) for n in range(1, lists.QUARTERS + 1)],
    }


def _row(
    row: sqlite3.Row, decided: Mapping[str, str | None], language: Language
) -> dict[str, object]:
    message = row["message_bn" if language == "bn" else "message"]
    first_row = row["seq"] // lists.ROWS_A_PAGE * lists.ROWS_A_PAGE
    query = urlencode({"code": row["code"], "rows": first_row})
    key = row["key"]
    return {
        **dict(row),
        "name": place_name(row["ref"], language),
        "text": without_ref(message, row["ref"], language),
        "href": f"/report/{row['report_id']}?{query}#{quote(key, safe='/:~')}",
        "is_decided": key in decided and decided[key] == row["raw_now"],
    }
