"""Texts that stand twice."""

from __future__ import annotations

from collections.abc import Iterator

from checks._walk import text_of, texts
from checks._words import compact, title_words
from schemas.finding import Code, Finding, report_finding
from schemas.reading import Reading
from schemas.report import Report, places

CODES = (Code.TEXT_DUPLICATE,)


def check(report: Report) -> Iterator[Finding]:
    """Tell each activity or indicator whose text an earlier one of its kind has."""
    first: dict[tuple[str, str], tuple[str, Reading]] = {}
    for ref, _, reading in texts(report):
        words = title_words(text_of(reading))
        if not words:
            continue
        key = (ref.partition(":")[0], compact(words))
        other, earlier = first.setdefault(key, (ref, reading))
        if other != ref:
            yield report_finding(
                Code.TEXT_DUPLICATE,
                ref,
                at=places(reading, earlier),
                evidence={"same_as": other},
                other=other,
            )
