"""Texts that stand twice."""

from __future__ import annotations

from collections.abc import Iterator

from checks._walk import Titled, text_of, texts
from checks._words import title_key
from schemas.finding import Code, Finding, report_finding
from schemas.report import Report, places

CODES = (Code.TEXT_DUPLICATE,)


def check(report: Report) -> Iterator[Finding]:
    """Tell each activity or indicator whose text an earlier one of its kind has."""
    first: dict[tuple[str, str], Titled] = {}
    for titled in texts(report):
        key = title_key(text_of(titled.text))
        if not key:
            continue
        earlier = first.setdefault((titled.kind, key), titled)
        if earlier.id != titled.id:
            yield report_finding(
                Code.TEXT_DUPLICATE,
                titled.ref,
                at=places(titled.text, earlier.text),
                evidence={"same_as": earlier.ref},
                other=earlier.ref,
            )
