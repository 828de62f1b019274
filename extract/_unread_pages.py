"""Pages that are not in the data, and how that is told."""

from __future__ import annotations

from schemas.finding import Code, Finding, Severity, report_finding

NO_TABLE = "it shows no table, nor do the pages beside it; its text was not read"
"""Why the text of a scanned page was not read, which is dear: nothing of a report is on it."""


def unread_page(number: int, reason: str) -> Finding:
    """The finding for one page; a page on which nothing was looked for is only a warning."""
    return report_finding(
        Code.PAGE_UNREAD,
        f"page:{number}",
        severity=Severity.WARNING if reason == NO_TABLE else None,
        evidence={"reason": reason},
        page=number,
    )
