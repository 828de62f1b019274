"""The evidence dossier: one HTML file that proves a report without server, network or script."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from audit import lists
from audit.crops import crop
from audit.entries import Entry, digest
from audit.naming import column_name
from audit.published import VALUE_CODE
from audit.render import page
from audit.report_page import as_shown
from audit.site import Site
from audit.sums import sums
from audit.words import Language, rules_of
from schemas.leaves import ref_of
from schemas.report import Arithmetic, SectionSum

STATIC = Path(__file__).with_name("static")
FONT = STATIC / "noto-sans-bengali-400.woff2"
STYLE = STATIC / "dossier.css"
NEAR_SIGNS = 60
"""How much of a source line stands on either side of a value."""


def dossier(site: Site, index: sqlite3.Connection, row: sqlite3.Row, language: Language) -> str:
    """The dossier of one report."""
    report = site.report(row)
    entries = site.trail.entries(row["source_sha256"])
    found = site.arithmetic(report, site.decisions(row["source_sha256"]))
    items = index.execute(
        "SELECT * FROM item WHERE report = ? AND (code <> ? OR confidence < ?) "
        "ORDER BY rank, number",
        (row["report"], VALUE_CODE, lists.DOUBTFUL),
    ).fetchall()
    values = index.execute(
        "SELECT * FROM value WHERE report = ? ORDER BY number", (row["report"],)
    ).fetchall()
    proofs = proved(found, values)
    return page(
        "dossier.html",
        language,
        {
            "row": row,
            "report": report,
            "program": site.insight.version,
            "font": base64.b64encode(FONT.read_bytes()).decode("ascii"),
            "style": STYLE.read_text(encoding="utf-8"),
            "sums": sums(found, language),
            "items": items,
            "values": [
                _value(site, index, row, value, items, entries, proofs, language)
                for value in values
                if value["raw"] or value["state"] in ("lost", "invalid")
            ],
            "entries": [(entry, digest(entry.content())) for entry in entries],
            "head": site.trail.head(),
        },
    )


def _value(
    site: Site,
    index: sqlite3.Connection,
    row: sqlite3.Row,
    value: sqlite3.Row,
    items: Iterable[sqlite3.Row],
    entries: Iterable[Entry],
    proofs: Mapping[str, str],
    language: Language,
) -> dict[str, object]:
    key = value["key"]
    rules = rules_of(value["column_name"])
    codes = broken_rules(key, rules, items)
    places = lists.places(value)
    picture = crop(site.originals, row, value)
    return {
        "name": column_name(value["column_name"], language),
        "owner": key.partition("/")[0],
        "shown": as_shown(value, ""),
        "value": value["value"],
        "places": places,
        "parts": len(places),
        "crop": base64.b64encode(picture).decode("ascii") if picture else None,
        "line": None if picture else _line(index, row, places),
        "broken": codes,
        "passed": [code for code in rules if code not in codes],
        "candidates": json.loads(value["candidates"]),
        "proof": proofs.get(key, ""),
        "decisions": [entry for entry in entries if entry.key == key],
    }


def broken_rules(key: str, rules: Iterable[str], items: Iterable[sqlite3.Row]) -> list[str]:
    """The codes of the findings about a reading, and of those of its rules that its row broke.

    A finding about `section:1` or `indicator:1.1.1/targets` speaks of every part of it.
    """
    ref, known = ref_of(key), frozenset(rules)
    found = (
        item["code"]
        for item in items
        if item["key"] == key
        or (
            item["code"] in known and "~" in item["key"] and f"{ref}/".startswith(f"{item['ref']}/")
        )
    )
    return list(dict.fromkeys(code for code in found if code))


def _line(
    index: sqlite3.Connection,
    row: sqlite3.Row,
    places: list[tuple[int, int, int, list[float] | None]],
) -> dict[str, str] | None:
    """The source around the first part of a value."""
    if not places:
        return None
    _, line, column, _ = places[0]
    cells = lists.cells(index, row["report"], line, line)
    before = " ⇥ ".join(cell["raw"] for cell in cells if cell["column"] < column)
    after = " ⇥ ".join(cell["raw"] for cell in cells if cell["column"] > column)
    itself = " ".join(cell["raw"] for cell in cells if cell["column"] == column)
    return {
        "number": str(line),
        "before": f"…{before[-NEAR_SIGNS:]}" if len(before) > NEAR_SIGNS else before,
        "itself": itself,
        "after": f"{after[:NEAR_SIGNS]}…" if len(after) > NEAR_SIGNS else after,
    }


def proved(found: Arithmetic, values: Iterable[sqlite3.Row]) -> dict[str, str]:
    """The certificate: which weights a sum proves, which it contradicts, which stay open."""
    verdicts = iter(found.sections)
    proofs: dict[str, str] = {}
    owner_before, verdict = "", ""
    for value in values:
        owner, _, field = value["key"].partition("/")
        if owner.startswith("section:") and owner != owner_before:
            verdict = _verdict(next(verdicts, None))
        owner_before = owner
        if field == "weight" and verdict:
            proofs[value["key"]] = verdict
    proofs.update({one.ref: "right" if one.agrees else "wrong" for one in found.percents})
    return proofs


def _verdict(section: SectionSum | None) -> str:
    if section is None:
        return ""
    if section.difference is None:
        return "open"
    return "wrong" if section.difference else "right"
