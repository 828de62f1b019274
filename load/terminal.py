"""One report on a terminal: its table, findings and arithmetic, what is odd in colour."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

import click

from load._screen import Shown, lay_out
from schemas.finding import Finding, Severity
from schemas.reading import Reading, State
from schemas.report import Indicator, Report

LEAST_COLUMNS = 80
LEAST_TEXT = 20
"""With less room for its text an indicator takes two lines."""
MOST_COLUMNS = 180
ID, UNIT, WEIGHT, TARGET, ACHIEVED, GAP = 7, 9, 4, 11, 12, 2

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
SIGNS = {State.LOST: "✗ lost", State.BLANK: "", State.NONE: "", State.VALUE: "", State.INVALID: "?"}


def draw(report: Report, columns: int | None = None) -> None:
    """Write a report to standard output."""
    terminal = sys.stdout.isatty()
    room = columns or min(max(shutil.get_terminal_size().columns, LEAST_COLUMNS), MOST_COLUMNS)
    for line in lines_of(report, room, terminal=terminal):
        click.echo(line)


def lines_of(report: Report, columns: int, *, terminal: bool) -> Iterator[str]:
    """The screen lines of a report, no wider than so many columns."""
    parts = (
        _head(report, columns, terminal),
        _table(report, columns, terminal),
        _orphans(report, columns, terminal),
        _arithmetic(report, columns, terminal),
        _findings(report, columns, terminal),
    )
    yield from chain.from_iterable(parts)


def _head(report: Report, columns: int, terminal: bool) -> Iterator[str]:
    organisation, year, period = report.organisation, report.fiscal_year, report.period
    facts = (
        ("title", str(report.title.value or "")),
        ("organisation", f"{organisation.name or '?'} ({organisation.state})"),
        ("plan", f"{report.plan_type}, level {report.level}"),
        (
            "period",
            f"{year.label or '?'} Q{period.quarter or '?'}, "
            f"{period.start or '?'} to {period.end or '?'}",
        ),
        (
            "source",
            f"{report.source.file}, pages: {report.source.pages}, sha256: "
            f"{report.source.sha256[:12]}…",
        ),
        ("cells", f"{report.accounting.cells} non-empty, {report.accounting.leftover} left over"),
    )
    for name, said in facts:
        yield from lay_out(
            (Shown(name, "bright_black"), Shown(said)), (12, columns - 14), terminal=terminal
        )
    yield ""


def _table(report: Report, columns: int, terminal: bool) -> Iterator[str]:
    bands = tuple(dict.fromkeys(band for one in report.indicators() for band in one.targets))
    text = columns - sum((ID, UNIT, WEIGHT, *[TARGET] * len(bands), ACHIEVED))
    text -= GAP * (len(bands) + 4)
    draw_row = partial(_one_line, text) if text >= LEAST_TEXT else partial(_two_lines, columns)
    named = ("id", "indicator", "unit", "wt", *(f"{band} %" for band in bands), "achieved")
    yield from draw_row([Shown(name, "bright_black") for name in named], terminal=terminal)
    severity = _severities(report.findings)
    for section in report.sections:
        shown = f"{section.title.value or '?'}  ({_raw(section.weight) or '?'})"
        yield from lay_out(
            (Shown(section.id, "bright_blue"), Shown(shown, "bright_blue")),
            (ID, columns - ID - GAP),
            terminal=terminal,
        )
        for activity in section.activities:
            for one in activity.indicators:
                yield from draw_row(_row(one, bands, severity), terminal=terminal)
    yield ""


def _orphans(report: Report, columns: int, terminal: bool) -> Iterator[str]:
    """Cells whose indicator is lost, below the table, between which indicators they stood."""
    for orphan in report.orphans:
        tables = [(table.header, *table.rows) for table in orphan.nested_tables]
        rows = [[cell] for cell in orphan.cells] + [[*row] for table in tables for row in table]
        stood = (f"after {orphan.after}", f"before {orphan.before}")
        said = ", ".join(name for name in stood if not name.endswith(" "))
        shown = Shown(f"whose indicator is lost, {said}".rstrip(", "), "red")
        yield from lay_out((Shown("?", "red"), shown), (ID, columns - ID - GAP), terminal=terminal)
        for row in rows:
            line = " | ".join(_raw(cell) for cell in row)
            if line:
                yield from lay_out(
                    (Shown(""), Shown(line)), (ID, columns - ID - GAP), terminal=terminal
                )
    if report.orphans:
        yield ""


def _one_line(text: int, cells: Sequence[Shown], *, terminal: bool) -> Iterator[str]:
    room = (ID, text, UNIT, WEIGHT, *[TARGET] * (len(cells) - 5), ACHIEVED)
    yield from lay_out(cells, room, terminal=terminal, gap=GAP)


def _two_lines(columns: int, cells: Sequence[Shown], *, terminal: bool) -> Iterator[str]:
    """The id and the text, and below them the values: for a narrow screen."""
    yield from lay_out(cells[:2], (ID, columns - ID - GAP), terminal=terminal, gap=GAP)
    room = (1, UNIT - 2, WEIGHT, *[TARGET - 1] * (len(cells) - 5), ACHIEVED - 2)
    yield from lay_out((Shown(""), *cells[2:]), room, terminal=terminal, gap=1)


def _severities(findings: Sequence[Finding]) -> dict[str, Severity]:
    """The worst that is said of each part of the report."""
    order = list(Severity)
    worst: dict[str, Severity] = {}
    for finding in findings:
        known = worst.get(finding.ref)
        if known is None or order.index(finding.severity) < order.index(known):
            worst[finding.ref] = finding.severity
    return worst


def _row(one: Indicator, bands: Sequence[str], severity: dict[str, Severity]) -> list[Shown]:
    ref = f"indicator:{one.id}"

    def colour(*refs: str) -> str | None:
        found = [severity[name] for name in refs if name in severity]
        return COLOURS[min(found, key=list(Severity).index)] if found else None

    achieved = one.derived.achievement if one.derived else None
    return [
        Shown(one.id, colour(ref)),
        Shown(str(one.text.value or _said(one.text)), colour(f"{ref}/text")),
        Shown(_said(one.unit), colour(f"{ref}/unit")),
        Shown(_said(one.weight), colour(f"{ref}/weight")),
        *(
            Shown(_said(one.targets[band]), colour(f"{ref}/targets/{band}", f"{ref}/targets"))
            if band in one.targets
            else Shown("")
            for band in bands
        ),
        Shown("–" if achieved is None else str(achieved), colour(f"{ref}/remark")),
    ]


def _raw(reading: Reading) -> str:
    return (reading.raw or "").strip()


def _said(reading: Reading) -> str:
    """What was written, with a sign where it has no value."""
    return f"{_raw(reading)} {SIGNS[reading.state]}".strip()


def _arithmetic(report: Report, columns: int, terminal: bool) -> Iterator[str]:
    for said, agrees in _sums(report):
        colour = None if agrees is None else "green" if agrees else "red"
        sign = "" if agrees is None else "✓" if agrees else "✗"
        cells = (Shown(sign, colour), Shown(said, colour))
        yield from lay_out(cells, (1, columns - 2), terminal=terminal, gap=1)
    yield ""


def _sums(report: Report) -> Iterator[tuple[str, bool | None]]:
    """What adds up to what, and whether it is what is declared, if that is known."""
    sums = report.arithmetic
    for section in sums.sections:
        said = f"section {section.id}: weights add up to {section.sum}"
        said += f", declared {section.declared}" if section.declared is not None else ""
        said += f", {section.difference} missing" if section.difference else ""
        yield said, None if section.difference is None else section.difference == 0
    total, plan = sums.total.sum, sums.total.declared_by_plan
    said = f"total: {total}" + (f", the plan has {plan}" if plan is not None else "")
    yield said, total == plan if plan is not None else None
    for percent in sums.percents:
        formula = f"{percent.formula} = {percent.recomputed} %"
        yield f"{percent.ref}: {formula}, stated {percent.stated}", percent.agrees


def _findings(report: Report, columns: int, terminal: bool) -> Iterator[str]:
    order = list(Severity)
    findings = sorted(report.findings, key=lambda finding: order.index(finding.severity))
    counts = ", ".join(
        f"{number} {level}"
        for level in Severity
        if (number := sum(finding.severity is level for finding in findings))
    )
    yield f"findings: {counts or 'none'}"
    for finding in findings:
        at = finding.at[0] if finding.at else None
        place = f"page {at.page}, line {at.line}, column {at.column}" if at else ""
        candidates = ", ".join(map(str, finding.candidates))
        said = " | ".join(
            part
            for part in (finding.message, place, candidates and f"choose from: {candidates}")
            if part
        )
        yield from lay_out(
            (Shown(finding.severity, COLOURS[finding.severity]), Shown(finding.code), Shown(said)),
            (8, 26, columns - 38),
            terminal=terminal,
        )
