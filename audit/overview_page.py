"""Pictures of the whole folder: what is there, what is missing, what was achieved, what was found.

Every mark is a link to the cells behind it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from audit.archive_lists import DUE
from audit.lists import NOT_STATED, QUARTERS
from audit.site import Site
from audit.words import Language, words


class Quarter(NamedTuple):
    """A column of the pictures."""

    year: str | None
    quarter: int | None


MOST_ORGANISATIONS = 60
MOST_REFUSED = 200
RUN = "run.json"
BAR = 100
STEPS = 5
"""Shades of the picture of findings."""


def overview(site: Site, index: sqlite3.Connection, language: Language) -> dict[str, object]:
    """Everything that overview.html needs."""
    quarters = _quarters(index)
    return {
        "quarters": quarters,
        "offices": _completeness(index, quarters, language),
        "refused": _refused(site.folder / RUN),
        "points": _points(index, language),
        "codes": _codes(index, quarters),
    }


def _quarters(index: sqlite3.Connection) -> list[Quarter]:
    """All four quarters of each year that has a report, and what is not stated."""
    found = index.execute("SELECT DISTINCT year, quarter FROM report ORDER BY 1, 2").fetchall()
    years = dict.fromkeys(row["year"] for row in found if row["year"])
    named = [(year, quarter) for year in years for quarter in range(1, QUARTERS + 1)]
    others = [(row["year"], row["quarter"]) for row in found]
    every = dict.fromkeys((*named, *others))
    return [Quarter(year, quarter) for year, quarter in every]


def _completeness(
    index: sqlite3.Connection, quarters: Iterable[Quarter], language: Language
) -> list[dict[str, object]]:
    """For each office and quarter how many reports there are, and how bad their findings."""
    found = index.execute(
        "SELECT slug, min(organisation) AS name, year, quarter, count(*) AS n, "
        "sum(error) AS error, sum(warning) AS warning, min(report_id) AS report_id FROM report "
        "GROUP BY slug, year, quarter ORDER BY slug"
    ).fetchall()
    by_slug: dict[str, dict[tuple[str | None, int | None], sqlite3.Row]] = {}
    names: dict[str, str] = {}
    for row in found:
        by_slug.setdefault(row["slug"], {})[row["year"], row["quarter"]] = row
        names[row["slug"]] = row["name"] or words(language)["not_stated"]
    return [
        {
            "name": names[slug],
            "cells": [_mark(slug, there.get(quarter)) for quarter in quarters],
        }
        for slug, there in list(by_slug.items())[:MOST_ORGANISATIONS]
    ]


def _mark(slug: str, row: sqlite3.Row | None) -> dict[str, object] | None:
    if row is None:
        return None
    query = _slot(row["year"], row["quarter"], organisation=slug)
    report = f"/report/{row['report_id']}" if row["n"] == 1 else f"/?{query}"
    has_findings = row["error"] or row["warning"]
    return {
        "n": row["n"],
        "error": row["error"],
        "warning": row["warning"],
        "level": "error" if row["error"] else "warning" if row["warning"] else "clean",
        "href": f"/findings?severity={DUE}&{query}" if has_findings else report,
    }


def _slot(year: str | None, quarter: int | None, **more: str) -> str:
    """A query for what stands in the reports of a quarter."""
    return urlencode({**more, "year": year or NOT_STATED, "quarter": quarter or NOT_STATED})


def _refused(path: Path) -> list[dict[str, str]]:
    """Inputs of the last run that were not converted."""
    try:
        run = json.loads(path.read_bytes())
        inputs = [entry for entry in run["inputs"] if ":" in entry["state"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [
        {"file": str(one["file"]), "state": str(one["state"]), "reason": str(one.get("reason"))}
        for one in inputs[:MOST_REFUSED]
    ]


def _points(index: sqlite3.Connection, language: Language) -> list[dict[str, object]]:
    """Points planned, and of them those certain, not reached and not stated."""
    found = index.execute(
        "SELECT report_id, organisation, year, quarter, planned, achieved, unstated FROM report "
        "WHERE planned > 0 ORDER BY year, quarter, organisation LIMIT ?",
        (MOST_ORGANISATIONS,),
    ).fetchall()
    most = max((row["planned"] for row in found), default=1.0)
    return [
        {
            "name": row["organisation"] or words(language)["not_stated"],
            "year": row["year"] or "",
            "quarter": row["quarter"] or "",
            "href": f"/report/{row['report_id']}",
            "weights": f"/values?report={row['report_id']}&points=",
            "planned": round(row["planned"], 2),
            "achieved": round(row["achieved"], 2),
            "unstated": round(row["unstated"], 2),
            "planned_width": round(BAR * row["planned"] / most, 2),
            "achieved_width": round(BAR * row["achieved"] / most, 2),
            "unstated_width": round(BAR * row["unstated"] / most, 2),
        }
        for row in found
    ]


def _codes(index: sqlite3.Connection, quarters: Iterable[Quarter]) -> list[dict[str, object]]:
    """How often each code was found in each quarter."""
    found = index.execute(
        "SELECT code, min(rank) AS rank, min(severity) AS severity, year, quarter, count(*) AS n "
        "FROM item JOIN report USING (report) WHERE code <> '' "
        "GROUP BY code, year, quarter ORDER BY code"
    ).fetchall()
    by_code: dict[str, dict[tuple[str | None, int | None], int]] = {}
    ranks: dict[str, int] = {}
    for row in found:
        by_code.setdefault(row["code"], {})[row["year"], row["quarter"]] = row["n"]
        ranks[row["code"]] = min(row["rank"], ranks.get(row["code"], row["rank"]))
    most = max((row["n"] for row in found), default=1)
    listed = list(quarters)
    return [
        {
            "code": code,
            "total": sum(there.values()),
            "cells": [_found(code, quarter, there.get(quarter), most) for quarter in listed],
        }
        for code, there in sorted(by_code.items(), key=lambda item: (ranks[item[0]], item[0]))
    ]


def _found(code: str, quarter: Quarter, n: int | None, most: int) -> dict[str, object] | None:
    if not n:
        return None
    return {
        "n": n,
        "shade": max(1, -(-STEPS * n // most)),
        "href": f"/findings?{_slot(quarter.year, quarter.quarter, code=code)}",
    }
