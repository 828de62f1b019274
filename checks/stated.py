"""What a report must say of itself: whose it is, of which period, and who signed it."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.catalog import vocabulary
from schemas.finding import Code, Finding, Severity, report_finding
from schemas.reading import State
from schemas.report import Report, Signature, places

CODES = (Code.ORGANISATION_MISSING, Code.PERIOD_MISSING, Code.SIGNATURE_MISSING)


def check(report: Report) -> Iterator[Finding]:
    """Tell what the document does not say of itself."""
    if report.organisation.state == "missing":
        yield report_finding(Code.ORGANISATION_MISSING, "report", at=report.title.at)
    lacks = _lacks_of_period(report)
    if lacks:
        english, bangla = _labels(lacks)
        yield report_finding(
            Code.PERIOD_MISSING, "report", at=report.title.at, lacks=english, lacks_bn=bangla
        )
    yield from _signature(report.signature)


def _lacks_of_period(report: Report) -> list[str]:
    lacks: list[str] = []
    if report.fiscal_year.label is None:
        lacks.append("fiscal_year")
    if report.period.kind == "unknown":
        lacks.append("period")
    return lacks


def _signature(signature: Signature) -> Iterator[Finding]:
    parts = {
        "name": signature.name,
        "designation": signature.designation,
        "office": signature.office,
        "date": signature.date,
    }
    lacks = [name for name, part in parts.items() if part.state is not State.VALUE]
    unsigned = len(lacks) == len(parts)
    if lacks:
        english, bangla = _labels(lacks)
        yield report_finding(
            Code.SIGNATURE_MISSING,
            "signature",
            at=places(*parts.values()),
            # a block without a name is how most offices sign; no block at all is not
            severity=None if unsigned else Severity.INFO,
            lacks=english,
            lacks_bn=bangla,
        )


def _labels(names: list[str]) -> tuple[str, str]:
    """The names of what is lacking, in English and in Bangla."""
    rows = {row["name"]: row for row in vocabulary("labels")}
    english = ", ".join(rows[name]["label"] for name in names)
    return english, ", ".join(rows[name]["label_bn"] for name in names)
