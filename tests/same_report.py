"""What two files of the same report must have in common: all but where it stands in them."""

from __future__ import annotations

from typing import Any, cast

from schemas.finding import Code
from schemas.report import Report

PHYSICAL = frozenset(
    {
        Code.COLUMN_COUNT_VARIES,
        Code.HEADER_REPEATED,
        Code.HEADER_NOT_REPEATED,
        Code.ENCODING_REPAIRED,
    }
)
"""Findings about the file, and not about the report."""
OF_THE_FILE = ("report_id", "source", "accounting", "findings", "schema_version")


def said(report: Report, *, with_raw: bool = True) -> dict[str, Any]:
    """The report without its places; raw texts are left out where one file holds legacy codes."""
    dumped = report.model_dump(mode="json")
    for name in OF_THE_FILE:
        del dumped[name]
    return cast(dict[str, Any], _bare(dumped, with_raw=with_raw))


def _bare(value: object, *, with_raw: bool) -> object:
    if isinstance(value, list):
        return [_bare(item, with_raw=with_raw) for item in cast(list[object], value)]
    if not isinstance(value, dict):
        return value
    told = cast(dict[str, object], value)
    # the offsets of a fact count in the raw text
    left_out = {"at"} if with_raw else {"at", "raw", "start", "end"}
    if "candidates" in told and "state" in told:
        # no candidates and an empty list of them are the same
        told = {**told, "candidates": told["candidates"] or None}
    if "kind" in told and "cumulative" in told:
        left_out -= {"start", "end"}
    return {
        name: _bare(item, with_raw=with_raw) for name, item in told.items() if name not in left_out
    }


def told(report: Report) -> set[tuple[str, str]]:
    """Code and ref of the findings about the report itself."""
    return {
        (finding.code.value, finding.ref)
        for finding in report.findings
        if finding.code not in PHYSICAL
    }
