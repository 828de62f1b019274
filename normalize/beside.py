"""What is known beside a document and not from it: used where it is silent, and marked as such."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace

from normalize.fiscal import parse_fiscal_year
from normalize.interpret import Settings
from normalize.titles import Hints
from schemas.catalog import vocabulary
from schemas.finding import Code, Finding, Severity, report_finding
from schemas.reading import State
from schemas.report import Report

QUARTERS = range(1, 5)

FACTS: dict[str, Callable[[str], bool]] = {
    "organisation": bool,
    "fiscal_year": lambda text: parse_fiscal_year(text).state is State.VALUE,
    "quarter": lambda text: _quarter(text) in QUARTERS,
}
"""What may be told from beside a document, and which texts fit."""


def _quarter(text: str) -> int | None:
    """A number in Latin or Bengali digits."""
    digits = [unicodedata.decimal(sign, None) for sign in text.strip()]
    return digits[0] if len(digits) == 1 else None


def with_facts(settings: Settings, facts: Mapping[str, str]) -> Settings:
    """Settings for one document: what is told of it goes before what is told of all."""
    hints = settings.hints
    told = Hints(
        facts.get("organisation", hints.organisation),
        facts.get("fiscal_year", hints.fiscal_year),
        _quarter(facts["quarter"]) if "quarter" in facts else hints.quarter,
    )
    return replace(settings, hints=told)


def unsaid_by(report: Report) -> tuple[str, ...]:
    """Which of the facts the document does not say, whether or not they were told."""
    silent = {
        "organisation": report.organisation.raw is None and report.organisation.state != "value",
        "fiscal_year": report.fiscal_year.raw is None,
        "quarter": report.period.raw is None,
    }
    return tuple(fact for fact in FACTS if silent[fact])


def mark_told(report: Report, basis_of: Mapping[str, str]) -> Report:
    """The report with the basis of each fact that it took from beside the document.

    Args:
        report: interpreted with these facts.
        basis_of: the facts that it took, and where each comes from: `sidecar` or `path`.
    """
    findings = (*report.findings, *_findings(report, basis_of))
    marked = report.model_copy(update={"findings": findings})
    if "organisation" in basis_of and report.organisation.basis == "option":
        organisation = report.organisation.model_copy(update={"basis": basis_of["organisation"]})
        marked = marked.model_copy(update={"organisation": organisation})
    return marked


def _findings(report: Report, basis_of: Mapping[str, str]) -> list[Finding]:
    labels = {row["name"]: row for row in vocabulary("labels")}
    names = {"fiscal_year": "fiscal_year", "quarter": "period"}
    values = {"fiscal_year": report.fiscal_year.label, "quarter": report.period.quarter}
    return [
        report_finding(
            Code.PERIOD_MISSING,
            "report",
            severity=Severity.INFO,
            evidence={fact: values[fact], "basis": basis},
            lacks=labels[names[fact]]["label"],
            lacks_bn=labels[names[fact]]["label_bn"],
        )
        for fact, basis in basis_of.items()
        if fact in names and values[fact] is not None
    ]
