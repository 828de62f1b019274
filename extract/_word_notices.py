"""What the walk through a document has to tell of its form."""

from __future__ import annotations

from collections.abc import Iterator

from extract._word_desk import Desk
from schemas.finding import Code, Finding, Severity, report_finding
from schemas.reading import Place

NAMED = 3
"""How many oddities a message names; the evidence has more."""

PLAIN_DIGITS = 0.5
"""Which digits are printed is not known, but the number is."""


def notices(desk: Desk) -> Iterator[Finding]:
    """Numbers of tables that cannot be, and lists whose numbers are written in an unknown form."""
    if desk.oddities:
        said = [oddity.said for oddity in desk.oddities]
        yield report_finding(
            Code.COLUMN_COUNT_VARIES,
            "report",
            severity=Severity.WARNING,
            at=tuple(Place(odd.page, odd.line, odd.column) for odd in desk.oddities),
            evidence={"said": [*said], "count": desk.odd},
            counts="; ".join(said[:NAMED]) + ("…" if desk.odd > NAMED else ""),
        )
    for name in desk.unknown_formats:
        yield report_finding(
            Code.LOW_CONFIDENCE,
            f"list numbers:{name}",
            evidence={"format": name, "written": "decimal"},
            confidence=PLAIN_DIGITS,
        )
